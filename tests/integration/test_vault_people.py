"""Two people for every key that counts; the sheets of paper; and the log in which each of it stands."""

import itertools
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.reporting.actions import desk, letters
from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.sealing import shares
from amparo.sealing.keys import fingerprint, fresh_secret, recipient_of
from amparo.vault.actions import readers, recovery, rings
from amparo.vault.actions.readers import ChangedKey
from amparo.vault.actions.recovery import WrongSheet, WrongSheets
from amparo.vault.actions.staff import open_or_make_key
from amparo.vault.models import ACTIVE, PROPOSED, RETIRED, KeyEntry, Reader, Recovery, Wrap
from amparo.vault.policies import Asked
from amparo.vault.queries import standing
from amparo.vault.queries.decision import decide, decide_now
from amparo.vault.queries.opened import Opened, rings_of
from tests.desk import person
from tests.letters import Letters, a_house_for_letters, own_key, tried_out

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
DAY = date(2026, 11, 24)


def with_key(house: Letters, name: str) -> User:
    """Her account with her key open."""
    found = User.objects.get(pk=house.readers[name].user_id)
    found.opened = Opened(house.readers[name].pk, "", house.secrets[name])
    return found


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def waiting(name: str = "nina", role: str = "reader", by: Any = accounts.SETUP) -> Reader:
    """Somebody new whose key waits."""
    team = accounts.make_team(name=f"Equipo {name}", by=accounts.SETUP)
    made = accounts.open_account(sign_in_name=name, name_used=name, password="una frase muy larga", by=by)
    accounts.give_role(made, team=team, role=role, by=accounts.SETUP)
    made.must_choose = False
    made.save()
    open_or_make_key(made, b"k" * 32, clock.now())
    return Reader.objects.get(user=made, state=PROPOSED)


# --- a second person ---


def test_a_second_person_confirms_and_the_log_says_who(cast: Any) -> None:
    reader = waiting()
    readers.confirm_reader(reader, by=cast.ana, seen=fingerprint(reader.recipient), on=DAY)
    reader.refresh_from_db()
    assert reader.state == ACTIVE
    entry = KeyEntry.objects.last()
    assert (entry.act, entry.reader, entry.by) == ("confirmed", reader.reference, f"user:{cast.ana.reference}")


def test_nobody_confirms_her_own_key_or_without_the_role(cast: Any) -> None:
    reader = waiting(role="reader")
    nina = reader.user
    for by in (nina, cast.diana, cast.stranger):
        with pytest.raises(Denied):
            readers.confirm_reader(reader, by=by, seen=fingerprint(reader.recipient), on=DAY)
    reader.refresh_from_db()
    assert reader.state == PROPOSED


def test_a_key_whose_passphrase_came_from_her_hands_is_hers_to_no_purpose(cast: Any) -> None:
    """The coordinator opened the account herself: she could have come in as both, so her word is that of one."""
    reader = waiting(by=cast.ana)
    with pytest.raises(Denied):
        readers.confirm_reader(reader, by=cast.ana, seen=fingerprint(reader.recipient), on=DAY)
    other = waiting("otra", by=cast.ana)
    with pytest.raises(Denied):  # and through a second account from the same hands neither
        readers.confirm_reader(
            reader, by=User.objects.get(pk=other.user_id), seen=fingerprint(reader.recipient), on=DAY
        )
    reader.refresh_from_db()
    assert reader.state == PROPOSED


def test_a_key_whose_owner_has_not_chosen_a_passphrase_of_her_own_is_not_confirmed(cast: Any) -> None:
    """Somebody else knows that passphrase, and so could come in as her and read."""
    reader = waiting()
    User.objects.filter(pk=reader.user_id).update(must_choose=True)
    with pytest.raises(Denied):
        readers.confirm_reader(reader, by=cast.ana, seen=fingerprint(reader.recipient), on=DAY)
    User.objects.filter(pk=reader.user_id).update(must_choose=False)
    readers.confirm_reader(reader, by=cast.ana, seen=fingerprint(reader.recipient), on=DAY)  # the control


def test_an_outside_key_is_not_confirmed_by_whoever_brought_it(cast: Any) -> None:
    """It has no account behind it: whoever wrote it down could have made it herself."""
    reader = readers.add_outside_reader(
        recipient=recipient_of(fresh_secret()), organisation="Lejos", by=cast.ana, on=DAY
    )
    seen = fingerprint(reader.recipient)
    with pytest.raises(Denied):
        readers.confirm_reader(reader, by=cast.ana, seen=seen, on=DAY)
    second = waiting("otra", role="coordinator", by=cast.ana)
    with pytest.raises(Denied):
        readers.confirm_reader(reader, by=User.objects.get(pk=second.user_id), seen=seen, on=DAY)
    readers.confirm_reader(reader, by=person("coordinator"), seen=seen, on=DAY)
    reader.refresh_from_db()
    assert reader.state == ACTIVE


