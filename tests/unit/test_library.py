"""The instruments of the library: they can be read, they are easy to hear, and they ask nothing that they must not ask.

Every look of ``library_lint`` is first shown a planted fault.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from amparo.formats.codes import by_code
from amparo.formats.instruments import FOLDER, Instrument, instrument, names, read
from amparo.formats.readability import words
from tests.unit import library_lint as lint

LIBRARY = ["conditions", "passing", "pressures", "risks", "round", "round_short", "strengths", "ties", "treatment"]
ASKED_OF_HER = [name for name in LIBRARY if not name.startswith("round")]
# A round holds a voice, or what is told of threats; on the way one hears of debts.
SENSITIVE = {"risks", "passing", "treatment", "pressures", "conditions", "round", "round_short"}
every = pytest.mark.parametrize("name", LIBRARY)
of_her = pytest.mark.parametrize("name", ASKED_OF_HER)


def planted(name: str, change: Callable[[dict[str, Any]], object]) -> Instrument:
    """One of ours with a fault in it."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    change(table)
    return read(table)


def question(table: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in table["questions"] if each["name"] == name)
    return found


def test_the_library_is_there_and_can_be_read() -> None:
    assert names() == LIBRARY
    for name in LIBRARY:
        assert instrument(name).version == 1
        assert len(instrument(name).sources) >= 1
    assert {name for name in LIBRARY if instrument(name).is_sensitive} == SENSITIVE


@every
@pytest.mark.parametrize(
    "look",
    [
        lint.lint_time, lint.lint_words, lint.lint_reading, lint.lint_copies, lint.lint_coded, lint.lint_under_18,
        lint.lint_hard,
    ],
)  # fmt: skip
def test_no_look_finds_a_fault(look: Callable[[Instrument], list[str]], name: str) -> None:
    assert look(instrument(name)) == []


@of_her
def test_consent_comes_first_and_says_what_she_has_to_know(name: str) -> None:
    found = instrument(name)
    first, second = found.questions[:2]
    assert (first.name, first.type, second.name, second.type) == ("consent", "consent", "counted", "consent")
    told = {  # what for, who reads, no name, to stop, a no changes nothing, thanks for any answer, help, adults
        "es": "queremos saber|lo lee solo|no pedimos tu nombre|parar cuando quieras|nada cambia|respondas lo que"
        "|pedir ayuda|18 años",
        "pt": "queremos saber|só a equipe|não pedimos seu nome|parar quando quiser|nada muda|seja qual for|pedir ajuda"
        "|18 anos",
        "en": "we want to know|only the team|not ask for your name|stop when you like|nothing changes|ask for help"
        "|whatever you answer|18 or older",
    }
    for language, parts in told.items():
        text = first.texts[language].lower()
        assert [part for part in parts.split("|") if part not in text] == []
    assert ("ley" in first.texts["es"]) == found.is_sensitive  # what the law makes who asks report
    assert f"{found.minutes} minutos" in first.texts["es"]
    assert f"{found.minutes} minutos" in first.texts["pt"]
    assert f"{found.minutes} minutes" in first.texts["en"]


@of_her
def test_what_is_hers_comes_at_the_end_and_stays_sealed(name: str) -> None:
    found = instrument(name)
    assert [each.do for each in found.questions if each.list == "gender"] == ([] if name == "ties" else ["sealed"])
    if name == "conditions":
        assert found.questions[-2].name == "own_reading"  # her own reading is asked last
        assert found.questions[-2].do == "sealed"
    elif name != "ties":
        assert next(each for each in found.questions if each.name == "words").do == "sealed"


@pytest.mark.parametrize("name", ["risks", "treatment", "pressures", "conditions"])
def test_a_warning_stands_before_the_hard_questions(name: str) -> None:
    asked = next(each for each in instrument(name).questions if each.name == "go_on")
    assert asked.codes[:2] == ("yes", "no")
    assert "saltarlas todas" in asked.texts["es"]
    assert {"survivor_care", "protection"} & set(instrument(name).needs)


def test_only_who_is_asked_in_transit_or_about_treatment_is_asked_for_a_part_of_the_world() -> None:
    asked = {name for name in LIBRARY for each in instrument(name).questions if each.list == "origin_group"}
    assert asked == {"risks", "passing", "treatment"}
    assert len(by_code("origin_group")) == 5


