"""Whoever has the database and no key tries the list of what she may take back: which parts of her case it could name.

What each part is, is sealed with it. A digest of the list stands in clear; of a list that named parts and nothing else
it would be found out within seconds which of them are what she allows, and in which order she did.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.models import Case, Part
from tests.cases import SOME, a_task, allows_way, person
from tests.incidents import an_incident
from tests.letters import Letters, a_house_for_letters, letter
from tests.transfers import allows

pytestmark = pytest.mark.django_db(databases=["default"])
MOST = 3  # so many of her parts are tried together


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def lists(case: Case) -> Iterator[str]:
    """Every list of some of her parts, in every order, with each as the one by which she is counted, or none."""
    parts = list(Part.objects.filter(case=case).values_list("reference", flat=True))
    for count in range(MOST + 1):
        for some in permutations(parts, count):
            yield from (f"{''.join(some)}.{counted}." for counted in ("", *some))


def found_out(case: Case, digest: str) -> list[str]:
    return [each for each in lists(case) if sha256(each.encode()).hexdigest() == digest]


@pytest.mark.parametrize("profile", ["acompanamiento", "red"])
def test_no_list_of_her_parts_gives_the_digest_that_stands_there(house: Letters, settings: Any, profile: str) -> None:
    settings.PROFILE = profile
    letter(Client(), "Una carta de ejemplo.")
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    case = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    with translation.override("en"):
        allowed = [allows(house, case, "need_summary", kind=each) for each in ("share_for_referral", "alert_peers")]
    allows_way(house, case)
    an_incident(house, case)
    a_task(house, case, "paper_work")
    cases.open_case(case, by=ana)
    case.refresh_from_db()
    assert len(case.her_takes) == 64
    assert found_out(case, case.her_takes) == []
    planted = f"{''.join(allowed)}..".encode()  # the control: a list without anything secret in it
    assert found_out(case, sha256(planted).hexdigest()) == [planted.decode()]
