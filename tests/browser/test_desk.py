"""The desk by keyboard and by eye: the order of the keys is the order of the page, and a dead button looks dead."""

from itertools import pairwise

import pytest

from tests.browser.conftest import TALL
from tests.browser.pages import DESK, ROLES, on_every_staff_page

pytestmark = pytest.mark.browser
# What the Tab key reaches, in its order; a group of radio buttons is one stop.
STOPS = """() => {
    const all = [...document.querySelectorAll('a[href], button:not([disabled]), input:not([type=hidden]), select,'
        + ' textarea, summary, [tabindex="0"]')];
    return all.filter(it => it.getClientRects().length && !it.closest('.skip')).map(it => {
        const box = it.getBoundingClientRect();
        return [it.closest('header') ? 'head' : it.closest('main') ? 'main' : 'foot', Math.round(box.top),
            Math.round(box.left), Math.round(box.bottom), (it.textContent || it.name || '').trim().slice(0, 30)]});
}"""
RING = """() => {
    const it = document.activeElement, look = getComputedStyle(it), text = it.outerHTML.slice(0, 80);
    return [look.outlineStyle, parseFloat(look.outlineWidth), text];
}"""


def jumps_back(stops):
    """Stops of the head that stand above the one before, or left of it in the same line."""
    found = []
    head = [stop for stop in stops if stop[0] == "head"]
    for (_, top, left, bottom, name), (_, next_top, next_left, next_bottom, next_name) in pairwise(head):
        same_line = next_top < bottom and top < next_bottom
        if next_bottom <= top or (same_line and next_left < left):
            found.append(f"{name} → {next_name}")
    return found


def test_a_menu_that_stands_elsewhere_than_its_keys_is_seen(opened, house, keys):
    page = opened(staff=True, wide=1280, storage_state=keys("checker")).new_page()
    page.goto(house.address + DESK)
    assert jumps_back(page.evaluate(STOPS)) == []
    page.evaluate("() => { document.querySelector('nav').style.cssText = 'flex-basis: auto; order: -1' }")
    assert jumps_back(page.evaluate(STOPS)) != []


@pytest.mark.parametrize("wide", [320, 768, 1280])
def test_keys_go_the_way_of_the_page(opened, house, keys, wide):
    page = opened(staff=True, wide=wide, storage_state=keys("coordinator")).new_page()
    for name in on_every_staff_page(page, house.address, "coordinator"):
        page.set_viewport_size({"width": wide, "height": TALL[wide]})
        assert jumps_back(page.evaluate(STOPS)) == [], name


@pytest.mark.parametrize("role", ROLES)
def test_the_place_of_the_keys_is_seen(opened, house, keys, role):
    """Every stop of every page has a ring; the first is the way past the menu."""
    page = opened(staff=True, wide=768, storage_state=keys(role)).new_page()
    for name in on_every_staff_page(page, house.address, role):
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
        for step in range(14):
            page.keyboard.press("Tab")
            style, width, what = page.evaluate(RING)
            assert step or "skip" in what or name == "entrance, not yet", (name, what)
            assert (style, width >= 3) == ("solid", True) or what.startswith("<body"), (name, what)


def test_a_button_that_cannot_be_pressed_looks_like_one_and_says_why(opened, house, keys):
    page = opened(staff=True, storage_state=keys("reviewer")).new_page()
    page.goto(f"{house.address}{DESK}/caminos/EC-2")
    dead = page.locator("button:disabled")
    assert dead.count() == 1
    look = "it => { const its = getComputedStyle(it); return [its.borderStyle, its.backgroundColor, its.cursor] }"
    assert dead.evaluate(look) == ["dashed", "rgba(0, 0, 0, 0)", "not-allowed"]
    assert page.locator("button:not(:disabled)").last.evaluate(look)[0] == "solid"
    why = page.locator(f"#{dead.get_attribute('aria-describedby')}")
    assert why.is_visible()
    assert why.inner_text() == dead.get_attribute("title")


def test_what_was_done_stands_at_the_top_of_the_next_page(opened, house, keys):
    page = opened(staff=True, storage_state=keys("moderator")).new_page()
    page.goto(f"{house.address}{DESK}/opiniones")
    page.locator("button[value=dismiss]").last.click()
    done = page.locator("main > :first-child")
    assert done.get_attribute("role") == "status"
    assert done.bounding_box()["y"] < 640, "she sees it without scrolling"
    page.reload()
    assert page.locator("main > [role=status]").count() == 0