def test_the_countryside_asks_of_the_place_and_not_of_her() -> None:
    forms = dict(lint.forms(instrument("risks")))
    rural = {each.name for each in forms["rural"]}
    assert rural & {"hurt", "acts", "who", "way_acts", "town_acts"} == set()
    assert {"place_acts", "place_who", "place_helps"} <= rural
    assert {"hurt", "way_acts"} <= {each.name for each in forms["border"]}
    assert {"hurt", "town_acts"} <= {each.name for each in forms["urban"]}
    assert all({"trans_hurt", "trans_acts"} <= {each.name for each in items} for items in forms.values())


def test_threats_effects_and_capacities_are_apart() -> None:
    lists = {each.variable: each.list for each in instrument("risks").questions if each.do == "coded"}
    of = {name: {variable for variable, each in lists.items() if each == name} for name in set(lists.values())}
    assert of["incident_type"] == {"acts", "way_acts", "town_acts", "place_acts", "trans_acts"}
    assert of["effect"] == {"effects"}
    assert of["protective_factor"] == {"way_helps", "town_helps", "place_helps", "trans_helps", "helps_now"}


def test_passing_is_short() -> None:
    asked = [each for each in instrument("passing").questions if each.is_asked and each.type != "consent"]
    assert 8 <= len(asked) <= 10
    assert instrument("passing").minutes == 3
    hard = {"VIO", "AGS", "AGF", "SEA", "HOM", "CLF", "CUS"}
    assert {code for each in asked for code in each.codes} & hard == set()


def test_conditions_labels_nobody() -> None:
    coded = {each.variable for each in instrument("conditions").questions if each.do == "coded"}
    assert coded == {"quarter", "age_band", "gender_group", "as_told", "travel_debt", "wants", "talk_wanted"}
    signs = [each for each in instrument("conditions").questions if each.list.startswith(("signs_", "context_"))]
    assert len(signs) == 5
    assert {each.do for each in signs} == {"sealed"}
    offer = next(each for each in instrument("conditions").questions if each.name == "talk_wanted")
    assert offer.relevant == lint.ADULT  # to all, whatever they answered
    for name in LIBRARY:
        assert not any("work_kind" in each.name or each.list == "arrangement" for each in instrument(name).questions)


def test_a_round_is_five_taps_and_a_voice() -> None:
    found = instrument("round")
    asked = [each for each in found.questions if each.is_asked]
    assert [each.type for each in asked] == ["one", "one", "many", "many", "one", "voice"]
    short = [each.name for each in instrument("round_short").questions if each.is_asked]
    assert short == ["met", "heard", "urgent"]
    same = {each.name: each for each in instrument("round_short").questions}
    assert all(same[each.name] == each for each in found.questions if each.name in same)
    assert lint.minutes(list(found.questions)) <= 1


# Each look first proves that it finds a planted fault.


def test_a_form_that_takes_longer_than_it_says_is_found() -> None:
    found = instrument("round")
    two = [each for each in found.questions if each.name in ("met", "urgent")]
    text = "¿Con cuántas? Nadie 1 a 3 4 a 9 10 a 19 20 o más ¿Algo urgente? Sí No"
    assert lint.minutes(two) == pytest.approx(len(words(text)) / 130 + 2 * 4 / 60)
    assert lint.lint_time(replace(instrument("risks"), minutes=5))[0].startswith("risks, border: ")


@pytest.mark.parametrize(
    ("language", "text", "hit"),
    [
        ("es", "¿Fuiste víctima?", "victim"),
        ("es", "¿Caíste en la trata?", "la trata"),
        ("es", "¿Tu trabajo es un delito?", "delit"),
        ("es", "Es un lugar seguro y anónimo.", "seguro"),
        ("es", "¿El hombre era venezolano?", "venezolan"),
        ("es", "¿Tienes VIH?", "asks tienes vih"),
        ("pt", "Você foi vítima do tráfico?", "vitima"),
        ("pt", "Qual é o seu nome?", "asks qual e o seu nome"),
        ("en", "Were you trafficked?", "traffick"),
        ("en", "What is your migration status?", "asks migration status"),
    ],
)
def test_a_word_that_must_not_stand_is_found(language: str, text: str, hit: str) -> None:
    fault = planted("round", lambda table: question(table, "met").update({language: text}))
    assert f"round.met.{language}: {hit}" in lint.lint_words(fault)
    kind = planted("round", lambda table: question(table, "met").update({"es": "¿Te tratan bien? ¿Te discriminan?"}))
    assert lint.lint_words(kind) == []


