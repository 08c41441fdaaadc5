"""What a frightened person reads at night: the general routes pass their lints, and the lints find planted faults."""

import copy
import tomllib
from collections.abc import Callable

import pytest

from tests.unit import route_lint as lint

CONTENT = (lint.read("situations"), lint.read("steps"))

LINTS = [
    lint.lint_shape,
    lint.lint_references,
    lint.lint_order,
    lint.lint_safety,
    lint.lint_words,
    lint.lint_pages,
    lint.lint_translations,
]


@pytest.mark.parametrize("check", LINTS, ids=lambda check: check.__name__)
def test_the_general_routes_hold(check: Callable[[lint.Content], list[str]]) -> None:
    assert check(CONTENT) == []


def test_there_are_twenty_one_situations_and_thirteen_open_with_a_safety_block() -> None:
    assert len(CONTENT[0]) == 21
    assert sum("safety" in entry for entry in CONTENT[0].values()) == 13


@pytest.mark.parametrize("language", lint.LANGUAGES)
def test_the_page_for_under_18_says_first_who_will_know(language: str) -> None:
    first = lint.sentences(CONTENT[0]["under_18"]["lead"][language])[0]
    no_one, children = {
        "es": ("no avisa a nadie", "quien protege a niñas y niños"),
        "pt": ("não avisa ninguém", "quem protege crianças"),
        "en": ("tells no one", "those who protect children"),
    }[language]
    assert no_one in first
    assert children in first


def test_the_agreed_codes_agree_with_the_code_lists() -> None:
    """The lists lie beside the routes; a code that one side renames must not be lost on the other."""
    for name, agreed in (("need", lint.NEEDS), ("window", lint.WINDOWS)):
        file = lint.CONTENT / "codes" / f"{name}.toml"
        if not file.exists():
            pytest.skip(f"{file.name} is not written yet")
        known = {entry["code"] for entry in tomllib.loads(file.read_text(encoding="utf-8"))["codes"]}
        assert agreed <= known, agreed - known


def plant(kind: int, code: str, change: Callable[[lint.Texts], object]) -> lint.Content:
    """A copy of the content with one fault in one file."""
    content = copy.deepcopy(CONTENT)
    change(content[kind][code])
    return content


SITUATION, STEP = 0, 1


def put(path: str, value: object) -> Callable[[lint.Texts], None]:
    def change(entry: lint.Texts) -> None:
        *outer, last = path.split(".")
        for key in outer:
            entry = entry[key]
        entry[last] = value

    return change


def drop(path: str) -> Callable[[lint.Texts], None]:
    def change(entry: lint.Texts) -> None:
        *outer, last = path.split(".")
        for key in outer:
            entry = entry[key]
        del entry[last]

    return change


def without(step: str) -> Callable[[lint.Texts], None]:
    return lambda entry: entry["steps"].remove(step)


SHAPE, REFERENCES, ORDER, SAFETY, WORDS, PAGES, TRANSLATIONS = LINTS
LONG = "Esta frase tiene muchas palabras cortas que van una y otra vez sin parar hasta que son ya veinte, sí."
DENSE = (
    "La institucionalización administrativa obstaculiza considerablemente la accesibilidad poblacional. " * 40
).strip()

