"""Degrees: how many of this population each person knows, as told, as used, and why the two differ.

Every estimate weighs a person by the inverse of her degree, so a degree that is wrong is a weight that is wrong. What
was told is kept. What is used follows from it by fixed rules, in this order, and each person carries the reason.

1. What is no number, or is negative, is not known. A degree of zero is not known either: whoever was recruited knows
   at least one.
2. On request, a degree below what was seen happen is raised: whoever brought three people and was brought by one knows
   four.
3. On request, the largest are held at a quantile.
4. What is not known is imputed, or the person is dropped from estimates (she stays in the chain of recruitment).

A degree is never imputed by the largest: that would be the smallest weight, given to those of whom least is known.
The default is the harmonic mean of the observed degrees. It is their mean under the weights 1/degree, so it is the
mean degree of the population, not of the sample, in which those with many contacts are too many.

It breaks where those who did not tell differ from those who did. ``sensitivity_to_degrees`` shows how much rides on it.
"""

import hashlib
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from amparo.methods.columns import by_place, texts
from amparo.methods.estimate import Floats, Refused, Remark, in_plain_words, probability, remark, whole

OBSERVED, RAISED, CAPPED = "observed", "raised", "capped"
MISSING, ZERO, NEGATIVE, NO_NUMBER = "missing", "zero", "negative", "not_a_number"
UNKNOWN = frozenset({MISSING, ZERO, NEGATIVE, NO_NUMBER})
IMPUTE = ("harmonic", "median", "hot_deck", "drop")
MANY_IMPUTED = 0.10  # of all: above it every figure says so (hidden populations are asked "how many do you know")
TREATMENT = frozenset(
    {"degrees_imputed", "degrees_dropped", "many_degrees_imputed", "degrees_raised", "degrees_capped"}
)
_BLANK = frozenset({"", "na", "n/a", "nan", "null", "none", "."})


def read_degrees(told: Sequence[Any]) -> tuple[Floats, tuple[str, ...]]:
    """The degrees as numbers, NaN where not known, and for each person why."""
    raw, reasons = np.full(len(told), np.nan), []
    for place, value in enumerate(by_place(told)):
        number, reason = _one(value)
        raw[place] = number
        reasons.append(reason)
    return raw, tuple(reasons)


def _one(value: Any) -> tuple[float, str]:
    if value is None or (isinstance(value, str) and value.strip().casefold() in _BLANK):
        return math.nan, MISSING
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan, NO_NUMBER
    if math.isnan(number):
        return math.nan, MISSING
    if math.isinf(number):
        return math.nan, NO_NUMBER
    if number < 0:
        return math.nan, NEGATIVE
    return number, OBSERVED if number else ZERO


def treat(
    raw: Floats,
    reasons: Sequence[str],
    least: Floats,
    names: Sequence[str],
    *,
    impute: str = "harmonic",
    lower_bound: bool = False,
    winsorise: float | None = None,
    strata: Sequence[Any] | None = None,
    seed: int | None = None,
) -> tuple[Floats, tuple[str, ...], tuple[Remark, ...]]:
    """The degrees that are used, the reason of each, and what has to be said; the rules stand above.

    Parameters
    ----------
    raw, reasons : what ``read_degrees`` answered, shape ``(n,)``.
    least : for each person how many she was seen to know: her recruits, and her recruiter.
    names : ids; a hot deck draws by them, so that the order of the rows means nothing.
    """
    if impute not in IMPUTE:
        raise Refused(
            remark("no_such_imputation", "%(name)s is no way to impute a degree. There are: %(known)s.",
                   name=impute, known=", ".join(IMPUTE))
        )  # fmt: skip
    reason = np.array(reasons, dtype=object)
    unknown = np.array([each in UNKNOWN for each in reason], dtype=bool)
    used = np.where(unknown, np.nan, raw)
    if lower_bound:
        _raise(used, reason, least)
    if winsorise is not None:
        _hold(used, reason, probability("winsorise", winsorise, above=0.5))
    unknown = np.isnan(used)
    rows = np.flatnonzero(unknown)
    if impute != "drop" and len(rows):
        _impute(used, rows, impute, _codes(strata, len(raw)), names, seed)
    return used, tuple(reason.tolist()), of_treatment(used, reason.tolist())


