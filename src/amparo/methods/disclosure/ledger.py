"""Everything that was ever published, as a value that only grows.

Two bulletins that are each beyond reproach can together tell what neither tells. So a figure is never judged alone:
the ledger holds every number that left the house, whoever it was for, with the finest cells and the arrivals it counts,
and what has to stay hidden for ever. ``protect`` takes one and answers a longer one.

*Arrivals.* A report that comes late belongs to an old month and to a new edition. Each edition counts, of every finest
cell, the reports that had arrived up to some batch. A cell that was published once is **closed**: later editions repeat
its figure, and what came late waits until an edition says ``revise``. Otherwise the difference of two editions would be
a table of late reports, of ones and twos.

*Audiences.* An edition says for whom it was. The attacker of the audit is taken to have read them all: a donor has the
public bulletin too, and a table of the inside is one mail away from the outside.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amparo.methods.disclosure.plan import Where, chosen
from amparo.methods.estimate import Refused, remark

type Integers = NDArray[np.int64]
type Leaves = tuple[tuple[str, tuple[str, ...]], ...]

OPEN = -1  # of a finest cell that an edition did not count


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number: a count, or a percentage, or a count that is known to lie between two others.

    ``where`` says which finest cells it sums. A count has ``low == high``. A percentage says in ``of`` what it is a
    share of; then ``low`` is the published percentage times 10 to the power of ``decimals``, a whole number, and so
    is ``high``. Half a unit is taken as rounded up.
    """

    label: tuple[str, ...]  # the table, then a code for each of its dimensions
    where: Where
    low: int
    high: int
    of: Where | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Hidden:
    """One cell that is not published, and why. ``sensitive``: its value itself must stay hidden from now on.

    ``since``: only what arrived after this edition is meant, where it is the difference of two editions.
    """

    label: tuple[str, ...]
    where: Where
    reasons: tuple[str, ...]
    sensitive: bool
    shown: bool = True  # as a gap in a table; else it is a cell that nobody planned to publish
    since: int = OPEN


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication: its figures, its gaps, and what it counts. Reasons are for the checkers, never for a reader."""

    name: str
    audience: str
    scope: Leaves  # the finest categories that were known to it
    figures: tuple[Figure, ...]
    hidden: tuple[Hidden, ...] = ()
    width: int = 5
    zeros: str = "protected"
    revises: bool = False
    impossible: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every edition, the oldest first."""

    editions: tuple[Edition, ...] = ()

    def adding(self, edition: Edition) -> "Ledger":
        """The ledger with one more edition. Nothing of what it holds changes or goes."""
        if edition.name in {each.name for each in self.editions}:
            raise Refused(remark("edition_twice", "The ledger holds an edition “%(name)s” already.", name=edition.name))
        return replace(self, editions=(*self.editions, edition))

    def leaves(self) -> Leaves:
        """The finest categories of all editions together, in the order in which they came."""
        names: dict[str, dict[str, None]] = {}
        for edition in self.editions:
            for name, leaves in edition.scope:
                names.setdefault(name, {}).update(dict.fromkeys(leaves))
        return tuple((name, tuple(leaves)) for name, leaves in names.items())


def closings(ledger: Ledger, leaves: Leaves) -> Integers:
    """Up to which batch each edition counts each finest cell, shape (editions, finest cells); ``OPEN``: not at all."""
    size = int(np.prod([len(each) for _, each in leaves])) if leaves else 0
    held, told = np.full(size, OPEN, np.int64), []
    for number, edition in enumerate(ledger.editions):
        covered = chosen(edition.scope, leaves).ravel()
        held = np.where(covered & (edition.revises | (held == OPEN)), number, held)
        told.append(np.where(covered, held, OPEN))
    return np.array(told, np.int64).reshape(len(ledger.editions), size)


def as_text(ledger: Ledger) -> str:
    """A ledger as JSON, to be kept. It names what is sensitive: it is for the house alone.

    Parameters
    ----------
    ledger : every edition that was published.

    Returns
    -------
    str
        JSON, one object for each edition; ``from_text`` reads it.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    return json.dumps([asdict(edition) for edition in ledger.editions], ensure_ascii=False, indent=1)


def from_text(text: str) -> Ledger:
    """The ledger that was kept.

    Parameters
    ----------
    text : what ``as_text`` wrote.

    Raises
    ------
    Refused
        ``no_ledger``: the text is none, or it was cut.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    try:
        return Ledger(tuple(_edition(each) for each in json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(remark("no_ledger", "This is no ledger, or it was cut.")) from error


def _edition(told: dict[str, Any]) -> Edition:
    def where(given: Any) -> Where:
        return tuple((name, tuple(leaves)) for name, leaves in given)

    figures = tuple(
        Figure(
            tuple(each["label"]), where(each["where"]), int(each["low"]), int(each["high"]),
            None if each["of"] is None else where(each["of"]), int(each["decimals"]),
        )
        for each in told["figures"]
    )  # fmt: skip
    hidden = tuple(
        Hidden(
            tuple(each["label"]), where(each["where"]), tuple(each["reasons"]), bool(each["sensitive"]),
            bool(each["shown"]), int(each["since"]),
        )
        for each in told["hidden"]
    )  # fmt: skip
    return Edition(
        told["name"], told["audience"], where(told["scope"]), figures, hidden, int(told["width"]), told["zeros"],
        bool(told["revises"]), tuple(where(each) for each in told["impossible"]),
    )  # fmt: skip
