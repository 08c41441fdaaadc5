"""Scan statistics: is there somewhere, at some time, more than chance alone brings anywhere?

Question: cases come in by place and day. Has something begun? Looking at every place each week finds something every
week. A scan looks at all places, sizes and lengths at once, and asks how often chance alone would have shown anything
as large anywhere.

Estimand: the zone and window with the largest likelihood ratio; and the probability of one as large where cases come as
the model says.

Method: for a zone and window with c cases where e were expected, of C in all,

    LLR = c ln(c / e) + (C - c) ln((C - c) / (C - e))   if c > e, else 0; 0 ln 0 = 0

(Poisson and permutation; Bernoulli in ``kernels.score``). Its largest value is compared with the largest of data drawn
as if nothing were anywhere, given C. One p for everything that was looked at: there is nothing left to correct.

Models: ``permutation_scan`` needs cases alone, and asks whether place and time go together. ``poisson_scan`` needs what
was expected: people, or visits. ``bernoulli_scan`` needs other events to compare with.

Assumptions: see ``found.ASSUMPTIONS``. It breaks where counting changed in one place, where a place opened or shut,
where one person is told many times, where the last days have not arrived, where half of all places change together (the
cluster is then the other half). It finds circles: along a road it finds pieces. p says nothing of which places exactly.

References
----------
Kulldorff, M. (1997). A spatial scan statistic. Commun. Statist. Theory Meth. 26, 1481-1496 (Poisson, Bernoulli).
Kulldorff, M. (2001). Prospective time periodic geographical disease surveillance using a scan statistic. J. R. Statist.
    Soc. A 164, 61-72.
Kulldorff, M., Heffernan, R., Hartman, J., Assuncao, R. and Mostashari, F. (2005). A space-time permutation scan
    statistic for disease outbreak detection. PLoS Medicine 2(3), e59.
"""

from collections.abc import Callable

import numpy as np

from amparo.methods.chance import Executor
from amparo.methods.estimate import Floats, Integers, Refused, in_plain_words, remark
from amparo.methods.spacetime import null
from amparo.methods.spacetime.carry import Timing, carry_out, timing
from amparo.methods.spacetime.cases import Cases
from amparo.methods.spacetime.found import Scan
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.plan import BERNOULLI, POISSON, Plan, listed
from amparo.methods.spacetime.zones import zones_of

FRACTIONS = in_plain_words(
    "The cases add up to %(total)s. The score takes them as they are; chance alone can only throw whole ones, and "
    "throws %(whole)s."
)
type Progress = Callable[[int, int], None] | None


