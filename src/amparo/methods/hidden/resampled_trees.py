"""The compiled loops of the tree bootstrap: recruitment laid out breadth first, and how often each person is drawn.

Everything here works on plain arrays. The bootstrap itself, and when to use it, is in ``tree_bootstrap``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.chance import Words, below, compiled, start
from amparo.methods.estimate import Floats, Integers


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Recruitment, breadth first: the seeds come first, and the recruits of one person stand side by side."""

    order: Integers  # (n,) who stands at each place, as a position in the sample
    first: Integers  # (n,) the place of the first recruit of whoever stands here
    count: Integers  # (n,) how many recruits
    roots: int  # how many seeds


@compiled
def _laid_out(recruiter: Integers, turn: Integers) -> Any:
    """Counting sort of the recruits by recruiter, then one pass that reads and writes the same queue."""
    n = len(recruiter)
    many, begin, roots = np.zeros(n, np.int64), np.zeros(n + 1, np.int64), 0
    for person in range(n):
        if recruiter[person] < 0:
            roots += 1
        else:
            many[recruiter[person]] += 1
    for person in range(n):
        begin[person + 1] = begin[person] + many[person]
    recruits, filled = np.empty(n, np.int64), begin[:-1].copy()
    order, first, count = np.empty(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    reached = 0
    for person in turn:
        if recruiter[person] < 0:
            order[reached] = person
            reached += 1
        else:
            recruits[filled[recruiter[person]]] = person
            filled[recruiter[person]] += 1
    for place in range(n):
        if place == reached:
            break  # whoever is left stands on a circle, or behind one
        person = order[place]
        first[place], count[place] = reached, many[person]
        for each in range(begin[person], begin[person + 1]):
            order[reached] = recruits[each]
            reached += 1
    return order[:reached], first, count, roots


def lay_out(recruiter: Integers, turn: Integers | None = None) -> LaidOut:
    """The forest of a sample, breadth first.

    Parameters
    ----------
    recruiter : shape ``(n,)``: the position of whoever recruited, -1 for a seed.
    turn : shape ``(n,)``: positions in the order in which siblings are taken; as they came, where nothing is said.

    Raises
    ------
    ValueError
        Somebody stands on a circle of recruiters, and so in no tree.
    """
    recruiter = np.ascontiguousarray(recruiter, np.int64)
    turn = np.arange(len(recruiter)) if turn is None else np.ascontiguousarray(turn, np.int64)
    order, first, count, roots = _laid_out(recruiter, turn)
    if len(order) < len(recruiter):
        raise ValueError("recruiter: there is a circle")
    return LaidOut(order, first, count, int(roots))


@compiled
def _draw(state: Any, first: Integers, count: Integers, roots: int, hits: Integers) -> None:
    """How often each place of the forest is drawn in one replicate.

    A node that was drawn c times resamples its k recruits c times, k draws each: c·k draws from k, whoever asks for
    them. So one pass in breadth-first order is the whole recursion, and a chain of any length needs no stack.
    """
    hits[:] = 0
    for _ in range(roots):
        hits[below(state, roots)] += 1
    for place in range(len(hits)):
        copies, many = hits[place], count[place]
        if copies == 0 or many == 0:
            continue
        if many == 1:
            hits[first[place]] += copies
        else:
            for _ in range(copies * many):
                hits[first[place] + below(state, many)] += 1


@compiled
def tree_hits(seeds: Words, order: Integers, first: Integers, count: Integers, roots: int) -> Any:
    """How often each respondent is drawn: ``(m, n)`` whole numbers, by position in the sample."""
    answer = np.empty((len(seeds), len(order)), np.int64)
    hits = np.empty(len(order), np.int64)
    for each in range(len(seeds)):
        _draw(start(seeds[each]), first, count, roots, hits)
        for place in range(len(order)):
            answer[each, order[place]] = hits[place]
    return answer


@compiled
def tree_sums(seeds: Words, order: Integers, first: Integers, count: Integers, roots: int, columns: Floats) -> Any:
    """Each column added up over whoever is drawn, ``(m, k)``; ``columns`` is ``(n, k)`` by position in the sample."""
    n, wide = columns.shape
    placed = np.empty((n, wide))
    for place in range(n):
        placed[place] = columns[order[place]]
    answer = np.zeros((len(seeds), wide))
    hits = np.empty(n, np.int64)
    for each in range(len(seeds)):
        _draw(start(seeds[each]), first, count, roots, hits)
        for place in range(n):
            if hits[place]:
                for column in range(wide):
                    answer[each, column] += hits[place] * placed[place, column]
    return answer
