"""The desk of deadlines: the list, a rule with a day to try, and the calendar. Nothing that is tried is kept."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.formats.deadlines.rules import rules
from amparo.legal.deadlines.models import HolidayEdit, RuleCheck
from tests.cast import Cast, browser_of

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english"), pytest.mark.clock]
CODE = "cl_expulsion_claim"
LARGEST = 60_000


@pytest.fixture
def carla(cast: Cast) -> Client:
    """A lawyer's browser."""
    return browser_of(cast.carla)


def page(client: Client, name: str, *words: str, **asked: Any) -> str:
    """A page, small enough for a slow line."""
    response = client.get(reverse(name, args=words), asked)
    assert response.status_code == 200
    assert len(response.content) < LARGEST
    return response.text


def test_the_list_says_how_each_rule_stands(carla: Client) -> None:
    text = page(carla, "law_rules", d="CL")
    for said in ("Challenge the expulsion in court", "7 working days", "To be verified", "No number: we do not know",
                 "A bill: look whether it is law by now"):  # fmt: skip
        assert said in text, said
    assert text.count('<article class="due">') == len([each for each in rules().values() if each.country == "CL"])
    assert "Challenge the ruling on the tutela" in page(carla, "law_rules", d="CO")
    assert "<h1>" in page(carla, "law_rules", d="ZZ")  # no such country: the first one


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_has_its_page(carla: Client, code: str) -> None:
    text = page(carla, "law_rule", code)
    rule = rules()[code]
    assert rule.what["en"] in text
    assert all(each.page.replace("&", "&amp;") in text for each in rule.sources)
    assert ("I checked it: it holds" in text) is (rule.count is not None or rule.any_time)


@pytest.mark.parametrize(("when", "wanted"), [
    ("2026-09-10", ["Do this before the end of Sept. 15, 2026", "until Sept. 20, 2026"]),
    ("2026-09", ["Only the month is known"]),
    ("ayer", ["Write it like this"]),
    ("2199-01-01", ["No calendar here reaches that day"]),
    ("2060-12-30", ["No calendar here reaches that day"]),  # the day is there, and where it ends is not
    ("", ["Write this first"]),
])  # fmt: skip
def test_a_day_is_tried_and_nothing_is_kept(carla: Client, when: str, wanted: list[str]) -> None:
    acts = Act.objects.count()
    response = carla.post(reverse("law_rule", args=[CODE]), {"act": "try", "when": when})
    assert response.status_code == 200
    for said in wanted:
        assert (
            said.replace("Sept. 15, 2026", "15 September 2026").replace("Sept. 20, 2026", "20 September 2026")
            in (response.text)
            or said in response.text
        ), response.text[-3000:]
    assert (Act.objects.count(), RuleCheck.objects.count(), HolidayEdit.objects.count()) == (acts, 0, 0)


def test_a_rule_that_did_not_hold_leads_to_the_one_that_did(carla: Client) -> None:
    text = carla.post(reverse("law_rule", args=["cl_expulsion_claim_bill"]), {"act": "try", "when": "2026-09-10"}).text
    assert "it was a bill" in text
    assert reverse("law_rule", args=[CODE]) in text


def test_a_check_from_the_page(carla: Client, cast: Cast) -> None:
    text = page(carla, "law_rule", CODE)
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', text)
    assert digest is not None
    until = clock.today() + timedelta(100)
    given = {"act": "check", "digest": digest[1], "review_by": until.isoformat()}
    assert carla.post(reverse("law_rule", args=[CODE]), given).status_code == 302
    made = RuleCheck.objects.get()
    assert (made.rule, made.checked_by, made.review_by) == (CODE, cast.carla.reference, until)
    text = page(carla, "law_rule", CODE)
    assert "Checked by a lawyer of the house" in text
    assert "Take the check back" in text
    carla.post(reverse("law_rule", args=[CODE]), {"act": "back"})
    assert "To be verified" in page(carla, "law_rule", CODE)


@pytest.mark.parametrize(("changes", "status", "said"), [
    ({"digest": "0" * 64}, 409, "This text changed while you were reading"),
    ({"review_by": "2020-01-01"}, 200, "not after today"),
    ({"review_by": "2099-01-01"}, 200, "a year at most"),
    ({"review_by": ""}, 200, "Write a day first"),
])  # fmt: skip
def test_a_check_that_is_not_taken_says_why(carla: Client, changes: dict[str, str], status: int, said: str) -> None:
    until = (clock.today() + timedelta(100)).isoformat()
    given = {"act": "check", "digest": rules()[CODE].digest, "review_by": until} | changes
    response = carla.post(reverse("law_rule", args=[CODE]), given)
    assert response.status_code == status
    assert said in response.text
    assert RuleCheck.objects.count() == 0


def test_the_calendar_and_what_the_house_says_of_it(carla: Client) -> None:
    address = reverse("law_calendar", args=["CO"])
    text = page(carla, "law_calendar", "CO", y="2026")
    assert "San José" in text
    assert "Corpus Christi" in text
    given = {"day": "2026-07-16", "is_off": "yes", "name": "Paro <b>", "place": "Cúcuta", "source": "Aviso de ejemplo"}
    assert carla.post(address, given).status_code == 302
    text = page(carla, "law_calendar", "CO", y="2026")
    assert "Paro &lt;b&gt;" in text
    assert "Cúcuta" in text
    edit = HolidayEdit.objects.get()
    assert (edit.day, edit.is_off, edit.place) == (date(2026, 7, 16), True, "Cúcuta")
    elsewhere = reverse("law_day_end", args=["CL", edit.reference])
    assert carla.post(elsewhere).status_code == 404
    assert carla.post(reverse("law_day_end", args=["CO", edit.reference])).status_code == 302
    assert "Paro" not in page(carla, "law_calendar", "CO", y="2026")
    assert carla.post(reverse("law_day_end", args=["CO", edit.reference])).status_code == 404  # ended: it is not there


@pytest.mark.parametrize(("changes", "said"), [
    ({"source": ""}, "Write this first"), ({"is_off": ""}, "Choose one first"), ({"day": "mañana"}, "2026-11-25"),
    ({"day": "2199-01-01"}, "No calendar here reaches that day"),
])  # fmt: skip
def test_a_day_that_is_not_taken_says_why(carla: Client, changes: dict[str, str], said: str) -> None:
    given = {"day": "2026-07-16", "is_off": "yes", "name": "Paro", "place": "", "source": "Aviso"} | changes
    response = carla.post(reverse("law_calendar", args=["CO"]), given)
    assert said in response.text
    assert HolidayEdit.objects.count() == 0


def test_years_that_no_calendar_reaches_are_this_one(carla: Client) -> None:
    for year in ("1989", "2061", "abc", "٢٠٢٦", "99999999999"):
        assert f", {clock.today().year}</h1>" in page(carla, "law_calendar", "CO", y=year)
    assert carla.get(reverse("law_calendar", args=["AR"])).status_code == 404
    assert carla.get(reverse("law_rule", args=["xx_gone"])).status_code == 404
