"""A focal point reads what she was allowed to and no more, answers in two taps, and afterwards nothing is left."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.focal_points.models import FocalPoint
from amparo.casework.actions import cases as case_actions
from amparo.casework.models import Case, Slice
from amparo.casework.queries.slices import slices_for
from amparo.commons.accounts.models import User
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import OutcomeTally, Service
from amparo.commons.policy.policies import Denied
from tests.cases import NAME, NUMBER, a_case, person
from tests.incidents import POLICE, an_incident
from tests.integration.test_finding import make
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.referrals import agree, ahead, allows, one, refer, step
from tests.slices import HEALTH, answer, clinics, her, pass_on, passed, plain, read, who_answers
from tests.transfers import SUMMARY, approved

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def there(places_small: dict[str, Any]) -> dict[str, Service]:
    return clinics(places_small["tulcan"])


@pytest.fixture
def focal(house: Letters, there: dict[str, Service], places_small: dict[str, Any]) -> FocalPoint:
    return who_answers(places_small["tulcan"], there["clinica"])


@pytest.fixture
def case(house: Letters, focal: FocalPoint) -> Case:
    found = a_case(house)
    approved(house, found)
    return found


# --- what she reads ---


def test_first_what_she_needs_and_who_she_is_once_she_said_yes(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    passed(house, case, there)
    (found,) = slices_for(her(focal))
    assert (read(focal), found.note["summary"], found.waits_for_yes) == (set(), SUMMARY, True)
    answer(focal, "accepted")
    assert read(focal) == {"name_used"}, "not how to reach her: that was not marked"
    text = str(slices_for(her(focal))[0].note)
    assert NAME in text
    assert not [each for each in (NUMBER, case.reference, case.ring, "ana") if each in text]


def test_never_more_than_she_allowed_to_that_very_body(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    reference = refer(house, case, there["clinica"], "told", need=HEALTH)
    with pytest.raises(Denied, match="not asked"):
        pass_on(house, case, reference, "coded_only")
    allows(house, case, one(house, case, reference), "coded_only")
    for more in ("identity", "contact", "need_summary"):
        with pytest.raises(Denied, match="more than she allowed"):
            pass_on(house, case, reference, "coded_only", more)
    with pytest.raises(Denied, match="not offered"):
        pass_on(house, case, reference, "narrative", "coded_only")
    pass_on(house, case, reference, "coded_only")
    assert Slice.objects.count() == 1


def test_only_whoever_answers_for_that_body_with_a_key_that_counts(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], places_small: dict[str, Any]
) -> None:
    waits = who_answers(places_small["tulcan"], there["clinica"], "Otra de ejemplo", confirmed=False)
    elsewhere = who_answers(places_small["tulcan"], there["hospital"], "Tercera de ejemplo")
    reference = refer(house, case, there["clinica"], "told", need=HEALTH)
    allows(house, case, one(house, case, reference), "coded_only")
    for each in (waits, elsewhere):
        with pytest.raises(Denied, match="not offered"):
            pass_on(house, case, reference, "coded_only", to=each.user.reference)
    assert not Slice.objects.exists()


def test_of_the_state_a_second_person_agrees_first(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], places_small: dict[str, Any]
) -> None:
    state = who_answers(places_small["tulcan"], there["hospital"], "Tercera de ejemplo")
    case_actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    reference = refer(house, case, there["hospital"], "told", need=HEALTH)
    allows(house, case, one(house, case, reference), "coded_only")
    with pytest.raises(Denied, match="second person has to agree"):
        pass_on(house, case, reference, "coded_only", to=state.user.reference)
    agree(house, case, reference, "berta")
    pass_on(house, case, reference, "coded_only", to=state.user.reference)
    assert len(slices_for(her(state))) == 1


def test_a_focal_point_of_the_body_that_hurt_her_finds_the_same_with_and_without(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], places_small: dict[str, Any]
) -> None:
    police = make("Oficina Ejemplo", places_small["tulcan"], needs=(HEALTH,), operator="police")
    project_all()
    there["policia"] = police
    theirs = who_answers(places_small["tulcan"], police, "De la policía de ejemplo")
    client = opened_client(User.objects.get(pk=theirs.user_id))
    before = plain(client.get(reverse("portal")).text)
    an_incident(house, case, **POLICE)
    with pytest.raises(Denied, match="not offered"):
        refer(house, case, police, "told", need=HEALTH)
    passed(house, case, there)
    assert plain(client.get(reverse("portal")).text) == before
    assert slices_for(her(theirs)) == []


# --- what she answers ---


def test_her_answer_stands_in_the_case_when_it_is_opened_next(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    reference = passed(house, case, there)
    answer(focal, "appointed", day=ahead(3), hour="09:30", door="Pregunta por Nubia")
    found = one(house, case, reference)
    assert (found.state, found.part.said("ref_day"), found.part.said("ref_hour")) == (
        "appointed",
        ahead(3),
        "09:30",
    )
    assert found.told == {"coded_only", "need_summary", "identity"}
    answer(focal, "came")
    assert one(house, case, reference).state == "came"
    assert slices_for(her(focal)) == [], "she has said all"
    step(house, case, reference, "done", ref_outcome="REC")
    assert not Slice.objects.exists()


def test_a_no_has_a_reason_and_counts_once(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    reference = passed(house, case, there)
    with pytest.raises(Denied, match="Choose why not"):
        answer(focal, "declined")
    with pytest.raises(Denied, match="Write the day"):
        answer(focal, "appointed")
    with pytest.raises(Denied, match="answered meanwhile"):
        answer(focal, "came")
    answer(focal, "declined", reason="asks_for_id")
    assert slices_for(her(focal)) == []
    for _twice in range(2):
        found = one(house, case, reference)
    assert (found.state, found.outcome, found.part.said("ref_refusal")) == ("declined", "CON", "refused_papers")
    assert [(each.outcome, each.count) for each in OutcomeTally.objects.all()] == [("CON", 1)]
    assert not Slice.objects.exists()


def test_two_taps_with_an_old_browser(house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]) -> None:
    reference = passed(house, case, there)
    client = opened_client(User.objects.get(pk=focal.user_id), headers={"Accept-Language": "en"})
    page = client.get("/en" + reverse("portal").removeprefix("/en"))
    address = re.findall(r'href="([^"]*/entrada/[0-9a-f]{16})"', page.text)[0]  # the first tap
    shown = client.get(address)
    assert "<script" not in shown.text
    assert len(shown.content) < 40_000
    assert SUMMARY in unescape(shown.text)
    assert NAME not in unescape(shown.text)
    answered = client.post(address, {"to": "accepted"}, follow=True)  # the second
    assert one(house, case, reference).state == "accepted"
    assert NAME in unescape(answered.text), "what to call her stands on the page that comes"
