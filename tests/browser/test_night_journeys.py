"""The nightly work waits: two people say on a page whether the day is right."""

import subprocess
import sys

import pytest

from amparo.config.paths import WORDS
from tests.browser import house as houses
from tests.browser.case_house import BOTH
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
LOOKED_AT = {"night", "night_say", "night_agree", "night_refuse"}
NIGHT = f"/{WORDS['desk']}/noche"
LAY = """
from datetime import timedelta
from amparo.config.prepare import django_setup
django_setup()
from amparo.commons import clock
from amparo.commons.nightly import actions
last = clock.today() - timedelta(days=100)
actions.ask(clock.today(), last=last, why=["days"], going={"letters": (117, 119), "cases": (3, 12)})
"""
LIFT = """
from amparo.config.prepare import django_setup
django_setup()
from amparo.commons.nightly import actions
actions.stop_asking()
"""


def done(house, code):
    """Do it in the house, in a program of its own."""
    environment = houses.clean_environment(house.database.parent)
    subprocess.run([sys.executable, "-c", code], cwd=houses.ROOT, check=True, timeout=60, env=environment)


@pytest.fixture
def waiting(house):
    """Work that waits in the town, and does not when the test is over."""
    done(house, LAY)
    yield house
    done(house, LIFT)


def presses(page, form):
    with page.expect_navigation():
        page.locator(f"form[action$='/{form}'] button").first.click()
    return page.locator("main").inner_text()


@BOTH
def test_one_says_yes_another_agrees_and_one_says_no(waiting, coming_in, script):
    clara, rosa = (coming_in(name, script=script).page for name in ("clara", "rosa"))
    clara.goto(waiting.address + f"/{WORDS['desk']}")
    assert "No se borró en la noche" in clara.locator("main").inner_text()
    looks_sound(clara, "today, with a night that waits")
    clara.locator(f"a[href$='{NIGHT}']").click()
    clara.wait_for_load_state()
    looks_sound(clara, "a night that waits")
    assert "segunda persona" in presses(clara, "es-el-dia")
    looks_sound(clara, "a night of which one said yes")
    rosa.goto(waiting.address + NIGHT)
    assert "Clara dice que el día es correcto" in rosa.locator("main").inner_text()
    looks_sound(rosa, "a night for the second person")
    assert "Se hace esta noche" in presses(rosa, "de-acuerdo")
    looks_sound(rosa, "a night that two agreed on")
    presses(rosa, "no")
    assert "Sigue esperando" in rosa.locator("body").inner_text()
    assert "¿Es este el día correcto?" in rosa.locator("main").inner_text()
