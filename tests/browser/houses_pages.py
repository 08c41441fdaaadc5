"""The pages of agreements with other houses: of one the rows come, one waits, to one they go."""

from amparo.config.paths import WORDS

HOUSES = f"/{WORDS['desk']}/intercambio"
CEIBO, ALBERGUE, LITORAL = (f"article:has(h2:has-text('{name}')) a" for name in ("Ceibo", "Albergue", "Litoral"))
OF_HOUSES: dict[str, tuple[str, str, str]] = {
    "other houses": ("julia", HOUSES, ""),
    "other houses, an agreement": ("julia", HOUSES, CEIBO),
    "other houses, for who coordinates": ("clara", HOUSES, LITORAL),
    "other houses, one that waits": ("clara", HOUSES, ALBERGUE),
    "other houses, ending": ("julia", HOUSES, f"{CEIBO} >> /terminar"),
    "other houses, a new one": ("julia", f"{HOUSES}/nuevo", ""),
    "other houses, a new one, not yet": ("julia", f"{HOUSES}/nuevo", "press"),
    "other houses, read in": ("clara", f"{HOUSES}/leer", ""),
}
