"""What a lawyer can do, as it is read: it passes the lints of the routes, and says no more than its sources.

Each lint is first shown a planted fault.
"""

import copy
import re
import tomllib
from typing import Any

import pytest

from amparo.formats.codes import by_code
from amparo.formats.country_packs import country_pack
from amparo.formats.deadlines.rules import rules
from amparo.formats.hard_words import crime_beside_work, hard_words
from amparo.formats.lawyer import LAWYER, law_lines, matters, parts
from amparo.formats.pathways import situations
from amparo.formats.readability import LONGEST_SENTENCE, sentences, words
from tests.unit import route_lint as lint

EIGHT = {"BR", "CL", "CO", "DO", "EC", "MX", "PA", "PE"}
INDEPENDENT = {"CO-A1", "CO-A2", "CL-A1", "DO-A1", "MX-A1"}
"""Tutela and hábeas corpus in Colombia, amparo in three countries: of the other four no page was seen."""

CONSULATE = re.compile(r"consul|cônsul")
BODIES = {"ONPAR", "ONR", "COMAR", "ACNUR", "UNHCR"}  # by which she finds the door
GENERAL = [tomllib.loads((LAWYER / f"{name}.toml").read_text("utf-8")) for name in ("situations", "general")]
LOCAL = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((LAWYER / "countries").glob("*.toml"))}


def texts(part: Any) -> list[dict[str, str]]:
    """Every text in three languages below a part of a file."""
    if isinstance(part, dict):
        return [part] if isinstance(part.get("es"), str) else [each for below in part.values() for each in texts(below)]
    return [each for below in part for each in texts(below)] if isinstance(part, list) else []


def faults_of_words(part: Any, *, general: bool) -> list[str]:
    """Words that judge or promise, a consulate, a number where none may stand, a sentence that is too long."""
    found = []
    for table in texts(part):
        if set(table) != set(lint.LANGUAGES):
            found.append(f"a language is missing: {table}")
            continue
        for language, text in table.items():
            folded = lint.fold(text)
            found += [f"{language}: {hit}" for hit in re.findall(lint.FORBIDDEN[language], folded)]
            found += [f"{language}: a consulate"] if CONSULATE.search(folded) else []
            found += [f"{language}: {each}" for each in hard_words(text)]
            found += [f"{language}: crime beside work"] if crime_beside_work(text) else []
            found += [f"{language}: punctuation in {text}"] if lint.PUNCTUATION.search(text) else []
            found += [f"{language}: a number in {text}"] if general and re.search(r"\d", text) else []
            known = lint.KNOWN_CAPITALS | (set() if general else BODIES)
            found += [f"{language}: a body {hit}" for hit in set(lint.CAPITALS.findall(text)) - known]
            long = [each for each in sentences(text) if len(words(each)) > LONGEST_SENTENCE]
            found += [f"{language}: too long: {each}" for each in long]
        for one, other in (("es", "pt"), ("es", "en"), ("pt", "en")):
            found += [f"{one} is {other}: {table[one]}"] if len(table[one]) > 12 and table[one] == table[other] else []
    return found


def test_what_is_the_same_everywhere_has_no_number_no_body_and_no_hard_word() -> None:
    young = [each["young"] for each in GENERAL[1]["parts"] if "young" in each]
    said = copy.deepcopy(GENERAL)
    for each in said[1]["parts"]:
        each.pop("young", None)
    assert faults_of_words(said, general=True) == []
    assert [each.replace("18", "") for each in faults_of_words(young, general=False)] == []


def test_what_was_read_about_a_country_passes_the_same_lint() -> None:
    assert faults_of_words(LOCAL, general=False) == []


