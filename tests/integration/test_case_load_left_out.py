"""Who was left out of a case finds the same figures of her colleagues with it and without it.

Two houses that were one. In one only, Berta opens a case out of a letter from which Ana is left out, works in it and
plans something. Ana coordinates: her page of loads counts what colleagues own, read and opened. Every byte of it, of
her day, her list and the page of papers must be the same in both; with a case that she may know of, they are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import hidden_threads as hidden
from tests import left_out
from tests.own_house import OwnHouse
from tests.seen_twice import BODY, House, a_copy, differences
from tests.two_houses import base_house

LOOKED_AT = ["cases", "cases_today", "case_load", "case_slips", "desk", "case_assign", "case_quality", "case_task_add"]


def lay() -> dict[str, Any]:
    """The house of the left out, and a case that Berta owns and Ana reads; what Berta says of her rest."""
    world = left_out.lay()
    world["case"] = a_case("berta", share="ana")
    from amparo.casework.actions.load import write_card
    from amparo.formats.case_questions import Answer
    from tests.desk import days_ago

    write_card(answers={"card_rest": Answer("rest_due")}, by=somebody("berta"), today=days_ago(0))
    return world


def somebody(name: str) -> Any:
    from amparo.commons.accounts.models import User
    from tests.letters import with_open_key

    return with_open_key(User.objects.get(sign_in_name=name))


def a_case(by: str, *, share: str = "", thread: str = "") -> str:
    """A case, opened, with something planned for today."""
    from amparo.access.reporting.actions import desk
    from amparo.casework.actions import cases, tasks
    from amparo.casework.actions.incidents import add_incident
    from amparo.commons.audit.actions import opaque
    from amparo.formats.case_questions import Answer
    from amparo.vault.queries.readers import reader_of
    from tests.desk import days_ago

    person = somebody(by)
    begun = {"answers": {"name_used": Answer("De ejemplo")}, "agreed": "written", "by": person}
    made = desk.begin_case(desk.get_thread(person, thread), **begun) if thread else cases.begin_case(**begun)
    add_incident(made, answers={"account": Answer("Un hecho de ejemplo")}, by=person)
    cases.open_case(made, by=person)
    plan = {"answers": {"task_kind": Answer("paper_work")}, "who": opaque(person), "due_on": days_ago(0)}
    tasks.add_task(made, by=person, **plan)
    if share:
        cases.share(made, reader=reader_of(somebody(share)), by=person)
    return str(made.reference)


def hidden_case(thread: str) -> str:
    """The case from which Ana is left out."""
    return a_case("berta", thread=thread)


def open_case() -> str:
    """The control: one that she may know of."""
    return a_case("berta", share="ana")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OwnHouse, dict[str, Any]]]:
    with base_house(tmp_path_factory.mktemp("base") / "house", lay) as made:
        yield made


@pytest.fixture
def alone(base: tuple[OwnHouse, dict[str, Any]], tmp_path: Path) -> Iterator[House]:
    with a_copy(base[0], tmp_path / "alone") as house:
        yield house


@pytest.fixture
def other(base: tuple[OwnHouse, dict[str, Any]], alone: House, tmp_path: Path) -> Iterator[House]:
    with a_copy(base[0], tmp_path / "other", alone.moment) as house:
        yield house


def test_with_and_without_the_case_the_figures_of_a_colleague_are_the_same(
    base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House
) -> None:
    told = other.do(hidden.report, base[1])
    case = other.do(hidden_case, told["names"]["tie"])
    world = base[1] | {"hidden": [case]}
    shown = alone.look(world, LOOKED_AT)
    assert differences(shown, other.look(world, LOOKED_AT)) == {}
    (page,) = [
        answer[BODY] for label, answer in shown.items() if label.startswith("case_load ") and label.endswith("GET")
    ]
    berta = page[page.index("<h3>Berta</h3>") :]
    figures = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", berta[: berta.index("</dl>")])
    assert [figure for _name, figure in figures] == ["1", "2", "1", "1"], (
        "her figures do stand there, of the other cases"
    )


def test_a_case_that_she_may_know_of_is_seen(base: tuple[OwnHouse, dict[str, Any]], alone: House, other: House) -> None:
    other.do(open_case)
    differ = differences(alone.look(base[1], LOOKED_AT), other.look(base[1], LOOKED_AT))
    assert {"cases", "cases_today", "case_load"} <= {label.partition(" ")[0] for label in differ}
