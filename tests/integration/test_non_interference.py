"""Who was left out of a report finds the same house with it and without it: every page, list, search, mail and export.

A house is made once and its databases are copied. In one copy only there are reports from which Ana is left out: by a
tie, by her role, by her team, by a complaint about the house. She coordinates, reads letters, and has every desk. Then
both copies are asked for everything that she can ask, and every status, every header and every byte must be the same,
and how often the database was asked for it. Of cases the same is done. One thing is taken out before: the token against
forged forms, 64 letters each. On public pages, which know nothing of who asks, a ticket is drawn anew each time, and
for phones a nonce; neither can be asked for twice, so they are taken out, and always have one length.

For each look the clock stands still, at one moment that is later than whatever is done meanwhile. What is asked is
taken back: so the house in which nothing is hidden is looked at once in a test, and a part of it again at the end.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import hidden_cases as cases
from tests import hidden_threads as hidden
from tests import left_out, planted_pages
from tests.own_house import OwnHouse
from tests.seen_twice import BODY, STATUS, House, a_copy, differences, some_of
from tests.two_houses import base_house

SOME = [
    "cases", "case", "exports", "export", "case_asked", "certificates", "desk", "desk_letters", "desk_letters_find",
    "desk_letter", "keys", "keys_log", "team", "desk_letter_share",
]  # fmt: skip
CASES = [
    "cases",
    "case",
    "case_alike",
    "case_begin",
    "case_leave_out",
    "case_share",
    "case_supervise",
    "keys",
    "team",
    "desk",
]


LONG = 600  # seconds, where other programs run beside it


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OwnHouse, dict[str, Any]]]:
    with base_house(tmp_path_factory.mktemp("base") / "house", left_out.lay) as made:
        yield made


@pytest.fixture(scope="module")
def alone(base: tuple[OwnHouse, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The one in which nothing is hidden."""
    with a_copy(base[0], tmp_path_factory.mktemp("alone")) as house:
        yield house


@pytest.fixture
def other(base: tuple[OwnHouse, dict[str, Any]], alone: House, tmp_path: Path) -> Iterator[House]:
    """The one in which something is; each test has its own."""
    with a_copy(base[0], tmp_path, alone.moment) as house:
        yield house


