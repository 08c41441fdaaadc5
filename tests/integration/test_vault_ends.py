"""What ends a key of the team, and nobody else's: a passphrase, a role or the key is lost, or an account closed."""

from typing import Any

import pytest

from amparo.commons.accounts import actions as accounts
from amparo.vault.actions import rings
from amparo.vault.actions.readers import retire_reader
from amparo.vault.models import PROPOSED, RETIRED, KeyEntry, Reader, StaffKey, Wrap
from amparo.vault.queries.opened import rings_of
from tests.integration.test_vault_staff import KEEPER, NOW, OTHER_KEK, came, counts

pytestmark = pytest.mark.django_db(databases=["default"])


def test_a_lost_passphrase_retires_the_key_everywhere(cast: Any) -> None:
    ana, berta = cast.ana, cast.berta
    raw, other = came(ana), came(berta)
    mine, hers = counts(ana), counts(berta)
    ring, seed = rings.begin_ring([mine, hers])
    accounts.set_password(ana, password="otra frase muy larga", by=accounts.SETUP)
    mine.refresh_from_db()
    assert mine.state == RETIRED
    assert KEEPER.opened(ana, raw, now=NOW) is None
    assert KEEPER.opened(berta, other, now=NOW) is not None, "nobody else's is put away"
    assert not Wrap.objects.filter(reader=mine).exists()
    assert not StaffKey.objects.filter(user=ana).exists()
    assert rings.newest_key(ring).version == 2
    assert KeyEntry.objects.last().act == "retired"
    ana.must_choose = False
    came(ana, OTHER_KEK)
    new = Reader.objects.get(user=ana, state=PROPOSED)
    assert new.recipient != mine.recipient
    assert set(rings_of(ana)) == set()
    assert seed is not None


@pytest.mark.parametrize("how", ["role", "key"])
def test_a_lost_role_and_a_key_taken_away_put_nobody_else_away(cast: Any, how: str) -> None:
    accounts.give_role(cast.berta, team=cast.border, role="reader", by=accounts.SETUP)
    raw, other = came(cast.berta), came(cast.ana)
    berta = counts(cast.berta)
    own, _seed = rings.begin_ring([counts(cast.ana)])
    both, _seed = rings.begin_ring([berta, Reader.objects.get(user=cast.ana)])
    if how == "role":
        accounts.take_role(cast.berta, team=cast.border, role="reader", by=accounts.SETUP)
    else:
        retire_reader(berta, by=accounts.SERVER)
    assert KEEPER.opened(cast.berta, raw, now=NOW) is None
    assert KEEPER.opened(cast.ana, other, now=NOW) is not None
    assert list(StaffKey.objects.values_list("user", flat=True)) == [cast.ana.pk]
    assert (rings.newest_key(own).version, rings.newest_key(both).version) == (1, 2), "a lock that it was not in stays"


def test_a_closed_account_leaves_no_key(cast: Any) -> None:
    raw = came(cast.ana)
    KEEPER.closed(cast.ana)
    assert KEEPER.opened(cast.ana, raw, now=NOW) is None
    assert not StaffKey.objects.exists()
    assert Reader.objects.get().state == RETIRED
