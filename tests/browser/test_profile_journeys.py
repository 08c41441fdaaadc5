"""A profile is asked for, waited for and made: what is seen from the press to the first figure. Without a script."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.evidence_pages import PROFILES
from tests.browser.house import ROOT, House, clean_environment
from tests.browser.looked import looks_sound
from tests.browser.release_house import AtTheDoor

pytestmark = pytest.mark.browser
LOOKED_AT = {"profile_run"}


def is_done_beside(house: House) -> int:
    """The executor takes what waits."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.profile_work"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env=clean_environment(Path(house.ledger).parent)
        | {"DJANGO_SETTINGS_MODULE": "amparo.config.settings", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    return int(run.stdout.splitlines()[-1])


def test_a_profile_is_asked_for_waited_for_and_opened(coming_in, house):
    julia = AtTheDoor(coming_in("julia", script=False).page, house)
    assert "Elige al menos un estudio" in julia.opens(f"{PROFILES}/nuevo") + julia.sends()
    julia.page.locator("main [name=sources]").first.check()
    told = julia.sends()
    assert "/tarea/" in julia.page.url
    assert "Puedes dejar esta página" in told
    assert julia.page.locator("main progress").get_attribute("value") == "0"
    looks_sound(julia.page, "a profile that is waited for")
    waits = julia.page.url
    julia.opens(PROFILES)
    assert julia.page.locator(f"article a[href$='{waits.rpartition('/')[2]}']").count() == 1, "it is found again"
    assert is_done_beside(house) == 1
    julia.opens(waits)
    looks_sound(julia.page, "a profile that is done")
    julia.page.locator("main a.button").click()
    julia.page.wait_for_load_state()
    assert julia.page.locator("main svg").count() >= 1
