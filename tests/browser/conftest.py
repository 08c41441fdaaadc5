"""One house, one browser, and a watch over every context: it is looked at after each test."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from amparo.config import bundle
from tests.browser import house as houses
from tests.browser.case_house import Companion
from tests.browser.house import House
from tests.browser.person import Person
from tests.browser.watch import Watch
from tests.chromium import FLAGS, NOT_WHOLE, USUAL, USUAL_FLAGS, WHOLE
from tests.conftest import MODES
from tests.script import NOT_HERE

PATIENCE = 30_000  # milliseconds: the computer may be doing everything at once; nothing here is measured by it
KEY_SECONDS = 600  # a key that nobody uses shuts after a quarter of an hour
TALL = {320: 640, 640: 360, 768: 1024, 1280: 800}

expect.set_options(timeout=PATIENCE)

type Open = Callable[..., BrowserContext]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """``AMPARO_TEST_MODES=script`` or ``plain``: of the tests that run with a script and without, those of one kind."""
    if MODES not in {"both", "script", "plain"}:
        raise pytest.UsageError(f"AMPARO_TEST_MODES is both, script or plain, and not {MODES}.")
    other = {"script": False, "plain": True}.get(MODES)
    left_out = [item for item in items if other is not None and of_script(item) is other]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def of_script(item: pytest.Item) -> bool | None:
    """Does this one run with a script? None where it is not asked in both ways."""
    asked = (
        item.callspec.params.get("script") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    )
    return asked if isinstance(asked, bool) else None


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The folder of the made-up town, and what it told: passphrases, and the words of its letters."""
    data = tmp_path_factory.mktemp("town")
    return data, houses.lay_the_town(data)


@pytest.fixture(scope="package")
def neutral() -> Iterator[str]:
    with houses.next_door() as address:
        yield address


@pytest.fixture(scope="package")
def house(town: Any, neutral: str) -> Iterator[House]:
    with houses.standing(*town, neutral) as open_house:
        yield open_house


@pytest.fixture(scope="package")
def one_hop_house(town: Any, neutral: str) -> Iterator[House]:
    """The control: the same house with a way out of one answer."""
    with houses.standing(*town, neutral, one_hop=True) as open_house:
        yield open_house


@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def chromium(driver: Playwright) -> Iterator[Browser]:
    browser = driver.chromium.launch(executable_path=USUAL, args=USUAL_FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def whole_chromium() -> str:
    """Where the browser with everything is, for what its headless shell does not do."""
    return WHOLE or pytest.skip(NOT_WHOLE)


@pytest.fixture(scope="package")
def chromium_that_remembers(driver: Playwright, whole_chromium: str) -> Iterator[Browser]:
    """As people have it: with the back/forward cache, which Playwright otherwise takes away."""
    browser = driver.chromium.launch(
        executable_path=whole_chromium, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def opened(request: pytest.FixtureRequest, house: House) -> Iterator[Open]:
    """Open a watched context: script or not, how wide, which browser, for staff. At the end nothing may be found."""
    watches: list[Watch] = []
    with contextlib.ExitStack() as stack:

        def open_context(
            *,
            script: bool = True,
            wide: int = 320,
            staff: bool = False,
            browser: str = "chromium",
            at: House = house,
            watched: bool = True,
            **more: Any,
        ) -> BrowserContext:
            chosen: Browser = request.getfixturevalue(browser)
            context = chosen.new_context(
                java_script_enabled=script, viewport={"width": wide, "height": TALL[wide]}, **more
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            hosts = {urlsplit(each).netloc for each in (at.address, at.neutral)}
            watch = Watch(context, hosts=hosts, staff=staff)
            if watched:
                watches.append(watch)
            context.watch, context.runs_script = watch, script  # type: ignore[attr-defined]
            return context

        yield open_context
        faults = [fault for watch in watches for fault in watch.look()]
    assert faults == []


@pytest.fixture
def she(opened: Open, house: House) -> Callable[..., Person]:
    """Someone with a phone: ``she(script=False, wide=320, language="pt")``."""

    def with_a_phone(*, language: str = "es", **more: Any) -> Person:
        at = more.get("at", house)
        return Person(opened(**more).new_page(), at, language)

    return with_a_phone


@pytest.fixture(scope="package")
def keys(chromium: Browser, house: House) -> Callable[[str], Any]:
    """The state of a browser in which someone of this role has come in through the entrance; made anew in time."""
    made: dict[str, Any] = {}
    since: dict[str, float] = {}

    def of(role: str) -> Any:
        if role and time.monotonic() - since.get(role, -KEY_SECONDS) >= KEY_SECONDS:
            name = house.with_role(role)
            context = chromium.new_context()
            page = context.new_page()
            page.goto(house.path("sign_in"))
            page.fill("input[name=sign_in_name]", name)
            page.fill("input[name=password]", house.passphrases[name])
            page.click("main button")
            assert ("/" + page.url.split("/", 3)[3]).startswith("/mesa"), page.url
            made[role], since[role] = context.storage_state(), time.monotonic()
            context.close()
        return made.get(role)

    return of


@pytest.fixture
def the_script() -> None:
    """For tests of her page with a script: they wait for a computer that can make it."""
    if not bundle.is_built():
        pytest.skip(NOT_HERE)


@pytest.fixture
def coming_in(opened: Open, house: House, keys: Callable[[str], Any]) -> Callable[..., Companion]:
    """Somebody who goes with her, at the desk in a browser of her own: ``coming_in("clara", script=False)``."""

    def come_in(name: str = "rosa", *, script: bool = True) -> Companion:
        page = opened(staff=True, wide=1280, script=script, storage_state=keys(name)).new_page()
        return Companion(page, house)

    return come_in
