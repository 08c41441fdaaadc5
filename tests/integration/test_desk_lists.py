"""A list of threads is never whole on one page: who writes without a name can write as often as a machine can."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.models import CLOSED, EARLY, HERS, OURS, Thread
from amparo.access.reporting.queries import lists
from amparo.access.reporting.queries.lists import DUE, FEW, IN_A_HURRY, LATER, PAGE, SHUT, WAITING
from amparo.commons import clock
from amparo.commons.policy.models import random_reference
from amparo.vault.models import CaseKey, Wrap
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db
LARGEST = 60_000  # bytes that a page of the desk may have


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def lay(house: Letters, number: int, **more: Any) -> None:
    """So many threads that ana and berta read, and of each fourth only berta."""
    on = clock.today()
    usual = {"opened_on": on, "last_on": on, "expires_on": on + timedelta(days=90), "language": "es", "facts": b"x"}
    rows = Thread.objects.bulk_create(
        Thread(**usual | {"state": OURS, "lane": "waited", "sealed_on": "server", "ring": random_reference()} | more)
        for _ in range(number)
    )
    keys = CaseKey.objects.bulk_create(CaseKey(ring=row.ring, recipient="x") for row in rows)
    Wrap.objects.bulk_create(
        Wrap(case_key=key, reader=house.readers[name], box=b"x")
        for place, key in enumerate(keys)
        for name in (("berta",) if place % 4 == 3 else ("ana", "berta"))
    )


def shown(page: str) -> list[str]:
    """The references of the threads on a page."""
    return re.findall(rf'class="go" href="{reverse("desk_letters")}/([a-z0-9]+)"', page)


def all_pages(client: Client, name: str) -> list[list[str]]:
    """Page after page, as its links lead."""
    found, where = [], f"{reverse('desk_letters')}?lista={name}"
    while where:
        answer = client.get(where)
        assert answer.status_code == 200
        assert len(answer.content) < LARGEST
        found.append(shown(answer.text))
        link = re.search(rf'href="([^"]*\?lista={name}&amp;p=\d+)"', answer.text)
        where = link.group(1).replace("&amp;", "&") if link else ""
    return found


MANY: dict[str, dict[str, Any]] = {
    DUE: {"answer_by": clock.today()},
    LATER: {"answer_by": clock.today() + timedelta(days=2)},
    IN_A_HURRY: {"answer_by": None, "lane": EARLY},
    WAITING: {"state": HERS},
    SHUT: {"state": CLOSED},
}


def test_the_first_page_has_a_few_of_each_and_says_where_the_rest_is(house: Letters) -> None:
    for more in MANY.values():
        lay(house, 80, **more)
    answer = opened_client(house.cast.berta).get(reverse("desk_letters"))
    assert len(answer.content) < LARGEST
    assert len(shown(answer.text)) == PAGE + 4 * FEW
    for name in MANY:
        assert f"?lista={name}" in answer.text


@pytest.mark.parametrize("name", MANY)
def test_page_after_page_each_thread_stands_once(house: Letters, name: str) -> None:
    lay(house, 120, **MANY[name])
    everybody, hers = all_pages(opened_client(house.cast.berta), name), all_pages(opened_client(house.cast.ana), name)
    assert [len(page) for page in everybody] == [50, 50, 20]
    assert [len(page) for page in hers] == [50, 40], "who was left out of a thread finds no gap"
    for pages in (everybody, hers):
        together = [each for page in pages for each in page]
        assert len(set(together)) == len(together)
    read = Wrap.objects.filter(reader=house.readers["ana"]).values("case_key__ring")
    expected = set(Thread.objects.filter(ring__in=read).values_list("reference", flat=True))
    assert {each for page in hers for each in page} == expected


def test_a_list_of_fifty_has_no_link_to_an_empty_page(house: Letters) -> None:
    lay(house, 50, **MANY[DUE])
    assert [len(page) for page in all_pages(opened_client(house.cast.berta), DUE)] == [50]
    assert "?lista=" not in opened_client(house.cast.berta).get(reverse("desk_letters")).text


@pytest.mark.parametrize(("where", "code"), [
    ("?lista=nada", 404), ("?lista=prisa&p=0", 200), ("?lista=prisa&p=99999", 200),
    ("?lista=prisa&p=9" + "9" * 5000, 200), ("?lista=prisa&p=-1", 200), ("?lista=prisa&p=²", 200), ("?lista=", 200),
])  # fmt: skip
def test_whatever_an_address_says_is_answered(house: Letters, where: str, code: int) -> None:
    assert opened_client(house.cast.ana).get(reverse("desk_letters") + where).status_code == code


def test_what_should_have_been_answered_before_stands_first(house: Letters) -> None:
    lay(house, 1, answer_by=clock.today())
    lay(house, 1, answer_by=clock.today() - timedelta(days=3))
    berta = opened_client(house.cast.berta)
    first, second = shown(berta.get(reverse("desk_letters")).text)
    days = dict(Thread.objects.values_list("reference", "answer_by"))
    assert days[first] < days[second]


def test_no_list_is_read_by_who_reads_no_messages(house: Letters) -> None:
    answer = opened_client(house.cast.diana).get(f"{reverse('desk_letters')}?lista={DUE}")
    assert answer.status_code == 403
    assert set(lists.lists_of(house.cast.ana, clock.today())) == set(MANY)
