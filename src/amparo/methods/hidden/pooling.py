"""The parts of a sample together: by their known sizes alone, with what has to be said where they are not alike.

p = sum (N_s / N) p_s, and the variance is sum (N_s / N)^2 V_s, for parts that recruited (nearly) apart are independent
samples. How many were found in each part says how the study was run, and counts for nothing.

It breaks where recruitment runs across the parts: see ``strata``. A part whose share may have no standard error (too
few said so) gives none to the whole, whatever replicates it carries.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from amparo.methods.chance import seeds
from amparo.methods.estimate import Estimate, Floats, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.hidden.intervals import held, normal_quantile, standard_error

INDEPENDENT = in_plain_words("the parts were sampled independently of each other")
KNOWN_SIZES = in_plain_words("the size of each part is known")


def combine(
    estimates: Mapping[str, Estimate],
    *,
    populations: Mapping[str, float],
    replicates: Mapping[str, Floats] | None = None,
    level: float = 0.95,
    bounds: tuple[float, float] = (0.0, 1.0),
) -> Estimate:
    """One share of all parts from the share of each, by their known sizes.

    Parameters
    ----------
    estimates, populations : one share or mean of each part, and its N_s. Without sizes nothing is pooled.
    replicates : of each part, ``(B,)``, drawn independently; in place of those the estimates carry.
    level : of the interval, which is normal, and none where a part has no standard error of its own: then it says so.
    bounds : what is possible at all; a limit beyond it is put on it, and said. Of means: ``(-math.inf, math.inf)``.

    Returns
    -------
    Estimate
        value = sum (N_s / N) p_s, se^2 = sum (N_s / N)^2 V_s, with V_s from the replicates, or from ``se``; its own
        replicates where all parts have as many. Parts that were drawn under one seed are put beside each other in
        orders of their own, so that they are as independent as their samples.

    Raises
    ------
    Refused
        ``sizes_wanted``: a part without a size; ``out_of_range``: a size or a level that is none;
        ``part_beyond_bounds``: a value that is beyond its bounds.

    References
    ----------
    Cochran (1977), see ``planning``.
    """
    names = sorted(estimates)
    share = _portions(names, populations)
    value = math.fsum(share[name] * estimates[name].value for name in names)
    if not all(bounds[0] <= estimates[name].value <= bounds[1] for name in names):
        raise Refused(remark("part_beyond_bounds", "A part lies beyond what is possible of shares: of means, say other"
                             " bounds."))  # fmt: skip
    drawn = {name: (replicates or {}).get(name, estimates[name].replicates) for name in names}
    own = [_spread(estimates[name], (replicates or {}).get(name)) for name in names]
    se, (interval, said) = _error(share, own), (None, _of_parts(names, estimates, own))
    if se is not None:
        far = normal_quantile(level) * se
        interval, cut = held(value - far, value + far, bounds=bounds, level=level, method="normal")
        said += cut
    probability("level", level)
    return Estimate(
        estimates[names[0]].name,
        value,
        interval,
        sum(estimates[name].n for name in names),
        "combined by known sizes",
        se=se,
        assumptions=(INDEPENDENT, KNOWN_SIZES),
        warnings=(*dict.fromkeys(each for name in names for each in estimates[name].warnings), *said),
        replicates=None if se is None else _together(names, share, drawn, [estimates[name].seed for name in names]),
    )


def _of_parts(
    names: Sequence[str], estimates: Mapping[str, Estimate], errors: Sequence[float | None]
) -> tuple[Remark, ...]:
    """What has to be said where the parts are not alike."""
    said = []
    without = [name for name, each in zip(names, errors, strict=True) if each is None]
    if without and len(without) < len(names):
        said.append(
            remark("part_without_error", "These parts have no standard error, so the whole has none: %(names)s.",
                   names=", ".join(without))
        )  # fmt: skip
    methods = sorted({estimates[name].method for name in names})
    if len(methods) > 1:
        said.append(
            remark("mixed_methods", "The parts were not estimated in one way: %(methods)s.",
                   methods="; ".join(methods))
        )  # fmt: skip
    return tuple(said)


def _portions(names: Sequence[str], populations: Mapping[str, float]) -> dict[str, float]:
    """How large a part of all each one is."""
    missing = [name for name in names if name not in populations]
    if missing or not names:
        raise Refused(
            remark("sizes_wanted", "The size of each part is needed. Missing: %(names)s.", names=", ".join(missing))
        )
    sizes = {name: probability(name, populations[name], below=math.inf) for name in names}
    total = math.fsum(sizes.values())
    return {name: size / total for name, size in sizes.items()}


def _error(share: Mapping[str, float], spread: Sequence[float | None]) -> float | None:
    """The standard error of the whole; none where one of the parts has none."""
    known = [each for each in spread if each is not None]
    if len(known) < len(spread):
        return None
    return math.sqrt(math.fsum((part * each) ** 2 for part, each in zip(share.values(), known, strict=True)))


def _spread(estimate: Estimate, given: Floats | None) -> float | None:
    """The standard error of one part: of the replicates that were handed over, or its own, where it may have one."""
    if given is not None:
        return standard_error(given)
    return estimate.se


def _together(
    names: Sequence[str], share: Mapping[str, float], drawn: Mapping[str, Floats | None],
    drawn_under: Sequence[int | None],
) -> Floats | None:  # fmt: skip
    """Replicates of the whole: replicate b of each part, added up by size."""
    every = [each for each in (drawn[name] for name in names) if each is not None]
    if len(every) < len(names) or len({len(each) for each in every}) != 1:
        return None
    known = [each for each in drawn_under if each is not None]
    if len(set(known)) < len(known):
        every = [each[np.argsort(seeds(place, len(each)))] for place, each in enumerate(every)]
    return np.asarray(sum(share[name] * each for name, each in zip(names, every, strict=True)))
