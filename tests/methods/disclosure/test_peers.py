"""Tables that other software protected are audited, never reproduced: who hides what is each one's own choice.

One is a table of 1,980 cells (30 departments in 5 countries, 4 groups, 10 months). Plain elimination, without the
attackers, leaves cells of it exactly told.
"""

import csv
import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from amparo.methods.disclosure import Ledger, Plan, as_published, audit, count, dimension, draft, protect, table
from amparo.methods.disclosure.draft import Draft
from amparo.methods.disclosure.hiding import Hiding, in_order

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "golden" / "analysis"


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def large_dimensions(rows):
    departments = sorted({each["dep"] for each in rows if len(each["dep"]) == 4})
    countries: dict[str, list[str]] = {}
    for each in departments:
        countries.setdefault(each[:2], []).append(each)
    return (
        dimension("dep", departments, groups={"country": countries}),
        dimension("grp", sorted({each["grp"] for each in rows} - {"Total"})),
        dimension("month", sorted({each["month"] for each in rows} - {"Total"})),
    )


def large(zeros: str, width: int):
    rows = rows_of("sdc_synth_1980.csv")
    shown = {"dep": ("each", "country", "total"), "grp": ("each", "total"), "month": ("each", "total")}
    plan = Plan(
        large_dimensions(rows), (table("t", shown),), subject="other", least_organisations=0, colluding=0, width=width,
        zeros=zeros,
    )  # fmt: skip
    columns = {each.name: [each.leaves.index(row[each.name]) for row in rows] for each in plan.dimensions}
    return plan, count(columns, plan=plan, persons=[int(row["n"]) for row in rows])


def test_elimination_alone_leaves_exact_leaks_and_ours_leaves_none() -> None:
    plan, counts = large("protected", 1)
    made: Draft = in_order(draft(counts, plan=plan, ledger=Ledger(), name="one"), plan)
    # Of cells alone, as elimination is used: what is left beside the shown is no target here.
    gaps = tuple(each for each in made.edition.hidden if each.shown)
    plain = Hiding(replace(made, edition=replace(made.edition, hidden=gaps)), plan, Ledger(), ())
    plain.hide_what_follows()
    told = audit(Ledger().adding(plain.edition()), counts=counts)
    assert told.targets == 809
    assert told.exact >= 40, "what no equation says, that no count is negative says"
    release = protect(counts, plan=plan, name="one")
    assert release.audit.safe
    assert release.audit.targets >= 809
    assert {tuple(cell.label) for cell in release.cells if cell.value is None} >= {
        each.label for each in made.edition.hidden if each.shown
    }


def peer(name: str, by: list[str], value: str, dimensions, **asked):
    rows = [
        (
            tuple(each[key] for key in by),
            None if each["suppressed"] == "TRUE" else int(each[value]),
            each["primary"] == "TRUE",
        )
        for each in rows_of(name)
    ]
    return audit(as_published(rows, dimensions=dimensions, **asked))


def test_the_peers_large_table_has_no_exact_leak_but_narrow_ones() -> None:
    dims = large_dimensions(rows_of("sdc_synth_1980.csv"))
    exact = peer("GaussSuppression_synth1980_zeros1.csv", ["dep", "grp", "month"], "n", dims)
    assert exact.targets == 809
    assert (exact.exact, exact.safe) == (0, True)


SMALL = ("GaussSuppression_z2_max3.csv", ["region", "hovedint"], "ant")
GEO = {"EU": ["Spain", "Portugal"], "nonEU": ["Iceland"]}


def small_dimensions(name: str):
    return [dimension(key, sorted({each[key] for each in rows_of(name)} - {"Total"})) for key in ("region", "hovedint")]


@pytest.mark.parametrize("width", [1, 5])
def test_the_peers_small_table(width: int) -> None:
    """Regions A to K by four kinds of help: six cells of at most three, hidden with six others."""
    told = peer(*SMALL, small_dimensions(SMALL[0]), width=width)
    assert (told.targets, told.exact, told.safe) == (6, 0, True)


