"""The trail: an act and its row happen together, in the room's own database, and nobody changes a row unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction

from amparo.commons.audit.actions import audited, digest_of, opaque, record
from amparo.commons.audit.models import Act, Head
from amparo.commons.audit.queries import first_broken, last_acts
from tests import moment

ROOMS = ["default", "evidence"]
pytestmark = pytest.mark.django_db(databases=ROOMS)
NOW = datetime(2026, 11, 24, 10, 30, 15, 999, tzinfo=UTC)


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest) -> str:
    """Each of the two databases."""
    return request.param


def write(room: str, count: int = 3) -> list[Act]:
    """Some acts of a process."""
    return [
        record(f"thing.{number}", by="test", target=f"thing:{number}", using=room, now=NOW) for number in range(count)
    ]


def by_hand(sentence: str, *values: Any, using: str) -> None:
    """Change the table as someone with the database in her hands would."""
    with connections[using].cursor() as cursor:
        cursor.execute(sentence, values)


@audited("thing.told", target="thing", using="default", hourly=True)
def tell(thing: str, *, by: str) -> None:
    """An act of which one line an hour is enough."""


@pytest.mark.clock
def test_one_line_says_it_for_the_hour_of_this_person_and_this_thing() -> None:
    for minute, by, thing in ((5, "ana", "a"), (50, "ana", "a"), (55, "eva", "a"), (58, "ana", "b"), (65, "ana", "a")):
        with moment.at(NOW.replace(minute=0) + timedelta(minutes=minute)):
            tell(thing, by=by)
    told = [(act.at.hour, act.actor, act.target) for act in Act.objects.filter(verb="thing.told")]
    assert told == [(10, "ana", "a"), (10, "eva", "a"), (10, "ana", "b"), (11, "ana", "a")]
    assert first_broken(using="default") is None


def test_a_whole_chain_is_whole(room: str) -> None:
    assert first_broken(using=room) is None
    write(room)
    assert first_broken(using=room) is None
    assert [(act.number, act.verb, act.actor, act.target) for act in last_acts(using=room)] == [
        (3, "thing.2", "test", "thing:2"),
        (2, "thing.1", "test", "thing:1"),
        (1, "thing.0", "test", "thing:0"),
    ]


def test_the_digest_is_what_the_page_says(room: str) -> None:
    """Worked out beside the code: number, hour, verb, actor, target and the digest before, parted by 0x1f."""
    act = write(room, 1)[0]
    # printf '1\x1f2026-11-24T10:00:00+00:00\x1fthing.0\x1ftest\x1fthing:0\x1f000…0' | sha256sum
    assert act.digest == "b2ed90fad37bbc8e9ce104d6ad71875283d469deed8985c574cf7df2634c629a"
    assert act.digest == digest_of(act)


def test_each_database_has_its_own_chain() -> None:
    record("thing.seen", by="test", target=None, using="default")
    assert Act.objects.using("default").count() == 1
    assert Act.objects.using("evidence").count() == 0
    record("thing.coded", by="test", target=None, using="evidence")
    assert [act.number for act in Act.objects.using("evidence")] == [1]
    assert Act.objects.using("evidence").get().previous == "0" * 64


@pytest.mark.parametrize("column", ["at", "verb", "actor", "target"])
def test_a_changed_act_breaks_the_chain(room: str, column: str) -> None:
    write(room)
    value = datetime(2020, 1, 1, tzinfo=UTC) if column == "at" else "someone else"
    by_hand(f"UPDATE audit_act SET {column} = %s WHERE number = 2", value, using=room)
    assert first_broken(using=room) == 2


def test_a_changed_act_with_a_digest_made_to_fit_breaks_at_the_next(room: str) -> None:
    write(room)
    act = Act.objects.using(room).get(number=2)
    act.actor = "someone else"
    by_hand("UPDATE audit_act SET actor = %s, digest = %s WHERE number = 2", act.actor, digest_of(act), using=room)
    assert first_broken(using=room) == 3


@pytest.mark.parametrize(("gone", "broken"), [(1, 1), (2, 2), (3, 3)])
def test_a_missing_act_is_seen_also_the_last_one(room: str, gone: int, broken: int) -> None:
    write(room)
    by_hand("DELETE FROM audit_act WHERE number = %s", gone, using=room)
    assert first_broken(using=room) == broken


def test_an_emptied_trail_is_seen(room: str) -> None:
    write(room)
    by_hand("DELETE FROM audit_act", using=room)
    assert first_broken(using=room) == 1


def test_the_chain_cannot_fork(room: str) -> None:
    """Two acts that follow the same one: the second place is taken."""
    write(room, 1)
    first = Act.objects.using(room).get()
    twin = Act(number=1, at=first.at, verb="thing.else", actor="x", target="", previous=first.previous, digest="f" * 64)
    with pytest.raises(IntegrityError), transaction.atomic(using=room):
        twin.save(using=room)
    write(room, 1)
    assert [act.number for act in Act.objects.using(room)] == [1, 2]
    assert first_broken(using=room) is None


def test_the_head_is_locked_while_an_act_is_written(room: str, django_assert_num_queries: Any) -> None:
    """On PostgreSQL the lock is in the sentence; SQLite's transactions begin with the lock of the whole file."""
    write(room, 1)
    connection = connections[room]
    with django_assert_num_queries(3, connection=connection) as context:  # head, act, head
        write(room, 1)
    asked = " ".join(query["sql"] for query in context.captured_queries)
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in asked
    else:
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db(databases=ROOMS, transaction=True)
def test_many_at_once_make_one_chain(room: str) -> None:
    """Real transactions of eight people at once: without the lock on the head two would take the same place."""
    if connections[room].vendor == "sqlite":
        pytest.skip("the databases of these tests are in memory, each thread would have its own (SQLite)")

    def work(person: int) -> None:
        try:
            for number in range(10):
                record("thing.done", by=f"person.{person}", target=f"thing:{number}", using=room)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as people:
        list(people.map(work, range(8)))
    assert [act.number for act in Act.objects.using(room)] == list(range(1, 81))
    assert first_broken(using=room) is None


