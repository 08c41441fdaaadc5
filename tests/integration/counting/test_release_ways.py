"""No way leads to a release but over two checkers and two readers: every sequence of acts, by everybody, is tried.

What the rules should say is said here once more, by sets of names, and compared after every act.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.commons.accounts.actions import set_password
from amparo.commons.policy.policies import Denied
from amparo.doors.release import actions
from amparo.doors.release.models import Request, Say
from amparo.publications import queries as published
from tests.cast import PASSPHRASE, Cast, make_beside
from tests.desk import person
from tests.examples import examples
from tests.hands import Hands
from tests.release_house import TODAY, act_of, asked, quick, ready

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
CHECKERS, READERS = {"elena", "fabia", "both"}, {"elena", "fabia", "both", "iris", "counts"}
ACTS = ("check", "read", "reword", "again", "refuse", "withdraw", "release", "release early")


@dataclass
class Model:
    """Where a request should stand, and who said yes to what it says."""

    state: str = "first"
    checks: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)

    def does(self, who: str, act: str) -> bool:
        """May she? Then it is done here too."""
        open_now = self.state in ("first", "second", "words", "ready")
        may = {
            "check": who in CHECKERS and self.state in ("first", "second") and who not in self.checks,
            "read": who in READERS and self.state == "words" and who not in self.reads
            and (not self.reads or bool({who, *self.reads} & {"iris", "both"})),
            "refuse": who in CHECKERS and open_now,
            "release": who in CHECKERS and self.state == "ready",
            "release early": False,
        }.get(act, who == "diana" and open_now)  # fmt: skip
        if may:
            getattr(self, act)(who)
        return may

    def check(self, who: str) -> None:
        self.checks.add(who)
        self.state = "words" if len(self.checks) == 2 else "second"

    def read(self, who: str) -> None:
        self.reads.add(who)
        self.state = "ready" if len(self.reads) == 2 else "words"

    def reword(self, who: str) -> None:
        self.reads.clear()
        self.state = "words" if self.state == "ready" else self.state

    def again(self, who: str) -> None:
        self.state, self.checks, self.reads = "first", set(), set()

    def refuse(self, who: str) -> None:
        self.state = "refused"

    def withdraw(self, who: str) -> None:
        self.state = "withdrawn"

    def release(self, who: str) -> None:
        assert len(self.checks - {"diana"}) >= 2
        self.state = "released"


@pytest.fixture
def people(cast: Cast) -> dict[str, Any]:
    """The author, two who check, one who does both, who reads, who counts too, and somebody else."""
    both = person("output_checker", "reviewer")
    named = {"diana": cast.diana, "elena": cast.elena, "fabia": cast.fabia, "both": both, "ana": cast.ana}
    return named | {"iris": make_beside(cast)["iris"], "counts": person("analyst")}


NAMES = ("diana", "elena", "fabia", "both", "iris", "counts", "ana")
HELPFUL = [("elena", "check"), ("fabia", "check"), ("iris", "read"), ("elena", "read"), ("fabia", "release")]


@given(
    st.lists(st.sampled_from(HELPFUL) | st.tuples(st.sampled_from(NAMES), st.sampled_from(ACTS)), max_size=14),
    st.integers(0, 5),
)
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def tried(people: dict[str, Any], cast: Cast, acts: list[tuple[str, str]], helped: int) -> None:
    with transaction.atomic(), transaction.atomic(using="evidence"):
        request, model = asked(cast), Model()
        for number, (who, act) in enumerate([*HELPFUL[:helped], *acts]):
            may = model.does(who, act)
            try:
                with transaction.atomic(using="evidence"):
                    act_of(people[who], act, request, words=f"Otra frase {'a' * (number + 1)}")
            except Denied:
                assert not may, (who, act)
            else:
                assert may, (who, act)
            assert Request.objects.get(pk=request.pk).state == model.state, (who, act)
            assert len(published.every_edition()) == (model.state == "released")
        transaction.set_rollback(True, using="evidence")
        transaction.set_rollback(True)


def test_no_way_leads_past_two_checkers(people: dict[str, Any], cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    tried(people, cast)


def test_the_database_counts_the_yeses_too(cast: Cast, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    request = ready(cast, asked(cast), people["iris"])
    leave = f"UPDATE release_request SET state = 'released', released = 'x' WHERE id = {request.pk}"

    def takes(*before: str) -> bool:
        return Hands().may(*before, leave)

    check, read = (f"DELETE FROM release_say WHERE kind = '{kind}' AND who = '{cast.elena.reference}'" for kind in
                   ("check", "read"))  # fmt: skip
    assert takes()
    assert not takes(check)
    assert not takes(read)
    assert not takes(f"DELETE FROM release_say WHERE who = '{people['iris'].reference}'")
    assert not takes(f"UPDATE release_request SET cells = '[]', digest = '{'0' * 64}' WHERE id = {request.pk}")
    assert not takes(f"UPDATE release_request SET author = '{cast.fabia.reference}' WHERE id = {request.pk}")
    assert not takes(f"UPDATE release_request SET state = 'words' WHERE id = {request.pk}")
    assert not takes("UPDATE release_say SET who = 'x'")
    for fixed in ("audience = 'coordination'", "checkers = 1", "author = 'x'", "agreement = 'x'", "plan = 'needs'"):
        assert not takes(f"UPDATE release_request SET {fixed} WHERE id = {request.pk}"), fixed
    assert not takes(leave, f"DELETE FROM release_say WHERE who = '{cast.elena.reference}'")  # afterwards
    yes = 'INSERT INTO release_say (id, request_id, kind, who, hands, paid, digest, "on") VALUES (7, {}, {})'
    later = yes.format(request.pk, f"'check', 'x', '', (1 = 0), '{request.digest}', '2026-11-10'")
    assert takes(later)
    assert not takes(leave, later)


def test_the_paid_reader_is_not_the_author(cast: Cast, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes into the database has two unpaid ones read, and a paid yes of the author's own."""
    quick(monkeypatch)
    request = asked(cast)
    for who in (cast.elena, cast.fabia):
        request = actions.say_yes(request, digest=request.digest, by=who, today=TODAY)
    for who, paid in ((cast.elena, False), (cast.fabia, False), (cast.diana, True)):
        Say.objects.create(
            request=request, kind="read", who=who.reference, paid=paid, digest=request.words_digest, on=TODAY
        )
    Request.objects.filter(pk=request.pk).update(state="ready")
    with pytest.raises(DatabaseError), transaction.atomic(using="evidence"):
        Request.objects.filter(pk=request.pk).update(state="released", released="x")
    Say.objects.create(
        request=request, kind="read", who=people["iris"].reference, paid=True, digest=request.words_digest, on=TODAY
    )
    assert Request.objects.filter(pk=request.pk).update(state="released", released="x") == 1


def test_two_accounts_of_one_hand_are_one_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elena's passphrase was handed out by who asked, or by who checks too."""
    quick(monkeypatch)
    request = asked(cast)
    set_password(cast.fabia, password=PASSPHRASE, by=cast.ana)
    set_password(cast.elena, password=PASSPHRASE, by=cast.ana)  # one coordinator has both in her hand
    request = actions.say_yes(request, digest=request.digest, by=cast.elena, today=TODAY)
    with pytest.raises(Denied, match="mismas manos"):
        actions.say_yes(request, digest=request.digest, by=cast.fabia, today=TODAY)
    third = person("output_checker")
    set_password(third, password=PASSPHRASE, by=cast.ana)
    set_password(cast.diana, password=PASSPHRASE, by=cast.ana)  # and the author's
    with pytest.raises(Denied, match="mismas manos"):
        actions.say_yes(request, digest=request.digest, by=third, today=TODAY)
    assert Say.objects.count() == 1
