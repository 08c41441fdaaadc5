"""A route is understood in seconds: it is short, what cannot wait is open, the rest opens by a tap or on paper."""

import pytest

from amparo.formats.pathways import situations
from tests.browser.pages import HERE, OPEN_EVERYTHING
from tests.browser.paper import words_of_pdf

pytestmark = pytest.mark.browser
MOST = 4_500  # pixels at a width of 320: seven screens of a small phone
HEIGHT = "() => document.documentElement.scrollHeight"
BEFORE = """([one, other]) =>
    !!(document.querySelector(one).compareDocumentPosition(document.querySelector(other)) & 4)"""
STEPS = ".steps > li > details"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def lands_on_route(person, situation, **more):
    person.lands_on("route", {"n": situation, **HERE, **more})


def test_every_route_is_short_on_a_small_phone(she):
    person = she()
    heights = {}
    for situation in situations():
        lands_on_route(person, situation)
        heights[situation] = person.page.evaluate(HEIGHT)
    print(heights)
    assert len(heights) == 21
    assert {name: height for name, height in heights.items() if not 1_500 < height <= MOST} == {}


def test_the_measure_sees_a_long_page(she):
    """The same page with every fold open is what it was before anything was folded."""
    person = she()
    lands_on_route(person, "sexual_violence")
    person.page.evaluate(OPEN_EVERYTHING)
    assert person.page.evaluate(HEIGHT) > 2 * MOST


@pytest.mark.parametrize("situation", list(situations()))
def test_what_cannot_wait_is_seen_without_a_tap(she, situation):
    person = she()
    lands_on_route(person, situation)
    page = person.page
    for seen in (".leave", "#tell + p", f"{STEPS} >> nth=0", f"{STEPS}[open] button[formaction]"):
        assert page.locator(seen).first.is_visible(), seen
    assert page.locator(f"{STEPS} > p").first.is_visible()
    assert page.locator("#first").count() == bool(situations()[situation].safety)
    for block in page.locator("#first ~ p").all():
        assert block.is_visible()
    before = page.evaluate(BEFORE, ["#tell", ".steps"])
    assert before, "who must tell whom stands before the steps"
    assert page.locator(f"{STEPS}[open] button[value=mental_health]").first.is_visible(), "someone to talk with"
    for step in page.locator(f"{STEPS}:not([open])").all():
        assert step.locator("h3").is_visible()
        assert len(step.locator("h3").inner_text()) > 5
        assert step.locator("button[value=health_now]").count() == 0, "urgent health is never folded"


@SCRIPT
def test_a_step_opens_with_a_tap_and_all_with_one(she, script):
    person = she(script=script)
    lands_on_route(person, "partner_family", w="last_night", q="POL")
    page = person.page
    last = page.locator(STEPS).last
    assert last.get_attribute("open") is None
    assert not last.locator("p").first.is_visible()
    last.locator("summary").first.click()
    assert last.locator("p").first.is_visible()
    person.taps("button[name=o]")
    person.is_at("route")
    assert page.locator(STEPS).count() > 8
    assert page.locator(f"{STEPS}:not([open])").count() == 0
    assert page.locator("select[name=w]").input_value() == "last_night"
    assert page.locator("#out").count() == 1, "what she said is kept"


@SCRIPT
def test_the_folds_are_reached_by_the_keyboard_and_by_name(she, script):
    """A fold is a control with the name of its step, for whoever cannot see it."""
    person = she(script=script)
    lands_on_route(person, "sexual_violence")
    fold = person.page.locator(f"{STEPS}:not([open]) > summary").first
    fold.focus()
    person.page.keyboard.press("Enter")
    assert person.page.locator(f"{STEPS} > summary").nth(1).evaluate("it => it.parentElement.open")
    headings = person.page.get_by_role("heading", level=3).all_inner_texts()
    assert len(headings) >= person.page.locator(STEPS).count()


def test_paper_shows_every_step_open(she):
    person = she()
    lands_on_route(person, "partner_family")
    page = person.page
    hidden = page.locator(f"{STEPS}:not([open]) > p:not(.no-print)").first.text_content().split(".")[0]
    screen = page.locator("main").inner_text()
    assert hidden not in screen
    assert hidden in words_of_pdf(page.pdf())


@pytest.mark.parametrize("situation", list(situations()))
def test_a_link_within_the_page_leads_to_something_seen(she, situation):
    person = she()
    lands_on_route(person, situation)
    targets = person.page.locator("a[href^='#']").evaluate_all("all => all.map(it => it.getAttribute('href'))")
    assert "#hoja" in targets
    for target in targets:
        person.page.locator(f"a[href='{target}']").first.evaluate("it => it.click()")
        assert person.page.locator(target).is_visible(), target
