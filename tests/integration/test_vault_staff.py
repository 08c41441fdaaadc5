"""The keys of the team: whose they are, what opens them, for how long, and what nothing opens."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.backends import ShutKey
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Locked
from amparo.sealing.boxes import unlock
from amparo.sealing.envelopes import Unopenable
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.actions import rings
from amparo.vault.actions.staff import StaffKeys, open_or_make_key, whose_key
from amparo.vault.models import ACTIVE, PROPOSED, KeyEntry, Reader, StaffKey, Unlock
from amparo.vault.queries.opened import case_seed, case_seeds, opened_by, opened_of, rings_of
from tests import statements

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEK, OTHER_KEK = b"k" * 32, b"o" * 32
KEEPER = StaffKeys()


def came(person: User, kek: bytes = KEK, now: datetime = NOW) -> str:
    """She comes in; what her browser holds afterwards."""
    request = SimpleNamespace(new_unlock="")
    KEEPER.came_half(request, person, kek, now=now)
    return str(request.new_unlock)


def counts(person: User) -> Reader:
    """Her key, confirmed."""
    reader = Reader.objects.get(user=person, state=PROPOSED)
    reader.state = ACTIVE
    reader.save()
    return reader


@pytest.fixture
def ana(cast: Any) -> User:
    return cast.ana


@pytest.fixture
def berta(cast: Any) -> User:
    return cast.berta


def test_her_key_is_made_at_her_first_own_sign_in(ana: User) -> None:
    assert not StaffKey.objects.exists()
    raw = came(ana)
    reader, key = Reader.objects.get(), StaffKey.objects.get()
    assert (reader.user, reader.kind, reader.state) == (ana, "staff", PROPOSED)
    opened = KEEPER.opened(ana, raw, now=NOW)
    assert opened is not None
    assert recipient_of(opened.seed) == reader.recipient
    assert opened.seed not in bytes(key.box)
    assert [(entry.act, entry.reader) for entry in KeyEntry.objects.all()] == [("made", reader.reference)]
    again = KEEPER.opened(ana, came(ana), now=NOW)
    assert again is not None
    assert again.seed == opened.seed  # the second time it is the same key
    assert KeyEntry.objects.count() == 1


def test_nothing_is_sealed_under_a_passphrase_that_somebody_handed_her(ana: User) -> None:
    ana.must_choose = True
    assert came(ana) == ""
    assert not StaffKey.objects.exists()
    assert not Reader.objects.exists()
    assert not Unlock.objects.exists()


def test_somebody_from_outside_gets_a_key_of_that_kind(cast: Any) -> None:
    accounts.give_role(cast.carla, team=cast.coast, role="outside", by=accounts.SETUP)
    came(cast.carla)
    assert Reader.objects.get().kind == "outside"


def test_another_passphrase_opens_nothing(ana: User) -> None:
    came(ana)
    with pytest.raises(ShutKey):
        open_or_make_key(ana, OTHER_KEK, NOW)


def test_the_box_of_another_person_or_of_another_day_opens_nothing(ana: User, berta: User) -> None:
    """Somebody who writes in the database puts the box of one account into the row of another."""
    came(ana)
    came(berta)
    mine, hers = StaffKey.objects.get(user=ana), StaffKey.objects.get(user=berta)
    mine.box, hers.box = bytes(hers.box), bytes(mine.box)
    mine.save()
    hers.save()
    for person in (ana, berta):
        with pytest.raises(ShutKey):  # though both have the same kek here
            open_or_make_key(person, KEK, NOW)
    mine.box, mine.version = bytes(hers.box), 2
    mine.save()
    with pytest.raises(ShutKey):
        open_or_make_key(ana, KEK, NOW)


def test_a_change_of_passphrase_keeps_the_key_and_locks_all_others(ana: User, berta: User) -> None:
    here, elsewhere, hers = came(ana), came(ana), came(berta)
    counts(ana)
    ring, seed = rings.begin_ring([Reader.objects.get(user=ana)])
    opened = KEEPER.opened(ana, here, now=NOW)
    assert opened is not None
    with transaction.atomic():
        KEEPER.changed_password(ana, OTHER_KEK, opened)
    assert KEEPER.opened(ana, elsewhere, now=NOW) is None
    assert KEEPER.opened(ana, here, now=NOW) == opened
    assert KEEPER.opened(berta, hers, now=NOW) is not None
    with pytest.raises(ShutKey):
        open_or_make_key(ana, KEK, NOW)
    assert open_or_make_key(ana, OTHER_KEK, NOW) == opened.seed
    ana.opened = opened
    assert case_seeds(ana, ring) == {1: seed}
    assert Reader.objects.get(user=ana).state == ACTIVE  # nobody has to confirm it again


def test_the_old_box_under_the_new_passphrase_opens_nothing(ana: User) -> None:
    """An old copy of the row, put back after the change, is of another version."""
    raw = came(ana)
    old = StaffKey.objects.get()
    with transaction.atomic():
        KEEPER.changed_password(ana, OTHER_KEK, KEEPER.opened(ana, raw, now=NOW))
    new = StaffKey.objects.get()
    assert (old.version, new.version) == (1, 2)
    assert unlock(KEK, bytes(old.box), whose_key(ana, 1)) == unlock(OTHER_KEK, bytes(new.box), whose_key(ana, 2))
    with pytest.raises(Unopenable):
        unlock(KEK, bytes(old.box), whose_key(ana, 2))


@pytest.mark.parametrize(("minutes", "open_"), [(0, True), (14, True), (15, True), (16, False), (60, False)])
def test_idle_for_a_quarter_of_an_hour(ana: User, minutes: int, open_: bool) -> None:
    raw = came(ana)
    assert (KEEPER.opened(ana, raw, now=NOW + timedelta(minutes=minutes)) is not None) == open_


def test_idle_is_counted_in_whole_minutes(ana: User) -> None:
    """Seen at 10:00, whatever the second; open until 10:15:59, shut at 10:16:00."""
    raw = came(ana, now=NOW.replace(second=59))
    assert Unlock.objects.get().seen_at == NOW
    assert KEEPER.opened(ana, raw, now=NOW + timedelta(minutes=15, seconds=59)) is not None
    Unlock.objects.update(seen_at=NOW)
    assert KEEPER.opened(ana, raw, now=NOW + timedelta(minutes=16)) is None


def test_whoever_works_stays_open_for_eight_hours_and_no_longer(ana: User) -> None:
    raw, now = came(ana), NOW
    while now < NOW + timedelta(hours=8):
        now += timedelta(minutes=15)
        assert KEEPER.opened(ana, raw, now=now) is not None, now
    assert now == NOW + timedelta(hours=8)
    assert KEEPER.opened(ana, raw, now=now + timedelta(seconds=59)) is not None
    assert KEEPER.opened(ana, raw, now=now + timedelta(minutes=1)) is None


def test_being_seen_is_written_once_a_minute(ana: User) -> None:
    raw, later = came(ana), NOW + timedelta(minutes=1, seconds=10)
    for now, written in ((NOW + timedelta(seconds=59), 0), (later, 1), (later + timedelta(seconds=20), 0)):
        with CaptureQueriesContext(connections["default"]) as asked:
            assert KEEPER.opened(ana, raw, now=now) is not None
        assert sum(each["sql"].startswith("UPDATE") for each in asked.captured_queries) == written, now
        assert len(asked.captured_queries) - statements.count(asked) == written, now


def test_being_seen_never_goes_back(ana: User) -> None:
    raw = came(ana)
    KEEPER.opened(ana, raw, now=NOW + timedelta(minutes=10))
    KEEPER.opened(ana, raw, now=NOW + timedelta(minutes=2))  # a request that took long
    assert Unlock.objects.get().seen_at == NOW + timedelta(minutes=10)


def test_what_is_over_is_swept_when_somebody_comes_in(ana: User, berta: User) -> None:
    came(ana)
    came(berta, now=NOW + timedelta(minutes=16))
    assert [each.user for each in Unlock.objects.all()] == [berta]


def wrong_cookies(raw: str) -> list[str]:
    """Every way in which a cookie is not hers, one fault each."""
    handle, secret = raw[:32], raw[32:]
    return [
        "", handle, secret, secret + handle, raw[:-1], raw + "0", handle + secret[::-1], handle + "0" * 64,
        "0" * 32 + secret,
        raw.upper(), handle + secret[:-2] + "  ", handle + "zz" + secret[2:], handle + "é" * 64, "%" * 32 + secret,
        raw[:95] + "\n",
        handle + (secret[:-1] + ("0" if secret[-1] != "0" else "1")), "0" * 96, raw * 2,
        handle + secret[:32] + " " * 32,
    ]  # fmt: skip


def test_a_wrong_half_opens_nothing_and_breaks_nothing(ana: User) -> None:
    raw = came(ana)
    for wrong in wrong_cookies(raw):
        assert opened_of(ana, wrong, now=NOW) is None, wrong
    assert opened_of(ana, raw, now=NOW) is not None


def test_the_cookie_of_somebody_else_opens_nothing(ana: User, berta: User) -> None:
    mine, hers = came(ana), came(berta)
    assert opened_of(ana, hers, now=NOW) is None
    assert opened_of(berta, mine, now=NOW) is None
    assert opened_of(ana, hers[:32] + mine[32:], now=NOW) is None
    assert opened_of(ana, mine[:32] + hers[32:], now=NOW) is None
    row = Unlock.objects.get(user=berta)
    row.user = ana  # somebody who writes in the database gives her unlock to another
    row.handle, taken = mine[:32], Unlock.objects.get(user=ana)
    taken.delete()
    row.save()
    assert opened_of(ana, mine[:32] + hers[32:], now=NOW) is None


def test_panic_a_lost_phone_and_signing_out(ana: User, berta: User) -> None:
    here, there, hers = came(ana), came(ana), came(berta)
    KEEPER.went(ana, here)
    assert opened_of(ana, here, now=NOW) is None
    assert opened_of(ana, there, now=NOW) is not None
    KEEPER.went(berta, there)  # not hers to end
    assert opened_of(ana, there, now=NOW) is not None
    KEEPER.lock_person(ana)
    assert opened_of(ana, there, now=NOW) is None
    assert opened_of(berta, hers, now=NOW) is not None
    KEEPER.lock_all()
    assert opened_of(berta, hers, now=NOW) is None
    assert not Unlock.objects.exists()


def test_without_an_open_key_nothing_is_read(ana: User) -> None:
    came(ana)
    ring, _seed = rings.begin_ring([counts(ana)])
    with pytest.raises(Locked):
        opened_by(ana)
    for read in (
        lambda: case_seeds(ana, ring),
        lambda: case_seed(ana, ring, 1),
        lambda: rings.share_ring(ring, Reader.objects.get(), by=ana),
    ):
        with pytest.raises(Locked):
            read()


def test_a_key_that_waits_for_its_second_person_opens_nothing(ana: User) -> None:
    raw = came(ana)
    reader = Reader.objects.get()
    ring, _seed = rings.begin_ring([reader])  # sealed to it by mistake
    ana.opened = KEEPER.opened(ana, raw, now=NOW)
    assert set(rings_of(ana)) == set()
    assert case_seeds(ana, ring) == {}


def test_her_open_key_stands_in_no_message(ana: User) -> None:
    opened = KEEPER.opened(ana, came(ana), now=NOW)
    assert opened is not None
    for shown in (repr(opened), str(opened), f"{opened}"):
        assert opened.seed.hex() not in shown
        assert repr(opened.seed) not in shown
    assert fresh_secret() != fresh_secret()
