"""A part of a sample: those under thirty, those of one town; whoever said an outcome.

A person whose recruiter is not in the part becomes a seed of it (an orphan): nothing is known of how she was reached
within the part. The size of a part, unless it is known, is what the weights say of it, N sum(w in the part) / sum(w):
1 / degree, or where its shares are those of successive sampling, the weights of that.
"""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from amparo.methods.estimate import Refused, Remark, remark
from amparo.methods.hidden import doubts
from amparo.methods.hidden.degrees import TREATMENT, as_told, of_treatment
from amparo.methods.hidden.forest import grow
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import RDS2, weights_of


def subset(sample: Sample, keep: Any) -> Sample:
    """Those who are kept, as a sample; whoever came by somebody who is not kept becomes a seed.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    keep : shape ``(n,)`` of true and false, or of 1 and 0. Rows keep their order. What was said of rows is said of
        those that stay.

    Raises
    ------
    Refused
        ``empty``: nobody is kept; ``lengths``, ``no_mask``: not one true or false for each person.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters`` (what a seed is).
    """
    rows = _rows(sample, keep)
    place = np.full(len(sample) + 1, -1, np.int64)  # the last is the place of nobody
    place[rows] = np.arange(len(rows))
    recruiter = place[sample.recruiter[rows]]
    forest = grow(recruiter)
    degree, used = sample.degree[rows], sample.degree_used[rows]
    reasons = tuple(sample.degree_reason[row] for row in rows)
    least = doubts.least_known(recruiter, forest.recruits)
    said = [*_still(sample.warnings, place), *doubts.of_degrees(degree, as_told(degree, reasons), least)]
    return Sample(
        ids=tuple(sample.ids[row] for row in rows),
        recruiter=recruiter,
        degree=degree,
        degree_used=used,
        degree_reason=reasons,
        wave=forest.wave,
        seed_of=forest.seed_of,
        recruits=forest.recruits,
        days=None if sample.days is None else sample.days[rows],
        warnings=(*said, *of_treatment(used, reasons)),
    )


def _rows(sample: Sample, keep: Any) -> Any:
    """Positions of those who are kept."""
    kept = _mask(sample, keep)
    if not kept.any():
        raise Refused(remark("empty", "There is nobody in the sample."))
    return np.flatnonzero(kept)


def _mask(sample: Sample, keep: Any) -> Any:
    """Who is kept, as bool; words are no answer, for “no” would count as true."""
    kept = np.asarray(keep)
    if kept.shape != (len(sample),):
        raise Refused(
            remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name="keep",
                   found=kept.size if kept.ndim == 1 else str(kept.shape), n=len(sample))
        )  # fmt: skip
    if kept.dtype != np.bool_ and not (kept.dtype.kind in "iuf" and np.isin(kept, (0, 1)).all()):
        raise Refused(remark("no_mask", "%(name)s has to be true or false for each person.", name="keep"))
    return kept.astype(bool)


def _still(warnings: Sequence[Remark], place: Any) -> list[Remark]:
    """Remarks that do not follow from the degrees, about those who are left."""
    said = []
    for each in warnings:
        rows = tuple(int(place[row]) for row in each.rows if place[row] >= 0)
        if rows and not each.code.startswith("degree_") and each.code not in TREATMENT:
            values = tuple((key, len(rows) if key == "n" else value) for key, value in each.values)
            said.append(dataclasses.replace(each, rows=rows, values=values))
    return said


def subset_population(sample: Sample, keep: Any, population: float, *, method: str = RDS2) -> float:
    """The size of a part: N sum(w of the part) / sum(w), w = 1/d, or the weights of successive sampling.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    keep : which people are of the part, ``(n,)`` of true and false.
    population : N of the whole.
    method : ``"rds2"`` or ``"successive_sampling"``: the weights of the shares that will be told of the part.

    Returns
    -------
    float
        People of the part; need not be whole.

    Raises
    ------
    Refused
        ``part_below_sample``: the part would be smaller than what was found of it; ``lengths``, ``no_mask``: not one
        true or false for each person; what ``weights_of`` refuses (``population_below_sample``: N below n).

    References
    ----------
    Volz and Heckathorn (2008); Gile (2011), see ``points``.
    """
    kept = _mask(sample, keep)
    weights = weights_of(sample, method=method, population=None if method == RDS2 else population)
    size = population * math.fsum(weights[kept].tolist()) / math.fsum(weights.tolist())
    if size < np.count_nonzero(kept):
        raise Refused(
            remark("part_below_sample",
                   "The part would have %(population)s people, but %(n)s of them are in the sample.",
                   population=round(size), n=int(np.count_nonzero(kept)))
        )  # fmt: skip
    return float(size)
