"""What was passed on to a focal point, once it is over: for her it never was; and who else finds nothing of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.focal_points.models import FocalPoint
from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import hers, slices
from amparo.casework.models import Case, Part, Referred, Slice
from amparo.casework.queries.hers import copy_of
from amparo.casework.queries.slices import slices_for
from amparo.casework.queries.taking_back import digest_of_list
from amparo.casework.retention import due, shred
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Service
from amparo.commons.policy.policies import Hidden
from amparo.vault.models import CaseKey, Wrap
from tests.cases import NAME, a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.moment import ZONE
from tests.referrals import NOW, allows, one, step
from tests.slices import HEALTH, answer, clinics, her, passed, plain, who_answers
from tests.stopped import says
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


@pytest.mark.parametrize(
    "how",
    ["no", "less", "stopped", "closed", "destroyed", "hers", "hers_all", "hers_closed", "over", "ended", "turned_away"],
)
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
    if how == "less":
        allows(house, case, one(house, case, reference), "coded_only")
    elif how == "no":
        allows(house, case, one(house, case, reference), answer="no")
    elif how == "stopped":
        says(case, ana, "no")
    elif how == "closed":
        case_actions.close(case, reason="goals_met", by=ana)
    elif how == "destroyed":
        case_actions.destroy(case.reference, by=ana)
    elif how == "ended":
        step(house, case, reference, "declined", ref_reason="cost")
    elif how == "turned_away":
        hers.say(case, {"refused": [reference, "refused_papers"]})
        case_actions.open_case(case, by=ana)
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
    assert NOW + timedelta(days=59) < row.until <= NOW + timedelta(days=90), "no longer than her permission"
    assert not [each for each in due(row.until - timedelta(minutes=1)) if isinstance(each, Slice)]
    (gone,) = [each for each in due(row.until) if isinstance(each, Slice)]
    shred(gone)
    assert not Slice.objects.exists()


# --- what the disk says ---


@pytest.mark.parametrize(
    ("on", "end", "until"),
    [
        ("2026-11-24T15:07", "2027-02-22T15:07", "2027-02-01T00:00"),
        ("2026-11-28T09:31", "2027-02-26T09:31", "2027-02-01T00:00"),
        ("2026-11-24T15:07", "2026-12-02T15:07", "2026-12-02T00:00"),  # the first of December leaves no week
        ("2026-11-24T00:00", "2026-12-01T10:00", "2026-12-01T00:00"),
        ("2026-11-24T15:07", "2026-11-25T15:07", "2026-11-25T00:00"),
        ("2026-11-24T15:07:09", "2026-11-24T18:07:09", "2026-11-24T18:07"),
    ],
)
def test_it_ends_with_a_month_and_never_later_than_she_allowed(on: str, end: str, until: str) -> None:
    given, last, found = (datetime.fromisoformat(each).replace(tzinfo=ZONE) for each in (on, end, until))
    assert slices.ends_at(last, given) == found
    assert given < found <= last


def test_a_copy_of_the_disk_does_not_pair_it_with_a_case(
    house: Letters, case: Case, focal: FocalPoint, there: dict[str, Service]
) -> None:
    """No act of the trail is of passing on, and nothing of the row that stands in clear says when that was."""
    passed(house, case, there)
    verbs = set(Act.objects.filter(target=f"case:{case.reference}").values_list("verb", flat=True))
    assert verbs, "the trail says that somebody wrote in the case"
    assert not {each for each in verbs if "pass" in each or "slice" in each or "refer" in each}, verbs
    (row,), (word,) = Slice.objects.all(), Referred.objects.all()
    assert row.until == clock.at(clock.day(row.until).replace(day=1)), "the first moment of a month here"
    assert list(Wrap.every.filter(case_key__ring=row.ring).values_list("until", flat=True)) == [row.until]
    assert word.until.day == 1
    assert 365 <= (word.until - clock.day(NOW)).days <= 397


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
    other = who_answers(places_small["tulcan"], there["clinica"], "Otra de ejemplo")
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