@pytest.mark.parametrize(
    ("asked", "zeros", "targets"),
    [("age,geo 1 TRUE", "protected", 1), ("age,geo,eu 2 TRUE", "protected", 3), ("age,geo,eu 4 FALSE", "shown", 6)],
)
def test_the_peers_smallest_table_three_times(asked: str, zeros: str, targets: int) -> None:
    """Six cells of two ages and three countries: up to one, up to two with zeros, and up to four without them."""
    rows = [each for each in rows_of("GaussSuppression_example1.csv") if each["cfg"] == asked]
    dims = [dimension("age", ["young", "old"]), dimension("geo", ["Spain", "Iceland", "Portugal"], groups={"eu": GEO})]
    read = [
        ((each["age"], each["geo"]), None if each["suppressed"] == "TRUE" else int(each["freq"]),
         each["primary"] == "TRUE")
        for each in rows
    ]  # fmt: skip
    told = audit(as_published(read, dimensions=dims, zeros=zeros))
    assert sum(sensitive for _, _, sensitive in read) == targets
    assert (told.targets, told.exact, told.safe) == (targets, 0, True)


def test_the_peers_figures_are_sums_of_the_cells_that_went_in() -> None:
    """Added up here by hand, hidden figures as well: what is audited is the table of these people."""
    cells = {(each["age"], each["geo"]): int(each["freq"]) for each in rows_of("ssb_example1_2014.csv")}
    ages = {"young": ["young"], "old": ["old"], "Total": ["young", "old"]}
    places = GEO | {each: [each] for each in GEO["EU"] + GEO["nonEU"]} | {"Total": GEO["EU"] + GEO["nonEU"]}
    for each in rows_of("GaussSuppression_example1.csv"):
        found = sum(cells[age, place] for age in ages[each["age"]] for place in places[each["geo"]])
        assert found == int(each["freq"])
    sums: Counter[tuple[str, str]] = Counter()
    for each in rows_of("ssb_z2.csv"):
        for key in itertools.product((each["region"], "Total"), (each["hovedint"], "Total")):
            sums[key] += int(each["ant"])
    assert sums == {(each["region"], each["hovedint"]): int(each["ant"]) for each in rows_of(SMALL[0])}


@pytest.mark.parametrize("name", ["ssb_z1.csv", "ssb_z2.csv"])
def test_the_same_small_tables_protected_here(name: str) -> None:
    """Whatever is below five is hidden, nothing follows, and no figure that stands is another one."""
    rows, dims = rows_of(name), tuple(small_dimensions(name))
    plan = Plan(
        dims, (table("t", {"region": ("each", "total"), "hovedint": ("each", "total")}),), subject="other",
        least_organisations=0, colluding=0, width=5,
    )  # fmt: skip
    columns = {each.name: [each.leaves.index(row[each.name]) for row in rows] for each in dims}
    counts = count(columns, plan=plan, persons=[int(row["ant"]) for row in rows])
    release = protect(counts, plan=plan, name="one")
    truth = {("t", row["region"], row["hovedint"]): int(row["ant"]) for row in rows}
    shown = {tuple(cell.label): cell.value for cell in release.cells if cell.value is not None}
    assert release.audit.safe
    assert shown["t", "Total", "Total"] == sum(truth.values())
    assert {key for key, value in truth.items() if value < 5} & set(shown) == set()
    assert all(shown[key] == value for key, value in truth.items() if key in shown)
    assert audit(release.ledger, counts=counts).exact == 0


def test_the_peers_linked_marginals() -> None:
    """18 cells of two variables, u hidden for itself and x for others."""
    rows = [
        (
            (each["var1"], each["var2"]),
            None if (status := each["sdcStatus"]) in "ux" else int(each["freq"]),
            status == "u",
        )
        for each in rows_of("sdcTable_small_GAUSS.csv")
    ]
    dims = [dimension("var1", ["1", "2"]), dimension("var2", [*"ABHMW"])]
    told = audit(as_published(rows, dimensions=dims, zeros="shown"))
    assert sum(value is not None for _, value, _ in rows) == 7
    assert told.targets == 7
    assert told.exact == 0


EUROPE = (
    dimension("age", ["young", "old"]),
    dimension(
        "geo", ["Spain", "Iceland", "Portugal"], groups={"eu": {"EU": ("Spain", "Portugal"), "nonEU": ("Iceland",)}}
    ),
)
YOUNG = {("young", "nonEU"): (0, 2), ("young", "Iceland"): (0, 2), ("young", "Portugal"): (0, 2)}
SQUARE = {("Total", "Portugal"): (3, 6), ("old", "Portugal"): (3, 6)} | {
    (age, geo): (1, 4) for age in ("young", "old") for geo in ("nonEU", "Iceland")
}


