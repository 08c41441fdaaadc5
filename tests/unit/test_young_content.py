"""What the content says of somebody under 18, and that no file of questions ties a child to what her mother does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.formats.case_questions import CASE, Question, questions, sections
from amparo.formats.codes import CONTENT, LANGUAGES, by_code, codes
from amparo.formats.young_words import unwanted_for_young

ROOT = Path(__file__).resolve().parents[2]
OF_HERS = ("minor", "second_yes")  # parts that only somebody under 18 has
LISTS = ("caregiver", "best_interest", "young_act", "reveal_reason", "age_band",
         "notice_ground", "notice_body", "notice_field")  # fmt: skip
CHILD = re.compile(r"\b(hij[oa]s?|niñ[oa]s?|filh[oa]s?|crianças?|child(ren)?|sons?|daughters?)\b", re.I)
LABOUR = re.compile(
    r"\b(trabaj\w*|oficios?|ocupaci\w*|emple\w*|profesi\w*|trabalh\w*|ocupaç\w*|emprego|job|work\w*|occupation)\b", re.I
)


def texts_for_young(of: str) -> Iterator[tuple[str, str, str]]:
    """Everything that a file of questions says to somebody under 18: where, in which language, what."""
    for section in sections(of):
        for language in LANGUAGES:
            yield section.code, language, section.label(language)
            yield section.code, language, section.hint(language)
    for each in questions(of).values():
        for language in LANGUAGES:
            yield each.code, language, each.label(language, young=True)


def unwanted(of: str) -> list[tuple[str, str, list[str]]]:
    return [(code, language, found) for code, language, text in texts_for_young(of)
            if (found := unwanted_for_young(text, language))]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Tiene un acuerdo con un cliente", "es", ["acuerdo", "cliente"]),
        ("Acuerdos de él, y trabajo  sexual", "es", ["acuerdos", "trabajo sexual"]),
        ("Ella ejerce la prostitución", "es", ["prostitucion"]),
        ("Faz programa em troca de teto", "pt", ["programa"]),
        ("Sexo em troca de comida", "pt", ["sexo em troca"]),
        ("An arrangement with clients", "en", ["arrangement", "clients"]),
        ("She does sex work", "en", ["sex work"]),
        ("Alguien la usa, y ella quiere que pare", "es", []),
        ("¿Recuerda con quién estaba? Recuerdos de casa", "es", []),
        ("Somebody uses her, and she wants it to stop", "en", []),
    ],
)  # fmt: skip
def test_the_look_finds_what_must_not_be_said(text: str, language: str, found: list[str]) -> None:
    assert unwanted_for_young(text, language) == found


@pytest.mark.parametrize("of", [CASE, *OF_HERS])
def test_no_question_for_somebody_under_18_speaks_of_it(of: str) -> None:
    assert unwanted(of) == []


@pytest.mark.parametrize("of", sorted(by_code("case_part")))
def test_where_a_part_is_asked_of_grown_ups_in_such_words_it_has_others_for_her(of: str) -> None:
    """Whatever else may belong to a case is asked of her too: in its own wording for under 18 where it needs one."""
    assert unwanted(of) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_that_she_meets_speaks_of_it(name: str) -> None:
    said = [(each.code, language, found) for each in codes(name) for language in LANGUAGES
            if (found := unwanted_for_young(each.label(language), language))]  # fmt: skip
    assert said == []


def test_no_list_of_which_she_may_be_asked_one_speaks_of_it() -> None:
    """A code that speaks of grown-ups has other words for her (``young_*``)."""
    asked = [each for of in (CASE, *by_code("case_part")) for each in questions(of).values() if each.list]
    rows = [(each.list, language, *pair) for each in asked for language in LANGUAGES
            for pair in each.offered(language, young=True)]  # fmt: skip
    assert [row for row in rows if unwanted_for_young(row[3], row[1])] == []
    grown = [text for each in asked for _code, text in each.offered("en") if unwanted_for_young(text, "en")]
    assert "perpetrator_class" not in {each.list for each in asked} or grown, "the look finds what is for grown-ups"


def ties_a_child_to_work(text: str) -> bool:
    """Does one question speak of a child and of what somebody does for a living?"""
    return bool(CHILD.search(text) and LABOUR.search(text))


@pytest.mark.parametrize(
    "text",
    [
        "¿En qué trabaja la madre de la niña?",
        "Does the mother of the child work at night?",
        "A ocupação da mãe da criança",
    ],
)
def test_the_look_finds_a_question_that_ties_a_child_to_work(text: str) -> None:
    assert ties_a_child_to_work(text)


def test_no_question_ties_a_child_to_what_her_mother_does() -> None:
    files = sorted(path.stem for path in (CONTENT / "case").glob("*.toml"))
    assert len(files) >= 6
    asked = [each for of in files for each in questions(of).values()]
    assert not [each.code for each in asked for language in LANGUAGES if ties_a_child_to_work(each.label(language))]
    of_hers = [each for of in OF_HERS for each in questions(of).values()]
    assert not [each.code for each in of_hers for language in LANGUAGES if LABOUR.search(each.label(language))]


def forms_without_young(source: str) -> list[int]:
    """The lines on which a form of questions is made without saying whether she is under 18."""
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    made = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == "QuestionsForm"]
    return [each.lineno for each in made if "young" not in {word.arg for word in each.keywords}]


def test_every_form_of_questions_says_whether_she_is_under_18() -> None:
    assert forms_without_young("x = QuestionsForm(questions=y)\nz = QuestionsForm(questions=y, young=True)") == [1]
    views = sorted((ROOT / "src/amparo/casework/views").glob("*.py"))
    assert len(views) >= 3
    assert {path.name: found for path in views if (found := forms_without_young(path.read_text("utf-8")))} == {}


def test_what_is_not_offered_is_no_answer() -> None:
    asked = Question("a", "s", "one", "age_band", {"es": "a"}, without=("unknown",))
    assert "unknown" not in dict(asked.offered("es"))
    assert len(asked.offered("es")) == len(by_code("age_band")) - 1
