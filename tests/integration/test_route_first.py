"""What stands first on the page of a way to help: tonight, then who must tell; and what he would notice, before it."""

import html
import re
from datetime import date

import pytest
from django.conf import settings as house
from django.test import Client

from amparo.access.pathways.queries.route import build
from amparo.formats.pathways import situations, steps

pytestmark = pytest.mark.django_db
WORDS = house.PATHS
HIGH_RISK = {
    "sexual_violence", "partner_family", "official", "deportation", "controlled", "extortion", "followed",
    "feel_very_bad", "hate_attack", "shown", "helper_hurt_me", "debt_or_false_job", "disappeared",
}  # fmt: skip


def page(code, **said):
    text = Client().post(f"/en/{WORDS['route']}", {"n": code, **said}).text
    return html.unescape(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("code", list(situations()))
def test_high_risk_opens_with_tonight_and_no_other_does(code):
    text, safety = page(code), situations()[code].safety
    assert bool(safety) is (code in HIGH_RISK)
    assert ("First, tonight" in text) is (code in HIGH_RISK)
    at = [text.index(safety[part]["en"]) for part in ("where", "company", "plan", "other_path") if safety]
    assert at == sorted(at)
    assert all(place < text.index('id="tell"') < text.index('class="steps"') for place in at)


@pytest.mark.parametrize("code", list(situations()))
def test_what_would_make_him_know_is_said_before_the_step(code):
    text = page(code)
    there = [each.general for each in build(code, country="", today=date(2026, 11, 24)).steps]
    assert {step.code for step in there} >= set(situations()[code].steps) - {"say_it"}  # it goes through the police
    for step in there:
        before = step.texts.get("before")
        if before:
            mark = "told danger-word" if step.tells_him else "told"
            said = f'<p class="{mark}">{before["en"]}</p>'
            assert said in text, step.code
            assert text.index(said) < text.index(step.texts["get"]["en"]), step.code
        assert before or not step.tells_him


def test_a_local_step_that_would_make_him_know_says_so_too(settings):
    general = page("sexual_violence", d="EC").count("danger-word")
    settings.DEMO = True
    assert page("sexual_violence", d="EC").count("danger-word") > general


def test_some_step_would_make_him_know():
    assert sum(step.tells_him for step in steps().values()) >= 2
