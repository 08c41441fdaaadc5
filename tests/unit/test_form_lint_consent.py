"""Consent and the standards of asking: before everything, with a purpose, open to a no, and after a no nothing."""

from __future__ import annotations

import pytest

from amparo.formats.form_lint import consent_of, lint
from tests.unit.form_made import AGREED, ASKED, BEFORE, CONSENT, GOOD, WELL, YES_NO, Item, answers, changed, form


def found(*items: Item, kind: str = "interview") -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in lint(form(*items), kind=kind)]


# --- consent ---


@pytest.mark.parametrize("kind", ["interview", "self"])
def test_a_form_that_asks_her_asks_first_whether_it_may(kind: str) -> None:
    before = (BEFORE,) if kind == "interview" else ()
    assert found(*before, changed(WELL, relevant=""), kind=kind) == [("consent_missing", "/data")]
    assert found(*before, changed(WELL, relevant=""), changed(ASKED), kind=kind) == [("consent_late", "/data/well")]


def test_a_round_asks_nobody_and_needs_none() -> None:
    assert found(changed(WELL, relevant=""), kind="round") == []


@pytest.mark.parametrize(
    "name", ["consent", "consentimiento", "her_consent", "Consent", "consentimento", "informed_consent"]
)
def test_a_consent_is_known_by_its_name(name: str) -> None:
    assert found(BEFORE, changed(ASKED, name=name), changed(WELL, relevant=f"/data/{name} = 'yes'")) == []


def test_or_by_its_words() -> None:
    asked = changed(ASKED, name="q0", label={
        "es": "Es para saber qué te cuida. ¿Aceptas participar?",
        "pt": "É para saber o que cuida. Você aceita participar?",
        "en": "It is to know what protects you. Do you agree to take part?",
    })  # fmt: skip
    assert found(BEFORE, asked, changed(WELL, relevant="/data/q0 = 'yes'")) == []
    assert (consent_of(form(BEFORE, asked, WELL)) or WELL).name == "q0"


def test_what_is_said_before_it_may_stand_there() -> None:
    note = Item("hello", "note", "Hola. Esto no lleva tu nombre.", relevant="")
    assert found(BEFORE, note, *GOOD[1:]) == []


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_it_says_what_it_is_for_in_every_language(language: str) -> None:
    silent = {
        "es": "¿Quieres responder unas preguntas?",
        "pt": "Quer responder umas perguntas?",
        "en": "Do you want to answer some questions?",
    }
    assert found(BEFORE, changed(ASKED, label=CONSENT | {language: silent[language]}), WELL) == [
        ("consent_no_purpose", "/data/consent")
    ]
    hint = {
        "es": "Es para mejorar los servicios.",
        "pt": "É para melhorar os serviços.",
        "en": "It is to improve the services.",
    }
    assert found(BEFORE, changed(ASKED, label=silent, hint=hint), WELL) == []
    note = Item("hello", "note", hint, relevant="")
    assert found(BEFORE, note, changed(ASKED, label=silent), WELL) == []


@pytest.mark.parametrize(
    "choices",
    [
        {"yes": YES_NO["yes"]},
        {"yes": YES_NO["yes"], "maybe": "Otra cosa"},
        {"no": YES_NO["no"], "other": "Otra cosa"},
        {"yes": YES_NO["yes"], "no": {"es": "Sí, después", "pt": "Sim, depois", "en": "Yes, later"}},
    ],
)
def test_it_takes_a_no(choices: dict[str, dict[str, str] | str]) -> None:
    rules = {rule for rule, _path in found(BEFORE, changed(ASKED, choices=choices), WELL)}
    assert "consent_no_refusal" in rules


@pytest.mark.parametrize(
    "labels",
    [
        ("Sí, acepto", "No acepto"),
        ("Sim, aceito", "Não aceito"),
        ("I agree", "I do not agree"),
        ("Yes", "No, thank you"),
    ],
)
def test_a_yes_and_a_no_are_known_by_their_words(labels: tuple[str, str]) -> None:
    assert found(BEFORE, changed(ASKED, choices=answers(*labels)), changed(WELL, relevant="/data/consent = 'c1'")) == []
    assert ("after_no", "/data/well") in found(
        BEFORE, changed(ASKED, choices=answers(*labels)), changed(WELL, relevant="/data/consent = 'c2'")
    )


def test_a_no_that_its_own_condition_forbids_is_none() -> None:
    assert found(BEFORE, changed(ASKED, bind={"constraint": ". = 'yes'"}), WELL) == [
        ("consent_no_refusal", "/data/consent")
    ]


def test_a_box_to_tick_cannot_be_refused() -> None:
    box = changed(ASKED, kind="trigger", choices={})
    assert ("consent_no_refusal", "/data/consent") in found(BEFORE, box, changed(WELL, relevant="/data/consent = 'OK'"))


def test_it_does_not_come_answered() -> None:
    assert found(BEFORE, changed(ASKED, default="yes"), WELL) == [("consent_ticked", "/data/consent")]
    assert found(BEFORE, changed(ASKED, bind={"calculate": "'yes'"}), WELL) == [("consent_ticked", "/data/consent")]


