"""Today names the agreed doors and the focal points of whom somebody has to make sure again, to whoever may."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from amparo.commons import clock
from tests.cast import browser_of
from tests.focal import accredited, body
from tests.health import clinic, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.clock]
FRESH, OLD, GONE = 10, 91, 181  # days since somebody made sure: it holds for ninety, and is offered for as many again


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def named(person: Any) -> list[tuple[str, bool]]:
    """What Today says has to be made sure of, in its order, and whether nobody is sent there any more."""
    page = unescape(browser_of(person).get(reverse("desk"), headers={"Accept-Language": "en"}).text)
    part = page.partition("make sure of</h2>")[2].partition("<h2>")[0]
    found = re.findall(r'href="([^"]+)">([^<]+)</a> · .*?\n(.*?)</div>', part)
    for address, _name, _said in found:
        assert browser_of(person).get(address).status_code == 200, address
    return [(name, "Nobody is sent there" in said) for _address, name, said in found]


def test_what_is_old_stands_there_for_whoever_makes_sure_of_it(cast: Any, tulcan: Any) -> None:
    for name, days in (("Clínica Fresca", FRESH), ("Clínica Vieja", OLD), ("Clínica Pasada", GONE)):
        door(clinic(tulcan, name, checked_on=ago(1)), checked_on=ago(days), since=ago(days))
    for name, days in (("Nubia Fresca", FRESH), ("Nubia Vieja", OLD), ("Nubia Pasada", GONE)):
        accredited(tulcan, body(f"Hospital de {name}"), name=name, on=ago(days))
    assert named(cast.berta) == [("Clínica Pasada", True), ("Clínica Vieja", False)], "who calls and visits"
    assert named(cast.ana) == [("Nubia Pasada", True), ("Nubia Vieja", False)], "who keeps the list of focal points"


def test_where_nothing_is_old_today_does_not_speak_of_it(cast: Any, tulcan: Any) -> None:
    door(clinic(tulcan, checked_on=ago(1)), checked_on=ago(FRESH), since=ago(FRESH))
    assert "make sure of" not in browser_of(cast.berta).get(reverse("desk"), headers={"Accept-Language": "en"}).text
