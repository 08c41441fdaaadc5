"""No fact stands both in a clear column of care and in evidence: who holds both would lay the two beside each other."""

from dataclasses import replace
from typing import Any

import pytest

from amparo.config.inventory import Inventory, read, told_twice
from amparo.formats.case_questions import questions
from amparo.formats.codebook import Codebook, codebook, names

CASES, LEGAL = "cases", "legal"


def asking(name: str = CASES, **said: Any) -> Codebook:
    """The codebook of cases, or another one, with one variable more."""
    book = codebook(name)
    return replace(book, variables=(*book.variables, replace(book.variables[0], **said)))


def test_no_codebook_asks_what_stands_in_clear() -> None:
    assert told_twice(read(), [codebook(name) for name in names()]) == []


@pytest.mark.parametrize(("said", "column"), [
    ({"code": "closed_because", "list": "closure_reason"}, "closure_reason"),
    ({"code": "closure_reason"}, "closure_reason"),
    ({"code": "where_it_stands", "list": "case_state"}, "state"),
    ({"code": "state"}, "state"),
    ({"code": "opened", "kind": "quarter", "list": ""}, "opened_on"),
    ({"code": "since", "fact": "opened_on", "kind": "quarter", "list": ""}, "opened_on"),
    ({"code": "last", "kind": "month", "list": ""}, "last_on"),
    ({"code": "who_with", "fact": "owner"}, "owner_id"),
])  # fmt: skip
def test_a_variable_that_says_it_again_is_seen(said: dict[str, Any], column: str) -> None:
    (fault,) = told_twice(read(), [asking(**said)])
    assert fault.startswith(f"cases.{said['code']} asks what is told by casework_case.{column}")


@pytest.mark.parametrize(("said", "column"), [
    ({"code": "closed", "kind": "quarter", "list": ""}, "closed_on"),
    ({"code": "quarter", "kind": "quarter", "list": ""}, "closed_on"),
    ({"code": "how_long", "list": "wait_band"}, "closed_on"),
    ({"code": "opened", "kind": "quarter", "list": ""}, "opened_on"),
    ({"code": "stands", "list": "matter_state"}, "state"),
    ({"code": "with_whom", "fact": "owner"}, "owner_id"),
])  # fmt: skip
def test_a_variable_of_a_legal_matter_that_says_it_again_is_seen(said: dict[str, Any], column: str) -> None:
    """Its days and where it stands are in clear: so neither a quarter nor how long it took is counted."""
    (fault,) = told_twice(read(), [asking(LEGAL, **said)])
    assert fault.startswith(f"legal.{said['code']} asks what is told by ")
    assert f"representation_matter.{column}" in fault


def test_the_codebook_of_cases_is_held_against_legal_matters_too_and_the_other_way_round() -> None:
    assert "representation_matter.state" in told_twice(read(), [asking(code="state")])[0]
    assert "casework_case.state" in told_twice(read(), [asking(LEGAL, code="state")])[0]


def test_a_column_that_comes_to_say_it_is_seen() -> None:
    """From the other side: somebody puts her need beside her case, in clear."""
    inventory = read()
    state = next(each for each in inventory.columns if (each.table, each.name) == ("casework_case", "state"))
    for name, tells in (("need_first", ()), ("urgency", ("need_group",)), ("gender", ())):
        planted = replace(state, name=name, tells=tells)
        faults = told_twice(Inventory("", inventory.tables, [*inventory.columns, planted]), [codebook(CASES)])
        assert len(faults) == 1, name
        assert faults[0].endswith(f"asks what is told by casework_case.{name}")
        sealed = replace(planted, facts=planted.facts | {"class": "sealed"})
        assert told_twice(Inventory("", inventory.tables, [*inventory.columns, sealed]), [codebook(CASES)]) == []


def test_every_fact_that_is_counted_is_a_sealed_answer() -> None:
    """A variable of a row names a question of the case, which the vault seals answer by answer."""
    own = [each for each in codebook(CASES).variables if not each.part]
    assert [each.code for each in own if each.fact not in questions()] == []
    assert "closure_reason" not in questions()


def test_so_it_is_in_a_legal_matter() -> None:
    asked = set(questions("matter")) | set(questions("agent")) | set(questions("filing"))
    asked |= set(questions("matter_closure"))
    assert [each.code for each in codebook(LEGAL).variables if each.fact not in asked] == []
