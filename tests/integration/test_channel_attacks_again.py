"""Attacks on the channel that a later reading found: each is played here as whoever tried it would."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from amparo.access.reporting.policies import Asked
from amparo.access.reporting.queries.decision import asked_of, decide_now
from amparo.commons.accounts import actions as accounts
from amparo.vault.actions import readers as keys
from tests.letters import WORDS, Letters, a_house_for_letters

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
