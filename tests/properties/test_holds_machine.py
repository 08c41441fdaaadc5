"""Holds, clocks and wishes in any order: a case is there exactly as long as plain days and pairs of names say.

The oracle keeps the days and who said what; it knows no table and no key. ``day`` counts from the first one.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from amparo.casework import retention
from amparo.casework.actions import cases, holds
from amparo.casework.models import Case, Hold
from amparo.commons import clock
from amparo.commons.policy.policies import Denied, Hidden
from amparo.vault.models import CaseKey
from tests.cases import SOME, person
from tests.cast import make_cast
from tests.examples import examples
from tests.letters import a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEPT = 730
names = st.sampled_from(["ana", "berta", "carla", "olga"])
READ = {"ana", "berta", "carla"}


class Holds(RuleBasedStateMachine):
    """One case, which three people read and one does not."""

    @initialize()
    def a_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.house, self.day = a_house_for_letters(make_cast()), 0
        before = START - timedelta(days=1)
        self.case = cases.begin_case(answers=SOME, agreed="written", by=self.who("ana"), now=before)
        for name in ("berta", "carla"):
            cases.share(self.case, reader=self.house.readers[name], by=self.who("ana"), now=START)
        self.there, self.closed = True, -1
        self.holds: dict[str, dict[str, Any]] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def who(self, name: str) -> Any:
        return person(self.house, name)

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def tried(self, act: Any) -> bool:
        try:
            with transaction.atomic():
                act()
        except (Denied, Hidden, Case.DoesNotExist):
            return False
        return True

    def is_held(self) -> bool:
        return any(each["second"] and each["until"] >= self.day for each in self.holds.values())

    # --- what happens ---

    @rule(by=names, days=st.sampled_from([-1, 0, 1, 30, 365, 366]))
    def somebody_asks(self, by: str, days: int) -> None:
        until, made = clock.day(self.now + timedelta(days=days)), []
        done = self.tried(
            lambda: made.append(
                holds.ask_to_hold(self.case, until=until, answers={}, by=self.who(by), now=self.now).reference
            )
        )
        assert done == (self.there and by in READ and 1 <= days <= 365)
        if done:
            self.holds[made[0]] = {"by": by, "second": "", "until": self.day + days, "lifted": ""}

    @precondition(lambda self: self.holds)
    @rule(by=names, which=st.integers(0, 5))
    def somebody_agrees(self, by: str, which: int) -> None:
        reference, hold = sorted(self.holds.items())[which % len(self.holds)]
        done = self.tried(lambda: holds.agree_to_hold(self.case, reference=reference, by=self.who(by)))
        assert done == (self.there and by in READ and not hold["second"] and by != hold["by"])
        if done:
            hold["second"] = by

    @precondition(lambda self: self.holds)
    @rule(by=names, which=st.integers(0, 5))
    def somebody_ends_it(self, by: str, which: int) -> None:
        reference, hold = sorted(self.holds.items())[which % len(self.holds)]
        done = self.tried(lambda: holds.end_hold(self.case, reference=reference, by=self.who(by)))
        assert done == (self.there and by in READ and not (hold["second"] and hold["lifted"] == by))
        if done and hold["second"] and not hold["lifted"]:
            hold["lifted"] = by
        elif done:
            del self.holds[reference]

    @precondition(lambda self: self.there)
    @rule()
    def it_is_closed(self) -> None:
        done = self.tried(lambda: cases.close(self.case, reason="agreed", by=self.who("ana"), now=self.now))
        assert done == (self.closed < 0)
        self.closed = self.day if done else self.closed

    @precondition(lambda self: self.there and self.closed >= 0)
    @rule()
    def it_is_opened_again(self) -> None:
        cases.move(self.case, to="assessment", by=self.who("ana"), now=self.now)
        self.closed = -1

    @rule(by=st.sampled_from(["ana", "olga", "she herself"]))
    def somebody_wants_it_gone(self, by: str) -> None:
        actor = cases.HER_PAGE if by == "she herself" else self.who(by)
        done = self.tried(lambda: cases.destroy(self.case.reference, by=actor, now=self.now))
        assert done == (self.there and by != "olga" and not self.is_held())
        self.there = self.there and not done

    @rule(days=st.sampled_from([1, 29, 200, 364, 731]))
    def nights_pass(self, days: int) -> None:
        """Every night the clock looks; what happens on the last of these days is looked at."""
        self.day += days
        for each in retention.due(self.now):
            retention.shred(each)
        is_over = self.closed >= 0 and self.day > self.closed + KEPT
        self.there = self.there and not (is_over and not self.is_held())

    # --- after every step ---

    @invariant()
    def it_is_there_as_long_as_it_should(self) -> None:
        if hasattr(self, "there"):
            assert Case.objects.filter(pk=self.case.pk).exists() == self.there
            assert CaseKey.objects.filter(ring=self.case.ring).exists() == self.there
            if not self.there:
                self.holds = {}
                assert not Hold.objects.exists()

    @invariant()
    def she_is_told_exactly_while_it_is_held(self) -> None:
        if getattr(self, "there", False):
            assert (holds.why_not_destroy(self.case, clock.day(self.now)) is not None) == self.is_held()


def test_a_case_is_there_as_long_as_days_and_pairs_of_people_say() -> None:
    run_state_machine_as_test(
        Holds,
        settings=settings(
            max_examples=examples(8),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
