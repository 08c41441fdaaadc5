"""Coded rows of a simulated study through the product's own reckoning, and what it tells of each figure.

The rows go where rows of the evidence go: into their order, into columns, into the estimates with their gates. What is
different from the product is the number of draws, and that nothing is written.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from _answers import row_of, study_of
from _coverage import Tally
from _region import Region, recruited

DRAWS = 200  # the product draws 1,000
ASKED = {"border": 500, "urban": 500, "rural": 450}  # people of each study
GROUPS = ("women", "trans_feminine")  # of others there are too few for any figure
WRONG_BY = (0.8, 1.25)  # the low and the high size of the population that are told beside the right one

# Which figures: of groups too, and with a size of the population that can be defended, or with none.
LOOKED_AT = (
    (("heard_fee", "goes_out_less", "can_tell", "watched"), True, True),
    (("tasks", "debt", "fee"), False, True),
    (("heard_fee", "goes_out_less", "can_tell"), False, False),
)

type Key = tuple[str, str, str, str, str]  # the way of asking, the bootstrap, territory, trait, group
type Tallies = dict[Key, Tally]


@dataclass(frozen=True, slots=True)
class Study:
    """One simulated study: its rows, as the evidence has them."""

    territory: str
    rows: list[tuple[int, int | None, str, dict[str, list[str]]]]
    population: int

    @property
    def sizes(self) -> tuple[float, ...]:
        """A low, a middle and a high size."""
        return sizes_of(self.population)


def sizes_of(population: int) -> tuple[int, ...]:
    """A low, the right and a high size."""
    return round(population * WRONG_BY[0]), population, round(population * WRONG_BY[1])


def study(where: Region, territory: str, n: int, seed: int, books: Sequence[str]) -> Study:
    """People recruited in this territory, and what they answered."""
    came = recruited(where, territory, n, seed)
    rows = []
    for place, said in enumerate(study_of(where, came.people, seed)):
        codes = row_of(said) | {"zone": [territory], "territory": ["EC-P"]}
        by = int(came.by[place])
        rows.append((place, None if by < 0 else by, books["list_long" in said], codes))
    return Study(territory, rows, len(where.people_of(territory)))


def keep_books() -> tuple[str, str]:
    """The codebooks of both forms of the questionnaire, as a house keeps them: the short list, the long."""
    from amparo.commons.codebooks.actions import keep_book
    from amparo.formats.coding import table_of
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.mapping import mapping_of
    from amparo.formats.openrosa.forms import read_form
    from amparo.formats.xlsform import convert, workbook

    asked = instrument("pressures")
    kept = []
    for number, arm in enumerate(("arm_a", "arm_b"), start=1):
        made = convert(workbook(asked, modules=(arm,)), "pressures.xlsx", form_id="pressures", version="1")
        form = read_form(made.xform)
        table = table_of(form, mapping_of(asked, form), name="f_campaign", version=number,
                         constants=("zone", "territory"))  # fmt: skip
        kept.append(keep_book(table).reference)
    return kept[0], kept[1]


def pressures_told(made: Study, seed: int, traits: Collection[str], *, groups: bool, is_sized: bool) -> Any:
    """What the page of pressures would tell of this study: so many of its figures."""
    from amparo.formats.pressures import pressures
    from amparo.formats.samples import in_order
    from amparo.information.exposure.jobs.reckoning import reckoned

    told = pressures()
    some = tuple(each for each in told.items if each.code in traits)
    return reckoned(
        replace(told, items=some, groups=("gender_group",) if groups else (), periods=()),
        in_order(iter(made.rows)), source=f"s{seed}", sizes=made.sizes if is_sized else (),
        tell=lambda *_any, **_more: None, replicates=DRAWS,
    )["items"]  # fmt: skip


def count(tallies: Tallies, where: Region, made: Study, seed: int) -> None:
    """Every figure of one study beside the truth."""
    for traits, groups, is_sized in LOOKED_AT:
        for item in pressures_told(made, seed, traits, groups=groups, is_sized=is_sized):
            for each in item["figures"]:
                if each["code"] and each["code"] not in GROUPS:
                    continue
                key = (item["way"], "gile" if is_sized else "tree", made.territory, item["code"], each["code"])
                truth = where.truth(item["code"], made.territory, each["code"])
                told = (each["low"], each["value"], each["high"]) if each["state"] == "said" else None
                tallies.setdefault(key, Tally()).add(truth, told)
    for trait, low, value, high in unweighted(made):
        key = ("unweighted", "none", made.territory, trait, "")
        tallies.setdefault(key, Tally()).add(where.truth(trait, made.territory), (low, value, high))


def unweighted(made: Study) -> Iterator[tuple[str, float, float, float]]:
    """What a percentage of the sample would say, with the interval of a simple random sample: to compare."""
    for trait in ("heard_fee", "can_tell"):
        said = [codes[trait][0] == "yes" for *_, codes in made.rows if codes[trait][0] in {"yes", "no"}]
        share = sum(said) / len(said)
        reach = 1.96 * (share * (1 - share) / len(said)) ** 0.5
        yield trait, share - reach, share, share + reach


def progress(run: int, runs: int) -> None:
    """How far it is, for whoever watches."""
    if sys.stderr.isatty():
        print(f"\r{run} / {runs}", end="" if run < runs else "\n", file=sys.stderr, flush=True)
