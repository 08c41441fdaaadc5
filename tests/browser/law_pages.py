"""The pages of a lawyer that are of no matter: rules, one with a day that was tried and not understood, a calendar."""

from amparo.config.paths import WORDS

DEADLINES = f"/{WORDS['desk']}/plazos"
OF_LAW: dict[str, tuple[str, str, str]] = {
    "deadlines": ("counsel", f"{DEADLINES}?d=CL", ""),
    "deadlines, a rule": ("counsel", f"{DEADLINES}/regla/mx_refugee_claim", ""),
    "deadlines, a rule, not checked yet": ("counsel", f"{DEADLINES}/regla/cl_refugee_claim", "press"),
    "deadlines, nobody knows": ("counsel", f"{DEADLINES}/regla/mx_amparo", ""),
    "deadlines, a calendar": ("counsel", f"{DEADLINES}/calendario/CO?y=2026", ""),
    "deadlines, a day, not yet": ("counsel", f"{DEADLINES}/calendario/CO", "press"),
}
