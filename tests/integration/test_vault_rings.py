"""Rings: shared, left, turned; and hostile wraps, which keep nobody from what is sealed rightly."""

from datetime import UTC, datetime
from typing import Any

import pytest

from amparo.access.reporting.actions import letters
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Hidden
from amparo.sealing.envelopes import Unopenable, seal
from amparo.sealing.keys import case_recipient, fresh_secret, recipient_of
from amparo.sealing.receipts import check_of
from amparo.sealing.wraps import unwrap
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import receipts, recovery, rings
from amparo.vault.models import RETIRED, CaseKey, Reader, Wrap
from amparo.vault.queries.opened import (
    Opened,
    case_seed,
    case_seeds,
    mine_for_a_time,
    newest_key,
    rings_for_good,
    rings_of,
)
from tests.letters import OPENED_ON, Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def with_key(house: Letters, name: str) -> User:
    """Her account with her key open."""
    person = User.objects.get(pk=house.readers[name].user_id)
    person.opened = Opened(house.readers[name].pk, "", house.secrets[name])
    return person


def receipt_for(ring: str, seed: bytes) -> tuple[str, bytes]:
    """A receipt of a ring: its check and its secret."""
    lookup, secret = fresh_secret(), fresh_secret()
    reader = receipts.keep_receipt(check_of(lookup), recipient_of(secret), OPENED_ON)
    rings.wrap_seeds(ring, {1: seed}, reader)
    return check_of(lookup), secret


def seeds_of(ring: str, secret: bytes) -> set[int]:
    """Which versions a secret opens, with every wrap of the table at hand."""
    found = set()
    for row in Wrap.objects.filter(case_key__ring=ring).select_related("case_key"):
        try:
            unwrap(bytes(row.box), secret)
        except Unopenable:
            continue
        found.add(row.case_key.version)
    return found


def test_each_wrap_is_for_one_reader(house: Letters) -> None:
    ring, seed = rings.begin_ring([house.readers["ana"], house.readers["berta"]])
    assert case_seeds(with_key(house, "ana"), ring) == case_seeds(with_key(house, "berta"), ring) == {1: seed}
    assert case_seed(with_key(house, "ana"), ring, 1) == seed
    assert newest_key(ring).recipient == case_recipient(seed)
    assert set(rings_of(with_key(house, "carla"))) == set()
    with pytest.raises(Hidden):
        case_seed(with_key(house, "carla"), ring, 1)
    assert seeds_of(ring, house.secrets["carla"]) == set()


def test_whoever_left_opens_old_wraps_no_more_and_new_ones_never(house: Letters) -> None:
    ring, old = rings.begin_ring([house.readers["ana"], house.readers["berta"]])
    rings.leave_rings([ring], house.readers["berta"])
    assert seeds_of(ring, house.secrets["berta"]) == set()
    assert seeds_of(ring, house.secrets["ana"]) == {1, 2}
    version, box = rings.seal_to(ring, b"what comes later")
    assert version == 2
    with pytest.raises(Unopenable):
        rings.open_envelope(old, box)  # she wrote the old seed down: it opens what is old, and nothing new
    assert rings.open_envelope(case_seeds(with_key(house, "ana"), ring)[2], box) == b"what comes later"
    assert set(rings_of(with_key(house, "berta"))) == set()


def test_a_receipt_survives_every_turn(house: Letters) -> None:
    ring, seed = rings.begin_ring([house.readers["ana"], house.readers["berta"]])
    check, secret = receipt_for(ring, seed)
    rings.leave_rings([ring], house.readers["berta"])
    rings.turn_ring(ring)
    rings.turn_ring(ring)
    assert seeds_of(ring, secret) == {1, 2, 3, 4}
    assert [version for version, _box in receipts.ring_of(check)[1]] == [1, 2, 3, 4]


def test_sharing_gives_every_version_and_giving_twice_changes_nothing(house: Letters) -> None:
    ring, _seed = rings.begin_ring([house.readers["ana"]])
    rings.turn_ring(ring)
    for _ in range(2):
        rings.share_ring(ring, house.readers["carla"], by=with_key(house, "ana"))
    assert seeds_of(ring, house.secrets["carla"]) == {1, 2}
    assert Wrap.objects.filter(case_key__ring=ring).count() == 4
    before = Wrap.objects.count()
    rings.share_ring(ring, house.readers["berta"], by=with_key(house, "olga"))  # who opens nothing gives nothing
    assert Wrap.objects.count() == before


