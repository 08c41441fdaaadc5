"""The desk by keyboard and by eye: the order of the keys is the order of the page, and a dead button looks dead."""

from itertools import pairwise

import pytest

from tests.browser.pages import DESK

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
# Writes down each stop as the keys reach it: the style and width of its ring, and what it is.
WATCH_RINGS = """() => {
    document.activeElement.blur(); scrollTo(0, 0); window.rings = [];
    window.watchRings ??= addEventListener('focusin', ({target: it}) => { const look = getComputedStyle(it);
        rings.push([look.outlineStyle, parseFloat(look.outlineWidth), it.outerHTML.slice(0, 80)]) }) ?? true;
}"""
LEAST = 15_000  # its two styles alone weigh more
MOST = 60_000  # bytes of a page of the desk with all that it needs the first time
# The page and what belongs to it, as long as they are; what lay in the cache already counts as well.
WEIGHT = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(it => [it.name, it.decodedBodySize])"""


def jumps_back(stops):
    """Stops of the head that stand above the one before, or left of it in the same line."""
    found = []
    head = [stop for stop in stops if stop[0] == "head"]
    for (_, top, left, bottom, name), (_, next_top, next_left, next_bottom, next_name) in pairwise(head):
        same_line = next_top < bottom and top < next_bottom
        if next_bottom <= top or (same_line and next_left < left):
            found.append(f"{name} → {next_name}")
    return found


def weight(page):
    """The bytes of the page with its style and script."""
    return sum(size for _name, size in page.evaluate(WEIGHT))


def test_a_page_that_is_too_heavy_is_seen(opened, house, keys):
    """A made-up page with the style of the desk weighs what both weigh, the first time and out of the cache."""
    page = opened(staff=True, storage_state=keys("checker")).new_page()
    page.goto(house.address + DESK)
    sheets = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(it => it.href)")
    assert len(sheets) == 2
    styles = sum(len(page.request.get(each).body()) for each in sheets)
    assert styles > LEAST
    links = "".join(f'<link rel="stylesheet" href="{each}">' for each in sheets)
    heavy = f"<!doctype html><title>.</title>{links}<main>".ljust(MOST - styles + 1, "x")
    page.route("**/pesada", lambda route: route.fulfill(body=heavy, content_type="text/html"))
    for _time in range(2):
        page.goto(f"{house.address}/pesada")
        assert weight(page) == MOST + 1


def test_a_menu_that_stands_elsewhere_than_its_keys_is_seen(opened, house, keys):
    page = opened(staff=True, wide=1280, storage_state=keys("checker")).new_page()
    page.goto(house.address + DESK)
    assert jumps_back(page.evaluate(STOPS)) == []
    page.evaluate("() => { document.querySelector('nav').style.cssText = 'flex-basis: auto; order: -1' }")
    assert jumps_back(page.evaluate(STOPS)) != []


def without_a_ring(page, name):
    """Stops of the Tab key that show no ring; the first has to be the way past the menu."""
    page.evaluate(WATCH_RINGS)
    for _step in range(14):
        page.keyboard.press("Tab")
    stops = page.evaluate("() => rings")
    found = [what for style, width, what in stops if (style, width >= 3) != ("solid", True)]
    begins_elsewhere = name in {"entrance, not yet", "thread, not yet"}
    if not stops or not (begins_elsewhere or "skip" in stops[0][2]):
        found.insert(0, f"first: {stops[:1]}")
    return found


def test_a_stop_without_a_ring_is_seen(opened, house, keys):
    page = opened(staff=True, wide=768, storage_state=keys("checker")).new_page()
    page.goto(house.address + DESK)
    assert without_a_ring(page, "desk") == []
    page.evaluate("() => { document.querySelector('nav a').style.outline = '0' }")
    assert len(without_a_ring(page, "desk")) == 1
    page.evaluate("() => { document.querySelector('.skip').remove() }")
    assert "first" in without_a_ring(page, "desk")[0]


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


# What is smaller than a thumb needs (WCAG 2.5.8): not the links inside a sentence, which have text around them.
SMALL = """() => [...document.querySelectorAll('header a, header button, main :is(a, button, summary, select, input)')]
    .filter(it => it.getClientRects().length && !it.closest('.skip, .choices'))
    .filter(it => getComputedStyle(it).display !== 'inline'
        || it.parentElement.textContent.trim() === it.textContent.trim())
    .filter(it => { const box = it.getBoundingClientRect(); return Math.min(box.width, box.height) < 24 })
    .map(it => it.outerHTML.slice(0, 80))"""


def test_a_figure_that_is_pressed_is_seen_where_it_is_small(opened, house, keys):
    page = opened(staff=True, wide=320, storage_state=keys("coordinator")).new_page()
    page.goto(house.address + DESK)
    assert page.evaluate(SMALL) == []
    page.evaluate("() => { document.querySelector('main').innerHTML = '<p><a href=\"/\">1</a></p>' }")
    assert len(page.evaluate(SMALL)) == 1


def test_the_counts_of_the_first_page_are_too(opened, house, keys):
    page = opened(staff=True, wide=320, storage_state=keys("coordinator")).new_page()
    page.goto(house.address + DESK)
    assert page.locator("dd > a").count() == 5
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_on_the_narrowest_phone_the_head_stands_in_order(opened, house, keys, language):
    """The name of the house beside hers, the two buttons beside each other, and the menu in columns."""
    page = opened(staff=True, wide=320, storage_state=keys("clara")).new_page()
    page.goto(house.path("home", language).rstrip("/") + DESK)
    at = {name: page.locator(f"header {name}").bounding_box() for name in (".name", ".mine", "form")}
    lock, out = (page.locator("header button").nth(number).bounding_box() for number in (0, 1))
    assert abs(at[".name"]["y"] - at[".mine"]["y"]) <= 4
    assert lock["y"] == out["y"]
    assert lock["y"] >= at[".mine"]["y"] + at[".mine"]["height"]
    lefts = [each.bounding_box()["x"] for each in page.locator("header nav li").all()]
    assert len(lefts) == 15
    assert len(set(lefts)) == 3, "columns, not ragged lines"
    assert page.locator("header").bounding_box()["height"] <= 330
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_on_the_narrowest_phone_nothing_of_the_key_log_stands_beside_the_screen(opened, house, keys):
    page = opened(staff=True, wide=320, storage_state=keys("clara")).new_page()
    page.goto(f"{house.address}{DESK}/llaves/libro")
    assert page.locator(".scroll").evaluate("it => it.scrollWidth - it.clientWidth") == 0
    cells = page.locator("tbody tr").first.locator("td")
    assert cells.count() == 5
    for cell in cells.all():
        box = cell.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    said = cells.nth(3).evaluate("it => getComputedStyle(it, '::before').content")
    assert said == '"Llave"', "each says what it is, where the head of the table is away"
    page.set_viewport_size({"width": 768, "height": 1024})
    assert cells.nth(3).evaluate("it => getComputedStyle(it).display") == "table-cell"
    assert page.locator("thead").is_visible()
