"""A case in any order of acts: where it stands, who reads it, whether it is there, as plain words and sets say.

The oracle is a handful of plain values. It knows no table, no key and no policy: a case is open, closed, with another
organisation, or gone; some names read it, some never again; two names hold it until a day. ``day`` counts from the
first one.
"""

from datetime import datetime, timedelta
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
from amparo.casework.actions import cases, hers, holds, transfer
from amparo.casework.actions.parts import add_part
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission
from amparo.casework.models import Case, Part
from amparo.casework.queries.cases import get_case
from amparo.casework.queries.permissions import permission_for, permissions_in, recipient_named
from amparo.casework.queries.taking_back import ALL, takes_of
from amparo.commons import clock
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import HOUSE
from amparo.vault.models import CaseKey, SealedField
from tests import case_states
from tests.cases import NAME, SOME, person
from tests.cast import make_cast
from tests.examples import examples
from tests.letters import a_house_for_letters, who_reads
from tests.transfers import THEIRS, to

pytestmark = pytest.mark.django_db(databases=["default"])
START = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
KEPT, PERMITTED = 730, 90
TEAM = ("ana", "berta", "carla")
OPEN, CLOSED, AWAY, GONE = "open", "closed", "away", "gone"
names = st.sampled_from(["ana", *TEAM])
THEM = recipient_named(THEIRS, is_state=False)