def test_an_act_is_never_changed_or_taken_away_through_the_model(room: str) -> None:
    act = write(room, 1)[0]
    with pytest.raises(TypeError, match="never changed"):
        act.save(using=room)
    with pytest.raises(TypeError, match="never taken away"):
        act.delete()
    with pytest.raises(TypeError, match="never changed"):
        Act.objects.using(room).update(actor="x")
    with pytest.raises(TypeError, match="never taken away"):
        Act.objects.using(room).all().delete()
    assert Head.objects.using(room).count() == 1


def test_an_act_that_fails_leaves_no_row_and_a_row_that_fails_leaves_no_act(room: str, monkeypatch: Any) -> None:
    @audited("type.made", using=room)
    def make(label: str, *, fail: bool, by: object) -> None:
        ContentType.objects.create(app_label=label, model="x")
        if fail:
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        make("one", fail=True, by="test")
    assert not Act.objects.using(room).exists()
    if room == "default":
        assert not ContentType.objects.filter(app_label="one").exists()
        monkeypatch.setattr("amparo.commons.audit.actions.digest_of", lambda act: None)  # the row cannot be written
        with pytest.raises(IntegrityError):
            make("two", fail=False, by="test")
        assert not ContentType.objects.filter(app_label="two").exists()


def test_who_and_what_are_opaque() -> None:
    assert opaque(SimpleNamespace(reference="ab12", pk=7)) == "simplenamespace:ab12"
    assert opaque(SimpleNamespace(pk=7)) == "simplenamespace:7"
    assert opaque(None) == ""
    assert opaque("house.setup") == "house.setup"
    assert len(opaque("x" * 100)) == 40


def test_an_audited_action_must_name_who_did_it() -> None:
    @audited("thing.done", using="default")
    def act(*, by: object) -> None:
        return None

    with pytest.raises(TypeError, match="by"):
        act()
    assert not Act.objects.exists()


def test_moments_of_the_trail_are_hours(room: str) -> None:
    assert write(room, 1)[0].at == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_a_head_that_was_taken_away_with_the_last_act_is_seen(room: str) -> None:
    write(room)
    by_hand("DELETE FROM audit_act WHERE number = %s", 3, using=room)
    by_hand("DELETE FROM audit_head", using=room)
    assert first_broken(using=room) == 3


@pytest.mark.usefixtures("english")
def test_the_server_says_what_was_done_last_and_whether_the_trail_is_whole(room: str) -> None:
    name = {"default": "care", "evidence": "evidence"}[room]
    write(room)
    told = StringIO()
    call_command("trail", most=2, stdout=told)
    lines = [line for line in told.getvalue().splitlines() if line.startswith(name)]
    hour = f"{NOW.astimezone(moment.ZONE):%H}"  # of the organisation
    assert lines == [
        f"{name} 2 2026-11-24 {hour} h thing.1 test thing:1",
        f"{name} 3 2026-11-24 {hour} h thing.2 test thing:2",
        f"{name}: whole",
    ]
    by_hand("UPDATE audit_act SET actor = 'other' WHERE number = 2", using=room)
    with pytest.raises(CommandError, match="took a line out"):
        call_command("trail", stdout=told)
    assert f"{name}: broken at act 2" in told.getvalue()
