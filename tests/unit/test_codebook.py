"""A codebook asks for nothing that could find a person, and a row holds nothing else."""

import tomllib
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.formats import codebook as book_
from amparo.formats.case_questions import questions
from amparo.formats.coarse import month_of, place_at, quarter_of, week_of
from amparo.formats.codebook import (
    BadCodebook,
    BadRow,
    checked,
    codebook,
    names,
    read,
)

FOLDER = Path(book_.__file__).resolve().parents[1] / "content" / "codebooks"
WORDS = {"es": "Algo", "pt": "Algo", "en": "Something"}


def table(*variables: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A codebook as its file would say it."""
    some = variables or (variable(),)
    return {"name": "trial", "version": 1, "about": "case", "note": "x", **WORDS, "variables": list(some), **more}


def variable(**more: Any) -> dict[str, Any]:
    """A variable that is none of the reader's concern, changed in something."""
    made = {"code": "first", "kind": "one", "list": "gender_group", "fact": "gender", **WORDS, **more}
    return {name: value for name, value in made.items() if value is not None}


def of_kind(kind: str, **more: Any) -> dict[str, Any]:
    return variable(kind=kind, list=None, **more)


def test_a_plain_codebook_is_read() -> None:
    made = read(table(of_kind("quarter"), variable(code="second", list="need_group", kind="many")))
    assert made.reference == "trial/1"
    assert [each.code for each in made.variables] == ["first", "second"]
    assert made.variables[1].label("es") == "Algo"
    assert "papers_law" in made.variables[1].codes


@pytest.mark.parametrize(("fault", "says"), [
    (table(of_kind("text")), "never holds words"),
    (table(of_kind("line")), "never holds words"),
    (table(of_kind("number")), "never holds a number"),
    (table(of_kind("scale")), "never holds a number"),
    (table(of_kind("age")), "never holds an age in years"),
    (table(of_kind("day")), "never holds a day"),
    (table(of_kind("date")), "never holds a day"),
    (table(of_kind("moment")), "never holds a moment"),
    (table(of_kind("point")), "never holds a point"),
    (table(of_kind("coordinate")), "never holds a point"),
    (table(of_kind("week")), "finer than a month"),
    (table(of_kind("hour")), "kind is one of"),
    (table(of_kind("one")), "a list or its own choices for"),
    (table(variable(choices=[{"code": "a", **WORDS}])), "a list or its own choices for"),
    (table(variable(list=None, choices=[{"code": "12", **WORDS}])), "is no number"),
    (table(variable(list=None, choices=[{"code": "a", "es": "Algo"}])), "not named"),
    (table(variable(list=None, choices=[{"code": "a", **WORDS}, {"code": "a", **WORDS}])), "twice"),
    (table(variable(list="my_own")), "no code list"),
    (table(variable(list="../case/case")), "no code list"),
    (table(variable(list="age_band")), "of the kind age_band"),
    (table(variable(kind="age_band", list="gender_group")), "of the kind age_band"),
    (table(of_kind("place")), "a level"),
    (table(of_kind("place", level="street")), "a level"),
    (table(of_kind("quarter", level="country")), "a level"),
    (table(variable(fact=None)), "fact names"),
    (table(variable(code="Name")), "small letters"),
    (table(variable(code="año")), "small letters"),
    (table(variable(part="incident")), "no such part"),
    (table(variable(en="")), "not named"),
    (table(variable(regex=".*")), "no codebook says: regex"),
    (table(variable(), variable()), "twice"),
    (table(about="person"), "about is one of"),
    (table(version="1"), "version"),
    (table(version=True), "version"),
    (table(version=0), "version"),
    (table(name="Cases"), "small letters"),
    (table(parts=[{"code": "incident", "most": 50, **WORDS}]), "at most 1 to 9"),
    (table(variables=[]), "no variables"),
    (table(free_text=True), "no codebook says: free_text"),
])  # fmt: skip
def test_what_a_codebook_may_not_ask_is_refused_in_a_sentence(fault: dict[str, Any], says: str) -> None:
    with pytest.raises(BadCodebook, match=says):
        read(fault)


def test_a_study_and_a_signal_may_say_the_week() -> None:
    for about in ("study", "signal"):
        assert read(table(of_kind("week"), about=about)).variables[0].kind == "week"


BOOK = read(table(
    variable(code="gender"), variable(code="acts", kind="many", list="incident_type"), of_kind("quarter", code="when"),
    of_kind("month", code="month"), variable(code="age", kind="age_band", list="age_band"),
    of_kind("place", code="place", level="municipality"), of_kind("place", code="unit", level="admin1"),
    variable(code="acts", part="incident", kind="many", list="incident_type"),
    parts=[{"code": "incident", "most": 2, **WORDS}],
))  # fmt: skip
STUDY = read(table(of_kind("week", code="week"), about="study"))


def row(**codes: Any) -> dict[str, Any]:
    return {"codes": codes, "parts": []}


@pytest.mark.parametrize("codes", [
    {"gender": ["women"]}, {"acts": ["VIO", "EXT"]}, {"when": ["2026-Q4"]}, {"month": ["2026-12"]}, {"age": ["25_34"]},
    {"place": ["EC-C-0401"]}, {"place": ["EC-C"]}, {"place": ["EC"]}, {"unit": ["CO-NSA"]}, {},
])  # fmt: skip
def test_a_row_in_codes_is_taken(codes: dict[str, Any]) -> None:
    assert checked(BOOK, row(**codes))["codes"] == {name: sorted(values) for name, values in codes.items()}


@pytest.mark.parametrize("codes", [
    {"gender": ["Yuli"]}, {"gender": "women"}, {"gender": ["women", "others"]}, {"gender": [34]}, {"gender": [None]},
    {"gender": [["women"]]}, {"name_used": ["women"]}, {"acts": ["VIO", "VIO"]}, {"acts": ["VIO", "me pegó"]},
    {"when": ["2026-11"]}, {"when": ["2026-11-25"]}, {"when": ["2026-Q5"]}, {"month": ["2026-13"]},
    {"month": ["2026-11-25"]}, {"month": ["2026-W48"]}, {"month": ["２０26-11"]}, {"age": ["27"]}, {"age": [27]},
    {"age": ["25_34", "35_44"]}, {"place": ["EC-C-0401-02"]}, {"place": ["0.81,-77.7"]}, {"place": [0.81]},
    {"place": ["Tulcán"]}, {"unit": ["EC-C-0401"]}, {"unit": ["EC-C-"]},
])  # fmt: skip
def test_a_row_with_anything_finer_is_refused_and_the_value_is_not_repeated(codes: dict[str, Any]) -> None:
    with pytest.raises(BadRow) as refused:
        checked(BOOK, row(**codes))
    for values in codes.values():
        for value in values if isinstance(values, list) else [values]:
            assert str(value) not in str(refused.value)


def test_a_week_is_one_of_its_year() -> None:
    """2026 has 53 weeks, 2027 has 52 (ISO 8601)."""
    assert checked(STUDY, row(week=["2026-W53"]))
    for value in ("2027-W53", "2026-W00", "2026-W54", "2026-11"):
        with pytest.raises(BadRow):
            checked(STUDY, row(week=[value]))


def test_the_order_in_which_things_were_written_is_gone() -> None:
    one, other = ["incident", {"acts": ["VIO", "EXT"]}], ["incident", {"acts": ["DEP"]}]
    first = checked(BOOK, {"codes": {"acts": ["VIO", "DEP"]}, "parts": [one, other]})
    second = checked(
        BOOK, {"codes": {"acts": ["DEP", "VIO"]}, "parts": [other, ["incident", {"acts": ["EXT", "VIO"]}]]}
    )
    assert first == second
    assert checked(BOOK, first) == first


@pytest.mark.parametrize("fault", [
    None, [], "x", {"codes": []}, {"codes": {}, "parts": {}}, {"codes": {}, "parts": [["incident"]]},
    {"codes": {}, "parts": [["story", {}]]}, {"codes": {}, "parts": [[["incident"], {}]]},
    {"codes": {}, "parts": [["incident", {"gender": ["women"]}]]}, {"codes": {}, "parts": [["incident", {}]] * 3},
    {"codes": {}, "note": "x"}, {"codes": {1: ["women"]}},
])  # fmt: skip
def test_what_is_no_row_is_refused(fault: Any) -> None:
    with pytest.raises(BadRow):
        checked(BOOK, fault)


def test_a_version_stands_for_all_that_a_row_can_hold() -> None:
    """Its digest moves with a variable, a kind or a list; not with the words in which it is named."""
    base, words = table(), table(variable(es="Otra palabra"))
    assert read(base).digest == read(words).digest
    for other in (
        table(variable(list="need_group")), table(variable(kind="many")), table(variable(code="second")),
        table(version=2), table(about="study"), table(variable(fact="other")),
        table(variable(), of_kind("quarter", code="when")),
    ):  # fmt: skip
        assert read(other).digest != read(base).digest


PINNED = {
    "cases/2": "939282ad9e547df0a114d051e56bad0a6476ca0d3e8f0a203569079a1d881805",
    "legal/1": "4ae5e4966f35749c4d1326177f6122e8340257aee9a0b5584c01510c5eadf1bb",
}


def test_a_codebook_is_not_changed_without_a_new_version() -> None:
    """Fails when a variable, or a list that one takes its codes from, changed: raise the version, and write it here."""
    assert {codebook(name).reference: codebook(name).digest for name in names()} == PINNED


def test_every_codebook_is_read_and_lies_under_its_name(tmp_path: Path) -> None:
    assert names() == ["cases", "legal"]
    (tmp_path / "others.toml").write_text((FOLDER / "cases.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadCodebook, match="in the file of another"):
        codebook("others", tmp_path)
    with pytest.raises(BadCodebook):
        codebook("../codes/need")


def test_cases_holds_nothing_that_a_case_says_in_clear() -> None:
    """By name, beside what the inventory says (``architecture/test_facts_apart.py``)."""
    said = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))
    lists = {each.get("list") for each in said["variables"]}
    assert not lists & {"case_state", "closure_reason", "papers", "country", "language"}
    assert {each.kind for each in codebook("cases").variables} == {"one", "many"}  # no time, not even a year
    assert [each.most for each in codebook("cases").parts] == [1]


OF_DOORS = {"service_outcome", "refusal", "decline_reason", "referral_state", "referral_way", "competence"}


def asks_of_doors(book: book_.Codebook) -> list[str]:
    """The variables that say something of a door: by their list, or by a question of a referral."""
    asked = set(questions("referral"))
    return [each.code for each in book.variables if each.list in OF_DOORS or each.fact in asked]


def test_no_codebook_asks_what_a_door_did() -> None:
    """It stands in counts of places, without a person: a row that said it too would be laid beside them (ADR 0032)."""
    assert {name: asks_of_doors(codebook(name)) for name in names()} == {name: [] for name in names()}
    planted = read(table(variable(code="went", list="service_outcome"), variable(code="hers", fact="ref_refusal")))
    assert asks_of_doors(planted) == ["went", "hers"]


def test_making_coarse() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"
    quarters = [quarter_of(date(2026, month, 1)) for month in range(1, 13)]
    assert quarters == [f"2026-Q{number}" for number in (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)]
    assert week_of(date(2027, 1, 3)) == "2026-W53"  # a Sunday
    assert week_of(date(2025, 12, 29)) == "2026-W01"  # a Monday
    assert [place_at("EC-C-0401", level) for level in ("country", "admin1", "municipality")] == [
        "EC",
        "EC-C",
        "EC-C-0401",
    ]
    assert place_at("EC", "municipality") == "EC"
    for coarse in (month_of, quarter_of, week_of):
        with pytest.raises(ValueError, match="zone"):
            coarse(datetime(2026, 1, 1, tzinfo=UTC))


def test_the_fixtures_are_not_changed_by_reading() -> None:
    before = table(of_kind("quarter"))
    kept = deepcopy(before)
    read(before)
    assert before == kept
