"""Where there is no help nothing is asked: not sent out, not begun, handed to no phone; and printed for who asks.

What was filled in before is taken all the same: nobody's words are lost because a place closed.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.alive import places_for, to_confirm, without_help
from amparo.fieldwork.actions import phones
from amparo.fieldwork.models import Deployment, Study, Submission
from amparo.formats.neutral import telling_words
from tests.desk import checked, days_ago
from tests.field import TODAY, filled, instance, offered
from tests.letters import with_open_key
from tests.odk_phone import sealed_submission
from tests.once import laid_once
from tests.study import NEEDS, House, at, confirm, planned_study, text, verbs_since

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with laid_once(django_db_blocker, lambda: planned_study()) as made:
        yield made


@pytest.fixture
def planned(laid: House) -> House:
    return deepcopy(laid)


def sent_out(house: House) -> None:
    """With help for all that it asks."""
    confirm(house)
    assert house.post("study_send", {"version": house.version.reference}).status_code == 302


def nobody_confirmed_it(house: House) -> None:
    """A year went by, and nobody rang."""
    Service.objects.filter(pk=house.counsel.pk).update(checked_on=days_ago(400))
    project_all()


def test_without_help_it_is_not_sent_out_and_the_page_leads_to_whom_to_ring(planned: House) -> None:
    before = Act.objects.count()
    page = planned.read("study_send")
    assert "Nobody here is confirmed for: A lawyer" in page
    answer = planned.post("study_send", {"version": planned.version.reference})
    page = text(answer)
    assert "In this territory the list knows no place that is open now for: A lawyer." in page
    assert "Casa de la esquina" in page
    assert "Lejos" not in page, "in another part of the country it meets nobody"
    for address in (at("desk_service", planned.counsel.reference), at("desk_services"), at("desk_new")):
        assert f'href="{address}"' in answer.text
    assert (Deployment.objects.count(), verbs_since(before)) == (0, [])

    confirm(planned)
    assert planned.post("study_send", {"version": planned.version.reference}).status_code == 302
    one = Deployment.objects.get()
    assert (one.is_open, bool(one.public_key), one.on_web) == (True, True, False)
    assert verbs_since(before) == ["questionnaire.sent_out"]
    page = planned.read("study_send")
    assert "It is asked now. Answers are locked on the phone." in page
    assert "Signed by: Reviewer from a peer organisation." in page
    assert "Nothing that is signed" in page
    before = Act.objects.count()
    assert planned.post("study_take_in", {}, one.reference).status_code == 302
    assert verbs_since(before) == ["questionnaire.taken_in"]
    assert "It is asked no more." in planned.read("study_send")


def test_help_that_went_since_is_said_while_it_is_asked(planned: House) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    planned.post("study_begin", {"do": "begin"})
    assert "Help is missing now" not in planned.read("study")
    nobody_confirmed_it(planned)
    page = planned.read("study")
    assert "Help is missing now" in page
    assert re.search(r"nobody who is confirmed for: A lawyer", page)


def test_a_study_does_not_begin_where_help_went_since_it_was_sent_out(planned: House) -> None:
    sent_out(planned)
    nobody_confirmed_it(planned)
    said = text(planned.client("leda").get(at("study_begin", Study.objects.get().reference)))
    assert "Today there are confirmed places for all that is asked" in said
    planned.post("study_begin", {"do": "begin"})
    assert Study.objects.get().state == "planned"
    confirm(planned)
    planned.post("study_begin", {"do": "begin"})
    assert Study.objects.get().state == "running"


def test_no_phone_is_offered_what_asks_for_help_that_is_gone_and_what_lies_on_it_is_taken(planned: House) -> None:
    sent_out(planned)
    planned.post("study_begin", {"do": "begin"})
    study, one = Study.objects.get(), Deployment.objects.get()
    leda, ines = with_open_key(planned.people["leda"]), planned.people["ines"]
    _device, token = phones.give_phone(study, person=ines, label="Uno", by=leda, on=TODAY)
    assert offered(token) == ["trial"]
    nobody_confirmed_it(planned)
    assert offered(token) == []
    assert "is offered to no phone and on no page" in planned.read("study")
    sent = sealed_submission(
        filled(1), form_id="trial", version="1", instance_id=instance(1), public_key=one.public_key, rng=Random(1)
    )
    parts = {"xml_submission_file": SimpleUploadedFile("a.xml", sent.slip, "text/xml")}
    parts |= {name: SimpleUploadedFile(name, data) for name, data in sent.files.items()}
    assert Client().post(f"/hojas/{token}/submission", parts).status_code == 201
    assert Submission.objects.get().missing == 0
    confirm(planned)
    assert offered(token) == ["trial"]
    assert "is offered to no phone" not in planned.read("study")


@pytest.mark.parametrize(
    ("language", "first"), [("es", "Antes de conversar"), ("pt", "Antes de conversar"), ("en", "Before we talk")]
)
def test_the_sheet_says_what_to_say_who_helps_and_how_to_stop_and_tells_nothing(
    planned: House, language: str, first: str
) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    with translation.override(language):
        where = reverse("study_sheet", args=[Study.objects.get().reference])
    answer = planned.client("leda").get(where)
    paper = answer.text.partition('<div class="one-page">')[2].partition("</main>")[0]
    told = text(answer)
    assert first in told
    assert paper.count("<li>") == 5 + 10 + 4
    assert "Consulta de la mañana · Tulcán · +593 99 000 0000" in told
    assert "Casa de la esquina" in told
    assert "Lejos" not in told
    for said in ("Se para y se llama.", "La casa de ejemplo contesta de noche.", "En marzo, en la casa."):
        assert said in told
    assert telling_words(re.sub(r"<[^>]+>", " ", paper)) == []
    assert telling_words("survivor of violence, sexual") != [], "the list of such words bites"


def test_a_name_that_tells_stands_on_no_paper_and_an_old_number_neither(planned: House) -> None:
    confirm(planned)
    Service.objects.filter(pk=planned.clinic.pk).update(name="Atención a víctimas de violencia sexual")
    planned.clinic.phones.update(checked_on=days_ago(120))
    project_all()
    (_health, (clinic,)), (_papers, (counsel,)) = places_for(NEEDS, "EC-C", now=clock.now())
    assert (clinic.name, clinic.town, clinic.phones) == ("", "Tulcán", ())
    assert counsel.phones == ("+593 99 000 0000",)


def test_where_help_is_and_whom_to_ring_is_of_that_territory(planned: House) -> None:
    now, leda = clock.now(), planned.people["leda"]
    assert without_help(NEEDS, "EC-C", now=now) == ["lawyer"]
    assert without_help(NEEDS, "EC", now=now) == []
    assert without_help(NEEDS, "CO", now=now) == list(NEEDS)
    today = clock.day(now)
    assert [each.name for each in to_confirm(leda, "lawyer", "EC-C", today=today)] == ["Casa de la esquina"]
    assert to_confirm(leda, "lawyer", "EC-P", today=today) == []
    assert to_confirm(leda, "survivor_care", "EC-C", today=today) == []
    Service.objects.filter(pk=planned.counsel.pk).update(tier=3, **checked(0))
    project_all()
    assert without_help(NEEDS, "EC-C", now=now) == ["lawyer"], "what nobody may know of is no help"