def with_hidden(world: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What Ana tries in both houses, the names of what is hidden from her as well."""
    more = {name: told[name] for name in ("hidden_cases", "hidden_exports", "hidden_asks", "hidden_holds")}
    return world | more | {"hidden": [*told["names"].values(), *told["files"][:1]], "receipts": told["receipts"][:1]}


@pytest.mark.walk
@pytest.mark.timeout(LONG)
@pytest.mark.by_turns
def test_with_and_without_the_report_everything_is_the_same(
    base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House
) -> None:
    told = other.do(hidden.report, base[1])
    assert told["reading"] == {
        "tie": ["berta", "carla", "olga", "recovery"], "role": ["berta", "carla", "olga", "recovery"],
        "team": ["carla", "olga", "recovery"], "complaint": ["olga"], "old": ["berta", "carla", "olga", "recovery"],
    }  # fmt: skip
    world = with_hidden(base[1], told)
    stages: list[tuple[str, Any, list[str]]] = [
        ("arrived", None, []), ("colleagues opened", hidden.colleagues_open, SOME), ("reply", hidden.she_replies, []),
        ("answered", hidden.answered, SOME), ("closed", hidden.closed, []), ("reopened", hidden.reopened, []),
        ("shared", hidden.shared, SOME), ("recused", hidden.recused, []), ("shredded and expired", hidden.gone, []),
    ]  # fmt: skip
    whole, part = alone.look(world), alone.look(world, SOME)
    for stage, act, only in stages:
        left = other.do(act, told) if act else None
        found = differences(part if only else whole, other.look(world, only))
        assert found == {}, f"after {stage}: {found}"
    assert left == 0, "the last stage destroyed them"
    assert differences(part, alone.look(world, SOME)) == {}


@pytest.mark.timeout(LONG)
@pytest.mark.by_turns
def test_with_and_without_her_case_everything_is_the_same(
    base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House
) -> None:
    """The same of cases: opened at the desk, out of a letter, and left later; also how often the database is asked."""
    told = other.do(cases.opened, base[1])
    assert told["reading"] == {
        "tie": ["berta", "olga", "recovery"], "role": ["carla", "olga", "recovery"],
        "team": ["carla", "olga", "recovery"], "complaint": ["olga"], "letter": ["berta", "olga", "recovery"],
        "later": ["berta", "olga", "recovery"], "never": ["carla", "olga", "recovery"], "left": ["berta", "recovery"],
    }  # fmt: skip
    world = base[1] | {"hidden_cases": list(told["names"].values())}
    stages: list[tuple[str, Any, list[str]]] = [
        ("opened", None, []), ("looked for", cases.looked_for, CASES), ("written", cases.written, CASES),
        ("shared", cases.shared, CASES), ("gone", cases.gone, []),
    ]  # fmt: skip
    whole, part = alone.look(world), alone.look(world, CASES)
    for stage, act, only in stages:
        left = other.do(act, told) if act else None
        found = differences(part if only else whole, other.look(world, only))
        assert found == {}, f"after {stage}: {found}"
    assert left == 0, "the last stage destroyed them"
    assert differences(part, alone.look(world, CASES)) == {}


@pytest.mark.walk
@pytest.mark.by_turns
def test_the_look_at_cases_sees_one_that_leaves_out_nobody(
    base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House
) -> None:
    """The control: of a case that Ana may know of, the page says whom to ask, and in both houses she finds her own."""
    other.do(cases.not_left_out, base[1])
    plain = alone.look(base[1], CASES)
    found = differences(plain, other.look(base[1], CASES))
    assert {label.partition(" ")[0] for label in found} == {"case_alike"}
    assert len(found) == 4, "a name that sounds like it, its name, its number and its account; no other of them"
    here = some_of(plain, ["case_alike"])
    assert any(base[1]["cases"][0] in answer[BODY] for answer in here.values()), "she finds her own"


@pytest.mark.walk
@pytest.mark.by_turns
def test_the_look_sees_what_tells(base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House) -> None:
    """Controls: a number of all threads on a page, in a header and in a length; and a report she may read."""
    told = other.do(hidden.report, base[1])
    world, planted = with_hidden(base[1], told), ["planted_number", "planted_header", "planted_length"]
    asked = (world, [*planted, *SOME], planted_pages.__name__)
    found = differences(alone.look(*asked), other.look(*asked))
    assert {label.partition(" ")[0] for label in found} == set(planted)
    other.do(hidden.not_left_out, world)
    names = {label.partition(" ")[0] for label in differences(alone.look(world, SOME), other.look(world, SOME))}
    assert {"desk_letters", "desk_letters_find"} <= names
    assert "keys" not in names


@pytest.mark.walk
@pytest.mark.by_turns
def test_the_look_goes_everywhere_and_takes_out_one_thing(base: tuple[OwnHouse, dict[str, Any]], alone: House) -> None:
    from amparo.config.reference import named_patterns
    from amparo.config.urls import PUBLIC

    found = alone.look(base[1])
    names = {label.partition(" ")[0] for label in found}
    assert names >= {name for name, _pattern, _view in named_patterns()}
    reached = {label.partition(" ")[0] for label, answer in found.items() if answer[STATUS] == 200}
    staff = names - PUBLIC
    assert len(reached & staff) >= 35, staff - reached
    assert {"desk_letter", "desk_letters_find", "keys", "keys_log", "team", "team_person", "desk_service"} <= reached
    for label, (_status, _head, body, (removed, tokens, tickets)) in found.items():
        assert removed == 64 * tokens, label
        assert tickets == 0 or label.partition(" ")[0] in PUBLIC, label
        assert left_out.NUMBER not in body or label.startswith("desk_letter"), label
    assert sum(tokens for *_rest, (_removed, tokens, _tickets) in found.values()) > 200


@pytest.mark.django_db
def test_where_nobody_may_read_the_page_says_so_before_she_writes(cast: Any) -> None:
    """And where she was on the page already when it became so, nothing is kept and her text comes back."""
    from django.conf import settings
    from django.test import Client

    from amparo.access.reporting.models import Thread
    from amparo.vault.actions.readers import retire_reader
    from tests.letters import a_house_for_letters, hidden, sheet_page

    house, client = a_house_for_letters(cast), Client()
    page = sheet_page(client, hum="house")
    retire_reader(house.readers["olga"], by="house.server")
    again = client.post(f"/{settings.PATHS['letter_write']}", {"hum": "house"})
    assert 'name="text"' not in again.text
    sent = {
        "text": "Fue la coordinadora.",
        "wish": "answer",
        "t": hidden(page, "t"),
        "e": hidden(page, "e"),
        "hum": "house",
    }
    answer = client.post(f"/{settings.PATHS['letter_send']}", sent)
    assert "Fue la coordinadora." in answer.text
    assert not Thread.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["key_retire", "team_passphrase", "team_close"])
def test_whoever_is_complained_about_cannot_make_the_complaint_unreadable(cast: Any, how: str) -> None:
    """She knows of no complaint, and needs not: one ordinary act, without a second person, is enough."""
    from django.test import Client
    from django.urls import reverse

    from amparo.access.reporting.models import Thread
    from amparo.vault.queries.readers import readers_of_ring
    from tests.letters import a_house_for_letters, letter, opened_client

    house = a_house_for_letters(cast)
    letter(Client(), "Fue la coordinadora.", early=True, hum="house")
    whose = house.readers["olga"].reference if how == "key_retire" else house.outside.reference
    opened_client(cast.ana).post(reverse(how, args=[whose]), {"sure": "1"})
    assert readers_of_ring(Thread.objects.get().ring) != []