def test_a_sentence_that_is_too_long_or_too_hard_is_found() -> None:
    long = " ".join(["voy"] * 19) + "."
    assert lint.lint_reading(planted("round", lambda table: question(table, "met").update(es=long))) == [
        f"round.met.es: over 18 words: {long}"
    ]
    hard = "Institucionalizadamente desproporcionadísima internacionalización administrativa."
    fault = planted("ties", lambda table: [each.update(es=hard) for each in table["questions"] if "es" in each])
    assert any(each.startswith("ties.questions.es: reads at") for each in lint.lint_reading(fault))


def test_a_copy_in_place_of_a_translation_is_found() -> None:
    same = "¿Qué diste esta noche?"
    fault = planted("round", lambda table: question(table, "given").update(es=same, pt=same))
    assert lint.lint_copies(fault) == ["round.given: es and pt are the same: ¿Qué diste esta noche?"]


def test_an_answer_that_would_leave_as_it_was_said_is_found() -> None:
    found = instrument("ties")
    number = next(each for each in found.questions if each.name == "tie_known")
    asked = next(each for each in found.questions if each.name == "tie_from")
    who = next(each for each in instrument("risks").questions if each.name == "who")
    last = (*who.choices[:-3], who.choices[-3], who.choices[0], *who.choices[-2:])
    text = replace(asked, type="text", choices=(), do="coded")
    for fault, said in (
        (replace(number, list=""), "coded without a variable or a list"),
        (replace(number, list="answer"), "a number that stays a number"),
        (text, "her words are coded"),
        (replace(asked, choices=asked.choices[:-1]), "it cannot be left"),
        (replace(asked, list="place_kind"), "a place, a kind of place or of work"),
        (replace(who, choices=last), "PEER is not last"),
    ):
        assert f"ties.{fault.name}: {said}" in lint.lint_coded(replace(found, questions=(fault,)))


def test_a_question_to_somebody_under_18_and_one_without_a_warning_are_found() -> None:
    fault = planted("risks", lambda table: question(table, "acts").pop("relevant"))
    assert lint.lint_under_18(fault) == ["risks.acts"]
    assert lint.lint_hard(fault) == ["risks.acts"]


def as_counted(calculation: str, said: set[str]) -> Any:
    """What a form would compute, with the few words of XLSForm that these calculations use."""
    python = re.sub(r"selected\(\$\{gender\}, '(\w+)'\)", r"('\1' in said)", calculation)
    for xls, own in {
        "string-length(${gender}) = 0": "not said",
        "count-selected(${gender}) = 1": "len(said) == 1",
    }.items():
        python = python.replace(xls, own)
    python = python.replace("if(", "either(")
    return eval(python, {"said": said, "either": lambda holds, yes, no: yes if holds else no})


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ({"trans_woman"}, "trans_feminine"),
        ({"travesti", "woman"}, "trans_feminine"),  # the first group of the list that holds a word of hers
        ({"woman"}, "women"),
        ({"woman", "non_binary"}, "others"),  # two groups, and neither is the first
        ({"woman", "house_muxe"}, "others"),
        ({"man"}, "others"),
        ({"own_words"}, "others"),
        ({"house_muxe"}, "others"),  # a word of the house
        ({"prefers_not"}, "not_said"),
        ({"does_not_know"}, "not_said"),
        (set(), "not_said"),
    ],
)
def test_who_she_says_she_is_is_counted_as_in_a_case(said: set[str], group: str) -> None:
    found = [each for name in LIBRARY for each in instrument(name).questions if each.list == "gender_group"]
    assert len(found) == 6
    assert {as_counted(each.calculation, said) for each in found} == {group}
    assert {each.kind for each in found} == {"one"}
