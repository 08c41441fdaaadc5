"""On her own page she takes back that she is counted, and the row goes in the same request, without any key."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.actions.hers import destroy_hers, take_back
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.queries.hers import copy_of
from amparo.casework.queries.permissions import permissions_in, recipient_of_way
from amparo.casework.queries.taking_back import COUNTED, read_takes
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.vault.actions.coded import token_of, until_of
from amparo.vault.models import CodedRow
from amparo.vault.queries.opened import case_seeds
from tests.cases import SOME, a_case, person
from tests.coded import NOW, keep_many
from tests.integration.test_her_case import agreed
from tests.letters import WORDS, Letters, a_house_for_letters, her_page, hidden, letter

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> str:
    return " ".join(letter(Client(), "Lo que escribí."))


@pytest.fixture
def case(house: Letters, words: str) -> Case:
    """A case out of her letter, who agreed to be counted; beside it stand rows of others."""
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    case = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    said = Said(COUNTED, "yes", content=frozenset({"coded_only"}), method="written", days=120)
    write_permission(case, said=said, by=ana)
    cases.open_case(case, by=ana)
    now = clock.now()
    keep_many(3, ends=now + timedelta(days=120), now=now)  # longer than any quarter, as hers
    found: Case = Case.objects.get(pk=case.pk)
    return found


def part_of(house: Letters, case: Case, kind: str) -> str:
    found = permissions_in(cases.open_case(case, by=person(house, "ana")).parts)
    return next(each.part.reference for each in found if each.kind == kind)


def test_she_takes_it_back_and_her_row_goes_at_once(house: Letters, case: Case, words: str) -> None:
    assert CodedRow.objects.count() == 4
    part, acts = part_of(house, case, COUNTED), Act.objects.count()
    agreed(words, f"take:{part}")
    assert CodedRow.objects.count() == 3
    assert Act.objects.count() == acts
    agreed(words, f"take:{part}")
    assert CodedRow.objects.count() == 3
    cases.open_case(case, by=person(house, "ana"))
    assert CodedRow.objects.count() == 3


def test_another_permission_taken_back_leaves_the_row(house: Letters, case: Case, words: str) -> None:
    agreed(words, f"take:{part_of(house, case, 'engage_services')}")
    assert CodedRow.objects.count() == 4


def takes_of_hers(house: Letters, case: Case) -> str:
    token = token_of(case_seeds(person(house, "ana"), case.ring)) or ""
    return str(copy_of(cases.open_case(case, by=person(house, "ana")), NOW, counted=token)["takes"])


def test_the_house_knows_which_permission_counts_her_whatever_her_browser_says(house: Letters, case: Case) -> None:
    takes, part = takes_of_hers(house, case), part_of(house, case, COUNTED)
    other = Said(
        "contact_by_channel", "yes", recipient_of_way("TEL_H"), content=frozenset({"contact"}), method="written"
    )
    write_permission(case, said=other, by=person(house, "ana"))
    takes = takes_of_hers(house, case)
    assert take_back(case, part_of(house, case, "contact_by_channel"), takes=takes) == 1
    assert CodedRow.objects.count() == 4, "another permission leaves her row"
    assert take_back(case, part, takes=takes) == 1
    assert CodedRow.objects.count() == 3


def test_a_made_up_list_takes_back_nothing_and_drops_nothing(house: Letters, case: Case) -> None:
    takes, part = takes_of_hers(house, case), part_of(house, case, COUNTED)
    token, other = read_takes(case, takes).token, a_case(house)
    for made_up in ("", token, f"{part}.{part}.{token}", f"{part}{takes}"):
        assert take_back(case, part, takes=made_up) == 0, made_up
    assert take_back(other, part, takes=takes) == 0, "the list of one case is none for another"
    destroy_hers(case.her_ring, takes=token)
    assert CodedRow.objects.count() == 4


def test_she_takes_everything_back_and_is_counted_no_more(case: Case, words: str) -> None:
    client = Client()
    ticket = hidden(her_page(client, words), "t")
    answer = client.post(f"/{WORDS['back_end']}", {"p": words, "t": ticket, "sure": "1"})
    assert answer.status_code == 200
    assert (Case.objects.count(), CodedRow.objects.count()) == (0, 3)


def test_without_what_drops_it_the_row_stays_until_the_quarter_is_over(case: Case) -> None:
    """An old page, or a script that was cut: what was destroyed has no key any more, and nobody finds its row."""
    destroy_hers(case.her_ring)
    assert CodedRow.objects.count() == 4
    assert {row.until for row in CodedRow.objects.all()} == {until_of()}


def test_what_drops_it_stands_on_no_page(house: Letters, case: Case, words: str) -> None:
    token = token_of(case_seeds(person(house, "ana"), case.ring)) or "-"
    assert token not in agreed(words)
    assert settings.PROFILE == "red"
