"""A focal point reads what she was allowed to and no more, answers in two taps, and afterwards nothing is left."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.focal_points.models import FocalPoint
from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import hers, slices
from amparo.casework.models import Case, Part, Slice
from amparo.casework.queries.hers import copy_of
from amparo.casework.queries.slices import slices_for
from amparo.casework.queries.taking_back import digest_of_list
from amparo.casework.retention import due, shred
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import OutcomeTally, Service
from amparo.commons.policy.policies import Denied, Hidden
from amparo.vault.models import CaseKey, Wrap
from tests.cases import NAME, NUMBER, a_case, person, rows_as_text
from tests.focal import accredited, with_key
from tests.incidents import POLICE, an_incident
from tests.integration.test_finding import make
from tests.letters import Letters, a_house_for_letters, opened_client, with_open_key
from tests.referrals import NEED, NOW, agree, allows, one, refer, step
from tests.transfers import SUMMARY, approved

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
HEALTH = "health_now"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def there(places_small: dict[str, Any]) -> dict[str, Service]:
    made = {
        "clinica": make("Clínica Ejemplo", places_small["tulcan"], needs=(HEALTH,), operator="civil_society"),
        "hospital": make("Hospital Ejemplo", places_small["tulcan"], needs=(HEALTH,), operator="health_state"),
        "otra": make("Casa Ejemplo", places_small["tulcan"], needs=(NEED,)),
    }
    project_all()
    return made


@pytest.fixture
def focal(house: Letters, there: dict[str, Service], places_small: dict[str, Any]) -> FocalPoint:
    """Whoever answers for the clinic, with a key that counts."""
    found = accredited(places_small["tulcan"], there["clinica"].organisation, name="Nubia de ejemplo")
    with_key(found)
    return found


@pytest.fixture
def case(house: Letters, focal: FocalPoint) -> Case:
    found = a_case(house)
    approved(house, found)
    return found


def her(focal: FocalPoint) -> Any:
    """The focal point, with her key open."""
    return with_open_key(User.objects.get(pk=focal.user_id))


def passed(house: Letters, case: Case, there: dict[str, Service], *content: str, door: str = "clinica") -> str:
    """A referral that was passed on to whoever answers; its opaque name."""
    reference = refer(house, case, there[door], "told", need=HEALTH)
    allows(house, case, one(house, case, reference), "coded_only", "need_summary", "identity", "contact")
    pass_on(house, case, reference, *(content or ("coded_only", "need_summary", "identity")))
    return reference


def pass_on(house: Letters, case: Case, reference: str, *content: str, to: str = "", by: str = "ana") -> None:
    who = to or User.objects.get(name_used="Nubia de ejemplo").reference
    seen = one(house, case, reference, by).part.number
    slices.pass_on(case, reference=reference, to=who, content=content, seen=seen, by=person(house, by), now=NOW)


def answer(focal: FocalPoint, to: str, **said: str) -> None:
    (found,) = slices_for(her(focal))
    slices.answer_slice(found.reference, to=to, said=said, by=her(focal), now=NOW)


def read(focal: FocalPoint) -> set[str]:
    """The questions whose answers she reads."""
    (found,) = slices_for(her(focal))
    return {question.code for question, _answer in found.told}


# --- what she reads ---


def test_first_what_she_needs_and_who_she_is_once_she_said_yes(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    passed(house, case, there)
    (found,) = slices_for(her(focal))
    assert (read(focal), found.note["summary"], found.waits_for_yes) == ({"need_first"}, SUMMARY, True)
    answer(focal, "accepted")
    assert read(focal) == {"need_first", "name_used"}, "not how to reach her: that was not marked"
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
    waits = accredited(places_small["tulcan"], there["clinica"].organisation, name="Otra de ejemplo")
    with_key(waits, confirmed=False)
    elsewhere = accredited(places_small["tulcan"], there["hospital"].organisation, name="Tercera de ejemplo")
    with_key(elsewhere)
    reference = refer(house, case, there["clinica"], "told", need=HEALTH)
    allows(house, case, one(house, case, reference), "coded_only")
    for each in (waits, elsewhere):
        with pytest.raises(Denied, match="not offered"):
            pass_on(house, case, reference, "coded_only", to=each.user.reference)
    assert not Slice.objects.exists()


def test_of_the_state_a_second_person_agrees_first(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], places_small: dict[str, Any]
) -> None:
    state = accredited(places_small["tulcan"], there["hospital"].organisation, name="Tercera de ejemplo")
    with_key(state)
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
    theirs = accredited(places_small["tulcan"], police.organisation, name="De la policía de ejemplo")
    with_key(theirs)
    client = opened_client(User.objects.get(pk=theirs.user_id))
    before = plain(client.get(reverse("portal")).text)
    an_incident(house, case, **POLICE)
    with pytest.raises(Denied, match="not offered"):
        refer(house, case, police, "told", need=HEALTH)
    passed(house, case, there)
    assert plain(client.get(reverse("portal")).text) == before
    assert slices_for(her(theirs)) == []


def plain(text: str) -> str:
    """A page without its token, and without the address that she asked for herself."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|entrada/[0-9a-f]{16}', "", text)


# --- what she answers ---


