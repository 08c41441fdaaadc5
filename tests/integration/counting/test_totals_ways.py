"""No way leads own totals out but over the word of another house: every sequence of acts, by everybody, is tried.

What should be is said here once more, by names, and compared after every act.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.commons.policy.policies import Denied
from amparo.doors.exchange.models import Partnership
from amparo.doors.release.actions.asking_outside import ask_outside, hear
from amparo.doors.release.models import Request
from amparo.doors.release.queries import protection
from amparo.formats.passing.documents import BadFile
from amparo.formats.passing.totals import NO, YES, Totals
from amparo.publications import queries as published
from tests.between import TODAY, Between, going, make_between
from tests.desk import person
from tests.examples import examples
from tests.release_house import act_of, quick
from tests.totals import answered, asked_totals, nobody_counts, opened_there, shown

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NAMES = ("ana", "nadia", "checks", "reads", "counts", "berta")
ACTS = (
    "ask",
    "yes",
    "no",
    "old yes",
    "forged",
    "check",
    "read",
    "reword",
    "again",
    "refuse",
    "withdraw",
    "release",
    "release early",
)
HELPFUL = [("ana", "ask"), ("nadia", "yes"), ("ana", "release")]


@dataclass
class Model:
    """Where the totals should stand; ``file`` is the newest that was made for these figures and has no answer."""

    state: str = "outside"
    file: bool = False
    word: bool = False

    def does(self, who: str, act: str) -> bool:
        """May she? Then it is done here too."""
        open_now, hers = self.state in ("outside", "ready"), who == "ana"
        sees = who in ("ana", "nadia", "checks", "counts")
        may = {
            "ask": hers and self.state == "outside",
            "yes": sees and self.state == "outside" and self.file,
            "no": sees and self.state == "outside" and self.file,
            "refuse": who == "checks" and open_now,
            "release": who in ("ana", "nadia") and self.state == "ready" and self.word,
            "withdraw": hers and open_now,
            "again": hers and open_now,
        }.get(act, False)
        if may:
            self._do(act)
        return may

    def _do(self, act: str) -> None:
        if act == "ask":
            self.file = True
        elif act in ("yes", "no"):
            self.state, self.file, self.word = ("ready", False, True) if act == "yes" else ("refused", False, False)
        elif act == "again":
            self.state, self.word = "outside", False
        else:
            self.state = {"refuse": "refused", "release": "released", "withdraw": "withdrawn"}[act]


@dataclass
class There:
    """The other house: every file that it was handed, the newest last."""

    found: Partnership
    secret: bytes
    files: list[Totals]

    def answer(self, act: str) -> bytes:
        if act == "forged" or not self.files:
            return answered(self.files[-1], token="0" * 32) if self.files else b"{}"
        return answered(self.files[0] if act == "old yes" else self.files[-1], NO if act == "no" else YES)


def done(request: Request, act: str, by: Any, there: There) -> None:
    """One act of one person."""
    now = Request.objects.get(pk=request.pk)
    if act == "ask":
        made = ask_outside(now, there.found, by=by, today=TODAY)
        there.files.append(opened_there(made, there.secret, there.found))
    elif act in ("yes", "no", "old yes", "forged"):
        hear(now, there.answer(act), by=by, today=TODAY)
    else:
        act_of(by, act, now, today=TODAY)


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


@given(
    st.lists(st.sampled_from(HELPFUL) | st.tuples(st.sampled_from(NAMES), st.sampled_from(ACTS)), max_size=12),
    st.integers(0, 3),
)
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def tried(house: Between, people: dict[str, Any], acts: list[tuple[str, str]], helped: int) -> None:
    with transaction.atomic(), transaction.atomic(using="evidence"):
        there = There(*going(house), [])
        request, model = asked_totals(house), Model()
        for who, act in [*HELPFUL[:helped], *acts]:
            stale = act == "old yes" and (len(there.files) == 1)
            may = model.does(who, "yes" if stale else act)
            try:
                with transaction.atomic(using="evidence"):
                    done(request, act, people[who], there)
            except (Denied, BadFile):
                assert not may, (who, act)
            else:
                assert may, (who, act)
            assert Request.objects.get(pk=request.pk).state == model.state, (who, act)
            assert len(published.every_edition()) == (model.state == "released")
        transaction.set_rollback(True, using="evidence")
        transaction.set_rollback(True)


def test_no_way_leads_past_the_word_of_another_house(house: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    monkeypatch.setattr(protection, "protected", shown)
    nobody_counts()
    people = {name: house.people[name] for name in ("ana", "nadia", "berta")}
    people |= {"checks": person("output_checker"), "reads": person("reviewer"), "counts": person("analyst")}
    monkeypatch.setattr("amparo.doors.release.actions.asking.somebody_counts", lambda: False)
    tried(house, people)