@pytest.mark.parametrize(("language", "text", "fault"), [
    ("es", "Ya es tarde.", "ya es tarde"), ("es", "Es un lugar seguro.", "seguro"),
    ("en", "You are a victim.", "victim"),
    ("es", "Llama a tu consulado.", "a consulate"), ("pt", "Ligue para o consulado.", "a consulate"),
    ("es", "Hay 10 días.", "a number in"), ("es", "Ve al ICBF.", "a body ICBF"), ("en", "It is too late.", "too late"),
    ("es", "Ven (hoy).", "punctuation in"), ("en", "She can " + "and can " * 9 + "go.", "too long"),
])  # fmt: skip
def test_the_lint_finds_what_was_planted(language: str, text: str, fault: str) -> None:
    planted = copy.deepcopy(GENERAL)
    planted[0]["situations"][2]["can"][language] = text
    assert any(each.startswith(f"{language}: {fault}") for each in faults_of_words(planted, general=True))


def test_the_young_are_told_nothing_about_earning_money() -> None:
    for part in [*parts().values(), *matters().values()]:
        text = getattr(part, "text", None) or part.can
        assert part.young or "vives" not in text["es"], part.code
        assert "vives" not in (part.young or {"es": ""})["es"], part.code
        assert "living" not in (part.young or {"en": ""})["en"], part.code


def test_eight_things_that_she_brings_and_what_each_leads_to() -> None:
    assert list(matters()) == [
        "state_threat", "leave_paper", "refuge", "room", "children", "keep_away", "my_name", "turned_away",
    ]  # fmt: skip
    routes = [route for each in matters().values() for route in each.routes]
    assert set(routes) <= set(situations())
    assert len(set(routes)) == len(routes)
    assert all(set(each.needs) <= set(by_code("need")) and each.needs for each in matters().values())
    assert list(parts()) == ["state", "keep", "tells", "cost", "decides"]


def test_where_a_paper_tells_somebody_else_she_reads_it_first() -> None:
    assert {each.code for each in matters().values() if each.before} == {"room", "children", "keep_away"}


def test_every_line_has_a_source_and_codes_that_are_there() -> None:
    assert set(LOCAL) == EIGHT
    seen = []
    for country in EIGHT:
        for line in law_lines(country):
            seen.append(line.id)
            assert re.fullmatch(rf"{country}-A\d", line.id)
            assert line.sources, line.id
            assert set(line.situations) <= set(matters()), line.id
            assert line.bodies <= set(by_code("operator")) | {"none"}, line.id
            assert line.confidence in {"high", "medium", "low"}, line.id
    assert len(set(seen)) == len(seen) == 24
    reporting = {rule.id for country in EIGHT for rule in country_pack(country).reporting.values()}  # type: ignore[union-attr]
    steps = {step.id for country in EIGHT for step in country_pack(country).steps}  # type: ignore[union-attr]
    assert not set(seen) & (reporting | steps), "a signature would stand under two texts"


def test_a_way_past_his_office_is_only_what_a_page_states() -> None:
    found = {line.id for country in EIGHT for line in law_lines(country) if line.independent}
    assert found == INDEPENDENT
    assert all(line.operator == "judiciary" for country in EIGHT for line in law_lines(country) if line.independent)


def test_the_time_stands_in_a_rule_of_its_country_and_in_no_text() -> None:
    number = re.compile(r"\b(?:[1-9]|[1-9]\d)\b")
    for country in EIGHT:
        for line in law_lines(country):
            assert not number.search(line.text["es"]), line.id
            for clock in line.clocks:
                assert rules()[clock.rule].country == country
                assert not any(each.isdigit() for each in "".join(clock.text.values())), line.id


def test_a_line_is_another_text_when_the_time_in_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from amparo.formats import lawyer

    before = {line.id: line.digest for line in law_lines("CL")}
    changed = dict(rules()) | {"cl_refugee_claim": replace(rules()["cl_refugee_claim"], digest="0" * 64)}
    monkeypatch.setattr(lawyer, "rules", lambda: changed)
    after = {line.id: line.digest for line in law_lines.__wrapped__("CL")}
    assert {each for each in after if after[each] != before[each]} == {"CL-A4"}
