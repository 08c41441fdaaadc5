"""What was asked of each person, as categories or as numbers, and who did not say.

Categories are told apart by their text. They stand in the order of their text, which says nothing: every figure goes
by its name, and no figure depends on names or on their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from amparo.methods.columns import by_place, texts
from amparo.methods.estimate import SECRET, Floats, Integers, Refused, remark

MOST_CATEGORIES = 60  # more are an id or a free text: each estimate would rest on one or two people


@dataclass(frozen=True, slots=True)
class Outcome:
    """Categories of a sample: their names, and for each person which one."""

    labels: tuple[str, ...]  # (g,)
    codes: Integers = field(repr=False, metadata=SECRET)  # (n,): position in labels, -1 where not known

    @property
    def known(self) -> Any:
        """Who said, ``(n,)`` of bool."""
        return self.codes >= 0

    def among(self, keep: Any) -> "Outcome":
        """The same of some people, ``keep`` (n,) of bool: with the categories that occur among them."""
        codes = self.codes[keep]
        there = np.unique(codes[codes >= 0])
        place = np.full(len(self.labels) + 1, -1, np.int64)  # the last is the place of who did not say
        place[there] = np.arange(len(there))
        return Outcome(tuple(self.labels[each] for each in there.tolist()), place[codes])


def categories(values: Sequence[Any], *, missing_as: str | None = None) -> Outcome:
    """The categories of these values; ``None``, NaN, other nulls and blank are not known.

    Parameters
    ----------
    values : shape ``(n,)``, by place; told apart as text.
    missing_as : the name of a category of its own for all who did not say, to see how much rides on them.

    Raises
    ------
    Refused
        ``outcome_missing``: nobody said; ``many_categories``: more categories than estimates could rest on.

    References
    ----------
    Of the shares that are estimated of them see ``estimate_shares``.
    """
    written = texts([int(each) if isinstance(each, bool | np.bool_) else each for each in by_place(values)])
    if missing_as is not None:
        written = [each or missing_as for each in written]
    labels = tuple(sorted({each for each in written if each}))
    if not labels:
        raise Refused(remark("outcome_missing", "The outcome is known of nobody."))
    if len(labels) > MOST_CATEGORIES:
        raise Refused(remark("many_categories", "The outcome has %(n)s different values: it is no set of categories.",
                             n=len(labels)))  # fmt: skip
    place = {label: code for code, label in enumerate(labels)}
    return Outcome(labels, np.array([place.get(each, -1) for each in written], dtype=np.int64))


def numbers(values: Sequence[Any]) -> Floats:
    """These values as numbers, shape ``(n,)``; ``None`` and NaN are not known.

    Parameters
    ----------
    values : shape ``(n,)``: numbers, or texts that are numbers.

    Returns
    -------
    Floats
        The numbers in their own unit, NaN where not known.

    Raises
    ------
    Refused
        ``outcome_no_number``, ``outcome_infinite``: what is no number, or has no end, with the rows;
        ``outcome_missing``: nobody said.

    References
    ----------
    Of the mean that is estimated of them see ``estimate_mean``.
    """
    read, wrong = np.full(len(values), np.nan), []
    for row, each in enumerate(by_place(values)):
        try:
            read[row] = np.nan if each is None or each == "" else float(each)
        except (TypeError, ValueError):
            wrong.append(row)
    if wrong:
        raise Refused(remark("outcome_no_number", "A number of the outcome cannot be read.", rows=wrong))
    if not np.isfinite(read).any():
        raise Refused(remark("outcome_missing", "The outcome is known of nobody."))
    infinite = np.flatnonzero(np.isinf(read))
    if len(infinite):
        raise Refused(remark("outcome_infinite", "A number of the outcome has no end.", rows=infinite.tolist()))
    return read


def coded(outcome: Outcome | Sequence[Any], n: int) -> Outcome:
    """The categories, from values where they are none yet; as many as there are persons."""
    groups = outcome if isinstance(outcome, Outcome) else categories(outcome)
    if len(groups.codes) != n:
        raise Refused(
            remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name="outcome",
                   found=len(groups.codes), n=n)
        )  # fmt: skip
    return groups
