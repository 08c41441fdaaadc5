"""What people are pressed for, as an analyst reads it without a script: in words, and with reasons where it is weak."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from amparo.config.paths import WORDS
from tests.browser.case_house import Companion
from tests.browser.door_house import as_one
from tests.browser.house import ROOT, House, clean_environment
from tests.browser.looked import looks_sound

pytestmark = pytest.mark.browser
LOOKED_AT = {"pressures", "pressures_compare", "pressures_study", "pressures_figure"}


def lay_pressures(house: House) -> None:
    """Put an analyst and two studies into the made-up town, once."""
    if "amelia" in house.passphrases:
        return
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.pressed_lay"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env=clean_environment(Path(house.ledger).parent)
        | {"DJANGO_SETTINGS_MODULE": "amparo.config.settings", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    house.passphrases.update(json.loads(run.stdout.splitlines()[-1]))


@pytest.fixture
def amelia(house: House, coming_in) -> Companion:
    lay_pressures(house)
    return as_one(Companion, coming_in("amelia", script=False))


def test_from_the_list_to_a_figure_and_to_what_differs(amelia: Companion) -> None:
    page = amelia.page
    page.goto(f"{amelia.house.address}/{WORDS['desk']}/presiones")
    assert "Presiones en el territorio" in amelia.reads()
    looks_sound(page, "the list of studies")
    page.locator("article a[href$='/s1']").first.click()  # the town has a study of its own, under a name by chance
    said = amelia.reads()
    assert said.index("Amenazas") < said.index("Efectos") < said.index("Capacidades")
    looks_sound(page, "a study")
    page.get_by_role("link", name="Pagaron cupo o vacuna").click()
    assert "Cómo se preguntó" in amelia.reads()
    looks_sound(page, "a figure")
    page.locator("a.back").click()
    amelia.fills(low="100", middle="90", high="")
    amelia.presses("main form[method=post] button")
    assert "Escribe los tres" in amelia.reads()
    looks_sound(page, "a range that is none")
    amelia.fills(low="3000", middle="4000", high="5000")
    amelia.presses("main form[method=post] button")
    assert "turno" in amelia.reads()
    looks_sound(page, "a study whose figures are waited for")
    page.locator("a.back").click()
    page.get_by_role("link", name="Todas las comparaciones").click()
    assert "¿Es suerte?" in amelia.reads()
    looks_sound(page, "what differs")
