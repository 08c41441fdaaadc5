"""Tables that other software protected are audited, never reproduced: who hides what is each one's own choice.

One is a table of 1,980 cells (30 departments in 5 countries, 4 groups, 10 months). Plain elimination, without the
attackers, leaves cells of it exactly told.
"""

import csv
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
    assert exact.targets in {528, 809}
    assert (exact.exact, exact.safe) == (0, True)


def test_the_peers_small_table() -> None:
    rows = rows_of("GaussSuppression_z2_max3.csv")
    dims = [
        dimension(key, sorted({each[key] for each in rows} - {"Total"}), groups=None) for key in ("region", "hovedint")
    ]
    groups = {each["region"] for each in rows}
    if not groups <= {*"ABCDEFGHIJK", "Total"}:
        pytest.fail("the table has groups of regions that this test does not know")
    told = peer("GaussSuppression_z2_max3.csv", ["region", "hovedint"], "ant", dims)
    assert told.exact == 0


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
