"""Every question that is put to her can be left out, and offers "she does not know" and "she prefers not to say".

Asked of each question of ``content/case`` in the form of its page, in three languages, for somebody under 18 and not.
Which questions are not hers but ours stands here by hand.
"""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.utils import translation

from amparo.casework.forms.questions import ClosingForm, QuestionsForm
from amparo.casework.forms.slips import SlipForm
from amparo.formats.case_questions import Answer, Question, questions
from amparo.formats.codes import CONTENT

BOTH = {"does_not_know", "prefers_not"}
# What whoever accompanies her answers, in words or with a day: nothing stands beside it, and it may stay empty.
OURS = {
    "card_night",  # her own last night round
    "closing_words",
    "legal_name", "legal_paper", "legal_number", "legal_why",
    "note_text",
    "yes_why", "yes_asked", "yes_words",
    "task_what", "task_told",
    "lawyer_kind",  # of what kind the matter is for which a lawyer is asked
    "back_words",  # what an organisation answered
    # a door: chosen, and what was said there and came of it, as whoever accompanies her finds out
    "ref_urgency", "ref_with", "ref_words", "ref_day", "ref_hour", "ref_door", "ref_reason", "ref_step_words",
    "ref_outcome", "ref_refusal",
    # what is asked for, answered and written where a law or a danger asks to tell somebody
    "told_body", "told_kind", "told_ground", "told_law", "told_source", "told_fields", "told_why", "told_on",
    "told_who", "she_by", "she_told_on",
}  # fmt: skip
# What stands in no form of questions to her: ours to plan, to mark and to say why, in a form of its own.
PLANNED = {
    "closure": {"closing_checks", "closing_words"},
    "letting_in": {"letting_in_why", "letting_in_words"},
    "transfer": {"arrived_how", "back_answer", "back_words"},
    "given_out": {"back_answer", "back_words"},
    "task": {"task_kind", "task_what", "task_outcome", "task_told"},
}
SLIP = "slip"  # anonymous, one press for each: an own answer says that she would rather not
FILES = sorted(path.stem for path in Path(CONTENT / "case").glob("*.toml"))


class Fields(HTMLParser):
    """What a page offers: of each name the values to choose from, and whether something has to be there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.offers: dict[str, set[str]] = {}
        self.asked: set[str] = set()
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in {"input", "select", "textarea"} and told.get("type") != "hidden":
            name = told["name"] or ""
            self.select = name if tag == "select" else self.select
            self.offers.setdefault(name, set())
            self.asked |= {name} if "required" in told else set()
            if told.get("type") in {"checkbox", "radio"}:
                self.offers[name].add(told.get("value") or "")
        if tag == "option":
            self.offers[self.select].add(told.get("value") or "")


def missing(form: forms.Form, question: Question) -> list[str]:
    """What is not offered where this question stands on the page."""
    page = Fields(str(form))
    own, beside = page.offers.get(question.code), page.offers.get(f"{question.code}_not")
    if own is None:
        return ["it is not there"]
    offers = own if question.kind in {"one", "many", "scale"} else beside or set()
    found = sorted(BOTH - offers)
    if question.kind != "many" and "" not in offers:
        found.append("left out")
    return found + (["has to be there"] if page.asked & {question.code, f"{question.code}_not"} else [])


def put_to_her() -> list[tuple[str, Question]]:
    """Every question to her, with its file."""
    files = [each for each in FILES if each != SLIP and each not in PLANNED]
    return [(of, each) for of in files for each in questions(of).values() if each.code not in OURS]


def form_of(question: Question, **more: Any) -> QuestionsForm:
    return QuestionsForm(questions=[question], **more)


def test_which_questions_are_ours_is_written_by_hand() -> None:
    assert {each.code for of in FILES for each in questions(of).values() if each.ours} == OURS
    assert {of: set(questions(of)) for of in PLANNED} == PLANNED
    assert len(FILES) == 20
    assert len(put_to_her()) > 80


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize("young", [False, True])
def test_each_offers_both_and_to_be_left_out(language: str, young: bool) -> None:
    with translation.override(language):
        found = {
            f"{of}:{each.code}": wrong
            for of, each in put_to_her()
            if (wrong := missing(form_of(each, young=young), each))
        }
    assert found == {}


def test_the_look_finds_what_is_planted() -> None:
    """A field that lacks a code, one that has to be filled, one that is not there: each is named."""
    by_kind = {each.kind: each for _of, each in put_to_her()}
    assert set(by_kind) == {"line", "text", "one", "many", "scale", "day", "month", "time"}
    for kind, asked in by_kind.items():
        form = form_of(asked)
        name = asked.code if kind in {"one", "many", "scale"} else f"{asked.code}_not"
        field: Any = form.fields[name]
        field.choices = [each for each in field.choices if each[0] not in {"prefers_not", ""}]
        assert missing(form, asked) == ["prefers_not", *(["left out"] if kind != "many" else [])], kind
        form = form_of(asked)
        form.fields[asked.code].required = True
        assert ("has to be there" in missing(form, asked)) == (kind != "many"), "no browser asks for one of many boxes"
        del form.fields[asked.code]
        assert missing(form, asked) == ["it is not there"]


def test_what_is_left_out_or_not_said_is_taken_as_that() -> None:
    for _of, asked in put_to_her():
        form = QuestionsForm({}, questions=[asked])
        assert form.is_valid(), asked.code
        assert form.answers() == {asked.code: Answer()}
        for said in BOTH:
            name = f"{asked.code}_not" if asked.has_beside else asked.code
            form = QuestionsForm({name: [said] if asked.kind == "many" else said}, questions=[asked])
            assert form.is_valid(), asked.code
            assert form.answers() == {asked.code: Answer(said=said)}


def test_a_slip_and_what_is_looked_at_before_closing_stop_nobody() -> None:
    slip = SlipForm({"slip": "abcd"})
    page = Fields(str(slip))
    assert {code for code in questions(SLIP) if "" not in page.offers[code] or code in page.asked} == set()
    assert slip.is_valid()
    assert ClosingForm({}).is_valid()
