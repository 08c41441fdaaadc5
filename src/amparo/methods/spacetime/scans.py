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

Arguments that all three share
------------------------------
windows : "prospective" (only those that reach the last day: is something going on?), "retrospective" (any), or "whole"
    (no time at all: places alone).
longest : days of the longest window; None is the whole period. It has nothing to do with how long the period is.
step : days of a step; the period is a multiple of it. every : days between two looks, for the recurrence interval.
most_share, most_places, farthest : how large a zone may be, see ``zones_of``.
replicates : 999, or 99 times a power of ten, make p a round number. stop_after : stop at the h-th replicate that is at
    least as large (Besag and Clifford); quiet days then cost a tenth.
most_clusters : so many are told at most, none with a place of one before.
seed, executor, chunk, progress : see ``chance.replicate``; whoever computes, the answer is the same.

All three raise ``Refused``: ``windows``, ``broken_step``, ``not_whole``, ``out_of_range``, ``no_zones``,
``too_many_zones``, and what each names.
"""

from collections.abc import Callable

import numpy as np

from amparo.methods.chance import CHUNK, Executor
from amparo.methods.estimate import Floats, Refused, in_plain_words, remark
from amparo.methods.spacetime import null_models as models
from amparo.methods.spacetime.carry import carry_out, timing
from amparo.methods.spacetime.cases import Cases
from amparo.methods.spacetime.found import Scan
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.zones import zones_of

type Progress = Callable[[int, int], None] | None
FRACTIONS = in_plain_words(
    "The cases add up to %(total)s. The score takes them as they are; chance alone can only throw whole ones, and "
    "throws %(whole)s."
)


def permutation_scan(
    places: Places, cases: Cases, *,
    windows: str = "prospective", longest: int | None = 30, step: int = 1, every: int | None = None,
    same_weekday: bool = False, most_share: float = 0.5, most_places: int | None = None, farthest: float | None = None,
    replicates: int = 999, stop_after: int | None = None, most_clusters: int = 5, seed: int,
    executor: Executor | None = None, chunk: int = CHUNK, progress: Progress = None,
) -> Scan:  # fmt: skip
    """Do place and time go together? From cases alone: what is usual is taken from the cases themselves.

    Of zone Z and window T are expected e = (cases of Z at any time) (cases anywhere in T) / C. A replicate keeps the
    places and the days, and deals the days anew among the cases. Where all places rise at once it finds nothing.

    Parameters
    ----------
    places, cases : see ``on_earth`` and ``tidy``.
    same_weekday : deal days among cases of one weekday only, and sum what is expected over weekdays: for places that
        are open on some days of the week. Takes steps of one day.
    windows, longest, step, every, most_share, most_places, farthest, replicates, stop_after, most_clusters, seed,
        executor, chunk, progress : see ``scans``, for all three alike.

    Raises
    ------
    Refused
        ``nothing_to_permute`` (one case, one place or one day), ``fractions_here``, ``no_weekday``, ``too_many_cases``.
        And what all three raise.

    References
    ----------
    Kulldorff et al. (2005), equations 1 and 2, see ``scans``.
    """
    when = timing(cases, windows, longest=longest, step=step, every=every)
    models.refuse_what_cannot_be_permuted(places, cases, when, same_weekday=same_weekday)
    held = models.cases_by_place(places, cases)
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    plan = models.permuted(places, cases, when, zones, same_weekday=same_weekday)
    return carry_out(
        "permutation", plan, places, cases, when, replicates=replicates, stop_after=stop_after, more=(),
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip


def poisson_scan(
    places: Places, cases: Cases, expected: Floats, *, weights: Floats | None = None,
    windows: str = "prospective", longest: int | None = 30, step: int = 1, every: int | None = None,
    most_share: float = 0.5, most_places: int | None = None, farthest: float | None = None, replicates: int = 999,
    stop_after: int | None = None, most_clusters: int = 5, seed: int, executor: Executor | None = None,
    chunk: int = CHUNK, progress: Progress = None,
) -> Scan:  # fmt: skip
    """Are there more cases than were expected, against people, visits, or what covariates let expect?

    Parameters
    ----------
    places, cases : see ``on_earth`` and ``tidy``.
    expected : ``(places,)`` where it does not change, or ``(places, steps)``; in any unit, for only shares matter.
        ``person_time`` makes it of people by place and time, ``standardised`` of covariates. Of places whose cases
        ``tidy`` left out nothing is expected, whatever stands here.
    weights : ``(places,)``: of these a zone may hold ``most_share``. Without them, of what was expected.
    windows, longest, step, every, most_share, most_places, farthest, replicates, stop_after, most_clusters, seed,
        executor, chunk, progress : see ``scans``, for all three alike.

    Raises
    ------
    Refused
        ``shape``, ``bad_expected``; ``nobody_there``: a case where nothing was expected; ``too_few``;
        ``too_many_cases``. And what all three raise.

    References
    ----------
    Kulldorff (1997), section 4, see ``scans``.
    """
    when = timing(cases, windows, longest=longest, step=step, every=every)
    base, total = models.usable(expected, places, when, cases), float(cases.count.sum())
    if total < 2:
        raise Refused(remark("too_few", "There are fewer than two cases: a cluster is two or more."))
    models.refuse_too_many(cases)
    held = base.reshape(len(base), -1).sum(axis=1) if weights is None else np.asarray(weights, np.float64)
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    plan = models.thrown(places, cases, when, zones, base)
    more = [] if total == round(total) else [remark("fractions", FRACTIONS, total=f"{total:g}", whole=round(total))]
    return carry_out(
        "poisson", plan, places, cases, when, replicates=replicates, stop_after=stop_after, more=more,
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip


def bernoulli_scan(
    places: Places, cases: Cases, controls: Cases, *,
    windows: str = "prospective", longest: int | None = 30, step: int = 1, every: int | None = None,
    most_share: float = 0.5, most_places: int | None = None, farthest: float | None = None, replicates: int = 999,
    stop_after: int | None = None, most_clusters: int = 5, seed: int, executor: Executor | None = None,
    chunk: int = CHUNK, progress: Progress = None,
) -> Scan:  # fmt: skip
    """Of all events, are cases a larger share somewhere? Of incidents, say, those by police. It needs no population.

    Parameters
    ----------
    places : see ``on_earth``.
    cases, controls : of one period. A zone may hold ``most_share`` of both together. A replicate keeps all events, and
        draws anew which of them are cases.
    windows, longest, step, every, most_share, most_places, farthest, replicates, stop_after, most_clusters, seed,
        executor, chunk, progress : see ``scans``, for all three alike.

    Raises
    ------
    Refused
        ``periods_differ``, ``left_out_differ``, ``nothing_to_label``, ``fractions_here``, ``too_many_cases``. And what
        all three raise.

    References
    ----------
    Kulldorff (1997), section 3, see ``scans``.
    """
    models.refuse_what_cannot_be_labelled(cases, controls)
    when, beside = (
        timing(each, windows, longest=longest, step=step, every=every) for each in (cases, controls)
    )  # fmt: skip
    held = models.cases_by_place(places, cases, controls)
    zones = zones_of(places, held, most_share=most_share, most_places=most_places, farthest=farthest)
    plan = models.labelled(places, cases, controls, when, beside, zones)
    more = [each for each in controls.warnings if each not in cases.warnings]
    return carry_out(
        "bernoulli", plan, places, cases, when, replicates=replicates, stop_after=stop_after, more=more,
        most_clusters=most_clusters, seed=seed, executor=executor, chunk=chunk, progress=progress,
    )  # fmt: skip
