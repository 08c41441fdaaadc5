"""Between her and her lawyer: for every other lawyer, at every address, a matter that is not hers is one that is not.

Not only the answer is compared with that for a matter that does not exist, but the bytes of the page and how often the
database was asked. Addresses of tomorrow are looked at as well: each whose view lies under ``amparo.legal``.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from amparo.legal.representation.actions import matters
from amparo.vault.models import Reader
from tests.cast import PASSPHRASE, browser_of, make_cast
from tests.lawyers import FACTS, HER, OFFICER, Lawyers, a_clear_matter, add, make_lawyers
from tests.matter_walls import client_of, told
from tests.minding import confirmed

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]
NOBODYS = "0" * 16
OUTSIDERS = ("nora", "lola", "dora", "forced", "shut")  # lawyers: not let in; stepped back; a new one; forced; key away
OTHERS = ("ana", "sara", "paz")  # who accompanies, who supervises, a peer
FILLED = {"section": "facts", "kind": "matter_note", "number": "1", "act": "close"}


def addresses() -> list[str]:
    """Every address under a matter."""
    found = [name for name, pattern, view in named_patterns() if view.__module__.startswith("amparo.legal")
             and name not in PUBLIC and "asuntos/<slug:reference>" in pattern]  # fmt: skip
    assert len(found) > 30
    return sorted(found)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Lawyers, Any, Any]]:
    """Lucía's matter and a note in it; Lola read it and stepped back, Dora has nothing, Zara's account is closed."""
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        made = make_lawyers(make_cast())
        for name in ("lola", "dora", "zara", "vera"):
            made.people[name] = another(made, name)
        matter = a_clear_matter(made)
        note = add(made, matter, "matter_note", matter_note_words=FACTS)
        for name in ("lola", "zara", "vera"):
            key = Reader.objects.get(user=made.people[name])
            matters.share(matter, reader=key, by=made.person("lucia"))
        matters.leave(matter, by=made.person("lola"))
        accounts.close_account(made.people["zara"], by=accounts.SETUP)
        yield made, matter, note
        transaction.set_rollback(True, using="default")


def another(house: Lawyers, name: str) -> Any:
    """One more lawyer."""
    team = house.letters.cast.border
    person = accounts.open_account(sign_in_name=name, name_used=name.title(), password=PASSPHRASE, by=accounts.SETUP)
    accounts.give_role(person, team=team, role="counsel", by=accounts.SETUP)
    confirmed(person)
    return person


def path_of(name: str, reference: str, part: str) -> str:
    pattern = next(pattern for each, pattern, _view in named_patterns() if each == name)
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    known = FILLED | {"reference": reference, "part": part}
    return reverse(name, kwargs={each: known.get(each, part) for each in wanted})


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_another_lawyer_it_is_as_if_there_were_none(house: tuple[Lawyers, Any, Any], who: str) -> None:
    lawyers, matter, note = house
    client = client_of(lawyers, who)
    for name in addresses():
        for verb in ("GET", "POST"):
            real = told(client, verb, path_of(name, matter.reference, note.reference))
            none = told(client, verb, path_of(name, NOBODYS, note.reference))
            assert real == none, (name, verb, real[0], none[0], real[3], none[3])
            assert real[0] in ({404, 405, 302} if who != "forced" else {403, 405, 302, 404}), (name, verb, real[0])
            assert not any(word in real[2] for word in (HER, OFFICER, FACTS)), (name, verb)


@pytest.mark.parametrize("who", OTHERS)
def test_for_who_is_no_lawyer_the_room_is_refused_alike(house: tuple[Lawyers, Any, Any], who: str) -> None:
    lawyers, matter, note = house
    client = client_of(lawyers, who)
    for name in addresses():
        for verb in ("GET", "POST"):
            real = told(client, verb, path_of(name, matter.reference, note.reference))
            assert real == told(client, verb, path_of(name, NOBODYS, note.reference)), (name, verb)
            assert real[0] in {403, 404, 405, 302}, (name, verb, real[0])


def test_the_comparison_finds_a_fault(house: tuple[Lawyers, Any, Any]) -> None:
    """Controls: whoever reads it is told something else; she whose account is closed is not even asked in."""
    lawyers, matter, note = house
    for who in ("lucia", "vera"):
        client = client_of(lawyers, who)
        for name in ("matter", "matter_part", "matter_write", "matter_exhibits", "matter_housing"):
            real = told(client, "GET", path_of(name, matter.reference, note.reference))
            assert (real[0], real != told(client, "GET", path_of(name, NOBODYS, note.reference))) == (200, True), name
    client = Client()
    client.force_login(lawyers.people["zara"])
    answer = client.get(reverse("matter", args=[matter.reference]))
    assert answer["Location"].startswith(reverse("sign_in"))


def test_with_her_key_put_away_she_is_asked_to_open_it_and_nothing_is_shown(house: tuple[Lawyers, Any, Any]) -> None:
    lawyers, matter, note = house
    client = browser_of(lawyers.people["lucia"])
    for name in addresses():
        status, _where, page, _asked = told(client, "GET", path_of(name, matter.reference, note.reference))
        assert status in {302, 403, 404, 405}, (name, status)
        assert not any(word in page for word in (HER, OFFICER, FACTS)), name


def test_a_supervisor_reads_it_once_she_is_added_as_a_lawyer_and_not_before(house: tuple[Lawyers, Any, Any]) -> None:
    lawyers, matter, _note = house
    sara, page = lawyers.people["sara"], reverse("matter", args=[matter.reference])
    with pytest.raises(Denied, match="does not work on legal matters"):
        matters.share(matter, reader=Reader.objects.get(user=sara), by=lawyers.person("lucia"))
    accounts.give_role(sara, team=lawyers.letters.cast.border, role="counsel", by=accounts.SETUP)
    confirmed(sara)
    assert client_of(lawyers, "sara").get(page).status_code == 404, "the role alone opens nothing"
    matters.share(matter, reader=Reader.objects.get(user=sara), by=lawyers.person("lucia"))
    answer = client_of(lawyers, "sara").get(page)
    assert answer.status_code == 200
    assert FACTS in answer.text