def test_a_key_that_changed_meanwhile_is_not_confirmed(cast: Any) -> None:
    reader = waiting()
    seen = fingerprint(reader.recipient)
    Reader.objects.filter(pk=reader.pk).update(recipient=recipient_of(fresh_secret()))
    for wrong in (seen, "", seen.upper(), seen[:-1]):
        with pytest.raises(ChangedKey):
            readers.confirm_reader(reader, by=cast.ana, seen=wrong, on=DAY)
    assert not KeyEntry.objects.filter(act="confirmed").exists()


def test_a_key_is_confirmed_once_and_never_after_it_was_retired(cast: Any) -> None:
    reader = waiting()
    seen = fingerprint(reader.recipient)
    readers.confirm_reader(reader, by=cast.ana, seen=seen, on=DAY)
    with pytest.raises(ChangedKey):
        readers.confirm_reader(reader, by=cast.ana, seen=seen, on=DAY)
    readers.retire_reader(reader, by=cast.ana, on=DAY)
    with pytest.raises(ChangedKey):
        readers.confirm_reader(reader, by=cast.ana, seen=seen, on=DAY)
    assert Reader.objects.get(pk=reader.pk).state == RETIRED


def test_one_person_has_one_living_key(cast: Any) -> None:
    reader = waiting()
    with pytest.raises(IntegrityError), transaction.atomic(using="default"):
        Reader.objects.create(kind="staff", user=reader.user, recipient=recipient_of(fresh_secret()), since=DAY)


# --- sheets of paper ---


@pytest.mark.parametrize("plan", ["2-3", "3-5"])
def test_recovery_opens_with_enough_sheets_and_not_with_fewer(house: Letters, plan: str) -> None:
    threshold, count = map(int, plan.split("-"))
    made, sheets = recovery.make_sheets(plan=plan, holders=[(None, str(n)) for n in range(count)], by=accounts.SETUP)
    tried_out(made, sheets)
    recovery.confirm_sheets(made, by=accounts.SETUP)
    ring, berta = written(house), house.readers["berta"]
    Wrap.objects.filter(reader=berta).delete()
    for chosen in itertools.combinations(sheets, threshold - 1):
        with pytest.raises(WrongSheets) as refusal:
            recovery.recover(made, sheets=list(chosen), reader=berta, by=accounts.SETUP)
        assert refusal.value.kind == "few"
    assert set(rings_of(with_key(house, "berta"))) == set()
    for chosen in itertools.combinations(sheets, threshold):
        Wrap.objects.filter(reader=berta).delete()
        assert recovery.recover(made, sheets=list(chosen), reader=berta, by=accounts.SETUP) == 1
        assert set(rings_of(with_key(house, "berta"))) == {ring}
    assert desk.open_thread(Thread.objects.get(), by=with_key(house, "berta")).messages[0][1].text == "hola"


def written(house: Letters) -> str:
    """A letter that the team of carla does not read; its ring."""
    decision = decide(standing.readers(), Asked(teams=[house.cast.coast.reference]))
    facts = {"excluded": list(decision.excluded), "about": [], "complaint": ""}
    told = {"language": "es", "lane": "waited", "ticket": new_ticket(), "with_words": False}
    letters.write_letter(text="hola", readers=decision.readers, facts=facts, **told)
    return str(Thread.objects.get().ring)


def test_the_sheets_give_nothing_to_a_key_that_nobody_confirmed(house: Letters) -> None:
    """Else whoever holds enough sheets would bring a key of her own to them."""
    rings.begin_ring([house.readers["ana"], house.recovery.reader])
    fresh = waiting("nueva")
    with pytest.raises(ValueError, match="only a confirmed key"):
        recovery.recover(house.recovery, sheets=house.sheets[:2], reader=fresh, by=accounts.SETUP)
    assert not fresh.wraps.exists()


def test_sheets_of_another_house_or_of_a_set_that_was_put_away_open_nothing(house: Letters) -> None:
    foreign = shares.split(fresh_secret(), "2-3")
    for sheets, kind in (
        (foreign[:2], "other"),
        ([house.sheets[0], foreign[1]], "mixed"),
        (["mango"], "unread"),
        ([], "few"),
    ):
        for act in (
            recovery.rehearse,
            lambda made, **more: recovery.recover(made, reader=house.readers["ana"], **more),
        ):
            with pytest.raises(WrongSheets) as refusal:
                act(house.recovery, sheets=sheets, by=accounts.SETUP)
            assert refusal.value.kind == kind
    new, fresh = recovery.make_sheets(plan="2-3", holders=[(None, "x")] * 3, by=accounts.SETUP)
    tried_out(new, fresh)
    recovery.confirm_sheets(new, by=accounts.SETUP)
    with pytest.raises(WrongSheets):
        recovery.recover(new, sheets=house.sheets[:2], reader=house.readers["ana"], by=accounts.SETUP)
    with pytest.raises(WrongSheets):
        recovery.confirm_sheets(Recovery.objects.get(pk=house.recovery.pk), by=accounts.SETUP)  # the old ones stay away
    assert Reader.objects.filter(kind="recovery", state=ACTIVE).count() == 1


