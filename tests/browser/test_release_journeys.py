"""A table goes the whole way out at the desk: asked for, looked at by two, read by two, and held until its day."""

import pytest

from tests.browser.case_house import BOTH
from tests.browser.evidence_pages import RELEASES
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
LOOKED_AT = {"release_words", "release_edition"}


def presses(page, form):
    with page.expect_navigation():
        page.locator(f"form[action$='/{form}'] button").first.click()
    return page.locator("main").inner_text()


@BOTH
def test_what_was_released_is_read_at_the_desk_as_it_is_read_outside(house, coming_in, script):
    """Whoever asked sees under the ended request its edition, and may not check what she asked for."""
    page = coming_in("julia", script=script).page
    page.goto(house.address + RELEASES)
    waiting = page.locator("article h3 a").first.get_attribute("href")
    for address in page.locator("article h3 a").evaluate_all("all => all.map(it => it.getAttribute('href'))"):
        page.goto(house.address + address)
        if page.locator("a[href*='/edicion/']").count():
            break
    page.locator("a[href*='/edicion/']").first.click()
    page.wait_for_load_state()
    assert page.locator("main [data-figure]").count() > 10
    looks_sound(page, "an edition at the desk")
    page.goto(house.address + waiting)
    assert page.locator("button[disabled]").first.get_attribute("title")


def test_the_second_one_says_yes_the_words_are_read_by_two_and_it_waits_for_its_day(house, coming_in):
    """Without a script. The second yes is Teresa's; Julia mends the words; Teresa and Marisol read them."""
    teresa, julia, marisol = (coming_in(name, script=False).page for name in ("teresa", "julia", "marisol"))
    teresa.goto(house.address + RELEASES)
    teresa.locator("article h3 a").first.click()
    address = teresa.url
    presses(teresa, "si")
    julia.goto(f"{address}/palabras")
    looks_sound(julia, "the words of a request")
    with julia.expect_navigation():
        julia.locator("main form button:not(.quiet)").click()
    teresa.goto(address)
    presses(teresa, "palabras/si")
    marisol.goto(address)
    presses(marisol, "palabras/si")
    teresa.goto(address)
    out = teresa.locator("form[action$='/salida'] button")
    assert out.is_disabled()
    assert "treinta días" in str(out.get_attribute("title"))
