"""Whatever three people ask, agree to, take back and take, in whatever order: an export leaves as plain sets say.

Beside the house an oracle keeps who reads which case, who was left out, whose hands are whose, what each person allows
and where the one request stands. It shares no code with what it judges. After every step both must say the same, and no
file may hold a case that it should not.
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

from amparo.casework.actions import cases, exports, requests
from amparo.casework.models import Request
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import SERVER, Denied, Hidden, Locked
from tests.cases import SOME, person
from tests.cast import make_cast
from tests.examples import examples
from tests.exports import rows_in, says, to_network
from tests.letters import a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
START = datetime(2026, 11, 25, 15, tzinfo=UTC)
NAMES = ("ana", "berta", "carla", "olga")
names, some = st.sampled_from(NAMES), st.integers(0, 2)
REFUSALS = (Denied, Hidden, Locked, ValueError)


class Exports(RuleBasedStateMachine):
    """One request at a time, three cases that Ana and Berta read."""

    @initialize()
    def a_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.house = a_house_for_letters(make_cast())
        self.now, self.written = START, 0
        self.cases, self.reads, self.out, self.lets = [], [], [], []
        for _ in range(3):
            case = cases.begin_case(answers=SOME, agreed="written", by=self.who("ana"), now=START - timedelta(days=3))
            cases.share(case, reader=self.house.readers["berta"], by=self.who("ana"), now=START)
            self.cases.append(case)
            self.reads.append({"ana", "berta"})
            self.out.append(set())
            self.lets.append(False)
        self.hands = {name: {name} for name in NAMES}
        self.request: Any = None
        self.state = self.asker = self.second = ""
        self.picks: set[int] = set()
        self.until = START

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def who(self, name: str) -> Any:
        return person(self.house, name)

    def tried(self, act: Any) -> Any:
        """What an act returned, or None where it was refused, with nothing half done."""
        try:
            with transaction.atomic():
                return act() or True
        except REFUSALS:
            return None

    # --- what the oracle says ---

    def two_people(self) -> bool:
        return not self.hands[self.asker] & self.hands[self.second]

    def nobody_left_out(self) -> bool:
        return not any(self.second in self.out[each] for each in self.picks)

    def asker_reads_all(self) -> bool:
        return all(self.asker in self.reads[each] for each in self.picks)

    # --- what happens ---

    @rule(asker=names, second=names, picks=st.sets(some, min_size=1, max_size=3))
    def somebody_asks(self, asker: str, second: str, picks: set[int]) -> None:
        before = self.request, self.state, self.asker, self.second, self.picks, self.until
        self.asker, self.second, self.picks = asker, second, picks
        may = self.two_people() and self.nobody_left_out() and self.asker_reads_all()
        made = self.tried(
            lambda: exports.ask_for_export(
                kind="handover",
                cases=[self.cases[each].reference for each in picks],
                reason="network",
                words="",
                to=to_network(),
                second=self.house.readers[second],
                by=self.who(asker),
                now=self.now,
            )
        )
        assert bool(made) == may
        if made:
            self.request, self.state, self.until = made, "asked", self.now + timedelta(days=7)
        else:
            self.request, self.state, self.asker, self.second, self.picks, self.until = before

    @precondition(lambda self: self.request)
    @rule(by=st.sampled_from([*NAMES, "server"]))
    def somebody_agrees(self, by: str) -> None:
        may = (
            by == self.second
            and self.state == "asked"
            and self.now < self.until
            and self.two_people()
            and self.nobody_left_out()
        )
        actor = SERVER if by == "server" else self.who(by)
        done = self.tried(lambda: exports.agree(self.request, by=actor, now=self.now))
        assert bool(done) == may
        if may:
            self.state, self.until = "agreed", self.now + timedelta(hours=24)

    @precondition(lambda self: self.request)
    @rule(by=names)
    def somebody_refuses(self, by: str) -> None:
        may = by == self.second and self.state == "asked" and self.now < self.until and self.two_people()
        done = self.tried(lambda: exports.refuse(self.request, why="no", by=self.who(by), now=self.now))
        assert bool(done) == may
        self.state = "refused" if may else self.state

    @precondition(lambda self: self.request)
    @rule(by=names)
    def somebody_takes_it_back(self, by: str) -> None:
        said = {self.asker} | ({self.second} if self.state == "agreed" else set())
        may = by in said and self.state in {"asked", "agreed"}
        done = self.tried(lambda: requests.take_back(self.request, by=self.who(by)))
        assert bool(done) == may
        self.state = "withdrawn" if may else self.state

    @precondition(lambda self: self.request)
    @rule(by=st.sampled_from([*NAMES, "server"]))
    def somebody_takes_the_file(self, by: str) -> None:
        lets = {each for each in self.picks if self.lets[each]}
        may = (
            by == self.asker
            and self.state == "agreed"
            and self.now < self.until
            and self.two_people()
            and self.nobody_left_out()
            and self.asker_reads_all()
            and bool(lets)
        )
        actor = SERVER if by == "server" else self.who(by)
        made = self.tried(lambda: exports.write_export(self.request, by=actor, now=self.now, language="es"))
        assert bool(made) == may
        if may:
            in_file = {row[0] for row in rows_in(made.box)[8:]}
            assert in_file == {self.cases[each].reference for each in lets}
            self.state, self.written = "used", self.written + len(lets)

    @rule(which=some, answer=st.booleans())
    def she_says(self, which: int, answer: bool) -> None:
        reader = next(iter(sorted(self.reads[which])))
        says(self.house, self.cases[which], "yes" if answer else "no", by=reader, now=self.now)
        self.lets[which] = answer

    @rule(which=some, name=st.sampled_from(["ana", "berta"]))
    def somebody_steps_back(self, which: int, name: str) -> None:
        may = name in self.reads[which] and len(self.reads[which]) > 1
        done = self.tried(lambda: cases.leave(self.cases[which], by=self.who(name)))
        assert bool(done) == may
        if may:
            self.reads[which].discard(name)
            self.out[which].add(name)

    @rule(name=st.sampled_from(["berta", "carla"]), by=st.sampled_from(["ana", "berta", ""]))
    def a_passphrase_is_handed_over(self, name: str, by: str) -> None:
        """Whose hands she came by; by nobody's, where whoever runs the server handed it."""
        handed = {"ana": set(), "berta": set()} | {each: self.hands[each] for each in NAMES}
        if by == name or (by and name in handed[by]):
            return
        reference = getattr(self.house.cast, by).reference if by else ""
        User.objects.filter(sign_in_name=name).update(handed_by=reference)
        self.given = getattr(self, "given", {}) | {name: by}
        self.hands = {each: self.chain(each) for each in NAMES}

    def chain(self, name: str) -> set[str]:
        found = {name}
        while (by := getattr(self, "given", {}).get(name)) and by not in found:
            found.add(by)
            name = by
        return found

    @rule(hours=st.sampled_from([1, 12, 23, 60, 120]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # --- after every step ---

    @invariant()
    def the_trail_has_each_case_that_left(self) -> None:
        if hasattr(self, "written"):
            assert Act.objects.filter(verb="case.exported").count() == self.written

    @invariant()
    def the_row_says_where_it_stands(self) -> None:
        if getattr(self, "request", None):
            assert Request.objects.get(pk=self.request.pk).state == self.state


def test_an_export_leaves_as_plain_sets_say() -> None:
    run_state_machine_as_test(
        Exports,
        settings=settings(
            max_examples=examples(6),
            stateful_step_count=22,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
