"""Long work: done once, told in words, and never half: also where its program is killed or two of them work at once."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.jobs import actions, jobs, queries
from amparo.commons.jobs.models import Job
from amparo.commons.jobs.retention import due, shred
from amparo.methods.estimate import Refused, remark
from tests.own_house import OwnHouse, own_house, result_of

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def at_nine() -> datetime:
    return NOW


def told(job: Job, now: datetime = NOW) -> queries.Told:
    with translation.override("en"):
        found = queries.job(job.reference, now=now)
    assert found is not None
    return found


def test_work_is_asked_for_done_and_told() -> None:
    job = actions.enqueue("count", {"source": "s1"}, by="a1", now=NOW)
    assert (told(job).state, told(job).sentences) == ("waiting", ("It waits for its turn.",))
    heard = []

    def count(arguments: Any, *, by: str, tell: jobs.Tell) -> str:
        heard.append((dict(arguments), by))
        tell(1, 4, "Step %(n)s", n=1)
        heard.append((told(job).percent, told(job).sentences))
        tell(2, 4, "Step %(n)s", n=2)  # within the same second nothing is written
        heard.append((told(job).percent, told(job).sentences))
        return "r1"

    jobs.run_one({"count": count}, clock=at_nine)
    assert heard == [({"source": "s1"}, "a1"), (25, ("Step 1",)), (25, ("Step 1",))]
    done = told(job)
    assert (done.state, done.percent, done.result, done.sentences) == ("done", 100, "r1", ("It is done.",))
    assert jobs.run_one({"count": count}, clock=at_nine) is None
    assert list(Act.objects.using("evidence").values_list("verb", "actor")) == [("job.asked", "a1")]


def test_the_same_is_under_way_once_and_may_be_asked_again_afterwards() -> None:
    first = actions.enqueue("count", {"a": 1, "b": 2}, by="a1", now=NOW)
    again = actions.enqueue("count", {"b": 2, "a": 1}, by="a2", now=NOW)
    other = actions.enqueue("count", {"a": 2, "b": 2}, by="a2", now=NOW)
    assert again.pk == first.pk
    assert again.was_there
    assert not first.was_there
    assert other.pk != first.pk
    with pytest.raises(IntegrityError), transaction.atomic(using="evidence"):  # whoever writes past the action
        Job.objects.create(kind="count", key=first.key, by="x", asked_at=NOW)
    for _ in range(2):
        jobs.run_one({"count": lambda arguments, *, by, tell: "r"}, clock=at_nine)
    assert actions.enqueue("count", {"a": 1, "b": 2}, by="a1", now=NOW).pk != first.pk


def test_what_refuses_is_said_and_a_fault_shows_no_value(caplog: pytest.LogCaptureFixture) -> None:
    def refuses(arguments: Any, *, by: str, tell: jobs.Tell) -> str:
        raise Refused(remark("few", "Only %(n)s people.", n=3), remark("one_tree", "One tree."))

    def breaks(arguments: Any, *, by: str, tell: jobs.Tell) -> str:
        raise KeyError("her words")

    one, other = (actions.enqueue(kind, {}, by="a1", now=NOW) for kind in ("refuses", "breaks"))
    for _ in range(2):
        jobs.run_one({"refuses": refuses, "breaks": breaks}, clock=at_nine)
    assert (told(one).state, told(one).sentences) == ("refused", ("Only 3 people.", "One tree."))
    said = told(other)
    assert (said.state, said.sentences) == (
        "failed", ("A fault of the program ended it: KeyError. Nothing of it counts.",),
    )  # fmt: skip
    assert "her words" not in str(Job.objects.values_list("said", flat=True))


@pytest.mark.parametrize(("later", "state"), [
    (timedelta(seconds=179), "running"),
    (timedelta(seconds=181), "half_way"),
    (timedelta(minutes=-2), "running"),  # a clock that was set back a little
    (timedelta(hours=-1), "half_way"),  # and one that was set back far: that beat will not come again
])  # fmt: skip
def test_whoever_fell_silent_left_it_half_way(later: timedelta, state: str) -> None:
    job = actions.enqueue("count", {}, by="a1", now=NOW)
    mine = actions.take(["count"], worker="a" * 32, now=NOW)
    assert mine is not None
    assert told(job, NOW + later).state == state
    actions.end_half_way(now=NOW + later)
    job.refresh_from_db()
    assert job.state == state
    if state == "half_way":
        with pytest.raises(actions.Lost):  # the dead one wakes up: it has nothing to say here any more
            actions.progress(mine, 50, ("x", {}), now=NOW)
        with pytest.raises(actions.Lost):
            actions.end(mine, "done", result="r", now=NOW)
        assert not actions.beat(mine, now=NOW)
        assert "Begin it again" in told(job, NOW + later).sentences[0]
        assert actions.enqueue("count", {}, by="a1", now=NOW + later).pk != job.pk


def test_where_nobody_works_a_page_says_so() -> None:
    job = actions.enqueue("count", {}, by="a1", now=NOW)
    assert "./amparo work" in told(job, NOW + timedelta(minutes=2)).sentences[0]


def test_what_ended_goes_after_three_months_and_what_waits_stays() -> None:
    actions.enqueue("waits", {}, by="a1", now=NOW)
    job = actions.enqueue("count", {}, by="a1", now=NOW)
    jobs.run_one({"count": lambda arguments, *, by, tell: "r"}, clock=at_nine)
    assert due(NOW + timedelta(days=89)) == []
    for each in due(NOW + timedelta(days=91)):
        shred(each)
    assert list(Job.objects.values_list("kind", flat=True)) == ["waits"]
    assert queries.job(job.reference, now=NOW) is None


# With programs of their own, that really die and really work beside one another.


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def ask(kind: str, number: int) -> None:
    for each in range(number):
        actions.enqueue(kind, {"each": each}, by="a1")


def worker(kind: str, gate: str, workers: int) -> int:
    """Work at whatever waits, slowly, and say in a file that it has begun. At its first job it waits for the others."""

    def slowly(arguments: Any, *, by: str, tell: jobs.Tell) -> str:
        Path(f"{gate}.{os.getpid()}.{time.monotonic_ns()}").touch()
        ends = time.monotonic() + 60
        while len({each.name.split(".")[1] for each in Path(gate).parent.glob("began.*")}) < workers:
            assert time.monotonic() < ends
            time.sleep(0.01)
        time.sleep(60 if kind == "long" else 0.05)
        return f"r{arguments['each']}"

    done = 0
    while jobs.run_one({kind: slowly}, beats=True) is not None:
        done += 1
    return done


def states(kind: str, seconds: int) -> list[list[str]]:
    """How the jobs of a kind stand, so many seconds from now."""
    now = clock.now() + timedelta(seconds=seconds)
    return sorted([each.state, each.result] for each in queries.jobs_of([kind], now=now, most=100))


def test_two_workers_at_once_do_each_job_once(house: OwnHouse, tmp_path: Path) -> None:
    house.run(ask, "short", 30)
    both = [house.start(worker, "short", str(tmp_path / "began"), 2) for _ in range(2)]
    done = [result_of(each) for each in both]
    assert sum(done) == 30
    assert min(done) > 0
    assert len(list(tmp_path.glob("began.*"))) == 30
    assert house.run(states, "short", 0) == sorted(["done", f"r{each}"] for each in range(30))


def test_a_worker_that_is_killed_leaves_nothing_but_a_sentence(house: OwnHouse, tmp_path: Path) -> None:
    house.run(ask, "long", 1)
    program = house.start(worker, "long", str(tmp_path / "began"), 1)
    ends = time.monotonic() + 60
    while not list(tmp_path.glob("began.*")) and time.monotonic() < ends:
        time.sleep(0.02)
    program.kill()
    program.communicate()
    assert house.run(states, "long", 10) == [["running", ""]]  # nobody knows yet
    assert house.run(states, "long", 200) == [["half_way", ""]]
