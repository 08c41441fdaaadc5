"""Who confirms the key of another has one that was confirmed, once there is one in the house."""

from datetime import date
from typing import Any

import pytest

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.vault.actions import readers
from amparo.vault.models import ACTIVE, Reader
from amparo.vault.queries.desk import keys_page
from amparo.vault.queries.opened import Opened
from tests.integration.test_vault_people import waiting

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
DAY = date(2026, 11, 24)


def test_whose_own_key_waits_confirms_no_other_once_there_is_one_that_counts(cast: Any) -> None:
    """The first key of a house is confirmed by a person whose own is not yet; from then on by those who have one."""
    first, second, third = waiting("una"), waiting("dos"), waiting("tres")
    una, dos = come_in(first), come_in(second)
    readers.confirm_reader(first, by=dos, seen=first.fingerprint, on=DAY)
    with pytest.raises(Denied, match="todavía no está confirmada"):
        readers.confirm_reader(third, by=dos, seen=third.fingerprint, on=DAY)
    assert line_of(dos, third).why_not_confirm is not None, "and the page offers no button"
    readers.confirm_reader(second, by=una, seen=second.fingerprint, on=DAY)
    assert line_of(dos, third).why_not_confirm is None
    readers.confirm_reader(third, by=dos, seen=third.fingerprint, on=DAY)
    third.refresh_from_db()
    assert third.state == ACTIVE


def come_in(reader: Reader) -> User:
    """Whose key this is, with the key open."""
    found = User.objects.get(pk=reader.user_id)
    found.opened = Opened(reader.pk, "", b"s" * 32)
    return found


def line_of(person: Any, reader: Reader) -> Any:
    return next(each for each in keys_page(person).waiting if each.reader == reader)


def test_who_coordinates_and_reads_nothing_has_a_key_that_never_counts_and_confirms(cast: Any) -> None:
    first, second, lead = waiting("una"), waiting("dos"), waiting("tres", role="coordinator")
    readers.confirm_reader(first, by=accounts.SETUP, seen=first.fingerprint, on=DAY)
    readers.confirm_reader(second, by=come_in(lead), seen=second.fingerprint, on=DAY)
    second.refresh_from_db()
    assert second.state == ACTIVE
