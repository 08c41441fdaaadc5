"""Of which studies something is counted although they were destroyed with all of it."""

from amparo.evidence.queries import kept_sources, sources
from amparo.fieldwork.queries.ending import sources_with_keys
from amparo.vault.actions.ledger import destroyed_rings, not_yet_destroyed


def sources_of_nobody() -> list[str]:
    """Sources that the ledger remembers, and that an old copy of the house brought back.

    Not those of a study whose key is still here: there the act was cut, and whoever leads it does it again or does not.
    """
    remembered = destroyed_rings() & sources()
    return sorted(remembered - sources_with_keys()) if remembered else []


def sources_that_came_back() -> list[str]:
    """Sources that the clock destroyed so lately that a copy which was put back wins over it."""
    return sorted(not_yet_destroyed() & kept_sources())
