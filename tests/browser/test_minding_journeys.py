"""A night for a child in the real house: booked, full, collected by whom the mother named and by nobody else."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from amparo.commons import clock
from tests.browser.case_house import BOTH
from tests.browser.door_house import Minder, as_one
from tests.browser.looked import looks_sound
from tests.browser.pages import MINDING

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
ZONE = ZoneInfo("America/Guayaquil")
HOURS = 8


@BOTH
def test_a_night_is_booked_and_the_right_person_collects(coming_in, script):
    """The place opens in this hour, so that the journey holds at any time of the day."""
    clara, nora = as_one(Minder, coming_in("clara", script=script)), as_one(Minder, coming_in("nora", script=script))
    opens = clock.now().astimezone(ZONE)
    hours = (f"{opens.hour:02}:00", f"{(opens.hour + HOURS) % 24:02}:00")
    name = f"Casa Jacinto {script}, ejemplo"
    clara.opens_a_place(name, hours, "Nora")
    looks_sound(clara.page, "a place for children")
    child = nora.writes_a_child(called="Sol, ejemplo", age="from_6")
    assert "Nadie todavía" in nora.reads()
    nora.writes_who_collects(child, "Su mamá, ejemplo", "tambor")
    assert "tambor" not in nora.page.content(), "the word is shown nowhere"
    looks_sound(nora.page, "a child")
    stay = nora.books(child, name, opens.date())
    nora.presses(f"form[action='{stay}/estado'] button[value=came]")
    looks_sound(nora.page, "a stay")

    other = nora.writes_a_child(called="Mar, ejemplo", age="from_6")
    assert nora.books(other, name, opens.date()).endswith("/noche"), "one child is the room there is"
    looks_sound(nora.page, "a place that is full")
    assert nora.books(other, name, opens.date() + timedelta(days=1)).startswith(f"{MINDING}/noche/")

    assert "Nadie sale" in nora.somebody_comes_to_collect(stay, "Otra persona", "tambor")
    looks_sound(nora.page, "somebody came who may not")
    assert "Nadie sale" in nora.somebody_comes_to_collect(stay, "Su mamá", "tambora")
    assert "Su mamá, ejemplo" in nora.somebody_comes_to_collect(stay, "Su mamá", "Tambor")
    looks_sound(nora.page, "collected")
    nora.page.goto(nora.house.address + MINDING)
    assert re.search("Sol, ejemplo .*Ya se fue con quien puede", nora.reads())
    looks_sound(nora.page, "who stays")
