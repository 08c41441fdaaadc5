"""Every address of the team, for everybody: who gets a page, who is refused in words, for whom it does not exist.

The table is ``tests/access_table.txt``, written by hand; no guard of the house reads it. A line is an address and a
verb, a letter is what one of ``matrix_house.PEOPLE`` gets. An address without its two lines is a fault.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from amparo.config.reference import named_patterns
from tests.access_asking import asked, kind_of, rows_of, team_addresses, things
from tests.access_walk import GOES_ON, NOTHING, REFUSED, SHUT, SIGN_IN, letter_of, undone, walked
from tests.architecture.test_addresses import SAMPLES
from tests.cast import make_cast
from tests.matrix_house import PEOPLE, House, make_house

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TABLE = Path(__file__).parents[1] / "access_table.txt"
# What may change although she is refused: her own browser is signed out, or what she had open is put away.
SHUTS = {"sign_out", "lock", "phone_lost"}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_house(make_cast())
        transaction.set_rollback(True, using="default")


@cache
def table() -> dict[tuple[str, str], dict[str, str]]:
    """What everybody gets, by address and verb."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, verb, *letters = line.split()
        told = "".join(letters)
        assert len(told) == len(PEOPLE), f"{name} {verb}: {len(told)} letters for {len(PEOPLE)} people"
        assert (name, verb) not in found, f"{name} {verb} stands twice"
        found[name, verb] = dict(zip(PEOPLE, told, strict=True))
    return found


def test_every_address_of_the_team_has_its_lines() -> None:
    wanted = {(row, verb) for name in team_addresses() for row in rows_of(name) for verb in ("GET", "POST")}
    assert set(table()) == wanted
    assert len(wanted) > 150


ROWS = sorted(table())


@pytest.mark.walk
@pytest.mark.parametrize(("row", "verb"), ROWS, ids=[" ".join(each) for each in ROWS])
@pytest.mark.by_turns
def test_everybody_gets_what_the_table_says(house: House, row: str, verb: str) -> None:
    got = walked(house, row, verb)
    for name, letter in got.letters.items():
        if letter in {SIGN_IN, REFUSED, SHUT, NOTHING} and row not in SHUTS:
            assert got.written[name] == [], f"{name} was refused, and yet something changed"
    assert got.letters == table()[row, verb]


def test_the_look_at_what_a_refusal_writes_finds_a_fault(house: House) -> None:
    with undone() as written:
        asked(house, "rita", "POST", "case_move")
    assert [sql for sql in written if "casework_case" in sql]


OF_NO_CASE = {"case_begin", "case_load", "case_slips", "case_alike", "case_ask", "case_asked", "case_referrals"}
OF_A_CASE = [
    (row, verb)
    for (row, verb), told in sorted(table().items())
    if (row == "case" or row.startswith("case_")) and row not in OF_NO_CASE and told["rita"] != "w"
]


def test_the_addresses_of_a_case_are_looked_at_by_both_verbs() -> None:
    looked_at = {verb: {row for row, of in OF_A_CASE if of == verb} for verb in ("GET", "POST")}
    assert {"case", "case_incident:hers", "case_note", "case_task", "case_quality"} <= looked_at["GET"]
    assert {"case_share", "case_write:need", "case_destroy"} <= looked_at["GET"] & looked_at["POST"]
    assert "case" not in looked_at["POST"]


@pytest.mark.parametrize(("row", "verb"), OF_A_CASE, ids=[" ".join(each) for each in OF_A_CASE])
def test_a_case_that_she_was_not_let_into_is_not_there_for_anybody(house: House, row: str, verb: str) -> None:
    """Tere's case, at every address: for who accompanies it does not exist, others hear that they do not accompany.

    An address that is only pressed leads whoever looks at it to a page, and what that says is asked as its own row.
    """
    own, house.case = house.case, house.others_case
    try:
        got = {}
        for name in PEOPLE:
            if name != "tere":
                with undone() as written:
                    got[name] = letter_of(asked(house, name, verb, row))
                assert written == [], f"{name} changed something in a case that is not hers"
    finally:
        house.case = own
    outside = {"stranger": SIGN_IN, "expired": SIGN_IN, "closed": SIGN_IN}
    if verb == "GET" and table()[row, verb]["rita"] == GOES_ON:
        assert got == outside | dict.fromkeys(set(PEOPLE) - {"tere", *outside}, GOES_ON)
        return
    others = dict.fromkeys(("nobody", "nadia", "eva", "flor", "iris", "mona"), REFUSED)
    assert got == outside | others | dict.fromkeys(set(PEOPLE) - {"tere", *outside, *others}, NOTHING)


def addresses_of_parts() -> list[str]:
    """The addresses that name a part of a case besides the case."""
    return [name for name, pattern in team_addresses().items() if name.startswith("case_") and len(others_in(pattern))]


def others_in(pattern: str) -> list[str]:
    """What an address names besides the case, a section and a kind."""
    return [
        each for each in re.findall(r"<(?:\w+:)?(\w+)>", pattern) if each not in {"reference", "section", "kind", "act"}
    ]


@pytest.mark.walk
@pytest.mark.parametrize("name", addresses_of_parts())
@pytest.mark.parametrize("who", ["rita", "lucia", "paz", "gema", "sara", "olga"])
@pytest.mark.by_turns
def test_no_part_of_another_case_is_reached_under_the_address_of_this_one(house: House, name: str, who: str) -> None:
    """Nor a note that somebody else wrote for herself alone: whichever part is named, the page says nothing of it.

    Rita, who reads all of the case, is asked for every part of the other; the others for one of the kind of the page.
    """
    pattern = team_addresses()[name]
    foreign = [each.reference for each in house.others_parts.values()]
    if who != "rita":
        foreign = [house.others_parts[kind_of(name)].reference]
    foreign += [house.parts[f"own_of_{each}"].reference for each in ("rita", "gema") if each != who]
    for reference in foreign:
        known = things(house, name) | dict.fromkeys(others_in(pattern), reference)
        path = reverse(name, kwargs={key: known[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", pattern)})
        for verb in ("get", "post"):
            with undone() as written:
                answer = getattr(house.browser(who), verb)(path, {"sure": "1"} if verb == "post" else None)
            pressed = verb == "get" and answer.status_code == 302
            assert pressed or letter_of(answer) in {NOTHING, REFUSED, "w"}, (verb, path)
            assert written == []


def test_no_page_answers_to_another_verb() -> None:
    """Before anybody is asked who she is: a stranger and Rita are told the same."""
    client, found = Client(), []
    for name, pattern in {name: pattern for name, pattern, _view in named_patterns()}.items():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        path = reverse(name, kwargs={key: SAMPLES[key] for key in wanted})
        for verb in ("put", "patch", "delete", "options", "trace"):
            status = getattr(client, verb)(path).status_code
            found += [] if status == 405 else [f"{verb} {name}: {status}"]
    assert found == []