def test_whoever_was_left_out_stays_out_under_a_new_key_as_well(house: Letters) -> None:
    written(house)
    carla, thread = house.readers["carla"], Thread.objects.get()
    assert recovery.recover(house.recovery, sheets=house.sheets[:2], reader=carla, by=accounts.SETUP) == 0
    readers.retire_reader(carla, by=accounts.SETUP)
    own_key(house.cast.carla)
    new = Reader.objects.get(user=house.cast.carla, state=PROPOSED)
    readers.confirm_reader(new, by=accounts.SETUP, seen=fingerprint(new.recipient))
    new.refresh_from_db()
    assert recovery.recover(house.recovery, sheets=house.sheets[1:], reader=new, by=accounts.SETUP) == 0
    with pytest.raises(Denied):
        desk.share(thread, reader=new, by=with_key(house, "ana"))
    assert not new.wraps.exists()


def test_somebody_left_out_who_keeps_a_sheet_and_does_not_read(cast: Any) -> None:
    """diana is of a team that she names, keeps a sheet and has no key: the sheets should not open this letter."""
    a_house_for_letters(cast, holders=("diana", "elena", ""))
    team = accounts.make_team(name="Cuentas", by=accounts.SETUP)
    accounts.give_role(cast.diana, team=team, role="moderator", by=accounts.SETUP)
    decision = decide_now(Asked(teams=[team.reference])).decision
    sheets = Reader.objects.get(kind="recovery", state=ACTIVE)
    assert sheets.reference not in decision.readers


def test_a_sheet_is_confirmed_by_its_words_and_by_its_holder(house: Letters) -> None:
    made, sheets = recovery.make_sheets(
        plan="2-3",
        holders=[(house.cast.ana, "Ana"), (house.cast.berta, "Berta"), (None, "caja")],
        by=with_key(house, "ana"),
    )
    first, second, third = made.shares.order_by("number")
    for share, sheet in ((first, sheets[1]), (first, sheets[0][:-1]), (first, ""), (third, sheets[0])):
        with pytest.raises(WrongSheet):
            recovery.confirm_sheet(share, sheet=sheet, by=accounts.SETUP)
    with pytest.raises(Denied):
        recovery.confirm_sheet(second, sheet=sheets[1], by=with_key(house, "ana"))
    recovery.confirm_sheet(first, sheet=sheets[0].upper().replace(" ", "\n"), by=with_key(house, "ana"))
    first.refresh_from_db()
    assert first.confirmed_on is not None
    kept = str(list(made.shares.values())).lower()
    assert not any(" ".join(sheet.split()[:2]) in kept for sheet in sheets)


def test_sheets_that_nobody_tried_out_take_no_other_ones_place(house: Letters) -> None:
    made, sheets = recovery.make_sheets(
        plan="2-3", holders=[(None, str(n)) for n in range(3)], by=with_key(house, "ana")
    )
    other, shares = person("coordinator"), made.shares.order_by("number")
    for share, sheet in zip(shares, sheets, strict=True):
        with pytest.raises(Denied, match="hoja"):
            recovery.confirm_sheets(made, by=other)
        recovery.confirm_sheet(share, sheet=sheet, by=accounts.SETUP)
    with pytest.raises(Denied, match="ensayo"):
        recovery.confirm_sheets(made, by=other)
    assert Reader.objects.get(pk=house.recovery.reader_id).state == ACTIVE, "the old ones count as before"
    recovery.rehearse(made, sheets=sheets[1:], by=with_key(house, "ana"))
    recovery.confirm_sheets(made, by=other)
    assert Reader.objects.get(pk=house.recovery.reader_id).state == "retired"


def test_who_made_the_sheets_does_not_confirm_them(house: Letters) -> None:
    made, sheets = recovery.make_sheets(plan="2-3", holders=[(None, "x")] * 3, by=with_key(house, "ana"))
    tried_out(made, sheets)
    with pytest.raises(Denied):
        recovery.confirm_sheets(made, by=with_key(house, "ana"))
    other = person("coordinator")
    recovery.confirm_sheets(made, by=other)
    assert Reader.objects.get(pk=made.reader_id).state == ACTIVE
