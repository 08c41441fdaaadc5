"""The stand-in, a page of it, and what somebody sends from there."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from amparo.config import bundle
from tests.browser.letter.stand_in import Letterbox, standing
from tests.script import NOT_HERE


@pytest.fixture(autouse=True)
def script() -> None:
    """Without Node there is no script to drive."""
    if not bundle.build(quiet=True, fetch=False):
        pytest.skip(NOT_HERE)


@pytest.fixture
def stand_in() -> Iterator[tuple[str, Letterbox]]:
    with standing() as open_box:
        yield open_box


@pytest.fixture
def on_page(chromium: Browser, stand_in: tuple[str, Letterbox]) -> Iterator[Callable[..., Page]]:
    """Open a page of the stand-in; at the end nobody may have complained, and nothing may be kept on the phone."""
    faults: list[str] = []
    pages: list[Page] = []

    def open_page(name: str, *, before: str = "", taken: bool = True, script: bool = True, forgiven: str = "?") -> Page:
        context = chromium.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=script)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)) if forgiven not in str(error) else None)
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        if before:
            page.add_init_script(before)
        page.goto(f"{stand_in[0]}/{name}")
        if taken:
            page.wait_for_selector("[data-seals=phone]:visible")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        assert page.context.cookies() == []
        page.context.close()
    assert faults == []