def _raise(used: Floats, reason: Any, least: Floats) -> None:
    """Raise what is below the number of people each one was seen to know; a zero too, where that is more."""
    low = (least > 0) & ~(np.nan_to_num(used) >= least) & (~np.isnan(used) | (reason == ZERO))
    used[low], reason[low] = least[low], RAISED


def _hold(used: Floats, reason: Any, quantile: float) -> None:
    """Hold the largest known degrees at their quantile."""
    if np.isnan(used).all():
        return
    most = float(np.nanquantile(used, quantile))
    high = used > most
    used[high], reason[high] = most, CAPPED


def _codes(strata: Sequence[Any] | None, n: int) -> list[str]:
    """The stratum of each person as text: one for all where there are none."""
    if strata is None:
        return [""] * n
    if len(strata) != n:
        raise Refused(
            remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name="strata", found=len(strata), n=n)
        )
    return texts(strata)


def _impute(used: Floats, rows: Any, how: str, strata: list[str], names: Sequence[str], seed: int | None) -> None:
    """Fill what is not known, within its stratum; where a stratum knows nothing, from all."""
    known = np.sort(used[~np.isnan(used)])
    if not len(known):
        raise Refused(remark("no_degree", "No degree is known: there is nothing to weigh by.", rows=rows.tolist()))
    if how == "hot_deck":
        if seed is None:
            raise Refused(remark("seed_wanted", "A hot deck draws: it needs a seed, so that it can be drawn again."))
        whole("seed", seed, least=0)
    observed: dict[str, Floats] = {}
    for stratum in sorted({strata[row] for row in rows}):
        here = np.array([each == stratum for each in strata]) & ~np.isnan(used)
        observed[stratum] = np.sort(used[here]) if stratum and here.any() else known  # those without one are no group
    filled = {row: _value(observed[strata[row]], how, f"{seed} {names[row]}") for row in rows.tolist()}
    for row, value in filled.items():
        used[row] = value


def _value(known: Floats, how: str, lot: str) -> float:
    """One degree from the sorted observed degrees of a stratum; ``lot`` decides where it is drawn."""
    if how == "harmonic":
        return float(len(known) / np.sum(1 / known))
    if how == "median":  # half of the weight 1/degree lies at or below it
        weight = np.cumsum(1 / known)
        return float(known[np.searchsorted(weight, weight[-1] / 2 * (1 - 1e-12))])
    drawn = int.from_bytes(hashlib.blake2b(lot.encode(), digest_size=16).digest())
    return float(known[drawn % len(known)])


def as_told(degree: Floats, reasons: Sequence[str]) -> tuple[str, ...]:
    """The reasons before any treatment: what was raised from zero is zero again."""
    return tuple(
        each if each in UNKNOWN else (OBSERVED if value else ZERO)
        for each, value in zip(reasons, degree.tolist(), strict=True)
    )


def of_treatment(used: Floats, reasons: Sequence[str]) -> tuple[Remark, ...]:
    """What has to be said of degrees that are not used as they were told."""
    reason = np.array(reasons, dtype=object)
    unknown = np.array([each in UNKNOWN for each in reasons], dtype=bool)
    imputed = np.flatnonzero(unknown & ~np.isnan(used))
    remarks = []
    for code, text, rows in (
        ("degrees_raised",
         in_plain_words("Degrees that were raised to how many the person was seen to know: %(n)s."),
         np.flatnonzero(reason == RAISED)),
        ("degrees_capped",
         in_plain_words("Degrees among the largest that were held at a quantile: %(n)s."),
         np.flatnonzero(reason == CAPPED)),
        ("degrees_dropped",
         in_plain_words("Persons without a degree, who are left out of every estimate: %(n)s."),
         np.flatnonzero(unknown & np.isnan(used))),
        ("degrees_imputed", in_plain_words("Degrees that were imputed: %(n)s."), imputed),
    ):  # fmt: skip
        if len(rows):
            remarks.append(remark(code, text, n=len(rows), rows=rows.tolist()))
    if len(imputed) > MANY_IMPUTED * len(used):
        remarks.append(
            remark("many_degrees_imputed",
                   "%(percent)s %% of the degrees are imputed, not observed: every weighted figure rests on that.",
                   percent=round(100 * len(imputed) / len(used)))
        )  # fmt: skip
    return tuple(remarks)
