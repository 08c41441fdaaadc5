"""Whoever read a case and does so no more opens nothing of what is written after, with her own key and the whole disk.

She is the strongest there is: while she read she kept her private key and a copy of everything that lay in the
database. Afterwards she carries the database away. What she opens is looked for by way of sealing alone: every box of
every table is tried with every seed that a wrap, then or now, gave her.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from amparo.casework.actions import cases, hers, supervision
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.actions.parts import add_part
from amparo.casework.actions.permissions import write_summary
from amparo.casework.models import Case
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.sealing.boxes import Unopenable
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.fields import open_field
from amparo.sealing.keys import case_identity
from amparo.vault.actions.readers import retire_reader
from amparo.vault.models import Wrap
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
BEFORE, SAID_BEFORE = "Canarioantes7", "Canariodije7"
AFTER = [f"Canariodespues{number}x" for number in range(4)]
BOXES = (
    ("vault_sealedfield", "box"),
    ("casework_word", "box"),
    ("casework_case", "facts"),
    ("reporting_message", "box"),
)


@pytest.fixture
def house(cast: Any) -> Letters:
    """Ana coordinates; Berta supervises."""
    accounts.give_role(cast.berta, team=cast.border, role="supervisor", by=accounts.SETUP)
    return a_house_for_letters(cast)


# --- how she stops to read ---


def steps_back(house: Letters, case: Case) -> None:
    cases.leave(case, by=person(house, "berta"))


def is_left_out(house: Letters, case: Case) -> None:
    ana = person(house, "ana")
    leave_out(case, somebody=next(e for e in may_be_left_out(ana, case) if e.user == house.cast.berta), by=ana)


def loses_her_key(house: Letters, case: Case) -> None:
    retire_reader(house.readers["berta"], by=accounts.SETUP)


def leaves_the_house(house: Letters, case: Case) -> None:
    accounts.close_account(house.cast.berta, by=accounts.SETUP)


def time_is_over(house: Letters, case: Case) -> None:
    """As a clock does it: nobody has opened the case since, and no night has passed."""
    over = clock.now() - timedelta(minutes=1)
    assert Wrap.every.filter(case_key__ring=case.ring, reader=house.readers["berta"]).update(until=over) == 1


def supervises_no_more(house: Letters, case: Case) -> None:
    supervision.end_supervision(case, reader=house.readers["berta"], by=person(house, "ana"))


WAYS: dict[str, Callable[[Letters, Case], None]] = {
    "steps_back": steps_back,
    "is_left_out": is_left_out,
    "loses_her_key": loses_her_key,
    "leaves_the_house": leaves_the_house,
    "time_is_over": time_is_over,
    "supervises_no_more": supervises_no_more,
}


def let_in(house: Letters, case: Case, way: str) -> None:
    ana, berta = person(house, "ana"), house.readers["berta"]
    if way == "supervises_no_more":
        supervision.share_for_supervision(case, reader=berta, by=ana)
    else:
        until = clock.now() + timedelta(hours=3) if way == "time_is_over" else None
        cases.share(case, reader=berta, by=ana, until=until)


# --- what she opens ---


def rows_of(query: str) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def seeds_with(secret: bytes) -> set[bytes]:
    """Every seed that any wrap of any reader, in force or not, gives to this private key."""
    found = set()
    for (box,) in rows_of("SELECT box FROM vault_wrap"):
        try:
            found.add(open_sealed(bytes(box), secret))
        except Unopenable:
            continue
    return found


def opened_with(seeds: set[bytes]) -> bytes:
    """Everything that these seeds open, wherever it lies, one after the other."""
    places = {
        bytes(box): f"vault_sealedfield:{thing}:{name}:{number}"
        for thing, name, number, box in rows_of("SELECT thing, name, number, box FROM vault_sealedfield")
    }
    found = []
    for table, column in BOXES:
        for (box,) in rows_of(f'SELECT "{column}" FROM "{table}"'):
            for seed in seeds:
                found.append(tried(seed, bytes(box), places))
    return b"\0".join(found)


def tried(seed: bytes, box: bytes, places: dict[bytes, str]) -> bytes:
    try:
        return open_field(seed, places[box], box) if box in places else open_sealed(box, case_identity(seed))
    except Unopenable:
        return b""


def write_before(house: Letters, case: Case) -> None:
    add_part(case, kind="note", answers={"note_text": Answer(BEFORE)}, by=person(house, "ana"))
    hers.say(case, {"other": SAID_BEFORE})


def write_after(house: Letters, case: Case, how: str) -> None:
    """In each of these she who was there before comes first, without that anybody opened the case."""
    ana = person(house, "ana")
    if how == "her page":
        hers.say(case, {"where": AFTER[0]})
    elif how == "an answer":
        seen = cases.opened(ana, case).numbers
        cases.write_answers(case, answers={"own_words": Answer(AFTER[1])}, seen=seen, by=ana)
    elif how == "a part":
        add_part(case, kind="note", answers={"note_text": Answer(AFTER[2])}, by=ana)
    else:
        write_summary(case, text=Answer(AFTER[3]), was={}, by=ana)


@pytest.mark.parametrize("first", ["her page", "an answer", "a part", "a summary"])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_after_opens_with_nothing_that_she_ever_had(house: Letters, way: str, first: str) -> None:
    case, secret = a_case(house), house.secrets["berta"]
    let_in(house, case, way)
    write_before(house, case)
    held = seeds_with(secret)
    assert held
    before = opened_with(held)
    assert BEFORE.encode() in before, "she opened it while she read"
    assert SAID_BEFORE.encode() in before
    WAYS[way](house, case)
    hows = ["her page", "an answer", "a part", "a summary"]
    for how in [first, *(each for each in hows if each != first)]:
        write_after(house, case, how)
        if how == first:
            after = opened_with(held | seeds_with(secret))
            assert not [each for each in AFTER if each.encode() in after], how
    after = opened_with(held | seeds_with(secret))
    assert BEFORE.encode() in after, "what she had read she may have kept: the look finds it"
    assert not [each for each in AFTER if each.encode() in after]
    theirs = opened_with(seeds_with(house.secrets["ana"]))
    assert [each for each in AFTER if each.encode() in theirs] == AFTER, "Ana opens all of it"
