"""Her newest word holds: over a stale page, over a colleague's list, and over whoever has her words."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases, her_contact, hers, supervision
from amparo.casework.actions.handing import hand_cases
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.actions.parts import add_part
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission, write_summary
from amparo.casework.models import Case, Word
from amparo.casework.policies.stopping import SHE_STOPPED
from amparo.casework.queries.hers import LARGEST, copy_of, hers_of, weight
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.casework.queries.permissions import permission_for, permissions_in, recipient_named
from amparo.casework.queries.reaching import SHE_CHANGED, reach_in
from amparo.commons import clock
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import HOUSE
from amparo.vault.actions.fields import Past
from tests.cases import SOME, a_case, a_reachable_case, person
from tests.letters import Letters, a_house_for_letters, letter, opened_client, who_reads

pytestmark = pytest.mark.django_db(databases=["default"])
CLINIC, NEED = recipient_named("Clínica Ejemplo", is_state=False), frozenset({"need_summary"})
MAY = {"recipient": CLINIC, "name": "Clínica Ejemplo", "content": NEED, "method": "written"}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def thread(house: Letters) -> Thread:
    letter(Client(), "Lo que escribí.")
    return desk.get_thread(person(house, "ana"), Thread.objects.get().reference)


@pytest.fixture
def case(house: Letters, thread: Thread) -> Case:
    return desk.begin_case(thread, answers=SOME, agreed="written", by=person(house, "ana"))


def opened(house: Letters, case: Case) -> Any:
    return cases.open_case(case, by=person(house, "ana"))


def allowed(house: Letters, case: Case) -> Any:
    return next(each for each in permissions_in(opened(house, case).parts) if each.kind == "share_for_referral")


def takes_it_back(house: Letters, case: Case, permission: Any) -> None:
    takes = copy_of(opened(house, case), clock.now())["takes"]
    assert hers.take_back(case, permission.part.reference, takes=takes) == 1


def test_a_page_from_before_she_took_it_back_does_not_give_it_again(house: Letters, case: Case) -> None:
    ana = person(house, "ana")
    write_permission(case, said=Said("share_for_referral", "yes", **MAY), by=ana)
    stale = allowed(house, case)
    takes_it_back(house, case, stale)
    with pytest.raises(Past):
        write_permission(case, said=Said("share_for_referral", "yes", seen=stale.part.number, **MAY), by=ana)
    assert allowed(house, case).by_herself
    now = Said("share_for_referral", "yes", seen=stale.part.number, saw_taken=True, **MAY)
    write_permission(case, said=now, by=ana)
    assert not allowed(house, case).by_herself, "asked anew, by somebody who had read that she took it back"


def test_the_page_of_a_permission_says_what_was_read(house: Letters, case: Case) -> None:
    write_permission(case, said=Said("share_for_referral", "yes", **MAY), by=person(house, "ana"))
    part = allowed(house, case).part
    page = reverse("case_permission_again", args=[case.reference, "share_for_referral", part.reference])
    client = opened_client(house.cast.ana)
    assert b'name="taken"' not in client.get(page).content
    takes_it_back(house, case, allowed(house, case))
    assert b'name="taken" value="1"' in client.get(page).content


def test_what_she_says_last_holds_however_the_rows_are_numbered(house: Letters, case: Case) -> None:
    for turn in range(6):  # the rows have random names: an order by name would put the newest last once in four
        for number in range(4):
            assert hers.say(case, {"where": f"Lugar {turn}{number}"})
        assert opened(house, case).answers["contact_where"].value == f"Lugar {turn}3"


@pytest.mark.parametrize("what", [{"name": "\ud800"}, {"name": "a\x00b"}, {"ways": ["PAR", {}]}, {"yes": "\udfff"}])
def test_nothing_that_her_browser_seals_keeps_the_case_shut(house: Letters, case: Case, what: dict[str, Any]) -> None:
    assert hers.say(case, what)
    assert opened(house, case).case.reference == case.reference
    assert not Word.objects.exists()
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference]))
    assert page.status_code == 200


def test_a_second_case_of_her_thread_does_not_take_her_page(house: Letters, thread: Thread, case: Case) -> None:
    for _ in range(4):
        desk.begin_case(thread, answers={"need_first": Answer("food")}, agreed="written", by=person(house, "ana"))
    assert Case.objects.filter(her_ring=thread.ring).count() == 5
    assert hers_of(thread.ring).case == case


def test_into_a_case_that_she_closed_nobody_is_let_in(house: Letters, case: Case) -> None:
    hers.close_hers(case)
    ana, berta, page = person(house, "ana"), house.readers["berta"], reverse("case", args=[case.reference])
    with pytest.raises(Denied, match="cerrado"):
        cases.share(case, reader=berta, by=ana)
    client = opened_client(house.cast.ana)
    assert reverse("case_share", args=[case.reference]) not in client.get(page).text
    assert client.post(reverse("case_share", args=[case.reference]), {"reader": berta.reference}).status_code != 302
    assert "berta" not in who_reads(case)


def test_words_are_given_by_who_reads_for_good_and_read_by_nobody_else(house: Letters) -> None:
    case, ana, berta = a_case(house, "berta"), person(house, "ana"), person(house, "berta")
    soon = clock.now() + timedelta(hours=3)
    supervision.share_for_supervision(case, reader=house.readers["ana"], by=berta)
    give_words(case, by=berta)
    assert who_reads(Thread.objects.get()) & {"ana", "berta"} == {"berta"}, "to supervise is not to read her letters"
    other = a_case(house)
    cases.share(other, reader=house.readers["berta"], until=soon, by=ana)
    with pytest.raises(Denied):
        give_words(other, by=berta)


def test_what_is_only_supervised_is_not_handed_on(house: Letters) -> None:
    case, mine = a_case(house, "berta"), a_case(house)
    supervision.share_for_supervision(case, reader=house.readers["ana"], by=person(house, "berta"))
    hand_cases(house.readers["carla"], by=person(house, "ana"))
    assert "carla" not in who_reads(case)
    assert "carla" in who_reads(mine)


def test_whom_she_leaves_out_reads_no_more_letters_of_hers(house: Letters, thread: Thread, case: Case) -> None:
    ana, berta = person(house, "ana"), house.readers["berta"]
    cases.share(case, reader=berta, by=ana)
    before = who_reads(thread)
    who = next(each for each in may_be_left_out(ana, case) if each.user == house.cast.berta)
    leave_out(case, somebody=who, by=ana)
    assert "berta" not in who_reads(thread)
    assert who_reads(thread) == before - {"berta"}


def test_nobody_reaches_out_the_new_way_before_she_confirmed_it(house: Letters) -> None:
    case = a_reachable_case(house)
    assert reach_in(opened(house, case), now=clock.now()).why_not("call") == ""
    hers.say(case, {"where": "Llamar al 0999 999 999"})
    found = opened(house, case)
    assert reach_in(found, now=clock.now()).why_not("call") == SHE_CHANGED
    client, page = opened_client(house.cast.ana), reverse("case", args=[case.reference])
    said = client.get(page).text
    assert "Antes: Llamar al 0990 000 111" in said, "what stood there before is on the page"
    (note,) = [each for each in found.of_kind("note") if each.more.get("she_changed")]
    confirm = reverse("case_contact_ok", args=[case.reference, note.part.reference])
    assert confirm in said
    assert opened_client(house.cast.berta).post(confirm).status_code == 404
    assert client.post(confirm).status_code == 302
    found = opened(house, case)
    assert reach_in(found, now=clock.now()).why_not("call") == ""
    assert "0990 000 111" not in json.dumps([dict(each.more) for each in found.parts], default=str)
    assert client.post(confirm).status_code == 404, "there is nothing to confirm twice"


def test_whoever_said_that_we_go_with_her_no_more_is_not_reached_and_the_page_says_so(house: Letters) -> None:
    """What she allows to each way stands as before: that we go with her at all does not."""
    case, ana, now = a_reachable_case(house), person(house, "ana"), clock.now()
    client, page = opened_client(house.cast.ana), reverse("case", args=[case.reference])
    engaged = {"kind": "engage_services", "recipient": HOUSE}

    def says(answer: str) -> None:
        standing = permission_for(opened(house, case).parts, "engage_services", HOUSE)
        seen = standing.part.number if standing else None
        content, method = (ALL_OF_IT, "verbal_witnessed") if answer == "yes" else (frozenset(), "")
        write_permission(case, said=Said(answer=answer, content=content, method=method, seen=seen, **engaged), by=ana)

    says("yes")
    assert reach_in(opened(house, case), now=now).why_not("call") == ""
    assert str(SHE_STOPPED) not in client.get(page).text
    says("no")
    found = opened(house, case)
    assert reach_in(found, now=now).why_not("call") == "she_stopped"
    assert reach_in(found, now=now).why_not("paper_work") == "", "the control: what reaches nobody may be done"
    assert str(SHE_STOPPED) in client.get(page).text
    says("yes")
    assert reach_in(opened(house, case), now=now).why_not("call") == ""


def test_only_such_a_note_is_confirmed(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    note = add_part(case, kind="note", answers={"note_text": Answer("Vino hoy")}, by=ana)
    with pytest.raises(Hidden):
        her_contact.confirm_contact(case, reference=note.reference, by=ana)


def test_a_new_name_alone_keeps_nobody_from_reaching_her(house: Letters) -> None:
    case = a_reachable_case(house)
    hers.say(case, {"name": "Yulieth de ejemplo"})
    assert reach_in(opened(house, case), now=clock.now()).why_not("call") == ""


def test_a_summary_longer_than_her_page_opens_the_case_all_the_same(house: Letters, case: Case) -> None:
    ana, long = person(house, "ana"), Answer("ñ" * 3_900)
    with pytest.raises(Denied):
        write_summary(case, text=long, was={}, by=ana)
    add_part(case, kind="summary", answers={"summary_text": long}, by=ana)  # as it comes from another house
    copy = copy_of(opened(house, case), clock.now())
    assert weight(copy) <= LARGEST, "her page has one size"
