"""Who is on which list, as counts: what goes into every method of several lists, and the one thing that may.

A capture history is a row of ones and zeros: "101" is on the first and the third list, not on the second. What comes in
here is how many people have each history. Never who they are. To count histories somebody has to recognise the same
person on the lists of several organisations. Such a linked list is the most dangerous file there can be about a hidden
population: it says of each person everywhere she went, it is worth more to whoever hunts her than all lists apart, and
she agreed to none of it. So linking is not done here and is not made easy: no function takes a name, a number or a hash
of a person. Count the histories where the lists are, by codes that people chose themselves and agreed to, and throw the
codes away; what leaves that room are at most 2^t − 1 numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark

MOST_LISTS = 12  # 4,095 cells; with more lists almost every cell is empty, and no model says anything


@dataclass(frozen=True, slots=True)
class Histories:
    """How many people have each capture history: one row for each history but the one nobody saw."""

    lists: tuple[str, ...]  # (t,)
    histories: Integers  # (2^t − 1, t): ones and zeros, in the order of the binary numbers 1 to 2^t − 1
    counts: Integers  # (2^t − 1,)

    @property
    def n(self) -> int:
        """How many people are on one list or more."""
        return int(self.counts.sum())

    @property
    def times(self) -> Integers:
        """On how many lists each history stands, shape ``(2^t − 1,)``."""
        return np.asarray(self.histories.sum(axis=1))

    @property
    def frequencies(self) -> Integers:
        """How many people are on exactly one list, on two, …, on all: shape ``(t,)``."""
        return np.bincount(self.times, weights=self.counts, minlength=len(self.lists) + 1)[1:].astype(np.int64)

    def on(self, place: int) -> int:
        """How many people are on one list."""
        return int(self.counts[self.histories[:, place] == 1].sum())


def capture_histories(counts: Mapping[str, int], *, lists: Sequence[str]) -> Histories:
    """Counts of capture histories, looked through.

    Parameters
    ----------
    counts : for a history such as ``"101"`` the number of people. A history that is not named has nobody.
    lists : the names of the lists, in the order of the digits; two to twelve.

    Raises
    ------
    Refused
        ``lists``, ``list_twice``: fewer than two lists or more than twelve, or two of one name; ``history``,
        ``unseen``: no row of ones and zeros of this length, or of zeros alone (nobody saw those people); ``count``:
        negative or not whole; ``nobody``; ``empty_list``: a list without anybody. ``rows`` are places in ``counts``.

    References
    ----------
    Fienberg (1972), see ``loglinear`` (counts of histories, without that of nobody).
    """
    names = tuple(str(each) for each in lists)
    faults = [*_faults_of_lists(names), *_faults_of_counts(counts, len(names))]
    if faults:
        raise Refused(*faults)
    t = len(names)
    histories = every_history(t)
    full = np.zeros(2**t - 1, np.int64)
    for history, count in counts.items():
        full[int(history, 2) - 1] = count
    answer = Histories(names, histories, full)
    if answer.n == 0:
        raise Refused(remark("nobody", "Nobody is on any list."))
    empty = [name for place, name in enumerate(names) if answer.on(place) == 0]
    if empty:
        raise Refused(remark("empty_list", "Nobody is on the list %(lists)s: leave it out.", lists=", ".join(empty)))
    return answer


def every_history(t: int) -> Integers:
    """All histories of t lists but the one of zeros, shape ``(2^t − 1, t)``."""
    numbers = np.arange(1, 2**t)
    return np.asarray((numbers[:, None] >> np.arange(t)[::-1]) & 1, np.int64)


def cells(histories: Histories) -> Floats:
    """The counts as numbers to compute with."""
    return histories.counts.astype(np.float64)


def _faults_of_lists(names: tuple[str, ...]) -> list[Remark]:
    """What is wrong with the lists themselves."""
    faults = []
    if not 2 <= len(names) <= MOST_LISTS:
        faults.append(
            remark("lists", "There are %(n)s lists: it takes two, and at most %(most)s.", n=len(names), most=MOST_LISTS)
        )
    if len(set(names)) < len(names):
        faults.append(remark("list_twice", "Two lists have the same name."))
    return faults


def _faults_of_counts(counts: Mapping[str, int], t: int) -> list[Remark]:
    """What is wrong with histories and their counts, each with its places."""
    shape, unseen, wrong = [], [], []
    for place, (history, count) in enumerate(counts.items()):
        if not isinstance(history, str) or len(history) != t or not set(history) <= {"0", "1"}:
            shape.append(place)
        elif "1" not in history:
            unseen.append(place)
        if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 0:
            wrong.append(place)
    faults = []
    if shape:
        faults.append(
            remark("history", "A history has one digit for each of the %(t)s lists, 0 or 1.", rows=shape, t=t)
        )
    if unseen:
        faults.append(
            remark("unseen", "A history of zeros alone cannot be counted: nobody saw those people.", rows=unseen)
        )
    if wrong:
        faults.append(remark("count", "A count is a whole number, 0 or more.", rows=wrong))
    return faults