def test_her_answer_stands_in_the_case_when_it_is_opened_next(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    reference = passed(house, case, there)
    answer(focal, "appointed", day="2026-11-27", hour="09:30", door="Pregunta por Nubia")
    found = one(house, case, reference)
    assert (found.state, found.part.said("ref_day"), found.part.said("ref_hour")) == (
        "appointed",
        "2026-11-27",
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
    assert client.post(address, {"to": "accepted"}).status_code == 302  # the second
    assert one(house, case, reference).state == "accepted"
    assert NAME in unescape(client.get(address).text)


# --- after it is over ---


@pytest.mark.parametrize("how", ["no", "closed", "destroyed", "hers", "hers_all", "hers_closed", "over", "ended"])
def test_afterwards_nothing_is_readable_or_counted(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], how: str
) -> None:
    reference = passed(house, case, there)
    (row,) = Slice.objects.all()
    client = opened_client(User.objects.get(pk=focal.user_id))
    address = reverse("portal_slice", args=[row.reference])
    assert client.get(address).status_code == 200
    end(house, case, reference, how)
    with pytest.raises(Hidden):
        slices.open_slice(row.reference, by=her(focal))
    answered = client.get(address)
    assert answered.status_code == 404
    assert client.post(address, {"to": "accepted"}).status_code == 404
    nowhere = client.get(reverse("portal_slice", args=["0123456789abcdef"]))
    assert (nowhere.status_code, plain(nowhere.text)) == (404, plain(answered.text)), "gone is as never there"
    assert "Nothing waits for you" in client.get("/en" + reverse("portal").removeprefix("/en")).text
    if how != "over":
        assert not Slice.objects.exists()
        assert not CaseKey.objects.filter(ring=row.ring).exists()


def end(house: Letters, case: Case, reference: str, how: str) -> None:
    ana = person(house, "ana")
    if how == "no":
        allows(house, case, one(house, case, reference), answer="no")
    elif how == "closed":
        case_actions.close(case, reason="goals_met", by=ana)
    elif how == "destroyed":
        case_actions.destroy(case.reference, by=ana)
    elif how == "ended":
        step(house, case, reference, "declined", ref_reason="cost")
    elif how == "over":
        Wrap.every.filter(until__isnull=False).update(until=NOW - timedelta(days=2))
    else:
        by_herself(house, case, reference, how)


def by_herself(house: Letters, case: Case, reference: str, how: str) -> None:
    """She does it on her own page, where no key of the house is open."""
    opened = case_actions.open_case(case, by=person(house, "ana"))
    takes = str(copy_of(opened, NOW)["takes"])
    Case.objects.filter(pk=case.pk).update(her_takes=digest_of_list(takes), her_ring="r" * 16)
    case.refresh_from_db()
    allowed = str(one(house, case, reference).part.more["permission"])
    if how == "hers":
        assert hers.take_back(case, allowed, takes=takes) == 1
    elif how == "hers_all":
        hers.destroy_hers("r" * 16, takes=takes)
    else:
        assert hers.close_hers(case, takes=takes)


def test_the_night_takes_what_is_over(house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]) -> None:
    passed(house, case, there)
    (row,) = Slice.objects.all()
    assert row.until == (NOW + timedelta(days=90)).replace(second=0, microsecond=0), "as long as her permission"
    assert not [each for each in due(row.until - timedelta(minutes=1)) if isinstance(each, Slice)]
    (gone,) = [each for each in due(row.until) if isinstance(each, Slice)]
    shred(gone)
    assert not Slice.objects.exists()


# --- who else ---


@pytest.mark.parametrize("who", ["ana", "berta", "carla", "diana", "stranger"])
def test_nobody_else_has_such_a_page(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], who: str
) -> None:
    passed(house, case, there)
    address = reverse("portal_slice", args=[Slice.objects.get().reference])
    client = Client() if who == "stranger" else opened_client(getattr(house.cast, who)) if who != "diana" else Client()
    if who == "diana":
        client.force_login(house.cast.diana)
    for answered in (client.get(address), client.post(address, {"to": "accepted"})):
        assert answered.status_code in {302, 403, 404}
        assert SUMMARY not in answered.text
    assert slices_for(her(focal))[0].state == "sent"


def test_another_focal_point_finds_nothing(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service], places_small: dict[str, Any]
) -> None:
    passed(house, case, there)
    other = accredited(places_small["tulcan"], there["clinica"].organisation, name="Otra de ejemplo")
    with_key(other)
    client = opened_client(User.objects.get(pk=other.user_id))
    address = reverse("portal_slice", args=[Slice.objects.get().reference])
    assert client.get(address).status_code == 404
    assert slices_for(her(other)) == []


def test_the_disk_says_nothing_of_her_and_ties_it_to_no_case(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    passed(house, case, there)
    text = rows_as_text(Slice, Part, Act)
    assert not [each for each in (NAME, SUMMARY, "Clínica", HEALTH) if each in text]
    assert case.reference not in rows_as_text(Slice)
    verbs = set(Act.objects.values_list("verb", flat=True))
    answer(focal, "accepted")
    assert set(Act.objects.values_list("verb", flat=True)) - verbs == {"slice.answered"}
