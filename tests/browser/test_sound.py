"""Every page, opened once and looked at in every way: what axe finds, what sticks out, what the keys reach.

Each look stands in a file of its own, and is shown there to find what is planted.
"""

import pytest

from tests.browser.conftest import TALL
from tests.browser.pages import ROLES, on_every_public_page, on_every_staff_page
from tests.browser.test_axe import grave_on
from tests.browser.test_desk import LEAST, MOST, SMALL, STOPS, WEIGHT, jumps_back, weight, without_a_ring
from tests.browser.test_leaving import way_out_is_off
from tests.browser.test_width import at_twice_the_text, sticks_out, too_wide, with_letters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # up to a hundred pages in one test


def stands_as(page, wide):
    """By day, in a window of this width."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": wide, "height": TALL[wide]})


def at_the_desk(page, wide):
    """What sticks out, where the keys go back, and what is too small for a thumb."""
    small = page.evaluate(SMALL) if wide == 320 else []
    return sticks_out(page, wide) + jumps_back(page.evaluate(STOPS)) + small


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.by_turns
def test_every_public_page_is_sound(she, language):
    person, wrong = she(language=language), {}
    page = with_letters(person.page)
    twice = [*([320] if language == "es" else []), 640, 768, 1280]
    for name in on_every_public_page(person):
        found = way_out_is_off(page) + grave_on(page, also=sticks_out)
        found += too_wide(page, [768]) + at_twice_the_text(page, twice)
        wrong |= {name: found} if found else {}
        stands_as(page, 320)
    assert not wrong, str(wrong)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.by_turns
def test_every_page_of_the_desk_is_sound(opened, house, keys, role):
    """None weighs more than 60 kB either."""
    page, wrong = with_letters(opened(staff=True, wide=768, storage_state=keys(role)).new_page()), {}
    for name in on_every_staff_page(page, house.address, role):
        found = [] if LEAST < weight(page) <= MOST else page.evaluate(WEIGHT)
        found += without_a_ring(page, name) + at_the_desk(page, 768)
        found += grave_on(page, also=at_the_desk) + at_twice_the_text(page, [640, 768, 1280])
        wrong |= {name: found} if found else {}
        stands_as(page, 768)
    assert not wrong, str(wrong)
