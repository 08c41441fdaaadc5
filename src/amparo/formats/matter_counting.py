"""The row of a legal matter that may be counted: its sealed answers, made coarse, in the codebook ``legal``. Pure.

Nothing goes in that a matter says in clear, such as its days or where it stands, nor what mostly goes with that: not
how long it took, and nothing of a matter that goes on, because an ending that is missing would say so.
"""

from collections.abc import Iterable
from typing import Any

from amparo.formats.codebook import checked, codebook
from amparo.formats.codes import codes

BOOK = "legal"
OF_STATE = "state_agent"  # the kind of a matter that has somebody of the State on the other side, whoever was named
NOBODY, NOT_SAID = "nobody", "not_said"  # of the list state_side


def row_of_matter(
    *, kind: str, outcome: str, branches: Iterable[str] = (), agents: int = 0, filings: Iterable[str] = ()
) -> dict[str, Any] | None:
    """The row of a matter that is over; None where it is not counted: not taken, or nobody said how it ended.

    Parameters
    ----------
    kind, outcome : of the lists ``matter_kind`` and ``matter_outcome``.
    branches : to which parts of the State those on the other side belong (``state_branch``), as far as it was said.
    agents : how many of the State there are on the other side.
    filings : what was filed (``filing_kind``).
    """
    ended = groups_of("legal_ended", [outcome])
    if not ended:
        return None
    sides = groups_of("state_side", branches) or ([NOT_SAID] if agents or kind == OF_STATE else [NOBODY])
    said = {
        "matter_group": groups_of("matter_group", [kind]),
        "state_side": sides,
        "legal_asked": groups_of("legal_asked", filings),
        "legal_ended": ended,
    }
    return checked(codebook(BOOK), {"codes": {name: values for name, values in said.items() if values}})


def groups_of(name: str, said: Iterable[str]) -> list[str]:
    """In which groups of a list these codes are, each once."""
    known = set(said)
    return [each.code for each in codes(name) if known & set(each.more["of"])]
