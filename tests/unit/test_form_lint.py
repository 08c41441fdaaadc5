"""Each rule of the questionnaire lint with a form that breaks only it, and near ones in which nothing is found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from amparo.formats import form_lint
from amparo.formats.codes import LANGUAGES, by_code, codes
from amparo.formats.form_lint import KINDS, Finding, is_sensitive, lint, minutes
from amparo.formats.form_lint.forbidden import THEMES
from tests.unit.form_made import AGREED, ASKED, BEFORE, GOOD, NOT_SAID, WELL, YES_NO, Item, answers, changed, form

YES = dict(list(YES_NO.items())[:1])
ONLY_YES_NO = dict(YES_NO)


def found(*items: Item, kind: str = "interview", **more: str) -> list[tuple[str, str]]:
    """What is found in the form of these questions: rule and path."""
    return [(each.rule, each.path) for each in lint(form(*items, **more), kind=kind)]  # type: ignore[arg-type]


def beside(item: Item, **more: str) -> list[tuple[str, str]]:
    """What is found in a good form with one more question."""
    return found(*GOOD, item, **more)


def test_nothing_is_found_in_a_good_form() -> None:
    assert found(*GOOD) == []
    assert found(ASKED, WELL, kind="self") == []
    assert found(changed(WELL, relevant=""), kind="round") == []


def test_a_kind_that_there_is_not_is_an_error() -> None:
    assert KINDS == ("interview", "self", "round")
    with pytest.raises(ValueError, match="interview, self, round"):
        lint(form(*GOOD), kind="web")


# --- every question can be left out ---


@pytest.mark.parametrize("required", ["true()", "1", "/data/consent = 'yes'", "not(false())"])
def test_nothing_but_a_consent_is_required(required: str) -> None:
    assert found(BEFORE, ASKED, changed(WELL, bind={"required": required})) == [("required", "/data/well")]
    assert found(BEFORE, changed(ASKED, bind={"required": required}), WELL) == []


@pytest.mark.parametrize("required", ["", "false()", " false() "])
def test_what_is_not_required_is_not(required: str) -> None:
    assert found(BEFORE, ASKED, changed(WELL, bind={"required": required})) == []


COUNTED = Item(
    "counted",
    "one",
    {"es": "¿Podemos sumar tus respuestas?", "pt": "Podemos somar suas respostas?", "en": "May we add your answers?"},
    choices=ONLY_YES_NO,
    bind={"required": "true()"},
)


def test_another_consent_may_be_required_too_and_needs_no_other_way_out() -> None:
    assert beside(COUNTED) == []
    asked = changed(COUNTED, label={"es": "¿Comes bien?", "pt": "Você come bem?", "en": "Do you eat well?"})
    assert beside(asked) == [("required", "/data/counted"), ("no_way_out", "/data/counted")]


@pytest.mark.parametrize("kind", ["one", "many"])
def test_a_list_has_an_answer_that_says_nothing(kind: str) -> None:
    closed = changed(WELL, kind=kind, choices=ONLY_YES_NO)
    assert found(BEFORE, ASKED, closed) == [("no_way_out", "/data/well")]
    for each in NOT_SAID:
        assert found(BEFORE, ASKED, changed(closed, choices=ONLY_YES_NO | {each: NOT_SAID[each]})) == []


@pytest.mark.parametrize(
    "label",
    ["No sé", "No lo sé", "NS/NR", "Prefiero no decir", "Prefiero no responder", "No quiero contestar", "Não sei",
     "Prefiro não responder",
     "Don't know", "I don't know", "I would rather not say", "Prefer not to answer", "No sé, o no quiero decir",
     "Skip"],
)  # fmt: skip
def test_many_words_say_nothing(label: str) -> None:
    assert found(BEFORE, ASKED, changed(WELL, choices=ONLY_YES_NO | {"x9": label})) == []


@pytest.mark.parametrize(
    "label", ["No", "Nunca", "No sé leer bien el papel que me dieron en la clínica ayer", "Otra", "No sabían mi idioma"]
)
def test_other_words_do_not(label: str) -> None:
    assert found(BEFORE, ASKED, changed(WELL, choices={"a": "Sí", "x9": label})) == [("no_way_out", "/data/well")]


def test_the_way_out_is_there_in_every_language() -> None:
    half = NOT_SAID | {"does_not_know": {"es": "No sé", "pt": "Não sei", "en": "Never"}, "prefers_not": "Otra cosa"}
    assert found(BEFORE, ASKED, changed(WELL, choices=ONLY_YES_NO | half)) == [("no_way_out", "/data/well")]


def test_a_condition_that_closes_the_way_out_is_found() -> None:
    closed = changed(WELL, bind={"constraint": ". = 'yes' or . = 'no'"})
    assert found(BEFORE, ASKED, closed) == [("empty_forbidden", "/data/well"), ("no_way_out", "/data/well")]
    one_alone = "count-selected(.) < 2 or not(selected(., 'prefers_not') or selected(., 'does_not_know'))"
    assert found(BEFORE, ASKED, changed(WELL, kind="many", bind={"constraint": one_alone})) == []


def test_a_list_that_is_narrowed_down_is_advice() -> None:
    nodes = "instance('rows')/root/item[zone = /data/zone]"
    items = f'<itemset nodeset="{nodes}"><value ref="name"/><label ref="label"/></itemset>'
    rows = "".join(
        f"<item><name>{name}</name><label>{text}</label><zone>a</zone></item>"
        for name, text in [("a", "Una"), ("does_not_know", "No sé")]
    )
    asked = changed(WELL, choices={}, itemset=items)
    (one,) = lint(
        form(BEFORE, ASKED, asked, head=f'<instance id="rows"><root>{rows}</root></instance>'), kind="interview"
    )
    assert (one.rule, one.is_refusal) == ("filtered", False)


TEXT = Item("told", "text", {"es": "¿Qué te cuida?", "pt": "O que cuida de você?", "en": "What protects you?"})


@pytest.mark.parametrize(
    "constraint",
    [". != ''", "string-length(.) > 0", "string-length(.) >= 3", "not(. = '')", "regex(., '[a-z]+')", "'' != .",
     "string-length(normalize-space(.)) > 0",
     "current()/. != ''", "/data/told != '' and true()", "if(. = '', false(), true())"],
)  # fmt: skip
def test_an_empty_answer_is_never_forbidden(constraint: str) -> None:
    assert beside(changed(TEXT, bind={"constraint": constraint})) == [("empty_forbidden", "/data/told")]


@pytest.mark.parametrize(
    "constraint",
    [". = '' or string-length(.) > 2", "string-length(.) < 200", "regex(., '[a-z]*')", ". != /data/well", "pulse(.)",
     "(((", "true()", ". >= 0 and . < 99"],
)  # fmt: skip
def test_a_condition_on_what_is_written_may_stand(constraint: str) -> None:
    assert beside(changed(TEXT, bind={"constraint": constraint})) == []


def test_a_number_between_two_others_may_be_left_empty() -> None:
    asked = Item("many", "number", {"es": "¿Cuántas veces?", "pt": "Quantas vezes?", "en": "How many times?"})
    assert beside(changed(asked, bind={"constraint": ". >= 0 and . <= 99"})) == []


# --- what is found says it in three languages ---

RULES = codes("form_rule")


def test_every_rule_has_a_sentence_with_places_that_are_filled() -> None:
    places = {"question", "found", "language", "variable", "count", "near"}
    for rule in RULES:
        for language in LANGUAGES:
            text = rule.label(language)
            assert set(re.findall(r"{(\w+)}", text)) <= places, rule.code
            assert text.endswith((".", "'")), rule.code
            assert text.count("«") == text.count("»")
        assert len({rule.label(language) for language in LANGUAGES}) == 3


def test_a_finding_says_what_where_and_how_to_mend_it() -> None:
    (one,) = lint(form(BEFORE, ASKED, changed(WELL, bind={"required": "true()"})), kind="interview")
    assert one.sentence("en") == "well forces an answer. Take «required» away: only the consent has it."
    assert one.sentence("es") == "well obliga a contestar. Quita «obligatorio»: solo el consentimiento lo es."
    assert one.sentence("pt") == "well obriga a responder. Tire o «obrigatório»: só o consentimento é."


def test_a_fact_is_text_and_no_place_for_another() -> None:
    said = Finding("hiv", "/data/x", {"question": "{found}", "found": "{question}"}).sentence("en")
    assert said.startswith("{found} asks whether somebody lives with the virus: «{question}».")


def test_each_rule_is_told_once_a_question_and_in_its_order() -> None:
    twice = changed(TEXT, name="b", label="¿Tienes VIH?", hint="¿Tienes VIH o sida?")
    first = changed(TEXT, name="a", label="¿Tienes visa?")
    assert beside(first) == [("migration", "/data/a")]
    assert found(*GOOD, first, twice) == [("migration", "/data/a"), ("hiv", "/data/b")]


def test_long_facts_are_cut() -> None:
    (one,) = lint(form(*GOOD, changed(TEXT, bind={"constraint": ". != '' and " * 30 + "true()"})), kind="interview")
    assert len(one.facts["found"]) == 120


# --- sensitive, and how long it takes ---


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("¿Alguien te pegó?", ()), ("¿Te obligan a dar lo que ganas?", ()), ("¿Pagas cupo?", ()),
        ("¿Te duele algo? ¿Tienes dolor?", ()),
        ("¿Consumes drogas?", ()), ("¿Te paró la policía?", ()), ("¿Podrías estar embarazada?", ()),
        ("¿Te quitaron los papeles?", ()),
        ("Alguém te ameaçou?", ()), ("A facção cobra taxa?", ()), ("Você usa drogas?", ()),
        ("Did a client hurt you?", ()),
        ("Do you owe a debt?", ()), ("Did the police stop you?", ()), ("¿Qué pasó?", ("Golpes", "Nada")),
        ("¿Quién fue?", ("La policía", "Nadie")),
    ],
)  # fmt: skip
def test_what_is_sensitive_is_told(text: str, choices: tuple[str, ...]) -> None:
    asked = Item("q1", "one", text, choices=(answers(*choices) if choices else ONLY_YES_NO) | NOT_SAID)
    assert is_sensitive(form(*GOOD, asked)) == ("/data/q1",)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("¿Qué necesitas?", ("Comida", "Salud", "Papeles")), ("¿Quieres ayuda?", ("Sim, obrigada", "Não")),
        ("¿En qué municipio estás?", ()),
        ("¿Una compañera te avisó?", ()), ("¿Conoces un lugar donde te tratan bien?", ()), ("Do you sleep well?", ()),
        ("Tem água em casa?", ()),
    ],
)  # fmt: skip
def test_what_is_not_is_not(text: str, choices: tuple[str, ...]) -> None:
    asked = Item("q1", "one", text, choices=(answers(*choices) if choices else ONLY_YES_NO) | NOT_SAID)
    assert is_sensitive(form(*GOOD, asked)) == ()


def test_a_voice_is_sensitive_and_what_is_only_said_is_not() -> None:
    voice = changed(TEXT, name="voice", kind="upload", control={"mediatype": "audio/*"})
    note = changed(TEXT, name="note", kind="note", label="Si alguien te pegó, llama")
    consent = changed(ASKED, label={each: text + " Puede hablar de golpes." for each, text in ASKED.label.items()})  # type: ignore[union-attr]
    assert is_sensitive(form(BEFORE, consent, WELL, note, voice)) == ("/data/voice",)


def test_how_long_it_takes() -> None:
    """Worked out by hand: 2.3 words a second; 6 seconds for one answer, 12 for several, 30 for words."""
    # consent: 14 words + 2, then 6 s: 12.96; well: 4 + 7, then 6: 10.78; twenty times the text: 3 words, 30 s: 31.3
    texts = [changed(TEXT, name=f"t{number}") for number in range(20)]
    assert minutes(form(ASKED, WELL), "es") == 1
    assert minutes(form(ASKED, WELL, *texts), "es") == 11  # 649.8 s
    hanging = [changed(each, relevant=f"{AGREED} and /data/well = 'no'") for each in texts]
    assert minutes(form(ASKED, WELL, *hanging), "es") == 6  # 336.7 s: half of them
    assert minutes(form(ASKED, WELL, *texts), "xx") == 11, "another language is read as the first one"


def test_a_consent_is_no_code_of_the_answers() -> None:
    assert {"does_not_know", "prefers_not"} <= set(by_code("answer"))
    assert found(BEFORE, ASKED, changed(WELL, choices=YES | NOT_SAID)) == []


def test_every_rule_that_is_found_is_in_the_list_and_every_one_of_the_list_is_found() -> None:
    """What the code names as a rule, read in its source."""
    package = Path(form_lint.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in package.glob("*.py")]
    said = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert {rule.code for rule in RULES} - said - set(THEMES) == set()
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {
        first.value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "found"
        and isinstance(first := call.args[0], ast.Constant)
    }
    assert len(named) > 30
    assert named - {rule.code for rule in RULES} == set()
