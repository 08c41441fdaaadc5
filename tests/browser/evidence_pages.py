"""The pages of whoever counts, checks and reads what wants to leave: profiles of risk, and the release door."""

from amparo.config.paths import WORDS

PROFILES, RELEASES = f"/{WORDS['desk']}/perfiles", f"/{WORDS['desk']}/publicar"
LOMA = "article:has(h3:has-text('Loma')) a"  # its totals came to be looked at
OF_EVIDENCE: dict[str, tuple[str, str, str]] = {
    "profiles": ("julia", PROFILES, ""),
    "profiles, a new one": ("julia", f"{PROFILES}/nuevo", ""),
    "profile": ("julia", PROFILES, "article a"),
    "profile, another part": ("julia", PROFILES, "article a|/parte/vulnerability"),
    "profile, one indicator": ("julia", PROFILES, "article a => a[href*='/indicador/']"),
    "profile, what changes": ("julia", PROFILES, "article a|/cambios"),
    "profile, a note": ("julia", PROFILES, "article a|/cambios/raids_seen/urban"),
    "releases": ("julia", RELEASES, ""),
    "releases, for who checks": ("teresa", RELEASES, ""),
    "release, plans": ("julia", f"{RELEASES}/planes", ""),
    "release, asked for": ("julia", f"{RELEASES}/planes/harm", ""),
    "release, by who asked": ("julia", RELEASES, "article a"),
    "release, by who checks": ("teresa", RELEASES, "article a"),
    "release, totals of another house": ("teresa", RELEASES, LOMA),
    "release, a no": ("teresa", RELEASES, "article a|/no"),
}
