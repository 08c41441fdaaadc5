"""What the script puts on the screen in the place of a form: seen by axe, and on narrow and wide screens."""

import pytest

from amparo.config import bundle
from tests.browser.letter_house import Writer
from tests.browser.letter_ways import ANSWERED, LONG_WORDS
from tests.browser.test_axe import what_axe_finds
from tests.browser.test_width import too_wide
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser


def views(person):
    """One after the other, by name: each is on the screen when its name comes."""
    person.lands_on("letter_write", {})
    person.the_script_is_there()
    person.taps("#carta p > button")
    person.page.wait_for_selector("#carta > [role=status]:not(:empty)")
    yield "something is missing"
    words = person.she_sends(LONG_WORDS)
    yield "it arrived"
    person.she_gives("uno dos")
    person.page.wait_for_selector("#volver > [role=status]:not(:empty)")
    yield "few words"
    assert person.she_comes_back(person.house.told.letters[ANSWERED])
    person.she_reads_what_was_said()
    person.does("end", "back_end")
    person.page.wait_for_selector("[data-part=end-sure]:visible")
    yield "her page, all of it open"
    assert person.she_comes_back(words) == ""
    yield "her page, nothing yet"
    person.does("change", "back_change")
    words = person.her_words()
    yield "new words"
    person.taps("[data-do=change-sure]")
    person.page.wait_for_selector("[data-part=changed]:visible")
    yield "the new words count"
    person.she_comes_back(words)
    person.she_takes_everything_back()
    yield "it is gone"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_what_the_script_shows_is_clear_and_fits(opened, house, language):
    if not bundle.is_built():
        pytest.skip(NOT_HERE)
    person = Writer(opened().new_page(), house, language)
    found = {}
    for name in views(person):
        faults = too_wide(person.page, [320, 768, 1280]) + what_axe_finds(person.page)
        if faults:
            found[name] = faults
        person.page.set_viewport_size({"width": 320, "height": 640})
    assert found == {}


def test_what_she_asked_for_comes_onto_the_screen(opened, house):
    """On a small screen the older messages stand far below: she is taken there, and so is a screen reader."""
    if not bundle.is_built():
        pytest.skip(NOT_HERE)
    person = Writer(opened().new_page(), house)
    person.she_comes_back(house.told.letters[ANSWERED])
    person.she_reads_what_was_said()
    heading = person.page.locator("[data-part=older] h2")
    assert heading.evaluate("it => it === document.activeElement")
    assert 60 <= heading.bounding_box()["y"] < 600