class ACase(RuleBasedStateMachine):
    """One case, three colleagues, one organisation, and she herself."""

    @initialize()
    def it_is_opened(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.house, self.day = a_house_for_letters(make_cast()), 0
        self.case = cases.begin_case(answers=SOME, agreed="written", by=self.who("ana"), now=START)
        self.state, self.over_on = OPEN, -1
        self.reads, self.never, self.stands = {"ana"}, set[str](), "opening"
        self.agreed = {"house": PERMITTED, "them": -1}  # until which day
        self.on_its_way, self.held_until, self.notes, self.has_stopped = False, -1, 0, False  # stopped: her no

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # --- what the machine is asked with ---

    def who(self, name: str) -> Any:
        return person(self.house, name)

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def tried(self, act: Any) -> bool:
        """Was it done? A refusal leaves everything as it was."""
        try:
            with transaction.atomic():
                act()
        except (Denied, Hidden, Case.DoesNotExist):
            return False
        except ValueError:  # closing and handing on are acts of their own: no page asks for them as a move
            return False
        return True

    def allows(self, what: str) -> bool:
        return self.day < self.agreed[what]

    # --- what the team does ---

    @rule(by=names)
    def somebody_writes(self, by: str) -> None:
        answers = {"note_text": Answer("Vino hoy")}
        done = self.tried(lambda: add_part(self.case, kind="note", answers=answers, by=self.who(by), now=self.now))
        assert done == (self.state == OPEN and by in self.reads and not self.has_stopped)
        self.notes += done

    @rule(by=names, reader=names)
    def somebody_is_let_in(self, by: str, reader: str) -> None:
        row = self.house.readers[reader]
        done = self.tried(lambda: cases.share(self.case, reader=row, by=self.who(by), now=self.now))
        assert done == (self.state == OPEN and by in self.reads and reader not in self.never and self.allows("house"))
        self.reads |= {reader} if done else set()

    @rule(by=names)
    def somebody_steps_back(self, by: str) -> None:
        done = self.tried(lambda: cases.leave(self.case, by=self.who(by)))
        assert done == (self.state != GONE and by in self.reads and len(self.reads) > 1)
        if done:
            self.reads -= {by}
            self.never |= {by}

    @rule(by=names)
    def it_is_closed(self, by: str) -> None:
        done = self.tried(lambda: cases.close(self.case, reason="agreed", by=self.who(by), now=self.now))
        assert done == (self.leads("closed", case_states.CLOSED) and by in self.reads)
        if done:
            self.state, self.over_on = CLOSED, self.day

    @rule(by=names, to=st.sampled_from(case_states.STATES))
    def it_is_moved(self, by: str, to: str) -> None:
        done = self.tried(lambda: cases.move(self.case, to=to, by=self.who(by), now=self.now))
        assert done == (self.leads(to, case_states.MOVED) and by in self.reads)
        if done:
            self.state, self.over_on, self.stands = OPEN, -1, to

    @property
    def place(self) -> str:
        """Where it stands, by the name of the list."""
        return {CLOSED: "closed", AWAY: "transferred"}.get(self.state, self.stands)

    def leads(self, to: str, act: str) -> bool:
        """Does the table that was written by hand say that this act leads there?"""
        return self.state != GONE and case_states.leads(self.place, to, act)

    @rule(by=names)
    def it_is_sent(self, by: str) -> None:
        permission = self.permission("them", by)
        done = self.tried(lambda: transfer.send(self.case, to=to(permission), by=self.who(by), now=self.now))
        assert done == (self.state == OPEN and by in self.reads and self.allows("them"))
        self.on_its_way = self.on_its_way or done

    @rule(by=names)
    def they_say_that_it_arrived(self, by: str) -> None:
        done = self.tried(lambda: transfer.say_arrived(self.case, how="", by=self.who(by), now=self.now))
        assert done == (self.state == OPEN and by in self.reads and self.on_its_way and self.allows("them"))
        if done:
            self.state, self.over_on, self.on_its_way = AWAY, self.day, False

    @rule(by=names, second=names, days=st.sampled_from([30, 300]))
    def two_hold_it(self, by: str, second: str, days: int) -> None:
        def both() -> None:
            until = clock.day(self.now + timedelta(days=days))
            hold = holds.ask_to_hold(self.case, until=until, answers={}, by=self.who(by), now=self.now)
            holds.agree_to_hold(self.case, reference=hold.reference, by=self.who(second))

        done = self.tried(both)
        assert done == (self.state != GONE and {by, second} <= self.reads and by != second)
        self.held_until = max(self.held_until, self.day + days) if done else self.held_until

    @rule(by=st.sampled_from([*TEAM, "she herself"]))
    def it_is_to_go(self, by: str) -> None:
        actor = cases.HER_PAGE if by == "she herself" else self.who(by)
        done = self.tried(lambda: cases.destroy(self.case.reference, by=actor, now=self.now))
        may = by == "she herself" or by in self.reads
        assert done == (self.state != GONE and may and self.held_until < self.day)
        self.state = GONE if done else self.state

    # --- what she does ---

    def permission(self, what: str, by: str) -> str:
        """How the house calls it; nothing that there is where nobody was asked."""
        kind, recipient = self.kind(what)
        try:
            found = permission_for(cases.opened(self.who("ana" if "ana" in self.reads else min(self.reads)),
                                                self.case).parts, kind, recipient)  # fmt: skip
        except Hidden:
            found = None
        return found.part.reference if found else "0" * 16

    @staticmethod
    def kind(what: str) -> Any:
        return ("engage_services", HOUSE) if what == "house" else ("cross_border_transfer", THEM)

    @rule(by=names, what=st.sampled_from(["house", "them"]), answer=st.sampled_from(["yes", "no"]))
    def she_says(self, by: str, what: str, answer: str) -> None:
        (kind, recipient), name = self.kind(what), "" if what == "house" else THEIRS
        standing = None
        if self.state != GONE:
            parts = cases.opened(self.who(min(self.reads)), self.case).parts
            standing = permission_for(parts, kind, recipient)
        read = {"seen": standing.part.number, "saw_taken": standing.by_herself} if standing else {}
        content = ALL_OF_IT if what == "house" else frozenset({"coded_only", "identity"})
        said = Said(kind, answer, recipient, name, content, "written", PERMITTED, **read)  # type: ignore[arg-type]
        done = self.tried(lambda: write_permission(self.case, said=said, by=self.who(by), now=self.now))
        assert done == (self.state == OPEN and by in self.reads)
        if done:
            self.agreed[what] = self.day + PERMITTED if answer == "yes" else -1
            self.has_stopped = answer == "no" if what == "house" else self.has_stopped

    @precondition(lambda self: self.state != GONE)
    @rule()
    def she_takes_it_back(self) -> None:
        """With the list that her page brings along; what is not given any more is not on it."""
        parts = cases.opened(self.who(min(self.reads)), self.case).parts
        given = [each for each in permissions_in(parts) if each.is_given(self.now)]
        done = hers.take_back(self.case, ALL, takes=takes_of(self.case, given, ""), now=self.now)
        assert done == self.allows("them")
        self.agreed["them"] = -1

    @precondition(lambda self: self.state != GONE)
    @rule()
    def she_closes_it(self) -> None:
        hers.close_hers(self.case, now=self.now)
        if self.state == OPEN:
            self.state, self.over_on = CLOSED, self.day

    # --- what time does ---

    @rule(days=st.sampled_from([1, 40, 100, 731]))
    def nights_pass(self, days: int) -> None:
        self.day += days
        for each in retention.due(self.now):
            retention.shred(each)
        if self.state in {CLOSED, AWAY} and self.day > self.over_on + KEPT and self.held_until < self.day:
            self.state = GONE

    # --- after every step ---

    @invariant()
    def it_stands_where_it_should(self) -> None:
        if not hasattr(self, "state"):
            return
        found = Case.objects.filter(pk=self.case.pk).first()
        assert (found is None) == (self.state == GONE)
        assert CaseKey.objects.filter(ring=self.case.ring).exists() == (self.state != GONE)
        if found is None:
            assert not Part.objects.exists()
            assert not SealedField.objects.filter(ring=self.case.ring).exists()
            return
        assert found.state == self.place
        assert (found.closed_on is None) == (self.state == OPEN)
        if self.state != OPEN:
            assert found.closed_on == clock.day(START + timedelta(days=self.over_on))
            assert found.keep_until == clock.day(START + timedelta(days=self.over_on + KEPT))

    @invariant()
    def those_read_it_who_should(self) -> None:
        if getattr(self, "state", GONE) == GONE:
            return
        assert who_reads(self.case) - {"recovery"} == self.reads  # type: ignore[arg-type]
        for name in TEAM:
            try:
                told = cases.opened(self.who(name), get_case(self.who(name), self.case.reference)).name
            except Hidden:
                told = ""
            assert told == (NAME if name in self.reads else "")


def test_a_case_is_where_plain_words_say_and_open_to_whom_plain_sets_say() -> None:
    run_state_machine_as_test(
        ACase,
        settings=settings(max_examples=examples(3), stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )


def test_by_hand_it_comes_to_every_place_where_a_case_can_stand() -> None:
    """The same machine, step by step: what chance may pass over is gone through here."""
    for act, ends in ((ACase.it_is_closed, CLOSED), (ACase.they_say_that_it_arrived, AWAY)):
        made = ACase()
        made.it_is_opened()
        made.somebody_is_let_in(by="ana", reader="berta")
        made.two_hold_it(by="ana", second="berta", days=300)
        made.it_is_to_go(by="she herself")
        made.she_says(by="ana", what="them", answer="yes")
        made.it_is_sent(by="berta")
        assert made.on_its_way
        act(made, by="berta")
        made.it_is_moved(by="ana", to="assessment")
        assert made.state == (OPEN if ends == CLOSED else AWAY)
        made.she_takes_it_back()
        made.she_closes_it()
        made.it_is_sent(by="ana")
        made.nights_pass(days=731)
        made.it_stands_where_it_should()
        made.nights_pass(days=1)
        made.it_stands_where_it_should()
        assert made.state == GONE
        made.it_is_to_go(by="ana")
        made.teardown()
