"""The pages of an incident and of a conversation, as a caseworker meets them: asked, decided, kept, never lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases
from amparo.casework.models import Part
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.formats.case_questions import Answer, by_section
from amparo.formats.incidents import Answers, classify
from tests.cases import a_case, person
from tests.cast import Cast
from tests.incidents import POLICE, TOLD, a_screen, an_incident, asked, at, client_of, section_of, seen, text_of
from tests.letters import Letters, a_house_for_letters
from tests.over_the_wire import hidden

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


# --- an incident ---


def test_it_is_written_down_in_one_form_and_stands_on_the_case(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    page = text_of(ana.get(at("case_incident_new", case)))
    assert "Her work is never an incident." in page
    assert " required" not in page
    sent = {"account": TOLD, "acts": ["AGF", "COB"], "happened_day": "2026-11-01", "wants_not": "does_not_know"}
    made = ana.post(at("case_incident_new", case), sent)
    part = Part.objects.get(reference=made["Location"].rsplit("/", 1)[1])
    assert made["Location"] == at("case_incident", case, part)
    shown = text_of(ana.get(made["Location"]))
    for each in (TOLD, "What happened: Nov. 1, 2026", "Physical assault · Money or sex asked", "I do not know",
                 "The day is not known", "The hour is not known", "Not asked yet."):  # fmt: skip
        assert each in shown, each
    assert "2026-11-01" not in shown
    on_case = text_of(ana.get(reverse("case", args=[case.reference])))
    assert "Nov. 1, 2026" in on_case
    assert TOLD not in on_case, "her account stands on its own page alone"
    assert ana.post(at("case_incident_new", case), {}).status_code == 302, "without a single answer it is one too"


def test_the_trail_does_not_tell_it_from_a_note(house: Letters) -> None:
    """Nor whether the six questions were asked: each of their pages opens the case, and one line an hour says so."""
    told, ana, answered = {}, client_of(house, "ana"), 0
    for kind in ("note", "incident"):
        case, before = a_case(house, agreed=""), Act.objects.count()
        if kind == "note":
            ana.get(ana.post(at("case_note_add", case), {"note_text": TOLD})["Location"])
        else:
            made = ana.post(at("case_incident_new", case), {"account": TOLD})["Location"]
            asks = at("case_incident_kind", case, Part.objects.get(reference=made.rsplit("/", 1)[1]))
            while field := re.search(r'name="question" value="(\d)"', ana.get(asks).text):
                assert ana.post(asks, {"question": field[1], "answer": "no"}).status_code == 302
                answered += 1
            assert answered == 6
        told[kind] = sorted(Act.objects.filter(number__gt=before).values_list("verb", flat=True))
    assert told["note"] == told["incident"] == ["case.opened", "case.part_written"]


def test_a_day_that_there_is_not_is_said_and_nothing_is_lost(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    page = ana.post(at("case_incident_new", case), {"account": TOLD, "happened_day": "2026-02-30"})
    assert page.status_code == 200
    assert "Write the day like this" in text_of(page)
    assert TOLD in text_of(page)


def test_every_section_has_its_page_and_no_other_has(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    part = an_incident(house, case)
    for code in by_section("incident"):
        assert ana.get(at("case_incident_write", case, part, code)).status_code == 200
    assert ana.get(at("case_incident_write", case, part, "need")).status_code == 404


def test_two_write_the_same_answer_and_both_stand_on_the_page(house: Letters) -> None:
    case = a_case(house)
    part = an_incident(house, case)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    ana, berta = client_of(house, "ana"), client_of(house, "berta")
    address = at("case_incident_write", case, part, "told")
    hers = section_of(ana, "case_incident_write", case, part, "told") | {"account": "lo de Ana", "wants": "una cama"}
    first = section_of(berta, "case_incident_write", case, part, "told") | {"account": "lo de Berta", "wants": ""}
    assert berta.post(address, first).status_code == 302
    told = ana.post(address, hers)
    page = text_of(told)
    assert told.status_code == 409
    for each in ("lo de Ana", "lo de Berta", "una cama", "Look at both"):
        assert each in page, each
    again = {"seen": hidden(told.content.decode(), "seen"), "account": "lo de las dos", "wants": "una cama"}
    assert ana.post(address, again).status_code == 302
    now = seen(house, case, part).part
    assert (now.said("account"), now.said("wants")) == ("lo de las dos", "una cama")


def test_her_key_shut_while_she_wrote_and_every_word_is_on_the_answer(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    part = an_incident(house, case)
    sent = section_of(ana, "case_incident_write", case, part, "told") | {"account": "un relato largo"}
    del ana.cookies[settings.UNLOCK_COOKIE_NAME]
    for address, data in (
        (at("case_incident_write", case, part, "told"), sent),
        (at("case_incident_new", case), sent),
        (at("case_incident_otherwise", case, part), {"core_type": "denial", "reason": "un relato largo"}),
    ):
        told = ana.post(address, data)
        assert told.status_code == 403
        assert "un relato largo" in text_of(told)
    carla = client_of(house, "carla")
    of_carla = a_case(house, "carla")
    screen = a_screen(house, of_carla)
    del carla.cookies[settings.UNLOCK_COOKIE_NAME]
    for address, data in (
        (at("case_screen_new", of_carla), {"account": "un relato largo"}),
        (at("case_screen_write", of_carla, screen, "hers"), {"account": "un relato largo"}),
        (at("case_screen_second", of_carla, screen), {"words": "un relato largo"}),
    ):
        told = carla.post(address, data)
        assert told.status_code == 403
        assert "un relato largo" in text_of(told)


# --- the six questions ---


def press(client: Client, address: str, answer: str) -> Any:
    """Answer the question that stands on the page."""
    page = client.get(address).content.decode()
    return client.post(address, {"question": hidden(page, "question"), "answer": answer})


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (["no", "yes"], "Sexual assault"),
        (["no", "no", "no", "no", "no", "no"], "None of the six"),
        (["no", "no", "prefers_not"], "Nothing can be said yet"),
    ],
)
def test_one_question_at_a_time_until_the_first_yes(house: Letters, answers: list[str], says: str) -> None:
    """The page leads where the rule leads, and stops where it stops; the same rule decides the same again."""
    case, ana = a_case(house), client_of(house, "ana")
    part = an_incident(house, case)
    address = at("case_incident_kind", case, part)
    for number, answer in enumerate(answers, start=1):
        page = text_of(ana.get(address))
        assert f"Question {number} of 6" in page
        assert press(ana, address, answer)["Location"] == address
    page = ana.get(address)
    assert f"<h1>{says}</h1>" in text_of(page)
    assert 'name="question"' not in text_of(page)
    kept = seen(house, case, part).decided
    assert kept == classify(Answers(*answers))
    assert ana.post(address, {"again": "1"}).status_code == 302
    assert "Question 1 of 6" in text_of(ana.get(address))


def test_an_answer_to_a_question_that_is_past_writes_over_nothing(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    part = an_incident(house, case)
    asked(house, case, part, "no")
    told = ana.post(at("case_incident_kind", case, part), {"question": "1", "answer": "yes"})
    assert told.status_code == 409
    assert "Somebody else answered meanwhile." in text_of(told)
    for nonsense in ({"question": "9", "answer": "yes"}, {"question": "2", "answer": "true"}, {}):
        assert ana.post(at("case_incident_kind", case, part), nonsense).status_code == 200
    assert seen(house, case, part).decided.answers == Answers("no")


def test_seen_otherwise_both_stand_and_a_reason_is_needed(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    part = an_incident(house, case, acts=Answer(("VIO",)))
    asked(house, case, part, "no", "no", "yes")
    address, kind = at("case_incident_otherwise", case, part), at("case_incident_kind", case, part)
    page = text_of(ana.get(at("case_incident", case, part)))
    assert "What was done to her names: rape. To the question “Was there penetration" in page
    mark = hidden(ana.get(kind).content.decode(), "seen")
    without = ana.post(address, {"core_type": "rape", "reason": " ", "seen": mark})
    assert "Write why, in a few words." in text_of(without)
    sent = {"core_type": "rape", "reason": "Lo contó otro día", "seen": mark}
    assert ana.post(address, sent).status_code == 302
    page = text_of(ana.get(at("case_incident", case, part)))
    assert "<strong>Physical assault</strong>" in page
    assert "sees it as: Rape. “Lo contó otro día”" in page
    past = ana.post(address, {"core_type": "denial", "reason": "Otra razón", "seen": mark})
    assert past.status_code == 409
    for each in ("Lo contó otro día", "Otra razón"):
        assert each in text_of(past)
    again = {"core_type": "denial", "reason": "Otra razón", "seen": hidden(past.content.decode(), "seen")}
    assert ana.post(address, again).status_code == 302


# --- the time there is, and whom she is never sent to ---


def test_the_time_there_is_is_said_in_words_and_never_that_it_is_over(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    long_ago = an_incident(house, case, acts=Answer(("VIO",)), happened_day=Answer("2020-01-01"))
    by_month = an_incident(house, case, acts=Answer(("VIO",)), happened_month=Answer("2020-01"))
    for part in (long_ago, by_month):
        page = text_of(ana.get(at("case_incident", case, part)))
        assert "There is time" in page
        assert "Ask anyway" in page
        assert not re.search(r"too late|expired|closed", page)
    assert "What happened: January 2020" in text_of(ana.get(at("case_incident", case, by_month)))


def test_the_hours_that_are_left_stand_on_the_case_and_the_latest_first(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    an_incident(house, case, acts=Answer(("ROB",)), happened_month=Answer("2020-03"))
    yesterday = clock.local(clock.now() - timedelta(days=1))
    recent = an_incident(
        house, case, acts=Answer(("VIO",)), happened_day=Answer(f"{yesterday:%Y-%m-%d}"),
        happened_time=Answer(f"{yesterday:%H:%M}"),
    )  # fmt: skip
    page = text_of(ana.get(reverse("case", args=[case.reference])))
    assert re.search(r"There is time: about 4[78] hours</strong> for the medicine that prevents HIV", page)
    assert "month" not in page[page.index("There is time") : page.index("March 2020")], "only what is counted in hours"
    assert page.index(recent.reference) < page.index("March 2020")
    heading = text_of(ana.get(at("case_incident", case, recent)))
    assert heading.index("There is time") < heading.index("What she tells"), "on a phone it comes first"
    assert "Only if you could become pregnant" in heading


def test_the_body_that_hurt_her_stands_on_the_case_and_goes_with_a_mistake(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    page = reverse("case", args=[case.reference])
    assert "Do not send her to" not in text_of(ana.get(page))
    part = an_incident(house, case, **POLICE)
    for address in (page, at("case_incident", case, part)):
        shown = text_of(ana.get(address))
        assert "Do not send her to: " in shown
        assert "police" in shown.lower()
        assert "Urgent health care stays" in shown
    assert ana.post(at("case_incident_end", case, part)).status_code == 302
    assert "Do not send her to" not in text_of(ana.get(page))
    assert "Written by mistake" in text_of(ana.get(page))
    assert ana.post(at("case_incident_end", case, part)).status_code == 302
    assert "Do not send her to: " in text_of(ana.get(page))
    other = an_incident(house, a_case(house), branch=Answer(("other",)))
    only = text_of(ana.get(at("case_incident", other.case, other)))
    assert "Do not send her to what nobody knows who runs." in only
