"""Coded rows of a simulated study through the reckoning of the profile of risks, and through its comparisons.

As in ``_reckoned``: the product's own reading, order, draws and gates; only fewer draws, and nothing is written.
"""

from collections.abc import Sequence
from typing import Any

from _coverage import Tally
from _reckoned import DRAWS, GROUPS, Study, Tallies
from _region import Region

TRAITS = {  # indicators of the product, and what was planted behind them
    "heard_fee": "heard_fee", "effects_goes_out_less": "goes_out_less", "effects_sleeps_badly": "sleeps_badly",
    "can_tell": "can_tell",
}  # fmt: skip
QUARTER = "2026-Q4"


def profiled(made: Study, seed: int, *, is_sized: bool) -> Any:
    """One sample, reckoned: with the size of the population, or without."""
    from amparo.commons.codebooks.queries import codebook_of
    from amparo.formats.indicators import indicators
    from amparo.information.risk_profiles.jobs.reading import People, in_order
    from amparo.information.risk_profiles.jobs.reckoning import reckon

    order, recruiter, digest = in_order(made.rows)
    names = tuple(sorted({book for _number, _by, book, _codes in order}))
    people = People(
        f"s{seed}", made.territory, "EC-P", names, tuple(codes for *_, codes in order), recruiter, digest
    )  # fmt: skip
    books = {name: book for name in names if (book := codebook_of(name)) is not None}
    asked = [each for each in indicators() if each.code in TRAITS]
    low, middle, high = made.sizes
    sizes = (low, middle, high) if is_sized else None
    return reckon(people, asked, books, populations=sizes, seed=1, replicates=DRAWS, quarter=QUARTER)


def count_profile(tallies: Tallies, where: Region, found: Sequence[Any]) -> None:
    """The shares of each sample of one run, then the differences between them, beside the truth."""
    from amparo.information.risk_profiles.jobs.comparing import PAIR, compared

    zones = [each.people.zone for each in found]
    by = found[0].kept["bootstrap"]
    for zone, sample in zip(zones, found, strict=True):
        for each in sample.shares:
            group = "" if each.group == "all" else each.group
            if group in ("", *GROUPS):
                trait = TRAITS[each.indicator]
                told = _told(each.kept)
                add(tallies, ("profile", by, zone, trait, group), where.truth(trait, zone, group), told)
    for each in compared(found)["territories"]:
        first, second, trait = zones[each["first"]], zones[each["second"]], TRAITS[each["indicator"]]
        truth = where.truth(trait, first) - where.truth(trait, second)
        add(tallies, ("profile difference", by, f"{first} less {second}", trait, ""), truth, _told(each))
    for each in compared(found)["groups"]:
        zone, trait = zones[each["sample"]], TRAITS[each["indicator"]]
        truth = where.truth(trait, zone, PAIR[0]) - where.truth(trait, zone, PAIR[1])
        add(tallies, ("profile difference", by, zone, trait, " less ".join(PAIR)), truth, _told(each))


def _told(kept: Any) -> tuple[float, float, float] | None:
    return None if kept["value"] is None else (kept["low"], kept["value"], kept["high"])


def add(tallies: Tallies, key: Any, truth: float, told: tuple[float, float, float] | None) -> None:
    """One interval of one figure."""
    tallies.setdefault(key, Tally()).add(truth, told)
