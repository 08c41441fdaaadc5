"""What the tests of the pages of coupons share: a study in which people bring people, and what is typed on a page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.fieldwork.actions import coupons
from amparo.fieldwork.models import Coupon
from tests import moment
from tests.cast import make_cast
from tests.field import TODAY, Field, a_coupon, make_field

ASKED = [
    {"ask": "¿Tienes 18 años o más?", "wanted": "yes"},
    {"ask": "¿Ya contestaste estas preguntas antes?", "wanted": "no"},
]
MAY = {"may1": "yes", "may2": "no"}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """One house for all of them; each test undoes what it did in it."""
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_field(make_cast(), design="rds", plan={"eligible": ASKED})
        transaction.set_rollback(True, using="default")


@pytest.fixture
def field(house: Field) -> Iterator[Field]:
    with moment.at(TODAY):
        house.study.refresh_from_db()
        yield house


def opens(field: Field, who: str, page: str, **typed: Any) -> Any:
    """A page of the coupons of this study; with something typed, sent."""
    address, client = reverse(page, args=[field.study.reference]), field.client(who)
    return client.post(address, typed) if typed else client.get(address)


def printed(field: Field, many: int = 3, **said: Any) -> list[str]:
    """Codes, as they stand on the sheet that Leda printed."""
    page = opens(field, "leda", "coupons_print", many=many, **{"kind": "ordinary", "day": "line", **said})
    return re.findall(r'<p class="symbols"><b>([^<]+)</b></p>', page.text)


def came(field: Field) -> str:
    """The code of somebody who began a chain and was asked."""
    code = a_coupon(field)
    coupons.redeem(field.study, code=code, by=field.people["ines"], on=TODAY)
    return code


def row(field: Field, code: str) -> Coupon:
    return coupons.find(field.study, code)


def text_of(page: Any) -> str:
    """What a person reads on it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2])).replace("&nbsp;", " ")
