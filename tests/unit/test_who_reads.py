"""Whoever reads a letter, over every answer that she can give before she writes it, in every small house.

The oracle says it otherwise than the house does: as sentences about one reader and one letter, from which the set is
put together. No letter is ever taken that nobody but her words would open.
"""

from dataclasses import dataclass, field
from itertools import chain, combinations, product

import pytest

from amparo.vault.policies import Asked, decide

ROLES, TEAMS, BODIES = ("coordinator", "counsel"), ("border", "coast"), ("POL", "MIG")
COMPLAINTS = ("", "house", "outside", "other")


@dataclass(frozen=True)
class Someone:
    """A reader as a decision sees her."""

    reference: str
    kind: str = "staff"
    roles: frozenset[str] = field(default=frozenset())
    teams: frozenset[str] = field(default=frozenset())
    ties: frozenset[str] = field(default=frozenset())
    holds_share: bool = False


def those(*names: str) -> frozenset[str]:
    return frozenset(names)


ANA = Someone("ana", roles=those("coordinator", "reader"), teams=those("border"), ties=those("POL"))
BERTA = Someone("berta", roles=those("reader"), teams=those("border"))
CARLA = Someone("carla", roles=those("counsel", "reader"), teams=those("coast"))
OLGA = Someone("olga", kind="outside", roles=those("outside"), teams=those("away"), ties=those("MIG"))
PLAIN = Someone("plain", kind="outside")
PAPER = Someone("paper", kind="recovery")
KEEPER = Someone("keeper", roles=those("coordinator", "reader"), teams=those("coast"), holds_share=True)
HOUSES = {
    "as it is made": (ANA, BERTA, CARLA, OLGA, PAPER),
    "one outside without an account": (ANA, BERTA, PLAIN, PAPER),
    "a reader keeps a sheet": (KEEPER, BERTA, CARLA, OLGA, PAPER),
    "nobody outside": (ANA, BERTA, PAPER),
    "one alone": (ANA, OLGA),
    "two outside": (BERTA, OLGA, PLAIN, PAPER),
    "paper alone": (PAPER,),
    "nobody": (),
}


def every_answer() -> list[Asked]:
    """Every combination: of roles, teams and bodies any, of complaints one."""
    return [
        Asked(roles, teams, bodies, complaint)
        for roles, teams, bodies, complaint in product(parts(ROLES), parts(TEAMS), parts(BODIES), COMPLAINTS)
    ]


def parts(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every part of a set, the empty one first."""
    return list(chain.from_iterable(combinations(names, count) for count in range(len(names) + 1)))


# --- the oracle ----------------------------------------------------------------------------------------------------


def names(asked: Asked, reader: Someone) -> bool:
    """Does what she said name this reader? Said one by one."""
    if reader.kind == "recovery":
        return asked.complaint == "house"
    for role in reader.roles:
        if role in asked.roles:
            return True
    for team in reader.teams:
        if team in asked.teams:
            return True
    for body in reader.ties:
        if body in asked.bodies:
            return True
    return asked.complaint == {"staff": "house", "outside": "outside"}[reader.kind]


def expected(house: tuple[Someone, ...], asked: Asked) -> set[str]:
    """Who reads, put together from sentences."""
    reads: set[str] = set()
    of_the_team = {each.reference for each in house if each.kind == "staff" and not names(asked, each)}
    keys_can_go = any("coordinator" in each.roles for each in house if names(asked, each))
    paper_is_lost = any(each.holds_share for each in house if names(asked, each))
    for each in house:
        if names(asked, each):
            continue
        helps = len(of_the_team) in {0, 1} or paper_is_lost or keys_can_go
        if each.kind == "staff" or (each.kind == "outside" and helps):
            reads.add(each.reference)
    if reads and not paper_is_lost:
        reads |= {each.reference for each in house if each.kind == "recovery" and not names(asked, each)}
    return reads


@pytest.mark.parametrize("name", HOUSES)
def test_every_answer_in_every_house(name: str) -> None:
    house, answers = HOUSES[name], every_answer()
    assert len(answers) == 2**6 * 4
    for asked in answers:
        decision = decide(house, asked)
        assert set(decision.readers) == expected(house, asked), asked
        assert set(decision.excluded) == {
            each.reference for each in house if names(asked, each) and each.kind != "recovery"
        }


@pytest.mark.parametrize("name", HOUSES)
def test_nobody_who_was_left_out_reads_and_a_letter_that_nobody_reads_is_not_taken(name: str) -> None:
    house = HOUSES[name]
    people = {each.reference for each in house if each.kind != "recovery"}
    for asked in every_answer():
        decision = decide(house, asked)
        assert set(decision.readers).isdisjoint(decision.excluded), asked
        assert decision.goes_nowhere == (not set(decision.readers) & people), asked
        if not decision.goes_nowhere:
            left = people - set(decision.excluded)
            assert set(decision.readers) & people <= left


def test_with_nobody_of_the_team_left_it_goes_outside_and_is_never_dropped() -> None:
    """By hand: the four ways in which everybody of the house is left out."""
    house = HOUSES["as it is made"]
    for asked in (
        Asked(complaint="house"),
        Asked(teams=TEAMS),
        Asked(teams=("border",), roles=("counsel",)),
        Asked(roles=ROLES, teams=("border",), bodies=("POL",)),
    ):
        decision = decide(house, asked)
        assert "olga" in decision.readers, asked
        assert not {"ana", "berta", "carla"} & set(decision.readers), asked
    assert decide(house, Asked(complaint="house")).readers == ("olga",)
    assert decide(house, Asked(complaint="house", bodies=("MIG",))).goes_nowhere


def test_the_oracle_can_disagree() -> None:
    """A control: a decision that drops the fallback is told apart."""
    house = HOUSES["as it is made"]
    wrong = [asked for asked in every_answer() if set(decide(house[:3], asked).readers) != expected(house, asked)]
    assert len(wrong) > 50
