"""She closes her case, or takes everything back, on her own page: nobody at the desk makes that undone by a press."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework import retention
from amparo.casework.actions import cases, hers, parts
from amparo.casework.actions.exports import NOTHING_LEFT
from amparo.casework.actions.handing import hand_cases
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.policies.stopping import SHE_STOPPED
from amparo.casework.queries.hers import copy_of
from amparo.casework.queries.permissions import permissions_in
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import HOUSE
from amparo.vault.actions.ledger import destroyed_rings, its_day_came
from tests.cases import a_case, person
from tests.exports import agreed, rows_in, taken, two_cases
from tests.integration.test_case_holds import UNTIL, held, shared
from tests.letters import Letters, a_house_for_letters, opened_client, who_reads
from tests.stopped import opened, says

pytestmark = pytest.mark.django_db(databases=["default"])
NOTE = {"note_text": Answer("Una palabra más")}
RING = "0123456789abcdef"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def given(case: Case, by: Any) -> set[str]:
    """What lets something through today."""
    return {each.kind for each in permissions_in(cases.opened(by, case).parts) if each.is_given(clock.now())}


# --- she closed it ---


def test_a_case_that_she_closed_goes_on_only_when_she_says_yes_again(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    hers.close_hers(case)
    case.refresh_from_db()
    assert given(case, ana) == set()
    sent = opened_client(house.cast.ana).post(reverse("case_move", args=[case.reference]), {"to": "assessment"})
    assert sent.status_code == 302
    assert opened(case, ana).she_stopped
    with pytest.raises(Denied) as denied:
        parts.add_part(case, kind="note", answers=NOTE, by=ana)
    assert denied.value.sentence is SHE_STOPPED
    with pytest.raises(Denied):
        cases.share(case, reader=house.readers["berta"], by=ana)
    says(case, ana, "yes")
    parts.add_part(case, kind="note", answers=NOTE, by=ana)
    cases.share(case, reader=house.readers["berta"], by=ana)


def test_one_that_was_closed_for_another_reason_goes_on_when_it_is_opened(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    cases.close(case, reason="no_contact", by=ana)
    cases.move(case, to="assessment", by=ana)
    parts.add_part(case, kind="note", answers=NOTE, by=ana)


def test_what_she_closed_is_handed_to_nobody(house: Letters) -> None:
    case, mine = a_case(house), a_case(house)
    hers.close_hers(case)
    done = hand_cases(house.readers["carla"], by=person(house, "ana"))
    assert (done.given, done.kept_back) == (1, 1)
    assert ("carla" in who_reads(case), "carla" in who_reads(mine)) == (False, True)


def test_what_she_closes_after_a_list_was_agreed_is_not_in_it(house: Letters) -> None:
    stays, goes = two_cases(house)
    made = agreed(house, stays, goes)
    hers.close_hers(stays)
    written = taken(house, made)
    assert (written.count, written.left_out) == (1, 1)
    assert not [cells for cells in rows_in(written.box) if stays.reference in cells]


def test_a_list_of_nothing_but_what_she_closed_is_not_written(house: Letters) -> None:
    one, two = two_cases(house)
    made = agreed(house, one, two)
    for each in (one, two):
        hers.close_hers(each)
    with pytest.raises(Denied) as denied:
        taken(house, made)
    assert denied.value.sentence is NOTHING_LEFT


# --- she took everything back, and two people hold it ---


@pytest.fixture(params=["open", "closed before"])
def kept(house: Letters, request: Any) -> Case:
    """A case of which she took everything back, and that two people hold."""
    case, ana = shared(house), person(house, "ana")
    count = Said("share_nonidentifiable_stats", "yes", HOUSE, content=frozenset({"coded_only"}), method="written")
    write_permission(case, said=count, by=ana)
    held(house, case)
    if request.param == "closed before":
        cases.close(case, reason="goals_met", by=ana, now=clock.now() - timedelta(days=40))
    Case.objects.filter(pk=case.pk).update(her_ring=RING)
    assert hers.destroy_hers(RING)
    case.refresh_from_db()
    return case


@pytest.mark.usefixtures("english")
def test_nobody_opens_it_again_so_it_goes_on_the_day_after(house: Letters, kept: Case) -> None:
    ana = person(house, "ana")
    page = opened_client(house.cast.ana).get(reverse("case", args=[kept.reference])).text
    assert ("She took everything back." in page, "Open it again" in page) == (True, False)
    with pytest.raises(Denied, match="She took everything back"):
        cases.move(kept, to="assessment", by=ana)
    assert opened_client(house.cast.ana).post(
        reverse("case_move", args=[kept.reference]), {"to": "assessment"}
    ).status_code != 302  # fmt: skip
    kept.refresh_from_db()
    assert (kept.state, kept.keep_until) == (CLOSED, clock.today())
    with its_day_came():  # the night does it, and still it was her wish: no old copy brings it back, not for a day
        for item in retention.due(clock.at(UNTIL + timedelta(days=1))):
            retention.shred(item)
    assert not Case.objects.exists()
    assert kept.ring in destroyed_rings()


def test_nothing_that_she_allowed_lets_anything_through(house: Letters, kept: Case) -> None:
    assert given(kept, person(house, "ana")) == set()


def test_what_her_page_names_is_ended_without_any_key(house: Letters) -> None:
    case, ana = shared(house), person(house, "ana")
    count = Said("share_nonidentifiable_stats", "yes", HOUSE, content=frozenset({"coded_only"}), method="written")
    write_permission(case, said=count, by=ana)
    held(house, case)
    Case.objects.filter(pk=case.pk).update(her_ring=RING)
    takes = copy_of(cases.opened(ana, case), clock.now())["takes"]
    (of_hers,) = [each.part.reference for each in permissions_in(cases.opened(ana, case).parts) if each.name == ""
                  and each.kind == "share_nonidentifiable_stats"]  # fmt: skip
    hers.destroy_hers(RING, takes=takes)
    assert Part.objects.get(reference=of_hers).ended_on == clock.today()
