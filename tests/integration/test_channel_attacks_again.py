"""Attacks on the channel that a later reading found: each is played here as whoever tried it would."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.access.reporting.policies import Asked
from amparo.access.reporting.queries.decision import asked_of, decide_now
from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied
from amparo.vault.actions import readers as keys
from amparo.vault.actions import recovery
from amparo.vault.models import RETIRED, Reader
from tests.integration.test_channel_attacks import opened
from tests.letters import WORDS, Letters, a_house_for_letters, letter, opened_client, own_key, who_reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any, settings: Any, tmp_path: Path) -> Letters:
    settings.LETTER_SCRIPT, settings.SHRED_LEDGER = "sha384-x", str(tmp_path / "ledger")
    return a_house_for_letters(cast)


# Whoever is marked reads it all the same.


def test_every_body_she_may_mark_leaves_out_who_has_to_do_with_it(house: Letters, client: Client) -> None:
    """“Somebody of an organisation that helps” could be marked, and nobody could ever be tied to it."""
    offered = re.findall(r'name="o" value="(\w+)"', client.get(f"/{WORDS['letter']}").text)
    assert len(offered) > 5
    keys.tie_reader(house.readers["ana"], ties=offered, by=accounts.SETUP)
    for body in offered:
        assert asked_of(QueryDict(f"o={body}")).bodies == (body,)
        assert house.readers["ana"].reference in decide_now(Asked(bodies=(body,))).decision.excluded, body
    assert asked_of(QueryDict("o=HUM&o=CLI&o=PAR")) == Asked(), "what leaves out nobody is not promised"


# Whoever is left out by what she does here does something else, and is let in.


def with_a_key(house: Letters, person: Any) -> Reader:
    """Somebody who reads from now on, with a key that a second person confirmed."""
    own_key(person)
    row = Reader.objects.exclude(state=RETIRED).get(user=person)
    keys.confirm_reader(row, by=accounts.SETUP, seen=row.fingerprint)
    row.refresh_from_db()
    return row


def test_who_coordinated_on_that_day_does_not_read_it_later_as_a_reader(house: Letters, client: Client) -> None:
    """Diana coordinates and reads nothing, so no key of hers could be named; then she changes her role."""
    diana, team = house.cast.diana, house.cast.border
    accounts.give_role(diana, team=team, role="coordinator", by=accounts.SETUP)
    letter(client, "Me pidió dinero.", a="role:coordinator")
    thread, berta = Thread.objects.get(), opened(house, "berta")
    accounts.take_role(diana, team=team, role="coordinator", by=house.cast.ana)
    accounts.give_role(diana, team=team, role="reader", by=house.cast.ana)
    row = with_a_key(house, diana)
    assert row.reference in decide_now(Asked()).decision.readers, "a control: what comes now she reads"
    assert row not in desk.open_thread(thread, by=berta).others
    with pytest.raises(Denied):
        desk.share(thread, reader=row, by=berta)
    recovery.recover(house.recovery, sheets=house.sheets[:2], reader=row, by=house.cast.ana)
    assert "diana" not in who_reads(thread)


def test_who_coordinates_cannot_take_away_everybody_who_reads_about_her(house: Letters, client: Client) -> None:
    """Ana takes two keys of the team, alone, as she may; the letter about her is still read."""
    letter(client, "Ana me pidió dinero.", a="role:coordinator")
    thread, ana = Thread.objects.get(), opened_client(house.cast.ana)
    for name in ("berta", "carla"):
        assert ana.post(reverse("key_retire", args=[house.readers[name].reference]), {"sure": "1"}).status_code == 302
    assert ana.post(reverse("key_retire", args=[house.readers["olga"].reference]), {"sure": "1"}).status_code == 403
    assert who_reads(thread) == {"olga", "recovery", "receipt"}


def test_nor_where_a_colleague_takes_her_out_later(house: Letters, client: Client) -> None:
    letter(client, "Hola.")
    desk.exclude(Thread.objects.get(), reader=house.readers["ana"], by=opened(house, "berta"))
    assert "olga" in who_reads(Thread.objects.get())
