"""What the tests of tables from paper share: a study in which people come with coupons, and who types them in.

The dirty table itself is in ``dirty_paper``.
"""

import io
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.fieldwork.actions import paper
from tests import moment
from tests.cast import make_cast
from tests.field import Field, make_field

marks_once = lru_cache(maxsize=None)(paper.marks_of_typed)  # the same six hundred codes, test after test
HEAD = "coupon,given,date,may,age,acts,met"
DAY = date(2026, 11, 27)  # the tables are written by hand, and so are their days


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """A study in which everybody comes with a coupon, for all tests of the file that imports this."""
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        made = make_field(make_cast(), design="rds")
        made.again(starts_on=DAY, ends_on=date(2027, 3, 1))
        yield made
        transaction.set_rollback(True, using="default")


@pytest.fixture
def field(house: Field, monkeypatch: pytest.MonkeyPatch) -> Iterator[Field]:
    """The same, with today as it was then; each test undoes what it did in it."""
    monkeypatch.setattr(paper, "marks_of_typed", marks_once)
    with moment.at(DAY):
        house.study.refresh_from_db()
        yield house


def looked(field: Field, data: bytes) -> paper.Looked:
    """What Ines is told of a file."""
    return paper.look(field.deployment, data, by=field.people["ines"], today=DAY)


def told(found: paper.Looked) -> dict[int, list[tuple[str, str]]]:
    """What was told of each row."""
    said: dict[int, list[tuple[str, str]]] = {}
    for each in found.faults:
        said.setdefault(each.row, []).append((each.column, each.code))
    return said


def table(*rows: str, head: str = HEAD) -> bytes:
    """A file of these rows."""
    return "\n".join([head, *rows]).encode()


def sends(field: Field, who: str = "ines", **typed: Any) -> Any:
    """What the page answers to what was typed or chosen."""
    said = {"deployment": field.deployment.reference, **typed}
    return field.client(who).post(reverse("from_paper", args=[field.study.reference]), said)


def file_of(data: bytes) -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(data)
    file.name = "hojas.csv"
    return file
