"""Whom she leaves out of her case reads her letters no more. Where nobody else does, it is said, and there is a way."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.actions.letters import write_reply
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.casework.actions import cases
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.models import Case
from amparo.casework.queries.hers import hers_is_unread
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied
from amparo.vault.actions.readers import retire_reader
from tests.cases import NAME, a_case, person
from tests.integration.test_her_case import agreed
from tests.integration.test_sealed_letters import Phone
from tests.letters import Letters, a_house_for_letters, her_page, opened_client, who_reads

pytestmark = pytest.mark.django_db(databases=["default"])
UNREAD, NEW = "Nadie lee lo que ella escribe con sus palabras", "Darle palabras nuevas"
NOBODY = "Ya nadie lee este hilo."


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def only_berta_reads(house: Letters) -> tuple[Case, str]:
    """Berta's case, and Ana reads it too. What she writes with her words comes to Berta alone."""
    case, berta = a_case(house, "berta"), person(house, "berta")
    words = " ".join(give_words(case, by=berta))
    cases.share(case, reader=house.readers["ana"], by=berta)
    assert who_reads(Thread.objects.get()) == {"berta", "recovery", "receipt"}
    return Case.objects.get(), words


def out(house: Letters, case: Case, name: str, by: str = "ana") -> None:
    actor = person(house, by)
    account = house.outside if name == "olga" else getattr(house.cast, name)
    one = next(each for each in may_be_left_out(actor, case) if each.reference == account.reference)
    leave_out(case, somebody=one, by=actor)


def test_who_stands_outside_reads_what_comes_where_nobody_else_does(house: Letters) -> None:
    case, words = only_berta_reads(house)
    out(house, case, "berta")
    thread, case = Thread.objects.get(), Case.objects.get()
    assert who_reads(thread) == {"olga", "recovery", "receipt"}
    assert not hers_is_unread(case)
    write_reply(thread, text="¿Hay alguien?", ticket=new_ticket())
    page = opened_client(house.outside).get(reverse("desk_letter", args=[thread.reference]))
    assert page.status_code == 200
    assert "¿Hay alguien?" in page.text
    assert UNREAD not in opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert NOBODY not in her_page(Client(), words)
    with pytest.raises(Denied, match="Ya tiene palabras"):
        give_words(case, by=person(house, "ana"))


@pytest.mark.parametrize("why", ["no key outside", "she left her out of the case", "she left her out of the letters"])
def test_with_nobody_outside_it_is_done_and_said(house: Letters, why: str) -> None:
    case, words = only_berta_reads(house)
    if why == "no key outside":
        retire_reader(house.readers["olga"], by=accounts.SERVER)
    elif why == "she left her out of the case":
        out(house, case, "olga")
    else:
        thread, berta = Thread.objects.get(), person(house, "berta")
        desk.share(thread, reader=house.readers["olga"], by=berta)
        desk.exclude(thread, reader=house.readers["olga"], by=berta)
    out(house, Case.objects.get(), "berta")
    case = Case.objects.get()
    assert who_reads(Thread.objects.get()) == {"recovery", "receipt"}
    assert hers_is_unread(case)
    assert NOBODY in her_page(Client(), words)
    phone = Phone(Client())
    phone.lookup, phone.secret = phone.derived(tuple(words.split()))
    assert phone.ask("open").json()["thread"]["is_read"] is False
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert UNREAD in page
    assert NEW in page


def test_new_words_take_the_place_of_those_that_nobody_reads(house: Letters) -> None:
    case, words = only_berta_reads(house)
    retire_reader(house.readers["olga"], by=accounts.SERVER)
    out(house, case, "berta")
    client, where = opened_client(house.cast.ana), reverse("case_words", args=[case.reference])
    assert client.post(where).status_code == 200
    case = Case.objects.get()
    assert who_reads(Thread.objects.get(ring=case.her_ring)) == {"ana", "recovery", "receipt"}
    assert NAME not in agreed(words), "those of before show nothing of it"
    assert client.post(where).status_code == 403, "once"


def test_the_new_words_show_her_case(house: Letters) -> None:
    case, _words = only_berta_reads(house)
    retire_reader(house.readers["olga"], by=accounts.SERVER)
    out(house, case, "berta")
    fresh = " ".join(give_words(Case.objects.get(), by=person(house, "ana")))
    assert "Se está preparando" in agreed(fresh)
    cases.open_case(Case.objects.get(), by=person(house, "ana"))
    assert NAME in agreed(fresh)


def test_whoever_keeps_a_sheet_takes_the_sheets_of_her_letters_along(house: Letters) -> None:
    case, _words = only_berta_reads(house)
    out(house, case, "diana", by="berta")
    assert who_reads(Thread.objects.get()) == {"berta", "receipt"}


def test_where_others_read_it_nothing_is_said_and_nobody_comes_in(house: Letters) -> None:
    case, words = only_berta_reads(house)
    desk.share(Thread.objects.get(), reader=house.readers["ana"], by=person(house, "berta"))
    out(house, case, "berta")
    assert who_reads(Thread.objects.get()) == {"ana", "recovery", "receipt"}
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert UNREAD not in page
    assert NOBODY not in her_page(Client(), words)