def permutation_scan(
    places: Places,
    cases: Cases,
    *,
    windows: str = "prospective",
    longest: int = 30,
    step: int = 1,
    every: int | None = None,
    same_weekday: bool = False,
    most_share: float = 0.5,
    most_places: int | None = None,
    farthest: float | None = None,
    replicates: int = 999,
    stop_after: int | None = None,
    most_clusters: int = 5,
    seed: int,
    executor: Executor | None = None,
    chunk: int = 64,
    progress: Progress = None,
) -> Scan:
    """Do place and time go together? From cases alone; what is usual is taken from the cases themselves.

    Expected of zone Z and window T: e = (cases of Z at any time) (cases anywhere in T) / C. A replicate keeps the
    places and the days, and deals the days anew among the cases.
    """
    when = timing(cases, windows, longest=longest, step=step, every=every)
    c = _whole_counts(cases)
    if c.sum() < 2 or len(set(places.site[cases.place].tolist())) < 2 or len(set(when.of.tolist())) < 2:
        raise Refused(
            remark(
                "nothing_to_permute",
                "It takes two cases or more, from two places and two days or more, to ask whether place and time go "
                "together.",
            )
        )
    held = np.bincount(cases.place, weights=c, minlength=len(places.ids))
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    site, day = np.repeat(places.site[cases.place], c.astype(int)), np.repeat(when.of, c.astype(int))
    weekday = (day - when.steps) % 7 if same_weekday and step == 1 else np.zeros(len(day), np.int64)
    order = np.lexsort((site, -day, weekday))
    stratum = np.searchsorted(weekday[order], np.arange(8 if same_weekday else 2)).astype(np.int64)
    table, scale = (
        _usual(site, day, weekday if same_weekday else None, places.sites, when.steps),
        np.ones(len(zones.member)),
    )
    if not same_weekday:
        scale = zones.summed(places.summed(held))
    plan = Plan(
        POISSON, float(c.sum()), float(c.sum()), zones, scale, table, same_weekday, when.longest, when.alive,
        *listed(places.site[cases.place], when.of, c, places.sites), "permuted", (site[order], day[order], stratum),
    )  # fmt: skip
    return carry_out(
        "permutation", plan, places, cases, when, replicates=replicates, stop_after=stop_after,
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip


def _usual(site: Integers, day: Integers, weekday: Integers | None, sites: int, steps: int) -> Floats:
    """What is expected where place and day do not go together: one row for all, or a row of each site by weekday."""
    if weekday is None:
        return np.concatenate([[0.0], np.cumsum(np.bincount(day, minlength=steps)) / len(day)])[None, :]
    table = np.zeros((sites, steps + 1))
    for of in (weekday == each for each in set(weekday.tolist())):
        by_site, by_day = np.bincount(site[of], minlength=sites), np.bincount(day[of], minlength=steps)
        table[:, 1:] += np.outer(by_site, by_day / of.sum())
    return np.cumsum(table, axis=1)


def poisson_scan(
    places: Places,
    cases: Cases,
    expected: Floats,
    *,
    weights: Floats | None = None,
    windows: str = "prospective",
    longest: int | None = 30,
    step: int = 1,
    every: int | None = None,
    most_share: float = 0.5,
    most_places: int | None = None,
    farthest: float | None = None,
    replicates: int = 999,
    stop_after: int | None = None,
    most_clusters: int = 5,
    seed: int,
    executor: Executor | None = None,
    chunk: int = 64,
    progress: Progress = None,
) -> Scan:
    """Are there more cases than were expected? Against people, visits, or what covariates let expect.

    Parameters
    ----------
    expected : ``(places,)`` where it does not change, or ``(places, steps)``; in any unit, only shares matter. Of
        people by place and time see ``person_time``; with covariates ``standardised``.
    weights : ``(places,)``: of what a zone may hold ``most_share``. Without them, of what was expected.
    """
    when = timing(cases, windows, longest=longest, step=step, every=every)
    base = _expected(expected, places, when, cases)
    total = float(cases.count.sum())
    if total < 2:
        raise Refused(remark("too_few", "There are fewer than two cases: a cluster is two or more."))
    by_place = base.sum(axis=1) if base.ndim == 2 else base
    held = by_place if weights is None else np.asarray(weights, np.float64)
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    site = places.summed(base * (total / base.sum()))
    apart = base.ndim == 2
    cells = site if apart else np.repeat(site[:, None] / when.steps, when.steps, axis=1)
    table = np.concatenate([np.zeros((len(site), 1)), np.cumsum(site, axis=1)], axis=1) if apart else None
    plan = Plan(
        POISSON, total, total, zones, np.ones(len(zones.member)) if apart else zones.summed(site),
        table if table is not None else np.linspace(0, 1, when.steps + 1)[None, :], apart, when.longest, when.alive,
        *listed(places.site[cases.place], when.of, cases.count, places.sites),
        "scattered", (round(total), *null.alias(cells.reshape(-1)), when.steps),
    )  # fmt: skip
    more = [] if total == round(total) else [remark("fractions", FRACTIONS, total=f"{total:g}", whole=round(total))]
    return carry_out(
        "poisson", plan, places, cases, when, replicates=replicates, stop_after=stop_after, more=more,
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip


def _expected(expected: Floats, places: Places, when: Timing, cases: Cases) -> Floats:
    """What was expected, where it can be: of these places and steps, not below zero, and above it at each case."""
    base = np.asarray(expected, np.float64)
    if base.ndim == 2 and when.windows == "whole":
        base = base.sum(axis=1)
    if base.shape not in {(len(places.ids),), (len(places.ids), when.steps)}:
        raise Refused(
            remark(
                "shape",
                "What is expected has the shape %(shape)s: it has to be one number for each of %(places)s places, or "
                "for each of them and of %(steps)s steps.",
                shape=base.shape, places=len(places.ids), steps=when.steps,
            )
        )  # fmt: skip
    wrong = np.flatnonzero(~(np.isfinite(base) & (base >= 0)).reshape(len(base), -1).all(axis=1))
    if len(wrong):
        names = ", ".join(places.ids[at] for at in wrong[:10])
        raise Refused(
            remark("bad_expected", "What is expected has to be a number, zero or more: %(places)s.", places=names)
        )
    here = places.summed(base)
    at = here[places.site[cases.place]] if base.ndim == 1 else here[places.site[cases.place], when.of]
    if not at.all():
        rows = sorted(cases.row[at == 0].tolist())
        raise Refused(remark("nobody_there", "There is a case where nobody was expected to be.", rows=rows))
    return base


def bernoulli_scan(
    places: Places,
    cases: Cases,
    controls: Cases,
    *,
    windows: str = "prospective",
    longest: int | None = 30,
    step: int = 1,
    every: int | None = None,
    most_share: float = 0.5,
    most_places: int | None = None,
    farthest: float | None = None,
    replicates: int = 999,
    stop_after: int | None = None,
    most_clusters: int = 5,
    seed: int,
    executor: Executor | None = None,
    chunk: int = 64,
    progress: Progress = None,
) -> Scan:
    """Of all events, are cases a larger share somewhere? Of incidents, say, those by police. It needs no population.

    ``cases`` and ``controls`` are of one period; their events together are looked at, and a zone may hold
    ``most_share`` of these. A replicate keeps all events, and draws anew which of them are cases.
    """
    when = timing(cases, windows, longest=longest, step=step, every=every)
    if (controls.since, controls.until) != (cases.since, cases.until):
        raise Refused(remark("periods_differ", "Cases and controls are not of the same period: say since and until."))
    c, others = _whole_counts(cases), _whole_counts(controls)
    if c.sum() < 2 or others.sum() < 1:
        raise Refused(remark("nothing_to_label", "It takes two cases or more, and one control or more."))
    beside = timing(controls, windows, longest=longest, step=step, every=every)
    at, of = np.concatenate([cases.place, controls.place]), np.concatenate([when.of, beside.of])
    many = np.concatenate([c, others]).astype(np.int64)
    held = np.bincount(at, weights=many, minlength=len(places.ids))
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    table = np.zeros((places.sites, when.steps + 1))
    np.add.at(table, (places.site[at], of + 1), many)
    site, day = np.repeat(places.site[at], many), np.repeat(of, many)
    order = np.lexsort((day, site))
    plan = Plan(
        BERNOULLI, float(c.sum()), float(many.sum()), zones, np.ones(len(zones.member)), np.cumsum(table, axis=1), True,
        when.longest, when.alive, *listed(places.site[cases.place], when.of, c, places.sites),
        "labelled", (site[order], day[order], int(c.sum())),
    )  # fmt: skip
    return carry_out(
        "bernoulli", plan, places, cases, when, replicates=replicates, stop_after=stop_after, more=controls.warnings,
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip


def _whole_counts(cases: Cases) -> Floats:
    """The counts, where they are whole: only whole cases can change places."""
    broken = np.flatnonzero(cases.count != np.round(cases.count))
    if len(broken):
        rows = sorted(cases.row[broken].tolist())
        raise Refused(remark("fractions_here", "A count is a fraction: this model takes whole cases only.", rows=rows))
    return cases.count