FAULTS = [
    (SHAPE, SITUATION, "papers", drop("lead"), "papers: no lead"),
    (SHAPE, SITUATION, "papers", drop("title.pt"), "papers: title lacks a language"),
    (SHAPE, SITUATION, "papers", put("order", 190), "two situations share an order"),
    (SHAPE, SITUATION, "papers", put("name.es", "x" * 61), "papers: name over 60"),
    (SHAPE, SITUATION, "papers", put("asks_when", True), "papers: asks_when without clocks"),
    (SHAPE, SITUATION, "official", put("clocks", ["PEP", "TOX"]), "official: clocks ['PEP', 'TOX']"),
    (SHAPE, SITUATION, "papers", put("colour", {"es": "a", "pt": "b", "en": "c"}), "papers: unknown text colour"),
    (SHAPE, STEP, "talk", drop("get"), "talk: no get"),
    (SHAPE, STEP, "talk", put("get.en", " "), "talk: get lacks a language"),
    (SHAPE, STEP, "talk", put("kind", "magic"), "talk: kind magic"),
    (SHAPE, STEP, "talk", put("needs", ["horoscope"]), "talk: needs ['horoscope']"),
    (SHAPE, STEP, "talk", put("operator", "police"), "talk: a general step names no operator"),
    (SHAPE, STEP, "talk", put("tells_him", "no"), "talk: tells_him is missing or odd"),
    (SHAPE, STEP, "talk", put("say.es", "Hola"), "talk: say outside «»"),
    (SHAPE, STEP, "say_it", put("justice", False), "say_it: justice and kind differ"),
    (REFERENCES, SITUATION, "papers", without("talk"), "papers: nobody to talk with"),
    (REFERENCES, SITUATION, "papers", put("steps", ["talk", "nowhere"]), "no step nowhere"),
    (REFERENCES, SITUATION, "feel_very_bad", without("put_far"), "step put_far stands nowhere"),
    (
        REFERENCES,
        SITUATION,
        "official",
        without("outside_body"),
        "official: no way round the institution of whoever hurt her",
    ),
    (REFERENCES, STEP, "talk", drop("not_known"), "talk: no honest line where nobody is known"),
    (ORDER, SITUATION, "official", without("health_today"), "official: urgent health is not first"),
    (SAFETY, SITUATION, "official", drop("safety.plan"), "official: safety block ['company', 'other_path', 'where']"),
    (SAFETY, SITUATION, "official", put("high_risk", False), "official: high_risk is False"),
    (SAFETY, STEP, "talk", put("tells_him", True), "talk: does not say before that he will know"),
    (WORDS, STEP, "talk", put("get.es", "Un lugar seguro."), "talk.get.es: seguro"),
    (WORDS, STEP, "talk", put("get.es", "Es anónimo."), "talk.get.es: anonim"),
    (WORDS, STEP, "talk", put("get.es", "Apoyo a víctimas."), "talk.get.es: victim"),
    (WORDS, STEP, "talk", put("get.es", "El rescate."), "talk.get.es: rescat"),
    (WORDS, STEP, "talk", put("get.es", "Tu agresor."), "talk.get.es: agresor"),
    (WORDS, STEP, "talk", put("get.es", "Tu trabajo no es delito."), "talk.get.es: delit"),
    (WORDS, STEP, "talk", put("get.es", "Ya es demasiado tarde."), "talk.get.es: demasiado tarde"),
    (WORDS, STEP, "talk", put("get.pt", "É garantido."), "talk.get.pt: garant"),
    (WORDS, STEP, "talk", put("get.pt", "Você está protegida."), "talk.get.pt: protegid"),
    (WORDS, STEP, "talk", put("get.pt", "Para vítimas."), "talk.get.pt: vitima"),
    (WORDS, STEP, "talk", put("get.pt", "Uma colega ajuda."), "talk.get.pt: colega"),
    (WORDS, STEP, "talk", put("get.en", "You are safe here."), "talk.get.en: safe"),
    (WORDS, STEP, "talk", put("get.en", "It is confidential."), "talk.get.en: confidential"),
    (WORDS, STEP, "talk", put("get.en", "It is too late."), "talk.get.en: too late"),
    (WORDS, STEP, "talk", put("get.es", "Ven — hoy."), "talk.get.es: punctuation in 'Ven — hoy.'"),
    (WORDS, STEP, "talk", put("get.es", "Ven (hoy)."), "talk.get.es: punctuation in 'Ven (hoy).'"),
    (WORDS, STEP, "talk", put("get.es", "Llama al 155."), "talk.get.es: a number in 'Llama al 155.'"),
    (WORDS, STEP, "talk", put("get.es", "Por la Ley 4."), "talk.get.es: a number in 'Por la Ley 4.'"),
    (WORDS, STEP, "talk", put("get.es", "Ve al ICBF."), "talk.get.es: a body's name ICBF"),
    (PAGES, STEP, "talk", put("get.es", LONG), f"talk.get.es: over 18 words: {LONG}"),
    (PAGES, STEP, "young_adult", put("get.en", "She has a job."), "under_18.en: speaks of work"),
    (PAGES, STEP, "put_far", put("get.pt", "Chame a polícia."), "feel_very_bad.pt: police or a figure"),
    (PAGES, STEP, "put_far", put("get.es", "Cuenta 10."), "feel_very_bad.es: police or a figure"),
    (
        PAGES,
        SITUATION,
        "official",
        put("lead.es", "No es tu culpa. No fue tu culpa."),
        "official.es: 'not your fault' is said twice",
    ),
    (TRANSLATIONS, STEP, "talk", put("get.pt", CONTENT[STEP]["talk"]["get"]["es"]), "talk.get: es and pt are the same"),
]


@pytest.mark.parametrize(("check", "kind", "code", "change", "complaint"), FAULTS)
def test_a_planted_fault_is_found(
    check: Callable[[lint.Content], list[str]],
    kind: int,
    code: str,
    change: Callable[[lint.Texts], object],
    complaint: str,
) -> None:
    assert complaint in check(plant(kind, code, change))


def test_a_page_that_is_hard_to_read_is_found() -> None:
    content = plant(SITUATION, "papers", put("lead.es", DENSE))
    assert any(complaint.startswith("papers.es: reads at") for complaint in PAGES(content))


def test_a_missing_situation_is_found() -> None:
    content = copy.deepcopy(CONTENT)
    del content[0]["papers"]
    assert "situations differ: {'papers'}" in SHAPE(content)


def test_steps_out_of_order_are_found() -> None:
    for steps in (
        ["health_today", "say_it", "talk", "outside_body"],
        ["health_today", "talk", "tonight", "outside_body"],
        ["health_today", "peers", "talk", "outside_body"],
    ):
        complaints = ORDER(plant(SITUATION, "official", put("steps", steps)))
        assert any(complaint.startswith("official: health, tonight, talk") for complaint in complaints)


def test_without_justice_every_other_step_keeps_its_place() -> None:
    for code, entry in CONTENT[SITUATION].items():
        kept = [step for step in entry["steps"] if not CONTENT[STEP][step]["justice"]]
        assert entry["steps"][: len(kept)] == kept, code
