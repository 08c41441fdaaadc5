"""Whatever is done with coupons, in whatever order: the house and a plain dictionary say the same of every one.

Hypothesis prints, gives, redeems, replaces, voids, thanks and lets days pass, whether that is allowed or not, until the
study is closed and after. Beside the house stands a dictionary that was written from the rules on paper, not from the
code. After every step all coupons stand where it has them, all money that was given was owed, and no coupon went any
way that the house's own table of ways does not have.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amparo.commons.policy.policies import Denied
from amparo.fieldwork.actions import coupons
from amparo.fieldwork.actions.studies import close_study
from amparo.fieldwork.models import Coupon, Study, Thanks
from amparo.fieldwork.policies.coupons import NEXT
from tests.cast import Cast
from tests.examples import examples
from tests.field import TODAY, make_field

EACH, WEEKS, ENDS, STOPS = 2, 1, TODAY + timedelta(days=20), 9
WHICH = st.integers(0, 11)
LUCK = st.sampled_from([True, True, True, True, False])  # mostly one that stands where the act wants it
BY = st.sampled_from(["leda", "leda", "ines", "ines", "ines", "iris"])  # she leads, she asks, she only reads


@dataclass
class Paper:
    """A coupon, as the dictionary has it."""

    is_seed: bool
    state: str = "printed"
    giver: int | None = None
    until: date | None = None
    paid: set[str] = field(default_factory=set)


class Coupons(RuleBasedStateMachine):
    """The house, and beside it what a piece of paper says."""

    house: Any = None

    @initialize()
    def begin(self) -> None:
        """Two that begin a chain and four that do not; somebody came with one of those that begin it."""
        self.today, self.is_open = TODAY, True
        self.codes: list[str] = []
        self.papers: dict[int, Paper] = {}
        self.paid = Decimal(0)
        self.seen: dict[str, str] = {}
        for many, is_seed in ((2, True), (2, False), (2, False)):
            self.print_some(many, is_seed, "leda")
        self.give(0, 0, "leda", True, False)
        self.redeem(0, "ines", False, False, False)

    @property
    def study(self) -> Study:
        return Study.objects.get(pk=self.house.study.pk)

    def tries(self, expected: bool, act: Any, **said: Any) -> bool:
        """It is done where the dictionary says so, and refused with a sentence where it does not."""
        sentence = ""
        try:
            with transaction.atomic():
                act(self.study, **said)
        except Denied as refusal:
            sentence = str(refusal.sentence)
        assert bool(sentence) is not expected, sentence
        assert not sentence or len(sentence) > 15
        if sentence:
            return False
        assert expected, (act.__name__, {key: value for key, value in said.items() if key != "by"})
        return True

    def paper(self, which: int, luck: bool = False, *wanted: str, **more: Any) -> tuple[int, Paper, str]:
        """One of them: with luck one that stands where it is wanted, else any."""
        fits = [
            key for key, each in self.papers.items()
            if luck and each.state in wanted and all(getattr(each, name) == value for name, value in more.items())
        ]  # fmt: skip
        which = fits[which % len(fits)] if fits else which % len(self.codes)
        return which, self.papers[which], self.codes[which]

    def number(self, which: int) -> int:
        return coupons.find(self.study, self.codes[which]).number

    def has_run_out(self, paper: Paper) -> bool:
        return paper.state == "issued" and paper.until is not None and self.today > paper.until

    def sunday(self) -> date:
        day = self.today + timedelta(weeks=WEEKS)
        while day.isoweekday() != 7:
            day += timedelta(days=1)
        return day if self.today > ENDS else min(day, ENDS)

    def hands_out(self, which: int) -> int:
        return sum(each.giver == which and each.state not in {"void", "replaced"} for each in self.papers.values())

    @rule(many=st.integers(1, 2), is_seed=st.booleans(), by=BY)
    def print_some(self, many: int, is_seed: bool, by: str) -> None:
        if len(self.codes) + many > 12:
            return
        expected = by == "leda" and self.is_open
        try:
            with transaction.atomic():
                made = coupons.print_coupons(self.study, many=many, by=self.house.people[by], is_seed=is_seed)
        except Denied:
            assert not expected
            return
        assert expected
        for _row, code in made:
            self.papers[len(self.codes)] = Paper(is_seed)
            self.codes.append(code)

    @rule(giver=WHICH, which=WHICH, by=BY, as_seed=st.sampled_from([True, False, False, False]), luck=LUCK,
          unsaid=st.sampled_from(["", "", "", "hers", "other"]))  # fmt: skip
    def give(self, giver: int, which: int, by: str, as_seed: bool, luck: bool, unsaid: str = "") -> None:
        """By whoever came with another one; or, by who leads the study, to begin a chain.

        Somebody may have come with it before anybody said who gave it; and somebody may show her own by mistake.
        """
        wanted = "redeemed" if unsaid else "printed"
        which, paper, code = self.paper(which, luck, wanted, is_seed=as_seed, giver=None)
        giver, own, hers = self.paper(which if unsaid == "hers" else giver, luck and unsaid != "hers", "redeemed")
        came = paper.state == "redeemed" and paper.giver is None and not paper.is_seed
        if as_seed:
            fine = by == "leda" and self.is_open and paper.is_seed and paper.state == "printed"
        else:
            in_time = came or self.today <= ENDS - timedelta(days=STOPS)
            fine = by in {"leda", "ines"} and self.is_open and own.state == "redeemed" and which != giver
            fine = fine and (paper.state == "printed" or came) and not paper.is_seed and in_time
            fine = fine and self.hands_out(giver) < EACH
        said = {"code": code, "giver": "" if as_seed else hers, "by": self.house.people[by], "on": self.today}
        if self.tries(fine, coupons.give, **said):
            paper.giver = None if as_seed else giver
            if not came:
                paper.state, paper.until = "issued", self.sunday()

    @rule(which=WHICH, by=BY, late=st.booleans(), was_given=st.booleans(), luck=LUCK)
    def redeem(self, which: int, by: str, late: bool, was_given: bool, luck: bool) -> None:
        wanted = ("printed",) if was_given else ("expired", "issued") if late else ("issued",)
        _which, paper, code = self.paper(which, luck, *wanted, **({"is_seed": False} if was_given else {}))
        ran_out = paper.state == "expired" or self.has_run_out(paper)
        fine = by == "leda" if late else by in {"leda", "ines"} and self.is_open
        in_hand = paper.state == "issued" or (paper.state == "printed" and was_given and not paper.is_seed)
        fine = fine and (late if ran_out else in_hand)
        said = {"code": code, "by": self.house.people[by], "on": self.today, "is_late": late, "was_given": was_given}
        if self.tries(fine, coupons.redeem, **said):
            paper.state = "redeemed"

    @rule(which=WHICH, other=WHICH, giver=st.one_of(st.none(), WHICH), by=BY, luck=LUCK)
    def replace(self, which: int, other: int, giver: int | None, by: str, luck: bool) -> None:
        which, paper, _code = self.paper(which, luck, "issued")
        other, fresh, code = self.paper(other, luck, "printed")
        if giver is None and paper.giver is not None:
            giver = paper.giver  # mostly it is her own
        whose, hers = ("" if giver is None else self.codes[giver % len(self.codes)]), giver
        fine = paper.state == "issued" and not self.has_run_out(paper) and fresh.state == "printed" and self.is_open
        fine = fine and fresh.is_seed == paper.is_seed and by in ({"leda"} if paper.is_seed else {"leda", "ines"})
        fine = fine and (hers is None if paper.is_seed else hers is not None and hers % len(self.codes) == paper.giver)
        number = self.number(which)
        said = {"number": number, "code": code, "giver": whose, "by": self.house.people[by], "on": self.today}
        if self.tries(fine, coupons.replace, **said):
            fresh.state, fresh.giver, fresh.until, paper.state = "issued", paper.giver, self.sunday(), "replaced"

    @rule(which=WHICH, by=BY, luck=st.booleans())
    def void(self, which: int, by: str, luck: bool) -> None:
        which, paper, _code = self.paper(which, luck, "redeemed", "expired", "void", "replaced")
        fine = by == "leda" and paper.state in {"printed", "issued"}
        if self.tries(fine, coupons.void, numbers=[self.number(which)], by=self.house.people[by]):
            paper.state = "void"

    @rule(which=WHICH, by=BY, luck=LUCK)
    def thank(self, which: int, by: str, luck: bool) -> None:
        """Five for coming, two for each who came with hers."""
        which, paper, code = self.paper(which, luck, "redeemed")
        due = [(paper, "own", 5)] + [(each, "recruit", 2) for each in self.papers.values() if each.giver == which]
        due = [(each, kind, much) for each, kind, much in due if each.state == "redeemed" and kind not in each.paid]
        fine = by in {"leda", "ines"} and paper.state == "redeemed" and bool(due)
        if self.tries(fine, coupons.thank, code=code, by=self.house.people[by], on=self.today):
            for each, kind, much in due:
                each.paid.add(kind)
                self.paid += much

    @rule(days=st.sampled_from([0, 0, 1, 3, 7]), night=st.booleans())
    def days_pass(self, days: int, night: bool) -> None:
        """Some days; or to the very day on which the next one runs out."""
        ends = min(
            (each.until for each in self.papers.values() if each.until and each.until > self.today), default=ENDS
        )
        self.today = max(self.today, self.today + timedelta(days=days) if days else ends)
        if night:
            coupons.expire(self.today)
            for each in self.papers.values():
                each.state = "expired" if self.has_run_out(each) else each.state

    @rule(really=st.integers(0, 4))
    def close(self, really: int) -> None:
        if self.is_open and really == 0:
            close_study(self.study, by=self.house.people["leda"], on=ENDS)
            self.is_open = False

    @invariant()
    def every_coupon_stands_where_the_dictionary_has_it(self) -> None:
        if not hasattr(self, "papers"):
            return
        rows = {each.check_of: each for each in Coupon.objects.all()}
        for which, code in enumerate(self.codes):
            paper, marks = self.papers[which], coupons.marks(self.house.study, code)
            row = rows[marks.lookup]
            hers = coupons.marks(self.house.study, self.codes[paper.giver]).givers if paper.giver is not None else ("",)
            until = paper.until if paper.state == "issued" else None  # of what is out alone
            assert (row.state, row.is_seed, row.expires_on) == (paper.state, paper.is_seed, until)
            assert row.given_by in hers
            before = self.seen.get(code, "printed")
            assert row.state == before or row.state in NEXT[before]
            self.seen[code] = row.state

    @invariant()
    def all_money_that_was_given_was_owed(self) -> None:
        if hasattr(self, "paid"):
            assert sum((each.amount for each in Thanks.objects.all()), Decimal(0)) == self.paid


@pytest.mark.django_db(databases=["default"])
def test_every_order_of_acts_keeps_every_coupon_where_paper_has_it(cast: Cast, monkeypatch: Any) -> None:
    from functools import lru_cache

    from amparo.fieldwork.queries import coupons as found

    monkeypatch.setattr(found, "marks_of_typed", lru_cache(maxsize=None)(found.marks_of_typed))
    Coupons.house = make_field(cast, coupons_each=EACH, weeks_valid=WEEKS, ends_on=ENDS, stops_days_before=STOPS)

    class Anew(Coupons):
        """Each run begins in the same house."""

        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    run_state_machine_as_test(
        Anew,
        settings=settings(
            max_examples=examples(16), stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
