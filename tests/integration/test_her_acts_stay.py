"""What she can do with her words stays with her: over readers whose time ends, new words, a second case, a stranger."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases, hers
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import CLOSED, TRANSFERRED, Case, Part, Word
from amparo.casework.queries import cases as queries
from amparo.casework.queries.hers import hers_of
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.casework.queries.permissions import permissions_in, recipient_named
from amparo.casework.queries.reaching import SHE_CHANGED, reach_in
from amparo.casework.queries.today import day_of
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.sealing.envelopes import seal
from amparo.sealing.messages import Message, written
from amparo.vault.actions.exclusion import not_in_ledger
from amparo.vault.actions.readers import confirm_reader, retire_reader
from amparo.vault.models import Reader, Wrap
from tests.cases import SOME, a_case, a_reachable_case, a_task, person
from tests.integration.test_her_case import agreed
from tests.integration.test_sealed_letters import Phone, part
from tests.letters import Letters, a_house_for_letters, letter, opened_client, own_key

pytestmark = pytest.mark.django_db(databases=["default"])
CLINIC: dict[str, Any] = {
    "recipient": recipient_named("Clínica Ejemplo", is_state=False), "name": "Clínica Ejemplo",
    "content": frozenset({"need_summary"}),
}  # fmt: skip
NEW, OLD = "Llamar al 0999 999 999", "0990 000 111"


@pytest.fixture
def house(cast: Any, settings: Any) -> Letters:
    settings.LETTER_SCRIPT = "sha384-x"
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> tuple[str, ...]:
    return letter(Client(), "Lo que escribí.")


@pytest.fixture
def case(house: Letters, words: tuple[str, ...]) -> Case:
    ana = person(house, "ana")
    return desk.begin_case(desk.get_thread(ana, Thread.objects.get().reference), answers=SOME, agreed="written", by=ana)


def opened(house: Letters, case: Case) -> Any:
    return cases.open_case(case, by=person(house, "ana")).parts


def phone_of(words: tuple[str, ...]) -> Phone:
    made = Phone(Client())
    made.lookup, made.secret = made.derived(words)
    return made


def says(phone: Phone, version: int | None = None) -> dict[str, Any]:
    """Her name anew, from her phone; with a version that was, where one is given."""
    told = phone.ask("case").json()
    word = part(seal(written(Message('{"name": "Otra"}')), [told["case"]]))
    sent = {"version": str(version or told["version"]), "message": word}
    said: dict[str, Any] = phone.ask("case_say", **sent, t=phone.ticket()).json()
    return said


def test_a_reader_whose_time_is_over_keeps_her_from_saying_nothing(
    house: Letters, words: tuple[str, ...], case: Case
) -> None:
    cases.share(case, reader=house.readers["berta"], until=clock.now() + timedelta(hours=3), by=person(house, "ana"))
    phone = phone_of(words)
    before = phone.ask("case").json()["version"]
    Wrap.every.filter(reader=house.readers["berta"]).exclude(until=None).update(until="2026-01-01T00:00Z")
    refused = says(phone, before)
    assert (refused["ok"], refused["again"]) == (False, True), "her page asks anew what it seals to"
    assert says(phone)["ok"]
    assert Word.objects.count() == 1
    assert phone.ask("case").json()["version"] > before


def test_why_somebody_was_let_in_stands_on_her_page_at_once(house: Letters, words: tuple[str, ...], case: Case) -> None:
    why = {"letting_in_why": Answer("with_her")}
    assert "También te acompaña" not in agreed(" ".join(words))
    cases.share(case, reader=house.readers["berta"], answers=why, by=person(house, "ana"))
    assert "También te acompaña" in agreed(" ".join(words))


def test_what_is_with_another_organisation_is_not_said_to_be_closed(
    words: tuple[str, ...], case: Case, house: Letters
) -> None:
    phone, ticket = phone_of(words), phone_of(words).ticket()
    over = {"closed_on": "2026-11-26", "keep_until": "2028-11-26", "closure_reason": "handed_over"}
    Case.objects.update(state=TRANSFERRED, **over)
    answer = phone.ask("case_close", sure="1", t=ticket).json()
    assert (answer["ok"], answer["again"]) == (False, True)
    assert Case.objects.get().state == TRANSFERRED


def test_whoever_does_not_read_the_note_is_bound_by_it(house: Letters) -> None:
    """A peer knows how to reach her, and not what was told: the note that it was changed is not hers to read."""
    case, ana, now = a_reachable_case(house), person(house, "ana"), clock.now()
    a_task(house, case)
    hers.say(case, {"where": NEW})
    cases.open_case(case, by=ana)
    reads = frozenset({"called", "identity", "agreed"})
    found = queries.opened(ana, case, reads=reads)
    assert found.of_kind("note") == [], "the control: she does not read it"
    assert reach_in(found, now=now).why_not("call") == SHE_CHANGED
    (shown,) = day_of(ana, today=clock.today()).for_her
    assert "cambió cómo buscarla" in shown.why_not


def test_it_was_not_she_and_what_stood_there_is_back(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    client, page = opened_client(house.cast.ana), reverse("case", args=[case.reference])
    for number in (NEW, "Otra vez otra"):
        hers.say(case, {"where": number})
        cases.open_case(case, by=ana)
    notes = [each for each in queries.opened(ana, case).of_kind("note") if each.more.get("she_changed")]
    assert len(notes) == 2
    assert "volver a lo de antes" in client.get(page).text
    address = reverse("case_contact_ok", args=[case.reference, notes[0].part.reference])
    assert client.post(address, {"not_she": "1"}).status_code == 302
    found = cases.open_case(case, by=ana)
    assert OLD in str(found.answers["contact_where"].value), "what stood there before the first of them"
    assert reach_in(found, now=clock.now()).why_not("call") == ""
    assert "volver a lo de antes" not in client.get(page).text
    assert client.post(address, {"not_she": "1"}).status_code == 404


def test_of_several_cases_she_sees_the_one_that_goes_on(house: Letters, case: Case) -> None:
    ana, thread = person(house, "ana"), Thread.objects.get()
    hers.close_hers(case)
    second = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    assert hers_of(thread.ring).case == second
    third = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    assert hers_of(thread.ring).case == second, "no later one takes its place"
    hers.close_hers(second)
    assert hers_of(thread.ring).case == third


def test_with_words_that_were_exchanged_for_new_ones_she_still_closes_and_ends_her_case(house: Letters) -> None:
    """Where nobody read any more what she wrote with them, the desk could take her case away from her words."""
    case, berta = a_case(house, "berta"), person(house, "berta")
    give_words(case, by=berta)
    cases.share(case, reader=house.readers["ana"], by=berta)
    retire_reader(house.readers["olga"], by=accounts.SERVER)
    ana, old = person(house, "ana"), Thread.objects.get()
    leave_out(case, somebody=next(e for e in may_be_left_out(ana, case) if e.user == house.cast.berta), by=ana)
    give_words(Case.objects.get(), by=ana)
    assert Case.objects.get().her_ring != old.ring
    assert hers_of(old.ring).case == case
    hers.close_hers(case)
    assert Case.objects.get().state == CLOSED
    assert hers.destroy_hers(old.ring) == []
    assert not Case.objects.exists()


def test_another_secret_of_the_house_keeps_her_from_taking_nothing_back(
    house: Letters, words: tuple[str, ...], case: Case, settings: Any
) -> None:
    """As after the computer was taken: nobody has opened her case since."""
    write_permission(case, said=Said("share_for_referral", "yes", method="written", **CLINIC), by=person(house, "ana"))
    (given,) = [each for each in permissions_in(opened(house, case)) if each.kind == "share_for_referral"]
    settings.SECRET_KEY = "another-secret-of-the-house-after-the-computer-was-taken"
    assert 'value="take:' in agreed(" ".join(words))
    agreed(" ".join(words), f"take:{given.part.reference}")
    assert Part.objects.get(reference=given.part.reference).ended_on is not None


def test_a_list_that_the_house_did_not_make_ends_nothing(house: Letters, case: Case) -> None:
    write_permission(case, said=Said("share_for_referral", "yes", method="written", **CLINIC), by=person(house, "ana"))
    task = a_task(house, case, "paper_work")
    case = Case.objects.get()
    made = f"{task.reference}..:made-up"
    assert hers.take_back(case, "all", takes=made) == 0
    assert Part.objects.get(reference=task.reference).ended_on is None


@pytest.mark.parametrize("had_a_key", [True, False])
def test_whom_she_left_out_comes_back_to_her_letters_under_no_other_key(
    house: Letters, case: Case, *, had_a_key: bool
) -> None:
    ana, whose = person(house, "ana"), house.cast.berta if had_a_key else house.cast.diana
    somebody = next(each for each in may_be_left_out(ana, case) if each.user == whose)
    assert (somebody.reader is not None) == had_a_key
    leave_out(case, somebody=somebody, by=ana)
    if had_a_key:
        retire_reader(house.readers["berta"], by=accounts.SERVER)
    else:
        accounts.give_role(whose, team=house.cast.coast, role="reader", by=accounts.SETUP)
    own_key(whose)
    fresh = Reader.objects.exclude(state="retired").get(user=whose)
    confirm_reader(fresh, by=accounts.SETUP, seen=fresh.fingerprint)
    fresh.refresh_from_db()
    ring = Case.objects.get().her_ring
    assert not_in_ledger([fresh], ring=ring) == []
    assert not_in_ledger([house.readers["carla"]], ring=ring) == [house.readers["carla"]], "the control"
    assert fresh not in desk.open_thread(desk.get_thread(ana, Thread.objects.get().reference), by=ana).others
