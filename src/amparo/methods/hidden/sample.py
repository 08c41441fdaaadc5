"""A sample of recruits: who brought whom, how many each one knows, and what is doubtful about it.

Question: is this file a respondent-driven sample at all? Some people (seeds) are chosen; each gets a few coupons and
hands them to others of the population, who come with them, answer, and get coupons of their own. So the links are a
forest: every person has one recruiter or is a seed, and nobody goes back to herself.

A file that says otherwise is refused, with every row that is wrong and every reason at once; nothing is guessed. What
may be right but looks wrong becomes a remark that stays with the sample. The order of the rows means nothing: two files
with the same people answer the same.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from amparo.methods.columns import texts
from amparo.methods.estimate import SECRET, Floats, Integers, Refused, Remark
from amparo.methods.hidden import doubts, faults
from amparo.methods.hidden.degrees import TREATMENT, UNKNOWN, as_told, read_degrees, treat
from amparo.methods.hidden.forest import Forest, grow, told_apart


@dataclass(frozen=True, slots=True)
class Sample:
    """A respondent-driven sample that was checked; all arrays have the shape ``(n,)``, rows as they came."""

    ids: tuple[str, ...] = field(repr=False, metadata=SECRET)
    recruiter: Integers = field(repr=False, metadata=SECRET)  # position of the recruiter, -1 for a seed
    degree: Floats = field(repr=False, metadata=SECRET)  # as told; NaN where nothing usable was told
    degree_used: Floats = field(repr=False, metadata=SECRET)  # above 0; NaN where the person is dropped
    degree_reason: tuple[str, ...] = field(repr=False, metadata=SECRET)  # see ``degrees``
    wave: Integers = field(repr=False, metadata=SECRET)  # 0 for a seed
    seed_of: Integers = field(repr=False, metadata=SECRET)  # position of the seed of her tree
    recruits: Integers = field(repr=False, metadata=SECRET)  # how many she brought
    days: Floats | None = field(default=None, repr=False, metadata=SECRET)  # of the interview; NaN where not known
    warnings: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def seeds(self) -> Integers:
        """Positions of the seeds."""
        return np.flatnonzero(self.recruiter < 0).astype(np.int64)

    @property
    def imputed(self) -> Any:
        """Whose degree is used but was not told, ``(n,)`` of bool."""
        unknown = np.array([each in UNKNOWN for each in self.degree_reason], dtype=bool)
        return unknown & ~np.isnan(self.degree_used)

    def with_degrees(
        self,
        *,
        impute: str = "harmonic",
        lower_bound: bool = False,
        winsorise: float | None = None,
        strata: Sequence[Any] | None = None,
        seed: int | None = None,
    ) -> Self:
        """The same sample with degrees treated in another way; what was told stays.

        Parameters
        ----------
        impute : ``harmonic`` (mean under the weights 1/degree), ``median`` (under the same weights), ``hot_deck``
            (an observed degree drawn for each, needs ``seed``), or ``drop``.
        lower_bound : raise a degree to the number of people the person was seen to know.
        winsorise : a quantile of the observed degrees, above 0.5, at which larger ones are held.
        strata : impute within these groups, a value for each person; a trait, or the seed.

        Raises
        ------
        Refused
            No degree at all; a hot deck without a seed; an unknown way to impute.
        """
        reasons = as_told(self.degree, self.degree_reason)
        used, reason, said = treat(
            self.degree, reasons, doubts.least_known(self.recruiter, self.recruits), self.ids,
            impute=impute, lower_bound=lower_bound, winsorise=winsorise, strata=strata, seed=seed,
        )  # fmt: skip
        kept = tuple(each for each in self.warnings if each.code not in TREATMENT)
        return dataclasses.replace(self, degree_used=used, degree_reason=reason, warnings=(*kept, *said))


def in_their_order(sample: Sample) -> Integers:
    """Positions in the order in which a bootstrap takes persons: other rows or ids draw the same (``told_apart``)."""
    forest = Forest(sample.wave, sample.seed_of, sample.recruits, np.empty(0, np.int64))
    return told_apart(sample.recruiter, forest, sample.degree, sample.days, sample.ids)


def from_recruiters(
    ids: Sequence[Any],
    recruiters: Sequence[Any],
    degrees: Sequence[Any],
    *,
    seed_words: Collection[str] = ("", "seed"),
    coupons: int | Sequence[Any] | None = None,
    days: Sequence[Any] | None = None,
    devices: Sequence[Any] | None = None,
) -> Sample:
    """A sample from the id of each person's recruiter.

    Parameters
    ----------
    ids, recruiters, degrees : one value for each person. ``recruiters`` holds an id of this file, or for a seed
        ``None`` or a word for seeds. Ids are compared as text without blanks around.
    seed_words : what stands in place of a recruiter where there is none; no id may be one of them.
    coupons : how many each one got (one number for all, or one each, ``None`` where not known): nobody can bring more.
    days, devices : of the interview: days as numbers of any scale or as dates (2026-01-31), and what was answered on,
        to find many from one on one day.

    Returns
    -------
    Sample
        Degrees that are not known are imputed by the harmonic mean (``Sample.with_degrees``); if none is, none is used.

    Raises
    ------
    Refused
        With every fault and its rows: no rows; a missing id, an id twice, two recruiters, a recruiter who is not in
        the file, a word for seeds that is an id, somebody who recruited herself, a circle, a recruit before her
        recruiter, more recruits than coupons; a day or a number of coupons that cannot be read.

    References
    ----------
    Heckathorn, D. D. (1997). Respondent-driven sampling: a new approach to the study of hidden populations. Social
        Problems 44(2), 174-199.
    """
    faults.same_length(len(ids), recruiters=recruiters, degrees=degrees, days=days, devices=devices)
    names = texts(ids)
    given = [None if each in seed_words else each for each in texts(recruiters)]
    recruiter, found = faults.of_recruiters(names, given)
    found = [*faults.seed_words(names, seed_words), *found]
    return _checked(names, recruiter, degrees, found, coupons, days, devices)


def from_coupons(
    ids: Sequence[Any],
    own_coupon: Sequence[Any],
    issued_coupons: Sequence[Sequence[Any]],
    degrees: Sequence[Any],
    *,
    seeds: Collection[Any] | None = None,
    expires: Mapping[Any, Any] | None = None,
    days: Sequence[Any] | None = None,
    devices: Sequence[Any] | None = None,
) -> Sample:
    """A sample from coupons: with which one each person came, and which ones she got.

    Parameters
    ----------
    ids, own_coupon, issued_coupons, degrees : one value for each person; a list of coupons for ``issued_coupons``.
        ``None`` or blank is no coupon.
    seeds : their ids. Where they are named, whoever else came without a coupon is a fault, and the own coupon of a seed
        may be one that the study issued. Without, whoever came without a coupon is taken for a seed, and it is said.
    expires : the last day of each coupon, on the scale of ``days``. Where a redeemed one has none, it is said.
    days, devices : see ``from_recruiters``.

    Raises
    ------
    Refused
        With every fault and its rows: those of ``from_recruiters``, a coupon issued twice, redeemed twice, or redeemed
        and never issued, a named seed who came with another's coupon, a person who is neither recruit nor seed.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters``.
    """
    faults.same_length(
        len(ids), own_coupon=own_coupon, issued_coupons=issued_coupons, degrees=degrees, days=days, devices=devices
    )
    names, own = texts(ids), [each or None for each in texts(own_coupon)]
    issued = faults.issued(issued_coupons)
    flagged = None if seeds is None else set(texts(list(seeds)))
    recruiter, found = faults.of_coupons(names, own, issued, flagged)
    found = faults.of_ids(names, [None if each < 0 else names[each] for each in recruiter.tolist()], own=own) + found
    ends = {} if expires is None else dict(expires.items())
    until, wrong = faults.read_days(list(ends.values()), "expires")
    found = [*found, *faults.of_expiry(wrong, texts(list(ends)), own)]
    sample = _checked(names, recruiter, degrees, found, [len(row) for row in issued], days, devices)
    last = {} if until is None else dict(zip(texts(list(ends)), until.tolist(), strict=True))
    late = [*doubts.of_seeds(own, named=seeds is not None), *doubts.of_expiry(sample.days, own, last)]
    return dataclasses.replace(sample, warnings=(*sample.warnings, *late))


def _checked(
    names: list[str],
    recruiter: Integers,
    degrees: Sequence[Any],
    found: list[Remark],
    coupons: int | Sequence[Any] | None,
    days: Sequence[Any] | None,
    devices: Sequence[Any] | None,
) -> Sample:
    """The sample of these links, or every reason why there is none."""
    (when, of_days), (given, of_coupons) = faults.read_days(days, "days"), faults.read_coupons(coupons, len(names))
    forest = grow(recruiter)
    found = [*found, *of_days, *of_coupons, *faults.of_links(recruiter, forest, given, when)]
    if found:
        raise Refused(*found)
    raw, reasons = read_degrees(degrees)
    least = doubts.least_known(recruiter, forest.recruits)
    some = bool((raw > 0).any())  # without any degree there are still waves to look at
    used, reason, said = treat(raw, reasons, least, names, impute="harmonic" if some else "drop")
    doubtful = (*doubts.of_degrees(raw, reasons, least), *doubts.of_bursts(when, devices), *said)
    return Sample(
        tuple(names), recruiter, raw, used, reason, forest.wave, forest.seed_of, forest.recruits, when, doubtful
    )