@pytest.mark.parametrize(
    "relevant",
    ["", "true()", "/data/consent != ''", "/data/consent = 'no'", "/data/consent = 'yes' or /data/other = 'x'",
     "/data/consent != 'no'",
     "not(selected(/data/consent, 'no'))", "string-length(/data/consent) > 0", "(((", "pulse(/data/consent)",
     "/data/other = 'x'"],
)  # fmt: skip
def test_after_a_no_or_before_an_answer_nothing_is_asked(relevant: str) -> None:
    assert found(*GOOD[:2], changed(WELL, relevant=relevant)) == [("after_no", "/data/well")]


@pytest.mark.parametrize(
    "relevant",
    ["/data/consent = 'yes'", "selected(/data/consent, 'yes')", "'yes' = /data/consent",
     " /data/consent  ='yes' and (/data/other = 'x' or true())",
     "../consent = \"yes\"", "not(/data/consent != 'yes')", "if(/data/consent = 'yes', true(), false())",
     "current()/../consent = 'yes'",
     "count-selected(/data/consent) = 1 and selected(/data/consent, 'yes')", "coalesce(/data/consent, 'no') = 'yes'",
     "false()"],
)  # fmt: skip
def test_many_ways_to_wait_for_a_yes_are_understood(relevant: str) -> None:
    assert found(*GOOD[:2], changed(WELL, relevant=relevant)) == []


def test_a_page_may_wait_for_all_that_stands_on_it() -> None:
    inside = [changed(WELL, name=name, relevant="", group="page") for name in ("a", "b")]
    assert found(*GOOD[:2], inside[0]) == [("after_no", "/data/page/a")]
    page = Item("page", "unasked", relevant=AGREED)
    assert found(*GOOD[:2], inside[0], changed(page)) == []


def test_what_waits_for_an_answer_that_waits_for_a_yes_waits_too() -> None:
    second = changed(WELL, name="more", relevant="/data/well = 'yes'")
    assert found(*GOOD, second) == []
    assert found(*GOOD[:2], changed(WELL, relevant="true()"), second) == [
        ("after_no", "/data/well"),
        ("after_no", "/data/more"),
    ]


def test_a_long_way_of_answers_is_followed_also_from_further_down() -> None:
    chain = [changed(WELL, name=f"q{each}", relevant=f"/data/q{each - 1} = 'yes'") for each in range(1, 40)]
    rules = {rule for rule, _path in found(*GOOD[:2], changed(WELL, name="q0"), *chain)}
    assert rules <= {"reading"}, "forty times the same words"
    back = [changed(WELL, name=f"q{each}", relevant=f"/data/q{each + 1} = 'yes'") for each in range(3)]
    assert found(*GOOD[:2], *back, changed(WELL, name="q3")) == []


def test_what_the_phone_works_out_of_it_is_followed() -> None:
    sum_ = Item("may", "hidden", relevant="", bind={"calculate": "if(/data/consent = 'yes', 1, 0)"})
    assert found(*GOOD[:2], sum_, changed(WELL, relevant="/data/may = 1")) == []
    assert found(*GOOD[:2], sum_, changed(WELL, relevant="/data/may = 0")) == [("after_no", "/data/well")]


def test_a_word_of_thanks_after_a_no_may_be_said() -> None:
    thanks = Item("thanks", "note", "Gracias igual.", relevant="/data/consent = 'no'")
    assert found(*GOOD, thanks) == []
    why = changed(WELL, name="why", relevant="/data/consent = 'no'")
    assert found(*GOOD, why) == [("after_no", "/data/why")]


def test_an_answer_that_is_no_yes_is_a_no() -> None:
    later = changed(ASKED, choices=YES_NO | {"later": {"es": "Otro día", "pt": "Outro dia", "en": "Another day"}})
    assert found(BEFORE, later, WELL) == []
    assert found(BEFORE, later, changed(WELL, relevant="/data/consent = 'later'")) == [("after_no", "/data/well")]


# --- the standards of asking ---


def test_an_interview_begins_with_them() -> None:
    assert found(ASKED, WELL) == [("standards", "/data/consent")]
    assert found(*GOOD) == []
    assert found(changed(BEFORE, group="amparo_before"), *GOOD[1:]) == []
    assert found(changed(BEFORE, group="other"), *GOOD[1:])[0] == ("standards", "/data/other/ticked")


def test_all_ten_stand_there() -> None:
    nine = dict(list(BEFORE.choices.items())[:9])
    assert found(changed(BEFORE, choices=nine), *GOOD[1:]) == [("standards", "/data/before_asking/ticked")]


@pytest.mark.parametrize(
    "what",
    [{"bind": {"constraint": "count-selected(.) = 10"}}, {"bind": {"required": "true()"}}, {"default": "no_harm risks"},
     {"bind": {"required": "true()", "constraint": "count-selected(.) > 8"}},
     {"bind": {"required": "true()", "constraint": "selected(., 'risks')"}},
     {"bind": {"required": "true()", "constraint": "count-selected(.) = 11"}}, {"relevant": "false()"}],
)  # fmt: skip
def test_nobody_goes_on_without_them(what: dict[str, object]) -> None:
    assert found(changed(BEFORE, **what), *GOOD[1:]) == [("standards_open", "/data/before_asking/ticked")]


def test_each_may_be_asked_for_by_its_name() -> None:
    all_named = " and ".join(f"selected(., '{code}')" for code in BEFORE.choices)
    assert found(changed(BEFORE, bind={"required": "true()", "constraint": all_named}), *GOOD[1:]) == []


def test_where_she_asks_herself_they_are_not_needed() -> None:
    assert found(ASKED, WELL, kind="self") == []
