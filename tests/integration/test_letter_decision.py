"""Who reads a letter: a table over everything she may say, against rules that are written the other way round.

The decision under test begins with all readers and takes some out. The oracle here asks of each reader, one at a time,
whether she is told of it; it knows nothing of lists that grow.
"""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import QueryDict

from amparo.vault.policies import Asked, decide
from amparo.vault.queries.decision import asked_of, fields_of


@dataclass(frozen=True)
class One:
    """A reader of the table."""

    reference: str
    kind: str = "staff"
    roles: frozenset[str] = frozenset({"reader"})
    teams: frozenset[str] = frozenset({"a"})
    ties: frozenset[str] = frozenset()
    holds_share: bool = False


def some(*words: str) -> frozenset[str]:
    return frozenset(words)


ANA = One("ana", roles=some("reader", "coordinator"))
BEA = One("bea", ties=some("POL"))
CAT = One("cat", roles=some("reader", "counsel"), teams=some("b"), holds_share=True)
OUT = One("out", kind="outside", roles=some("outside"), teams=some("far"), ties=some("HUM"))
OUT_2 = One("out2", kind="outside", roles=some("outside"), teams=some("far"))
SHEETS = One("sheets", kind="recovery", roles=some(), teams=some())
HOUSES = {
    "full": (ANA, BEA, CAT, OUT, SHEETS),
    "two outside": (ANA, BEA, CAT, OUT, OUT_2, SHEETS),
    "two of the team": (ANA, BEA, OUT, SHEETS),
    "one of the team": (ANA, OUT, SHEETS),
    "nobody outside": (ANA, BEA, CAT, SHEETS),
    "outside alone": (OUT, SHEETS),
    "nobody": (),
}
ROLES = ((), ("coordinator",), ("counsel", "coordinator"), ("reader",), ("outside",))
TEAMS = ((), ("a",), ("a", "b"), ("far",))
BODIES = ((), ("POL",), ("HUM",), ("HUM", "POL"))
COMPLAINTS = ("", "house", "outside", "other")


def hears(one: One, house: tuple[One, ...], asked: Asked) -> bool:
    """The oracle: does this one get a key?"""
    if one.kind == "recovery":
        somebody = any(hears(each, house, asked) for each in house if each.kind != "recovery")
        bad_hands = any(each.holds_share and is_meant(each, asked) for each in house)
        return somebody and not bad_hands and asked.complaint != "house"
    if is_meant(one, asked):
        return False
    if one.kind == "staff":
        return True
    colleagues = [each for each in house if each.kind == "staff" and not is_meant(each, asked)]
    strong = [each for each in house if each.holds_share or "coordinator" in each.roles]
    return len(colleagues) in {0, 1} or any(is_meant(each, asked) for each in strong)


def is_meant(one: One, asked: Asked) -> bool:
    """Is it she whom the letter is about, or who has to do with it?"""
    if one.kind == "recovery":
        return False
    if asked.complaint == "house" and one.kind == "staff":
        return True
    if asked.complaint == "outside" and one.kind == "outside":
        return True
    named = [role in one.roles for role in asked.roles] + [team in one.teams for team in asked.teams]
    return any(named) or any(body in one.ties for body in asked.bodies)


@pytest.mark.parametrize("name", HOUSES)
def test_every_answer_gives_the_readers_of_the_oracle(name: str) -> None:
    house, seen = HOUSES[name], set()
    for roles, teams, bodies, complaint in itertools.product(ROLES, TEAMS, BODIES, COMPLAINTS):
        asked = Asked(roles, teams, bodies, complaint)
        found = decide(house, asked)
        assert set(found.readers) == {each.reference for each in house if hears(each, house, asked)}, asked
        assert set(found.excluded) == {each.reference for each in house if is_meant(each, asked)}, asked
        assert not set(found.readers) & set(found.excluded), asked
        assert found.goes_nowhere == (found.readers == ()), asked
        seen.add(found.readers)
    assert len(seen) > (0 if name == "nobody" else 1)


@pytest.mark.parametrize(
    ("asked", "readers"),
    [
        (Asked(), "ana bea cat sheets"),
        (Asked(bodies=("POL",)), "ana cat sheets"),
        (Asked(bodies=("POL",), teams=("b",)), "ana out"),  # cat keeps a sheet, and one of the team is left
        (Asked(teams=("b",)), "ana bea out"),  # cat keeps a sheet
        (Asked(roles=("coordinator",)), "bea cat out sheets"),  # ana could take the keys of the others away
        (Asked(complaint="house"), "out"),
        (Asked(complaint="house", bodies=("HUM",)), ""),
        (Asked(complaint="outside"), "ana bea cat sheets"),
        (Asked(complaint="outside", teams=("a", "b")), ""),
        (Asked(complaint="other"), "ana bea cat sheets"),
        (Asked(teams=("a", "b")), "out"),
    ],
)
def test_by_hand(asked: Asked, readers: str) -> None:
    assert " ".join(decide(HOUSES["full"], asked).readers) == readers


def test_the_order_of_the_readers_tells_nothing() -> None:
    house = HOUSES["full"]
    assert {decide(order, Asked()).readers for order in itertools.permutations(house)} == {
        ("ana", "bea", "cat", "sheets")
    }


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ("", Asked()),
        (
            "a=role:counsel&a=team:0123456789abcdef&o=POL&o=MIG&hum=house",
            Asked(("counsel",), ("0123456789abcdef",), ("POL", "MIG"), "house"),
        ),
        ("a=role:nobody&a=team:x&a=team:0123456789ABCDEF&o=XXX&hum=all", Asked()),
        ("a=role:counsel:x&a=counsel&a=&o=POL&o=POL", Asked((), (), ("POL",))),
    ],
)  # fmt: skip
def test_what_she_said_is_read_and_handed_on(sent: str, asked: Asked) -> None:
    assert asked_of(QueryDict(sent)) == asked
    again: Any = QueryDict(mutable=True)
    for name, value in fields_of(asked):
        again.appendlist(name, value)
    assert asked_of(again) == asked
