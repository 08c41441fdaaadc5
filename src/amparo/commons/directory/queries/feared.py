"""Which bodies are kept from her, and the care that stays whatever happens: docs/adr/0011."""

FORCES = frozenset({"police", "interior", "military", "migration"})
NOT_POLICE = FORCES | {"prosecution", "unknown"}  # what "not the police" leaves out
URGENT_HEALTH = ("health_now", "survivor_care", "pep", "emergency_contraception")
