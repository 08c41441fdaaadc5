"""What she does on her page with a script, and what somebody makes of it who copied a request of hers on its way."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries import tickets
from amparo.access.reporting.queries.tickets import NoTicket, new_ticket, ticket_for, ticket_in
from amparo.casework.actions import cases
from amparo.casework.actions.parts import add_part
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.queries.hers import read_copy
from amparo.casework.queries.permissions import permissions_in, recipient_named
from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import recipient_of
from amparo.sealing.messages import Message, written
from amparo.vault.actions.hers import opened_with_words
from tests.cases import SOME, a_case, a_task, person
from tests.integration.test_her_case import agreed
from tests.integration.test_sealed_letters import Phone, part
from tests.letters import Letters, a_house_for_letters, letter, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
MANY = 14  # more than stand on one page


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> tuple[str, ...]:
    return letter(Client(), "Lo que escribí.")


@pytest.fixture
def phone(words: tuple[str, ...]) -> Phone:
    made = Phone(Client())
    made.lookup, made.secret = made.derived(words)
    return made


@pytest.fixture
def case(house: Letters, words: tuple[str, ...]) -> Case:
    """A case out of her letter, in which she allows more than stands on one page."""
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    case = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    for number in range(MANY):
        allows(house, case, f"Casa {number}")
    return fresh(case)


def allows(house: Letters, case: Case, name: str) -> None:
    said = Said("share_for_referral", "yes", recipient_named(name, is_state=False), name, frozenset({"need_summary"}),
                "written")  # fmt: skip
    write_permission(case, said=said, by=person(house, "ana"))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def copy_in(phone: Phone, case: Case) -> dict[str, Any]:
    return read_copy(opened_with_words(bytes(fresh(case).her_box or b""), phone.secret))


def given(house: Letters, case: Case) -> set[str]:
    """What lets something through now, at the desk."""
    found = permissions_in(cases.open_case(case, by=person(house, "ana")).parts)
    return {each.name or each.kind for each in found if each.is_given(clock.now())}


def taking(phone: Phone, case: Case, reference: str) -> dict[str, Any]:
    return {"part": reference, "takes": copy_in(phone, case)["takes"], "t": phone.ticket()}


def test_one_button_takes_all_of_it_back_with_the_script(house: Letters, phone: Phone, case: Case) -> None:
    assert len(copy_in(phone, case)["permissions"]) <= 12 < len(given(house, case))
    assert phone.ask("case_take", **taking(phone, case, "all")).json()["ok"]
    assert Part.objects.filter(case=case, ended_on__isnull=False).count() == MANY
    assert given(house, case) == {"engage_services"}, "for that she closes her case"
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert page.count(" · en su página") == MANY


def test_and_without_it(house: Letters, words: tuple[str, ...], case: Case) -> None:
    page = agreed(" ".join(words))
    shown = set(re.findall(r'value="take:([0-9a-f]{16})"', page))
    assert 0 < len(shown) < MANY
    assert f"Hay {MANY - len(shown)} más que no caben aquí." in page
    after = agreed(" ".join(words), "take:all")
    assert "Todo quedó quitado." in after
    assert "take:" not in after
    assert "Más que no caben" not in after
    assert given(house, case) == {"engage_services"}


def test_one_alone_asks_for_one_button(house: Letters, words: tuple[str, ...]) -> None:
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    case = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    allows(house, case, "Casa 0")
    page = agreed(" ".join(words))
    assert "take:" in page
    assert "take:all" not in page


@pytest.mark.parametrize("what", ["a task", "a note", "an incident", "that we go with her", "of another case"])
@pytest.mark.parametrize("script", [True, False])
def test_nothing_but_her_permissions_is_ended(
    house: Letters, words: tuple[str, ...], phone: Phone, case: Case, what: str, script: bool
) -> None:
    ana = person(house, "ana")
    if what == "a task":
        reference = a_task(house, case, "ask_service").reference
    elif what in {"a note", "an incident"}:
        said: dict[str, Answer] = {"note_text": Answer("Vino hoy")} if what == "a note" else {}
        kind = "note" if what == "a note" else "incident"
        reference = add_part(case, kind=kind, answers=said, by=ana).reference
    elif what == "that we go with her":
        reference = next(e.part.reference for e in permissions_in(cases.open_case(case, by=ana).parts) if not e.name)
    else:
        other = a_case(house)
        allows(house, other, "Casa 0")
        found = permissions_in(cases.open_case(other, by=ana).parts)
        reference = next(each.part.reference for each in found if each.name)
    before = Part.objects.filter(ended_on__isnull=False).count()
    if script:
        assert phone.ask("case_take", **taking(phone, case, reference)).json()["ok"] is False
    else:
        page = agreed(" ".join(words), f"take:{reference}")
        assert "Quitado." not in page
        assert "No cambió nada." in page, "it is never silent"
    assert Part.objects.filter(ended_on__isnull=False).count() == before
    own = copy_in(phone, case)["permissions"][-1]["ref"]
    assert phone.ask("case_take", **taking(phone, case, own)).json()["ok"], "the control: her own is"


def acts(phone: Phone, case: Case) -> dict[str, dict[str, Any]]:
    """Everything of hers that changes something, as her browser sends it, but the ticket."""
    told = phone.ask("case").json()
    copy = copy_in(phone, case)
    word = seal(written(Message('{"name": "Otra"}')), [told["case"]])
    return {
        "case_take": {"part": copy["permissions"][-1]["ref"], "takes": copy["takes"]},
        "case_say": {"version": str(told["version"]), "message": part(word)},
        "case_close": {"sure": "1"},
        "end": {"sure": "1", "takes": copy["takes"]},
        "change": {"new_lookup": "ab" * 32, "new_receipt": recipient_of(bytes(32)), "wraps": part(b"{}")},
    }


def standing(case: Case) -> tuple[Any, ...]:
    """What such an act would change."""
    row = Case.objects.filter(pk=case.pk).first()
    ended = Part.objects.filter(ended_on__isnull=False).count()
    return (row and row.state, row and row.words.count(), ended, Thread.objects.count())


@pytest.mark.parametrize("what", ["case_take", "case_say", "case_close", "end", "change"])
def test_a_request_that_somebody_copied_does_nothing_a_second_time(phone: Phone, case: Case, what: str) -> None:
    """She took it back, and it was asked anew since, or her case was opened again; then the copy arrives."""
    sent, before = acts(phone, case)[what], standing(case)
    ticket = phone.ticket()
    if what in {"case_take", "case_say", "case_close"}:
        assert phone.ask(what, **sent, t=ticket).json()["ok"]
        assert standing(case) != before
        Part.objects.update(ended_on=None)
        Case.objects.update(state="opening", closed_on=None, keep_until=None, closure_reason="")
    else:
        tickets.UsedTicket.objects.create(
            check_of=tickets.digest_of(ticket_in(ticket, check_of(phone))), on="2026-11-26"
        )
    again = acts(phone, case)[what] if what == "case_say" else sent
    if "wraps" in again:
        again["wraps"].seek(0)
    before = standing(case)
    answer = phone.ask(what, **again, t=ticket).json()
    assert (answer["ok"], answer.get("again")) == (False, True)
    assert answer["sentence"]
    assert standing(case) == before


@pytest.mark.parametrize("what", ["case_take", "case_say", "case_close", "end", "change"])
def test_with_the_lookup_alone_nobody_does_anything(phone: Phone, case: Case, what: str) -> None:
    """Whoever reads a request of hers has the lookup in it, and may ask for tickets: hers are sealed to her words."""
    stranger = Phone(Client())
    stranger.lookup, stranger.secret = stranger.derived(letter(Client(), "Otra carta."))
    sent, before = acts(phone, case)[what], standing(case)
    for ticket in ("", new_ticket(), stranger.ticket(), phone.ask("case").json()["ticket"]):
        if "message" in sent:
            sent["message"].seek(0)
        answer = phone.ask(what, **sent, t=ticket).json()
        assert (answer["ok"], answer.get("again")) == (False, True)
    assert standing(case) == before
    with pytest.raises(Exception):  # noqa: B017 - whatever is raised: it does not open
        phone_with(stranger.secret, phone).ticket()


def phone_with(secret: bytes, phone: Phone) -> Phone:
    made = Phone(Client())
    made.lookup, made.secret = phone.lookup, secret
    return made


def check_of(phone: Phone) -> str:
    from amparo.vault.actions.receipts import check_of_lookup

    return check_of_lookup(phone.lookup)


def test_a_refusal_uses_no_ticket_up(phone: Phone, case: Case) -> None:
    ticket = phone.ticket()
    assert phone.ask("case_close", t=ticket).status_code == 400, "she is asked first"
    assert phone.ask("case_say", version="7", t=ticket).json()["ok"] is False
    assert phone.ask("case_close", sure="1", t=ticket).json()["ok"]
    assert fresh(case).state == CLOSED


def test_a_ticket_of_hers_ends_after_a_day_and_bears_her_words_alone() -> None:
    ticket = ticket_for("aa", now=1_000_000)
    assert ticket_in(ticket, "aa", now=1_000_000 + 86_399)
    for check, now in (("ab", 1_000_000), ("aa", 1_000_000 + 86_401)):
        with pytest.raises(NoTicket):
            ticket_in(ticket, check, now=now)


def test_the_answer_is_as_long_with_a_case_and_without(house: Letters, phone: Phone, case: Case) -> None:
    other = Phone(Client())
    other.lookup, other.secret = other.derived(letter(Client(), "Sin caso."))
    told = [each.ask("case") for each in (phone, other)]
    assert [bool(each.json()["case"]) for each in told] == [True, False]
    assert len({len(each.content) for each in told}) == 1
