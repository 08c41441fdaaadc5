"""The questions of a case: three languages, lists that exist, nothing that shames her or that nobody needs to know."""

import re

import pytest

from amparo.casework.forms.questions import INSTEAD, QuestionsForm
from amparo.formats.case_questions import KINDS, NOT_SAID, Answer, Question, answer_of, checked, questions, sections
from amparo.formats.codes import CONTENT, LANGUAGES, by_code

# Never asked: papers and legal names, sex in a register, health and HIV, her work, migration status, her age or birth.
NEVER = re.compile(
    r"pasaporte|cédula|nombre legal|nome legal|legal name|sexo|\bsex\b|vih|hiv|trabajo sexual|sex work|prostitu|"
    r"estatus|situación migratoria|irregular|edad|idade|\bage\b|nacimiento|nascimento|birth|víctima|vítima|victim",
    re.IGNORECASE,
)


def forbidden(texts: list[str]) -> list[str]:
    return [text for text in texts if NEVER.search(text)]


def test_the_look_finds_what_is_planted() -> None:
    planted = ["¿Cuál es su nombre legal?", "Is she a victim?", "Idade", "Tiene VIH"]
    assert forbidden([*planted, "Lo primero"]) == planted


def test_no_question_asks_what_nobody_needs_to_know() -> None:
    asked = [each for each in questions().values() if each.code != "age_band"]  # a band: under 18 other rules hold
    texts = [each.texts[language] for each in asked for language in LANGUAGES]
    texts += [texts[language] for each in sections() for texts in (each.texts, each.hints) for language in LANGUAGES]
    assert len(texts) > 60
    assert forbidden(texts) == []


def test_how_to_reach_her_comes_first_and_every_code_is_given_once() -> None:
    assert [each.code for each in sections()] == ["contact", "need", "person", "safety", "plan"]
    codes = [each.code for section in sections() for each in section.questions]
    assert len(codes) == len(set(codes)) == len(questions())
    assert {each.kind for each in questions().values()} <= set(KINDS)
    assert set(NOT_SAID) <= set(by_code("answer"))
    for each in questions().values():
        assert len({*each.texts.values()}) == 3, f"{each.code}: a text stands in two languages"


# A slip has a form of its own, with «I would rather not say» under each of its five.
FORMS = sorted({path.stem for path in (CONTENT / "case").glob("*.toml")} - {"slip"})
ASKED_OF_HER = [of for of in FORMS if not all(each.ours for each in questions(of).values())]


@pytest.mark.parametrize("of", ASKED_OF_HER)
def test_each_question_to_her_may_be_left_out_or_answered_with_a_no(of: str) -> None:
    """Sent as a browser sends it. What is ours to answer, such as whom we told, is not asked of her."""
    for each in (one for one in questions(of).values() if not one.ours):
        left_out = QuestionsForm({}, questions=[each])
        assert left_out.is_valid(), each.code
        assert left_out.answers() == {each.code: Answer()}
        for no in ("does_not_know", "prefers_not"):
            name, sent = each.code + INSTEAD * each.has_beside, [no] if each.kind == "many" else no
            form = QuestionsForm({name: sent}, questions=[each])
            assert form.is_valid(), (each.code, no)
            assert form.answers() == {each.code: Answer(said=no)}


def test_gender_is_as_many_words_as_she_says_and_one_of_them_may_be_her_own() -> None:
    asked = questions()["gender"]
    form = QuestionsForm({"gender": ["travesti", "non_binary", "own_words"]}, questions=[asked])
    assert form.is_valid()
    assert form.answers() == {"gender": Answer(("travesti", "non_binary", "own_words"))}
    assert "prefers_not" in dict(asked.offered("es"))


@pytest.mark.parametrize("answer", [Answer("x"), Answer(7), Answer(("a", "b")), Answer(said="prefers_not"), Answer()])
def test_what_is_sealed_comes_back_as_it_was(answer: Answer) -> None:
    assert answer_of(answer.as_data()) == answer


@pytest.mark.parametrize("value", [True, "3", 3.0, -1, 11])
def test_a_scale_takes_whole_numbers_from_0_to_10_and_nothing_that_looks_like_one(value: object) -> None:
    scale = next(each for each in questions().values() if each.kind == "scale")
    for number in range(11):
        assert checked(scale, Answer(number)) == Answer(number)
    with pytest.raises(ValueError, match=scale.code):
        checked(scale, Answer(value))  # type: ignore[arg-type]


def test_a_question_says_its_label_in_a_language_that_is_there() -> None:
    question = Question("x", "y", "line", "", {"es": "Hola", "pt": "Olá", "en": "Hello"})
    assert (question.label("pt"), question.label("fr")) == ("Olá", "Hola")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("day", "2028-02-29", ["2027-02-29", "2026-11", "26-11-25", "2026-11-31", "٢٠٢٦-11-25", 20261125]),
        ("month", "2026-11", ["2026-13", "2026-11-25", "2026", "noviembre", None.__class__]),
        ("time", "23:59", ["24:00", "9:30", "12:60", "12:30:00", "mediodía"]),
    ],
)
def test_a_day_a_month_a_time_there_are(kind: str, good: str, bad: list[object]) -> None:
    question = Question("asked", "section", kind, "", {})
    assert checked(question, Answer(good)).value == good
    assert checked(question, Answer()).value is None
    for each in bad:
        with pytest.raises(ValueError, match="asked"):
            checked(question, Answer(each))  # type: ignore[arg-type]


def test_somebody_young_is_asked_as_one_speaks_with_her() -> None:
    texts, young = {"es": "a", "pt": "b", "en": "c"}, {"es": "x", "pt": "y", "en": "z"}
    question = Question("asked", "section", "line", "", texts, young)
    assert (question.label("pt"), question.label("pt", young=True)) == ("b", "y")
    assert Question("asked", "section", "line", "", texts).label("pt", young=True) == "b"


def test_what_was_marked_may_be_unmarked() -> None:
    ways = questions()["contact_ways"]
    assert checked(ways, Answer(None)) == Answer(None)
    for bad in ("TEL_H", ["TEL_H"], ("nothing of ours",), 0, ""):
        with pytest.raises(ValueError, match="contact_ways"):
            checked(ways, Answer(bad))  # type: ignore[arg-type]
