"""Whatever is done with the doors of a case, in whatever order: none ends without an outcome, and each ends once.

Hypothesis draws steps, attempts, permissions, what is told, two who write at once. Beside it a table that was written
by hand keeps where each door stands. After every step both say the same, and so does the one count of outcomes.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions.calling_back import say_answered
from amparo.casework.queries.calling_back import recalls_in
from amparo.casework.queries.referrals import Referral
from amparo.commons.directory.models import OutcomeTally, Service
from amparo.commons.policy.policies import Denied
from amparo.vault.actions.fields import Past
from tests.cases import a_case, person
from tests.examples import examples
from tests.letters import Letters, a_house_for_letters
from tests.referrals import NOW, ahead, allows, attempt, doors, one, refer, step, tell, took_back

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]

LATER = {"declined", "no_capacity", "done", "unknown", "dropped"}
NEXT = {
    "ready": {"sent", "dropped"},
    "sent": {"seen", "accepted", "waitlisted", "appointed", "no_show", "came"} | LATER,
    "seen": {"accepted", "waitlisted", "appointed"} | LATER,
    "accepted": {"appointed", "no_show", "came"} | LATER,
    "waitlisted": {"accepted", "appointed"} | LATER,
    "appointed": {"appointed", "no_show", "came"} | LATER,
    "no_show": {"appointed", "accepted", "came", "done", "unknown", "dropped"},
    "came": {"done", "unknown", "dropped"},
}
MAY_SAY = {"done": ["REC", "TAR", "PAR", "MAL", "REF", "CON", "INA"], "dropped": ["DES", "NOB", "NOI"]}
REASONS = {"asks_for_id": ("CON", "refused_papers"), "cost": ("REF", "refused_money"), "hours": ("INA", "closed")}
STATES = [*NEXT, *LATER]
some = st.integers(0, 5)


@dataclass
class Told:
    """What the table says of one door."""

    reference: str
    tells: bool
    state: str
    outcome: str = ""
    before: str = ""  # where it stood when it ended
    end: dict[str, str] = field(default_factory=dict)  # what was said when it ended
    days: set[int] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return self.state in {*LATER, "recalled"}


class Doors(RuleBasedStateMachine):
    """A case with a few doors."""

    house: Letters
    there: dict[str, Service]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic(using="default")
        self.point.__enter__()
        self.case, self.doors, self.counted, self.day = a_case(self.house), list[Told](), Counter[str](), 0

    def teardown(self) -> None:
        transaction.set_rollback(True, using="default")
        self.point.__exit__(None, None, None)

    def pick(self, which: int) -> Told:
        return self.doors[which % len(self.doors)]

    @precondition(lambda self: len(self.doors) < 3)
    @rule(tells=st.booleans())
    def one_is_chosen(self, tells: bool) -> None:
        name = ("casa", "otra", "avisa")[len(self.doors)]
        reference = refer(self.house, self.case, self.there[name], "told" if tells else "slip")
        self.doors.append(Told(reference, tells, "ready" if tells else "sent"))

    @precondition(lambda self: self.doors)
    @rule(
        which=some,
        to=st.sampled_from(STATES),
        outcome=st.sampled_from(["", "REC", "REF", "CON", "UNK", "DES", "NOB", "RET"]),
        reason=st.sampled_from(["", *REASONS]),
        day=st.sampled_from(["", ahead(3)]),
    )
    def something_happens(self, which: int, to: str, outcome: str, reason: str, day: str) -> None:
        told = self.pick(which)
        said = {"ref_outcome": outcome, "ref_reason": reason, "ref_day": day}
        may = not told.is_over and to in NEXT.get(told.state, set()) and self.is_said(told, to, outcome, reason, day)
        sent = {code: value for code, value in said.items() if value}
        if not may:
            with pytest.raises(Denied):
                step(self.house, self.case, told.reference, to, **sent)
            return
        self.steps(told, to, sent)

    def steps(self, told: Told, to: str, sent: dict[str, str]) -> None:
        step(self.house, self.case, told.reference, to, **sent)
        told.before, told.state = told.state, to
        if told.is_over:
            reason = REASONS.get(sent.get("ref_reason", ""), ("",))[0]
            fixed = {"declined": reason, "no_capacity": "INA", "unknown": "UNK"}
            told.outcome = fixed.get(to) or sent["ref_outcome"]
            told.end = sent
            self.counted[told.outcome] += 1

    @precondition(lambda self: any(not each.is_over for each in self.doors))
    @rule(which=some, way=some, reason=st.sampled_from([*REASONS]))
    def it_goes_on(self, which: int, way: int, reason: str) -> None:
        """What may come next, said as it has to be: drawn freely, a door hardly ever comes to its end."""
        told = self.pick(which)
        nexts = sorted(NEXT.get(told.state, set()) - ({"unknown"} if len(told.days) < 3 else set()))
        if not told.is_over:
            to = nexts[way % len(nexts)]
            outcomes = MAY_SAY.get(to, [""])
            said = {"ref_outcome": outcomes[way % len(outcomes)]} if to in MAY_SAY else {}
            said |= {"ref_reason": reason} if to == "declined" else {"ref_day": ahead(3)} if to == "appointed" else {}
            self.steps(told, to, said)

    def is_said(self, told: Told, to: str, outcome: str, reason: str, day: str) -> bool:
        """Does the step say what it has to say?"""
        wants = {
            "appointed": bool(day), "declined": bool(reason), "unknown": len(told.days) >= 3,
            "done": outcome in MAY_SAY["done"], "dropped": outcome in MAY_SAY["dropped"],
        }  # fmt: skip
        return wants.get(to, True)

    @precondition(lambda self: any(each.is_over for each in self.doors))
    @rule(which=some)
    def the_end_was_written_wrongly(self, which: int) -> None:
        ended = [each for each in self.doors if each.is_over]
        told = ended[which % len(ended)]
        if told.state == "recalled":
            with pytest.raises(Denied):
                took_back(self.house, self.case, told.reference)
            return
        took_back(self.house, self.case, told.reference)
        self.counted[told.outcome] -= 1
        told.state, told.outcome = told.before, ""

    @precondition(lambda self: any(each.state in LATER for each in self.doors))
    @rule(which=some)
    def it_was_the_end_after_all(self, which: int) -> None:
        """Taken back and said again: the same row of the count goes down and up."""
        ended = [each for each in self.doors if each.state in LATER]
        told = ended[which % len(ended)]
        took_back(self.house, self.case, told.reference)
        step(self.house, self.case, told.reference, told.state, **told.end)

    @precondition(lambda self: self.doors)
    @rule(which=some, further=st.integers(0, 2))
    def somebody_asks(self, which: int, further: int) -> None:
        told = self.pick(which)
        self.day += further
        on = NOW + timedelta(days=self.day)
        if told.is_over or told.state == "ready" or self.day in told.days:
            with pytest.raises(Denied):
                attempt(self.house, self.case, told.reference, on)
            return
        attempt(self.house, self.case, told.reference, on)
        told.days.add(self.day)

    @precondition(lambda self: self.doors)
    @rule(
        which=some,
        content=st.sets(st.sampled_from(["coded_only", "identity", "contact"]), min_size=1),
        yes=st.booleans(),
    )
    def she_says(self, which: int, content: set[str], yes: bool) -> None:
        told = self.pick(which)
        found = one(self.house, self.case, told.reference)
        allows(self.house, self.case, found, *content, answer="yes" if yes else "no")
        told.allowed = set(content) if yes else set()

    @precondition(lambda self: self.doors)
    @rule(which=some, content=st.sets(st.sampled_from(["coded_only", "identity", "contact"]), min_size=1))
    def it_is_told(self, which: int, content: set[str]) -> None:
        told = self.pick(which)
        says_who = bool(content & {"identity", "contact"})
        said_yes = told.state in {"accepted", "appointed", "no_show"}
        may = told.tells and not told.is_over and content <= told.allowed and (said_yes or not says_who)
        if not may:
            with pytest.raises(Denied):
                tell(self.house, self.case, told.reference, *content)
            return
        tell(self.house, self.case, told.reference, *content)
        told.told |= content
        told.state = "sent" if told.state == "ready" else told.state

    @precondition(lambda self: self.doors)
    @rule(which=some)
    def they_are_told_that_she_took_it_back(self, which: int) -> None:
        told = self.pick(which)
        ana = person(self.house, "ana")
        back = {each.part.reference: each for each in recalls_in(case_actions.open_case(self.case, by=ana).parts)}
        assert (told.reference in back) == (bool(told.told) and not told.allowed) or not told.told
        if told.reference not in back or not back[told.reference].waits:
            return
        seen = back[told.reference].part.number
        say_answered(self.case, reference=told.reference, answer="deleted", words="", seen=seen, by=ana, now=NOW)
        if not told.is_over:
            told.state, told.outcome = "recalled", "RET"
            self.counted["RET"] += 1

    @precondition(lambda self: self.doors)
    @rule(which=some)
    def two_write_at_once(self, which: int) -> None:
        told = self.pick(which)
        if told.is_over or told.state not in {"sent", "seen", "waitlisted"}:
            return
        seen = one(self.house, self.case, told.reference).part.number
        step(self.house, self.case, told.reference, "accepted", seen=seen)
        told.state = "accepted"
        with pytest.raises(Past):
            step(self.house, self.case, told.reference, "no_capacity", seen=seen)

    @invariant()
    def both_say_the_same(self) -> None:
        for told in self.doors:
            found: Referral = one(self.house, self.case, told.reference)
            assert (found.state, found.outcome, found.is_over) == (told.state, told.outcome, told.is_over)
            assert (found.part.part.ended_on is not None, found.due_on is None) == (told.is_over, told.is_over)
            assert found.told == told.told
        counted = Counter[str]()
        for each in OutcomeTally.objects.all():
            counted[each.outcome] += each.count
        assert counted == {code: n for code, n in self.counted.items() if n and code not in {"DES", "RET"}}


def test_none_ends_without_an_outcome_and_each_ends_once(cast: Any, places_small: dict[str, Any]) -> None:
    """It takes some 8 seconds: after each of 120 acts every referral of a case is opened and read."""
    Doors.house, Doors.there = a_house_for_letters(cast), doors(places_small["tulcan"])
    run_state_machine_as_test(
        Doors,
        settings=settings(
            max_examples=examples(6),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
        ),
    )
