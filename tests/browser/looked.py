"""A page in the middle of a journey, looked at as every page of the lists is: what axe finds, and what sticks out.

axe is a script: where scripts are off it cannot run. So what stands on such a page is taken as it is and laid, under
the same address and with the same styles, into a page beside it that lets axe run and none of the house's own scripts.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.pages import OPEN_EVERYTHING
from tests.browser.test_axe import grave_on
from tests.browser.test_width import sticks_out


def looks_sound(page: Page, name: str) -> None:
    """At a phone's width and a desk's, by day and by night, with every fold open; where scripts run and where not."""
    faults = what_is_wrong(page)
    assert not faults, f"{name}: {faults}"


def what_is_wrong(page: Page) -> list[Any]:
    """What axe finds on it that is grave, and what is wider than the screen."""
    if not page.context.runs_script:  # type: ignore[attr-defined]
        with beside(page) as twin:
            return what_is_wrong_here(twin)
    before = page.viewport_size
    found = what_is_wrong_here(page)
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    return found


def what_is_wrong_here(page: Page) -> list[Any]:
    page.evaluate(OPEN_EVERYTHING)
    found: list[Any] = grave_on(page, also=sticks_out)
    return found


@contextlib.contextmanager
def beside(page: Page) -> Iterator[Page]:
    """What stands on a page now, in a browser that lets axe run, with the cookies of this one and no script of it."""
    stands, browser = page.content(), page.context.browser
    assert browser
    twins = browser.new_context(viewport=page.viewport_size)
    try:
        twins.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # read and written in one shape
        twins.route("**/*", no_script)
        twins.route(page.url, lambda route: route.fulfill(body=stands, content_type="text/html; charset=utf-8"))
        twin = twins.new_page()
        twin.goto(page.url)
        yield twin
    finally:
        twins.close()


def no_script(route: Any) -> None:
    """Everything comes but scripts."""
    if route.request.resource_type == "script":
        route.abort()
    else:
        route.continue_()