@pytest.mark.parametrize("state", ["proposed", RETIRED])
def test_only_a_confirmed_key_gets_a_wrap(house: Letters, state: str) -> None:
    ring, _seed = rings.begin_ring([house.readers["ana"]])
    reader = house.readers["berta"]
    reader.state = state
    reader.save()
    with pytest.raises(ValueError, match="confirmed"):
        rings.share_ring(ring, reader, by=with_key(house, "ana"))


def test_a_retired_key_gets_nothing_when_the_ring_turns(house: Letters) -> None:
    ring, _seed = rings.begin_ring([house.readers["ana"], house.readers["berta"]])
    Reader.objects.filter(pk=house.readers["berta"].pk).update(state=RETIRED)
    rings.turn_ring(ring)
    assert seeds_of(ring, house.secrets["berta"]) == {1}
    assert case_seeds(with_key(house, "berta"), ring) == {}  # and through the house not even that


def test_who_was_let_in_for_a_time_stays_for_that_time_and_the_others_without_an_end(house: Letters) -> None:
    ring, _seed = rings.begin_ring([house.readers["ana"], house.readers["berta"]])
    moment = datetime(2026, 12, 24, 10, 0, tzinfo=UTC)
    Wrap.every.filter(case_key__ring=ring, reader=house.readers["berta"]).update(until=moment)
    rings.turn_ring(ring)
    newest = Wrap.every.filter(case_key=newest_key(ring)).values_list("reader", "until")
    assert dict(newest) == {house.readers["ana"].pk: None, house.readers["berta"].pk: moment}
    assert mine_for_a_time(with_key(house, "berta")) == {ring: moment}
    assert mine_for_a_time(with_key(house, "ana")) == {}
    assert rings_for_good(with_key(house, "ana")) == {ring}
    assert rings_for_good(with_key(house, "berta")) == set()


def test_a_wrap_of_another_ring_or_version_is_no_use(house: Letters) -> None:
    """Somebody who writes in the database moves a wrap: the seed opens only what was sealed to its own recipient."""
    one, _ = rings.begin_ring([house.readers["ana"]])
    other, _ = rings.begin_ring([house.readers["berta"]])
    _version, box = rings.seal_to(other, b"for berta")
    mine = Wrap.objects.get(case_key__ring=one)
    mine.case_key = CaseKey.objects.get(ring=other)
    mine.save()
    stolen = case_seeds(with_key(house, "ana"), other)[1]
    with pytest.raises(Unopenable):
        rings.open_envelope(stolen, box)


def test_shredding_takes_the_receipt_and_the_files_and_leaves_the_readers(house: Letters) -> None:
    ring, seed = rings.begin_ring([house.readers["ana"]])
    kept, _ = rings.begin_ring([house.readers["ana"]])
    check, _secret = receipt_for(ring, seed)
    rings.shred_ring(ring)
    assert receipts.ring_of(check) == ("", [])
    assert not Reader.objects.filter(check_of=check).exists()
    assert not CaseKey.objects.filter(ring=ring).exists()
    assert Reader.objects.filter(user__isnull=False).count() == 4
    assert seeds_of(kept, house.secrets["ana"]) == {1}


# --- what a hostile browser sends ---


def hostile(house: Letters, wraps: dict[str, bytes]) -> Thread:
    """A letter whose wraps are whatever these say; the rest of it is right."""
    seed = fresh_secret()
    case = case_recipient(seed)
    made = {name: wraps.get(name, seal(seed, [reader.recipient])) for name, reader in house.readers.items()}
    made["sheets"] = wraps.get("sheets", seal(seed, [house.recovery.reader.recipient]))
    named = {**house.readers, "sheets": house.recovery.reader}
    envelope = letters.Envelope(
        case,
        {named[name].reference: box for name, box in made.items()},
        seal(sealed.write_facts({"excluded": []}), [case]),
        seal(sealed.write_message("hola"), [case]),
    )
    before = set(Thread.objects.values_list("pk", flat=True))
    letters.take_letter(
        envelope, readers=[each.reference for each in named.values()], language="es", lane="puzzle", ticket=new_ticket()
    )
    return Thread.objects.exclude(pk__in=before).get()


