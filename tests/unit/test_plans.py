"""A plan is fixed before anybody counts: what no plan may say is refused when it is read, in a sentence."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from amparo.formats import codebook as books
from amparo.formats import plan_words, plans
from amparo.formats.codes import LANGUAGES

THREE = {"es": "Uno", "pt": "Um", "en": "One"}
BOOK = books.read({
    "name": "survey", "version": 3, "about": "study", **THREE,
    "variables": [
        {"code": "happened", "kind": "quarter", "fact": "when", **THREE},
        {"code": "place", "kind": "place", "level": "municipality", "fact": "where", **THREE},
        {"code": "venue", "kind": "one", "list": "place_kind", "fact": "venue", **THREE},
        {"code": "gender_group", "kind": "one", "list": "gender_group", "fact": "gender", **THREE},
        {"code": "acts", "kind": "many", "list": "incident_type", "fact": "acts", **THREE},
        {"code": "age", "kind": "age_band", "list": "age_band", "fact": "age", **THREE},
    ],
})  # fmt: skip


def a_plan(**changed: Any) -> dict[str, Any]:
    """A plan that is read, with something said differently."""
    return {
        "code": "trial", "version": 1, "codebook": "survey", "subject": "violence", "audience": "public",
        "period": "quarter", "time": "happened", **THREE,
        "dimensions": [{"variable": "gender_group"}, {"variable": "place"}],
        "tables": [{"code": "people", "rows": ["place"], "columns": "gender_group",
                    "show": {"place": ["each", "country", "total"]}, **THREE}],
        "wording": [THREE, dict.fromkeys(LANGUAGES, "{people:total,women} x")],
    } | changed  # fmt: skip


def table(**changed: Any) -> list[dict[str, Any]]:
    return [a_plan()["tables"][0] | changed]


def words(es: str, **other: str) -> list[dict[str, str]]:
    return [THREE, {"es": es, "pt": es, "en": es} | other]


def test_it_is_read() -> None:
    made = plans.read(a_plan(), BOOK)
    assert made.checkers == 2
    assert made.dimension("place").levels == ("each", "country", "total")
    assert made.dimension("gender_group").leaves[-1] == "unsaid"
    acts = plans.read(
        a_plan(
            dimensions=[{"variable": "acts", "only": "EXT", "sensitive": ["yes"]}, {"variable": "gender_group"}],
            tables=table(rows=["acts_EXT"], show={}),
            wording=words("{people:yes,total}"),
        ),
        BOOK,
    )
    assert acts.dimension("acts_EXT").leaves == ("yes", "no")


def group(**changed: Any) -> list[dict[str, Any]]:
    """The dimension of gender with one group."""
    one = {"level": "wide", "code": "all", "of": ["women"], **THREE} | changed
    return [{"variable": "gender_group", "groups": [one]}]


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"code": "No"}, "a code of small letters"),
    ({"version": 0}, "version is a number"),
    ({"free": 1}, "something that no plan says: free"),
    ({"kind": "rows"}, "kind is one of counts, sample, totals; “rows” is none"),
    ({"subject": "weather"}, "subject is one of violence, police, trafficking, other; “weather” is none"),
    ({"audience": "donors"}, "“donors” is none"),
    ({"period": "week"}, "period is one of month, quarter, year; “week” is none"),
    ({"period": "month"}, "the period is of the kind of happened: quarter"),
    ({"time": "opened"}, "no variable “opened” that says when"),
    ({"same_as": [3]}, "same_as names earlier versions"),
    ({"pt": " "}, "is not written in es, pt, en"),
    ({"dimensions": []}, "by nothing, or by one thing twice"),
    ({"dimensions": [{"variable": "colour"}]}, "survey/3 has no variable “colour”"),
    ({"dimensions": [{"variable": "gender_group", "part": "incident"}]}, "no variable “gender_group” in incident"),
    ({"dimensions": [{"variable": "gender_group", "sensitive": ["men"]}]}, "there is no code “men”"),
    ({"dimensions": [{"variable": "happened"}]}, "told by `time` alone"),
    ({"dimensions": [{"variable": "acts"}]}, "`only` names one of them"),
    ({"dimensions": [{"variable": "acts", "only": "XXX"}]}, "`only` names one of them"),
    ({"dimensions": [{"variable": "place", "finest": "municipality"}]}, "no place is finer than admin1"),
    ({"dimensions": [{"variable": "place", "finest": "street"}]}, "“street” is"),
    ({"dimensions": [{"variable": "place"}, {"variable": "venue"}]}, "a kind of venue (venue) never stands beside a"),
    ({"dimensions": group(of=["men"])}, "names a code that is not there: “men”"),
    ({"dimensions": group(level="each")}, "a level and a code of its own"),
    ({"dimensions": group(code="women", of=["others"])}, "the name of a code or of another group"),
    ({"tables": []}, "no table"),
    ({"tables": table(columns="age")}, "dimensions of the plan, each once"),
    ({"tables": table(show={"place": ["municipality"]})}, "place has no level “municipality”"),
    ({"tables": table(show={"age": ["each"]})}, "levels of what it has not: age"),
    ({"wording": [THREE]}, "a title and at least one sentence"),
    ({"wording": words("{people:total,women} de 40")}, "typed number 40"),
    ({"wording": words("La mitad de ellas")}, "typed number mitad"),
    ({"wording": words("{people:EC-C,women}")}, "which is no cell of the plan"),
    ({"wording": words("{people:total}")}, "which is no cell of the plan"),
    ({"wording": words("{people:total,women}", pt="Muitas")}, "places differ"),
    ({"kind": "sample"}, "names its instrument and its indicators"),
])  # fmt: skip
def test_what_no_plan_may_say_is_refused_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(plans.BadPlan, match=re.escape(sentence)):
        plans.read(a_plan(**changed), BOOK)


MILD = replace(BOOK, variables=tuple(replace(each, subject="other") for each in BOOK.variables))


def test_a_finer_place_is_for_a_subject_that_allows_it() -> None:
    made = a_plan(
        subject="other", dimensions=[{"variable": "gender_group"}, {"variable": "place", "finest": "municipality"}]
    )
    assert plans.read(made, MILD).dimension("place").levels == ("each", "admin1", "country", "total")


@pytest.mark.parametrize("subject", ["violence", "police", "trafficking", ""])
def test_milder_rules_than_those_of_its_people_are_refused(subject: str) -> None:
    """It tells nothing but gender; who she is and what was done to her is known of whoever stands in that codebook."""
    said = [each if each.code != "acts" else replace(each, subject=subject) for each in MILD.variables]
    read = books.read(table_of(said)) if subject else BOOK  # one that says nothing has the strictest
    one = a_plan(subject="other", dimensions=[{"variable": "gender_group"}], tables=table(rows=["gender_group"],
                 columns="", show={}), wording=words("{people:women}"))  # fmt: skip
    with pytest.raises(plans.BadPlan, match=f"by the rules of {subject or 'violence'}, because it holds"):
        plans.read(one, read)
    assert plans.read(one | {"subject": "violence"}, read).subject == "violence"
    assert plans.read(one, MILD).subject == "other"


def table_of(variables: list[books.Variable]) -> dict[str, Any]:
    """A codebook as its file has it."""
    rows = [
        {"code": each.code, "kind": each.kind, "fact": each.fact, "subject": each.subject, **THREE}
        | ({"list": each.list} if each.list else {}) | ({"level": each.level} if each.level else {})
        for each in variables
    ]  # fmt: skip
    return {"name": "survey", "version": 3, "about": "study", **THREE, "variables": rows}


def test_a_subject_that_nobody_knows_is_no_subject_of_a_variable() -> None:
    with pytest.raises(books.BadCodebook, match="acts: subject is one of violence"):
        books.read(table_of([replace(each, subject="weather") for each in MILD.variables if each.code == "acts"]))


@pytest.mark.parametrize("text", [
    "Fueron 12 personas", "Fueron \u0661\u0662", "Un \u00bd de ellas", "El % de ellas", "Dos de ellas", "MIL veces",
    "la mayoría", "\u216b", "Son \u00b9\u00b2", "Son \u2463", "Son dieciséis", "veintidós de ellas", "doscientas",
])  # fmt: skip
def test_no_number_is_typed(text: str) -> None:
    assert plan_words.typed_numbers(text, "es")


def test_a_place_for_a_figure_is_no_typed_number() -> None:
    said = "Son {care_delay:within_72,sexual} personas, una a una, con suficientes"
    assert plan_words.typed_numbers(said, "es") == []
    assert plan_words.filled("a {t:x,y} b", lambda table, codes: f"{table}-{codes}") == "a {f:t-x,y} b"


@pytest.mark.parametrize("code", plans.names())
def test_every_plan_of_the_house_is_read(code: str) -> None:
    assert plans.plan(code).digest


def test_the_plans_of_one_codebook_are_one_world(tmp_path: Path) -> None:
    assert [each.name for each in plans.world("cases")] == ["care_delay", "core_type", "gender_group", "need_group"]
    for path in plans.PLANS.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    care = tmp_path / "care.toml"
    care.write_text(care.read_text("utf-8").replace('of = ["rape", "sexual_assault"]', 'of = ["rape"]'), "utf-8")
    with pytest.raises(plans.BadPlan, match="a group of core_type means something else"):
        plans.world("cases", tmp_path)


def test_a_plan_lies_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_bytes((plans.PLANS / "harm.toml").read_bytes())
    with pytest.raises(plans.BadPlan, match="in the file of another one"):
        plans.plan("other", tmp_path)
    with pytest.raises(plans.BadPlan, match="There is no plan"):
        plans.plan("../harm", tmp_path)