@pytest.mark.parametrize(
    ("case", "zeros", "targets", "narrow"),
    [
        ("age,geo 1 TRUE", "protected", 1, {("young", "Portugal"): (0, 2)}),
        ("age,geo,eu 2 TRUE", "protected", 3, YOUNG),
        ("age,geo,eu 4 FALSE", "shown", 6, SQUARE),
    ],
)
def test_the_peers_example_tells_no_cell_and_leaves_little(case, zeros, targets, narrow) -> None:
    """By hand. 1 and 2: of 7 young 5 are of Spain, so Iceland and Portugal are 2 together, each 0 to 2.

    4: be x the young of Iceland; the old are 5 - x, and no gap is a zero, so x is 1 to 4; Portugal's old are 2 + x.
    """
    rows = [each for each in rows_of("GaussSuppression_example1.csv") if each["cfg"] == case]
    cells = [
        (
            (each["age"], each["geo"]),
            None if each["suppressed"] == "TRUE" else int(each["freq"]),
            each["primary"] == "TRUE",
        )
        for each in rows
    ]
    exact, wide = (audit(as_published(cells, dimensions=EUROPE, zeros=zeros, width=width)) for width in (1, 5))
    assert (exact.targets, exact.exact, exact.safe) == (targets, 0, True)
    assert {each.label[1:]: (each.low, each.high) for each in wide.findings} == narrow


def test_the_peers_large_table_leaves_more_than_half_of_its_cells_narrow() -> None:
    """450 of 809 were counted with another programme, from the linear bounds alone."""
    dims = large_dimensions(rows_of("sdc_synth_1980.csv"))
    wide = peer("GaussSuppression_synth1980_zeros1.csv", ["dep", "grp", "month"], "n", dims, width=5)
    assert (wide.targets, len(wide.findings), wide.exact) == (809, 450, 0)


def test_the_peers_linked_marginals_leave_one_or_two() -> None:
    """1 and 2 of M are 3 together. Where no gap is a zero the one is 1 and the other 2, or the other way round."""
    rows = [
        (
            (each["var1"], each["var2"]),
            None if each["sdcStatus"] in "ux" else int(each["freq"]),
            each["sdcStatus"] == "u",
        )
        for each in rows_of("sdcTable_small_GAUSS.csv")
    ]
    dims = [dimension("var1", ["1", "2"]), dimension("var2", [*"ABHMW"])]
    for zeros, ends in (("shown", (1, 2)), ("protected", (0, 3))):
        told = audit(as_published(rows, dimensions=dims, zeros=zeros, width=5))
        assert {each.label[1:]: (each.low, each.high) for each in told.findings} == {("1", "M"): ends, ("2", "M"): ends}


def test_the_raw_tables_of_the_peers_are_protected_with_width() -> None:
    """Municipalities by county and by group of costs: two hierarchies over the same places, in two tables."""
    rows = rows_of("ssb_z2.csv")
    places = list(dict.fromkeys(each["region"] for each in rows))
    groups: dict[str, dict[str, list[str]]] = {"county": {}, "costs": {}}
    for each in rows:
        for level, column in (("county", "fylke"), ("costs", "kostragr")):
            members = groups[level].setdefault(f"{level} {each[column]}", [])
            if each["region"] not in members:
                members.append(each["region"])
    dims = (
        dimension("region", places, groups=groups),
        dimension("kind", sorted({each["hovedint"] for each in rows})),
    )
    tables = tuple(table(n, {"region": (n, "total"), "kind": ("each", "total")}) for n in ("county", "costs"))
    plan = Plan(dims, tables, subject="other", least_organisations=0, colluding=0, width=5)
    counts = count(
        {
            "region": [places.index(each["region"]) for each in rows],
            "kind": [dims[1].leaves.index(each["hovedint"]) for each in rows],
        },
        plan=plan,
        persons=[int(each["ant"]) for each in rows],
    )
    release = protect(counts, plan=plan, name="one")
    told = {cell.label[1:]: cell.value for cell in release.cells if cell.value is not None}
    assert release.audit.safe
    assert told
    # County 1 is A and I; costs 400 is I, J and K. No published difference of two nested places is below five.
    members = {code: set(of) for level in dims[0].levels for code, of in level.codes}
    for (one, kind), value in told.items():
        for (two, same), other in told.items():
            if kind == same and members[one] < members[two]:
                assert other - value >= 5, (one, two, kind)
