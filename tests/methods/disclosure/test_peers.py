"""Tables that other software protected are audited, never reproduced: who hides what is each one's own choice.

One is a table of 1,980 cells (30 departments in 5 countries, 4 groups, 10 months). Plain elimination, without the
attackers, leaves cells of it exactly told.
"""

import csv
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
    plain = Hiding(made, plan, Ledger(), ())
    plain.hide_what_follows()
    told = audit(Ledger().adding(plain.edition()), counts=counts)
    assert told.targets == 809
    assert told.exact >= 40, "what no equation says, that no count is negative says"
    release = protect(counts, plan=plan, name="one")
    assert release.audit.safe
    assert release.audit.targets == 809
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
