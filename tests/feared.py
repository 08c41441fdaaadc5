"""Which bodies are taken out for whom, written by hand from the rule and not from the code lists.

The body itself, what commands it, and whoever is unknown.
"""

BODIES = {
    "POL": {"police", "interior", "unknown"},
    "MIL": {"military", "unknown"},
    "MIG": {"migration", "interior", "unknown"},
    "MUN": {"municipality", "unknown"},
    "SAL": {"health_state", "unknown"},
    "JUS": {"judiciary", "prosecution", "unknown"},
    "HUM": {"humanitarian", "un", "unknown"},
}