def bad_wraps(recipient: str) -> list[bytes]:
    """Envelopes in which there is no seed, or not for her."""
    other = recipient_of(fresh_secret())
    return [
        seal(b"", [recipient]),
        seal(b"x" * 31, [recipient]),
        seal(b"x" * 1_000, [recipient]),  # as large as the house takes one
        seal(b"x" * 32, [other]),
    ]


def test_a_wrap_without_a_seed_is_passed_over(house: Letters) -> None:
    for box in bad_wraps(house.readers["ana"].recipient):
        thread = hostile(house, {"ana": box})
        assert case_seeds(with_key(house, "ana"), thread.ring) == {}
        assert set(case_seeds(with_key(house, "berta"), thread.ring)) == {1}
        rings.share_ring(thread.ring, house.readers["ana"], by=with_key(house, "ana"))


def test_a_hostile_letter_does_not_spoil_the_recovery_of_the_others(house: Letters) -> None:
    for box in bad_wraps(house.recovery.reader.recipient):
        hostile(house, {"sheets": box})
    good = hostile(house, {})
    carla = house.readers["carla"]
    Wrap.objects.filter(reader=carla).delete()
    given = recovery.recover(house.recovery, sheets=house.sheets[:2], reader=carla, by=accounts.SETUP)
    assert given == 1
    assert set(rings_of(with_key(house, "carla"))) == {good.ring}


def test_a_letter_to_others_than_was_decided_is_refused(house: Letters) -> None:
    seed = fresh_secret()
    box, ana = seal(seed, [house.readers["ana"].recipient]), house.readers["ana"].reference
    for wraps in ({}, {ana: box, "0" * 16: box}, {ana: box, "receipt": box}, {"receipt": box}):
        envelope = letters.Envelope(case_recipient(seed), wraps, box, box)
        with pytest.raises(letters.NotSealedRight):
            letters.take_letter(envelope, readers=[ana], language="es", lane="puzzle", ticket=new_ticket())
    assert not Thread.objects.exists()


@pytest.mark.parametrize("what", ["case", "facts", "message", "wrap", "receipt", "file"])
def test_what_is_no_envelope_or_no_key_is_refused_and_nothing_is_kept(house: Letters, what: str) -> None:
    seed, ticket, ana = fresh_secret(), new_ticket(), house.readers["ana"]
    case, good = case_recipient(seed), seal(seed, [ana.recipient])
    wrong = {"case": "age1x", "receipt": "ssh-ed25519 AAAA"}.get(what, "")
    envelope = letters.Envelope(
        wrong if what == "case" else case,
        {ana.reference: b"plain" if what == "wrap" else good} | ({"receipt": good} if what == "receipt" else {}),
        b"{}" if what == "facts" else good,
        b"hola" if what == "message" else good,
        [("0" * 16, b"%PDF")] if what == "file" else [],
        b"l" * 32,
        wrong if what == "receipt" else "",
    )
    with pytest.raises(letters.NotSealedRight):
        letters.take_letter(envelope, readers=[ana.reference], language="es", lane="puzzle", ticket=ticket)
    assert not Thread.objects.exists()
    assert not Reader.objects.filter(kind="receipt").exists()
    letters.hear(ticket=ticket)  # the ticket was not used up by it


@pytest.mark.parametrize(
    "said",
    [b"", b"null", b"[]", b"1", b"[" * 90_000, b'{"excluded":null}', b'{"excluded":{"a":1},"about":7,"complaint":[]}',
     b'{"excluded":["\\ud800","a b","' + b"x" * 41 + b'",1,null,"../x"],"about":["\\udfff"],"complaint":"\\ud800"}'],
)  # fmt: skip
def test_hostile_facts_say_nothing_and_can_be_sealed_again(said: bytes) -> None:
    from amparo.sealing.padding import FACTS_FLOOR, padded

    found = sealed.read_facts(padded(said, FACTS_FLOOR))
    assert found == {"excluded": [], "about": [], "roles": [], "teams": [], "complaint": ""}
    assert sealed.read_facts(sealed.write_facts(found)) == found


def test_one_bad_part_of_the_facts_does_not_take_the_others_away() -> None:
    from amparo.sealing.padding import padded

    found = sealed.read_facts(padded(b'{"excluded":["0123456789abcdef",7],"about":null,"complaint":"house"}'))
    assert (found["excluded"], found["about"], found["complaint"]) == (["0123456789abcdef"], [], "house")
