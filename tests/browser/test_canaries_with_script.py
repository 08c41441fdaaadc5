"""What she sends with the script lies nowhere in clear, and the house never sees it: the same look as without script.

``tests/integration/test_canaries.py`` shows that each store would give a planted string away.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from amparo.config import bundle
from tests.canaries import hidden_in
from tests.integration.test_canaries import her_files
from tests.left_behind import CANARIES, PHONE, Standing, a_standing_house
from tests.own_house import ON_POSTGRES
from tests.script import NOT_HERE

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the browser asks a house that stands by itself, on SQLite")


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    """A house with the script, and a real server in front."""
    if not bundle.build(quiet=True, fetch=False):
        pytest.skip(NOT_HERE)
    with a_standing_house(tmp_path) as standing:
        yield standing


@pytest.fixture
def phone(chromium: Browser) -> Iterator[tuple[Page, list[bytes]]]:
    """A phone with a script, and every byte of a form that leaves it."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(30_000)
    page, left = context.new_page(), []

    def note(request: Request) -> None:
        left.append(request.url.encode() + (request.post_data_buffer or b""))

    page.on("request", note)
    yield page, left
    assert context.cookies() == []
    context.close()


def words_shown(page: Page) -> str:
    """The eight words, in one line."""
    page.wait_for_selector("ol.words li")
    return " ".join(page.locator("ol.words li").all_inner_texts())


def test_with_the_script_nothing_leaves_the_phone_open_and_nothing_lies_open(
    standing: Standing, phone: tuple[Page, list[bytes]]
) -> None:
    page, left = phone
    page.goto(f"{standing.address}/carta")
    page.click("main form[action$='/hoja'] button")
    page.wait_for_selector("[data-seals=phone]:visible")
    page.fill("#text", f"{CANARIES['Carta']} llama al {PHONE}")
    name, kind, photo = her_files()["photo"]
    page.locator("summary", has_text="foto").click()
    page.set_input_files("#photo", [{"name": name, "mimeType": kind, "buffer": photo}])
    page.click("form#carta button:not([type=button])")
    words = words_shown(page)
    page.goto(f"{standing.address}/volver")
    page.fill("form#volver [name=p]", words)
    page.click("form#volver button")
    page.fill("form[data-do=reply] textarea", CANARIES["Respuesta"])
    page.click("form[data-do=reply] button:not([type=button])")
    expect(page.locator("form[data-do=reply] textarea")).to_have_value("", timeout=30_000)  # it went, and is emptied
    standing.canaries += [words, words.replace(" ", "")]
    secrets = [*CANARIES.values(), PHONE, words]
    assert hidden_in(b"\n".join(left), secrets) == set()
    assert standing.found() == {}
    asked = page.evaluate("x => fetch('/salir?x=' + x).then(answer => answer.status)", CANARIES["Carta"])
    assert asked == 200
    assert hidden_in(b"\n".join(left), secrets) == {CANARIES["Carta"]}, "the watch sees a planted string"
