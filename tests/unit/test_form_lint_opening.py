"""What no phone can open is refused before anybody signs it, and what some phone can open is not."""

from pathlib import Path

import pytest

from amparo.formats.codes import LANGUAGES
from amparo.formats.form_lint import lint
from amparo.formats.form_lint.findings import Finding
from amparo.formats.openrosa.forms import read_form
from tests.unopened import AT_LEAST_ONE_OPENS, CIRCLES, NO_CIRCLES, UNOPENED, asking_with, bound
from tests.xforms import asking

OPENING = {"ends_early", "not_understood", "misspelt_function", "unknown_function", "wrong_arguments", "goes_round"}
RULES = ("relevant", "calculate", "constraint", "required", "readonly")


def told(xform: bytes) -> list[Finding]:
    """What is found of phones in a form."""
    return [each for each in lint(read_form(xform), kind="round", xform=xform) if each.rule in OPENING]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("expression", UNOPENED)
def test_an_expression_that_no_phone_understands_is_refused_with_its_question(expression: str, rule: str) -> None:
    (one,) = told(asking_with(expression, rule))
    assert (one.path, one.rule, one.is_refusal) == ("/data/w", UNOPENED[expression], True)


@pytest.mark.parametrize("expression", AT_LEAST_ONE_OPENS)
def test_what_one_of_the_phones_understands_is_not_refused(expression: str) -> None:
    assert told(asking_with(expression, "calculate")) == []


def test_the_sentence_names_the_question_what_is_wrong_and_how_to_mend_it() -> None:
    (one,) = told(asking_with("contain(../q, 'a')", "constraint"))
    assert one.sentence("en") == (
        "No phone opens this form: in w, the function «contain» does not exist. Perhaps you mean «contains»: "
        "mend the name."
    )
    (one,) = told(asking_with("not(selected(../q, 'a')", "relevant"))
    assert one.sentence("es") == (
        "Ningún teléfono abre este formulario: en w, a «not(selected(../q, 'a')» le falta el final. Mira si falta "
        "cerrar un paréntesis o una comilla, o si después de un signo no hay nada."
    )
    for language in LANGUAGES:
        assert "{" not in one.sentence(language)


@pytest.mark.parametrize("name", CIRCLES)
def test_a_circle_is_refused_once_with_the_way_that_it_goes(name: str) -> None:
    xform, path, way = CIRCLES[name]
    (one,) = told(xform)
    assert (one.rule, one.path, one.facts["found"]) == ("goes_round", path, way)


@pytest.mark.parametrize("name", NO_CIRCLES)
def test_what_only_looks_like_a_circle_is_none(name: str) -> None:
    assert told(NO_CIRCLES[name]) == []


SENTENCE = '<input ref="/data/q"><label>Hello <output value="{}"/></label></input>'


def test_what_stands_in_a_sentence_and_what_an_action_writes_is_looked_at_too() -> None:
    said = asking("<q/>", body=SENTENCE.format("concat(/data/q"))
    assert [(each.rule, each.path) for each in told(said)] == [("ends_early", "/data/q")]
    assert told(asking("<q/>", body=SENTENCE.format("/data/q"))) == []
    for event in ("odk-instance-first-load", "xforms-value-changed"):
        for value, rules in ((' value="nothing()"/>', ["unknown_function"]), (">it's a 'word'</setvalue>", [])):
            act = f'<setvalue ref="/data/w" event="{event}"{value}'
            form = asking("<q/><w/>", binds=act, body='<input ref="/data/q"/>')
            assert [each.rule for each in told(form)] == rules, (event, value)


def test_a_list_and_how_often_something_is_told_are_looked_at_too() -> None:
    near = '<instance id="near"><root><item><name>a</name><label>A</label></item></root></instance>'
    items = "<itemset nodeset=\"instance('near')/root/item[name == 'a']\"><value ref=\"name\"/></itemset>"
    form = asking("<q/>", binds=near, body=f'<select1 ref="/data/q">{items}</select1>')
    assert [(each.rule, each.path) for each in told(form)] == [("not_understood", "/data/q")]
    repeat = '<repeat nodeset="/data/r" jr:count="count-all(1)"><input ref="/data/r/q"/></repeat>'
    form = asking("<r><q/></r>", body=repeat)
    assert [(each.rule, each.path) for each in told(form)] == [("unknown_function", "/data/r")]


def test_a_long_chain_that_closes_is_found_and_shown_short() -> None:
    names = [f"c{number}" for number in range(400)]
    binds = "".join(
        bound(one, f'calculate="../{next_one}"') for one, next_one in zip(names, [*names[1:], "c0"], strict=True)
    )
    xform = asking("".join(f"<{name}/>" for name in names) + "<q/>", binds=binds, body='<input ref="/data/q"/>')
    (one,) = told(xform)
    assert (one.path, one.facts["found"]) == ("/data/c0", "c0 → c1 → c2 → c3 → c4 → … → c0")


@pytest.mark.shared
def test_of_the_forms_of_others_only_the_one_that_is_meant_to_be_wrong_is_refused() -> None:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa"
    every = [each for each in sorted(folder.rglob("*.xml")) if b"<h:html" in each.read_bytes()[:2000]]
    assert len(every) > 25
    said = {each.name: told(each.read_bytes()) for each in every}
    found = {name: [(one.rule, one.path) for one in each] for name, each in said.items() if each}
    assert found == {"invalid-form.xml": [("goes_round", "/asasas/q2")]}, "the one that Collect keeps as invalid"
