"""Chance alone: data drawn as if nothing were anywhere, and the largest score of each such data.

Each sampler answers, for every seed, the cases of each site by step: ``start (replicates, sites + 1)`` and ``when
(replicates, most cases)``. Cases before ``since`` cannot lie in any window that is looked at; they are drawn, and left
out.

``permuted``: the places of all cases stay, the days stay, and which day goes with which place is drawn from all
permutations alike (Fisher and Yates). What is drawn for the last days alone is the beginning of such a permutation, so
the rest need not be drawn. ``scattered``: each case falls into a place and a step with the chance of what was expected
there; together they are multinomial. ``labelled``: which of all events are the cases is drawn from all choices alike.

References
----------
Durstenfeld, R. (1964). Algorithm 235: random permutation. Communications of the ACM 7(7), 420.
Walker, A. J. (1977). An efficient method for generating discrete random variables with general distributions. ACM
    Trans. Math. Softw. 3(3), 253-256. Vose, M. D. (1991). IEEE Trans. Softw. Eng. 17(9), 972-975 (its table).
"""

from typing import Any

import numpy as np

from amparo.methods.chance import below, compiled, start, uniform


@compiled
def _listed(site: Any, step: Any, many: int, first: Any, when: Any) -> None:
    """Sort the first ``many`` drawn cases by site into one row of ``start`` and ``when``."""
    first[:] = 0
    for each in range(many):
        first[site[each] + 1] += 1
    for each in range(1, len(first)):
        first[each] += first[each - 1]
    place = first[:-1].copy()
    for each in range(many):
        when[place[site[each]]] = step[each]
        place[site[each]] += 1


@compiled
def permuted(seeds: Any, site: Any, step: Any, stratum: Any, since: int, sites: int) -> Any:
    """Days dealt anew among the cases, within each stratum.

    ``site``, ``step`` : of each case, sorted by stratum, and within it by step from late to early.
    ``stratum (strata + 1,)`` : where each begins. Days change hands only inside one: of a weekday, or of all.
    """
    many, recent = len(site), int(np.sum(step >= since))
    first = np.empty((len(seeds), sites + 1), np.int32)
    when = np.empty((len(seeds), recent), np.int32)
    drawn_site, drawn_step, whose = np.empty(recent, np.int64), np.empty(recent, np.int64), np.empty(many, np.int64)
    for replicate in range(len(seeds)):
        state, got = start(seeds[replicate]), 0
        whose[:] = site
        for part in range(len(stratum) - 1):
            for at in range(stratum[part], stratum[part + 1]):
                if step[at] < since:
                    break
                other = at + below(state, stratum[part + 1] - at)
                whose[at], whose[other] = whose[other], whose[at]
                drawn_site[got], drawn_step[got] = whose[at], step[at]
                got += 1
        _listed(drawn_site, drawn_step, got, first[replicate], when[replicate])
    return first, when


@compiled
def alias(weights: Any) -> Any:
    """Walker's table: of each cell the chance to stay in it, and the cell to go to otherwise."""
    many = len(weights)
    stay, other = weights * (many / weights.sum()), np.arange(many)
    small, large = np.empty(many, np.int64), np.empty(many, np.int64)
    smalls, larges = 0, 0
    for cell in range(many):
        if stay[cell] < 1.0:
            small[smalls] = cell
            smalls += 1
        else:
            large[larges] = cell
            larges += 1
    while smalls > 0 and larges > 0:
        smalls -= 1
        low, high = small[smalls], large[larges - 1]
        other[low] = high
        stay[high] -= 1.0 - stay[low]
        if stay[high] < 1.0:
            larges -= 1
            small[smalls] = high
            smalls += 1
    for cell in range(smalls):  # what is left over is one, but for rounding; a cell without weight never is
        if weights[small[cell]] > 0.0:
            stay[small[cell]] = 1.0
    return stay, other


@compiled
def scattered(seeds: Any, cases: int, stay: Any, other: Any, steps: int, since: int, sites: int) -> Any:
    """Cases thrown into the cells of sites and steps, cell = site times steps plus step, by Walker's table."""
    first = np.empty((len(seeds), sites + 1), np.int32)
    when = np.empty((len(seeds), cases), np.int32)
    drawn_site, drawn_step = np.empty(cases, np.int64), np.empty(cases, np.int64)
    for replicate in range(len(seeds)):
        state, got = start(seeds[replicate]), 0
        for _ in range(cases):
            cell = below(state, len(stay))
            if uniform(state) >= stay[cell]:
                cell = other[cell]
            if cell % steps >= since:
                drawn_site[got], drawn_step[got] = cell // steps, cell % steps
                got += 1
        _listed(drawn_site, drawn_step, got, first[replicate], when[replicate])
    return first, when


@compiled
def labelled(seeds: Any, site: Any, step: Any, cases: int, since: int, sites: int) -> Any:
    """Which of all events, with or without the trait, are called cases."""
    many = len(site)
    first = np.empty((len(seeds), sites + 1), np.int32)
    when = np.empty((len(seeds), cases), np.int32)
    drawn_site, drawn_step, which = np.empty(cases, np.int64), np.empty(cases, np.int64), np.empty(many, np.int64)
    for replicate in range(len(seeds)):
        state, got = start(seeds[replicate]), 0
        for event in range(many):
            which[event] = event
        for at in range(cases):
            chosen = at + below(state, many - at)
            which[at], which[chosen] = which[chosen], which[at]
            if step[which[at]] >= since:
                drawn_site[got], drawn_step[got] = site[which[at]], step[which[at]]
                got += 1
        _listed(drawn_site, drawn_step, got, first[replicate], when[replicate])
    return first, when
