"""Other organisations that count too: told by the door that speaks with them, because cases stand below it.

Her yes to one of them names it, and a row goes on only to the one that she named. So she is asked only of those with
which something was agreed: ``sources`` is where the door says their names.
"""

from collections.abc import Callable

PARTNER_KIND, PARTNER_FLOW = "share_coded_rows", "partner_rows"  # of the lists consent_kind and consent_flow
sources: list[Callable[[], list[str]]] = []


def partners() -> list[str]:
    """The names of those with which something was agreed, and is in force."""
    return sorted({name for source in sources for name in source()})
