"""A house with letters in it, and beside it plain sets of who can open what: what ``test_threads_machine.py`` draws on.

``Told`` is the oracle: of each message the set of names that may open it, without keys or rings. ``People`` is who
there is: keys that come, are confirmed, are lost and taken away, and the sheets of paper.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.sealing.keys import fingerprint
from amparo.sealing.receipts import Receipt
from amparo.sealing.shares import combine
from amparo.vault.actions import readers, recovery
from amparo.vault.actions.staff import StaffKeys, open_or_make_key
from amparo.vault.models import PROPOSED, Reader, Recovery, StaffKey
from amparo.vault.queries.opened import Opened
from tests.letters import tried_out

STAFF, OUTSIDE = ("s0", "s1", "s2", "s3"), ("o0",)
PEOPLE = STAFF + OUTSIDE
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = clock.day(NOW)
people = st.sampled_from(PEOPLE)
some = st.integers(0, 99)


@dataclass
class Told:
    """The oracle of one thread: plain sets of names."""

    ring: str
    words: str  # the name of the receipt that counts
    receipt: Receipt
    named: set[str]  # who was left out by the name of a key
    out: set[str]  # who was left out in any way: these never come in again
    now: set[str]  # who will open what comes next
    messages: list[tuple[str, set[str]]] = field(default_factory=list)
    ever: dict[str, set[str]] = field(default_factory=dict)  # who could open a message once, and may remember
    kept: dict[str, set[bytes]] = field(default_factory=dict)  # what each opened once, and may have written down
    sheets_out: bool = False

    def remember(self) -> None:
        """After a step: whoever opens a message now may have kept what opens it."""
        for text, opens in self.messages:
            self.ever.setdefault(text, set()).update(opens)

    @property
    def everybody(self) -> set[str]:
        """Whoever opens anything of it."""
        return self.now.union(*(opens for _text, opens in self.messages))

    def leave(self, name: str) -> None:
        """This key opens nothing of it any more."""
        self.now.discard(name)
        for _text, opens in self.messages:
            opens.discard(name)

    def give(self, giver: str, taker: str) -> None:
        """Whatever the one opens, the other opens too."""
        for opens in [self.now, *(each for _text, each in self.messages)]:
            if giver in opens:
                opens.add(taker)


class People(RuleBasedStateMachine):
    """Who reads, who keeps a sheet, and every secret that ever was."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic: Any = transaction.atomic(using="default")
        self.atomic._from_testcase = True  # the machine's own: what its acts leave for after a commit runs
        self.atomic.__enter__()
        self.secrets: dict[str, bytes] = {}  # every secret that ever was, by a name that is never given twice
        self.key: dict[str, str] = {}  # the name of the living key of each person
        self.active: set[str] = set()  # keys that a second person confirmed
        self.threads: list[Told] = []
        self.tried: dict[tuple[str, bytes], bytes | None] = {}
        self.opened: dict[tuple[bytes, bytes], str | None] = {}
        self.counted = 0

    def teardown(self) -> None:
        transaction.set_rollback(True, using="default")
        self.atomic.__exit__(None, None, None)

    @initialize()
    def house(self) -> None:
        self.team = {name: accounts.make_team(name=name, by=accounts.SETUP) for name in PEOPLE}
        for name in PEOPLE:
            person = accounts.open_account(
                sign_in_name=name, name_used=name, password="mango lluvia", by=accounts.SETUP
            )
            role = "outside" if name in OUTSIDE else "reader"
            accounts.give_role(person, team=self.team[name], role=role, by=accounts.SETUP)
            self.comes_in(name)
            self.confirmed(name)
        self.new_sheets(0)

    def fresh(self, kind: str) -> str:
        self.counted += 1
        return f"{kind}#{self.counted}"

    def user(self, name: str) -> Any:
        """Her account with her key open, as in a request of its own."""
        person = User.objects.get(sign_in_name=name)
        if self.key.get(name) in self.active:
            person.opened = Opened(self.reader(name).pk, "", self.secrets[self.key[name]])
        return person

    def reader(self, name: str) -> Reader:
        return Reader.objects.exclude(state="retired").get(user__sign_in_name=name)

    def readers_now(self, told: Told, kinds: tuple[str, ...] = PEOPLE) -> list[str]:
        """Who of the people reads a thread, by the oracle."""
        return [name for name in kinds if self.key.get(name) in self.active & told.everybody]

    @rule(name=people)
    def comes_in(self, name: str) -> None:
        """With her own passphrase: her key is made where she has none."""
        if name not in self.key:
            self.key[name] = self.fresh(name)
            self.secrets[self.key[name]] = open_or_make_key(User.objects.get(sign_in_name=name), b"k" * 32, NOW)
            assert self.reader(name).state == PROPOSED

    @rule(name=people)
    def confirmed(self, name: str) -> None:
        if name in self.key and self.key[name] not in self.active:
            row = self.reader(name)
            readers.confirm_reader(row, by=accounts.SETUP, seen=fingerprint(row.recipient), on=TODAY)
            self.active.add(self.key[name])

    def gone(self, name: str) -> None:
        """The oracle of a key that is lost or taken away."""
        lost = self.key.pop(name)
        self.active.discard(lost)
        for told in self.threads:
            told.leave(lost)

    @rule(name=people, lost=st.booleans(), back=st.booleans())
    def loses_her_key(self, name: str, lost: bool, back: bool) -> None:
        """It is taken away, or her passphrase is lost; mostly she comes back with another one."""
        if name not in self.key:
            return
        if lost:
            StaffKeys().lost_password(User.objects.get(sign_in_name=name))
            assert not StaffKey.objects.filter(user__sign_in_name=name).exists()
        else:
            readers.retire_reader(self.reader(name), by=accounts.SETUP, on=TODAY)
        self.gone(name)
        if back:
            self.comes_in(name)
            self.confirmed(name)

    @rule(first=some)
    def new_sheets(self, first: int) -> None:
        """Two of three sheets are kept by two of the team; an older set is put away."""
        self.holders = {STAFF[first % 4], STAFF[(first + 1) % 4]}
        keep = [(User.objects.get(sign_in_name=name), name) for name in sorted(self.holders)]
        made, sheets = recovery.make_sheets(plan="2-3", holders=[*keep, (None, "caja")], by=accounts.SETUP, on=TODAY)
        tried_out(made, sheets)
        recovery.confirm_sheets(made, by=accounts.SETUP, on=TODAY)
        old = getattr(self, "sheets_name", None)
        for told in self.threads if old else []:
            told.leave(str(old))
            told.sheets_out = False
        self.made, self.sheets, self.sheets_name = made, sheets, self.fresh("sheets")
        self.secrets[self.sheets_name] = combine(sheets[:2])

    @rule(name=people, which=st.sampled_from([(0, 1), (0, 2), (1, 2), (0, 1, 2)]))
    def sheets_are_used(self, name: str, which: tuple[int, ...]) -> None:
        if self.key.get(name) not in self.active:
            return
        chosen = [self.sheets[each] for each in which]
        recovery.recover(
            Recovery.objects.get(pk=self.made.pk), sheets=chosen, reader=self.reader(name), by=accounts.SETUP
        )
        for told in self.threads:
            if name not in told.out:
                told.give(self.sheets_name, self.key[name])

    def chosen(self, out: set[str]) -> set[str]:
        """The oracle of who gets a letter: the rule of the house in four lines."""
        alive = {name for name in PEOPLE if self.key.get(name) in self.active}
        team, outside = {*STAFF} & alive - out, {*OUTSIDE} & alive - out
        in_wrong_hands = bool(self.holders & out & alive)
        found = team | (outside if len(team) < 2 or in_wrong_hands else set())
        names = {self.key[name] for name in found}
        return names | {self.sheets_name} if names and not in_wrong_hands else names

    def left_without(self, told: Told, name: str, by: str, always: bool) -> bool:
        """The oracle of somebody who leaves; whether there is anybody left. Nothing is changed where there is not."""
        team = [each for each in self.readers_now(told, STAFF) if each != name]
        helpers = [each for each in OUTSIDE if self.key.get(each) in self.active and each not in told.out | {name}]
        helping = helpers if len(team) < 2 or always else []
        if not team and not helping and not [each for each in self.readers_now(told, OUTSIDE) if each != name]:
            return False
        for each in helping:
            told.give(self.key[by], self.key[each])
        told.leave(self.key[name])
        told.named.add(name)
        told.out.add(name)
        return True
