"""A page in the middle of a journey, looked at as every page of the lists is: what axe finds, and what sticks out."""

from playwright.sync_api import Page

from tests.browser.pages import OPEN_EVERYTHING
from tests.browser.test_axe import GRAVE, what_axe_finds
from tests.browser.test_width import too_wide


def looks_sound(page: Page, name: str) -> None:
    """At a phone's width and a desk's, by day and by night, with every fold open."""
    before = page.viewport_size
    page.evaluate(OPEN_EVERYTHING)
    found = [each for each in what_axe_finds(page) if each[2] in GRAVE]
    assert (name, found, too_wide(page, [320, 1280])) == (name, [], [])
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
