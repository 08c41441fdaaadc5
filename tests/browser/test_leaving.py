"""The quick way out, in a browser that keeps pages in memory as people's browsers do."""

import contextlib
from datetime import timedelta

import pytest
from playwright.sync_api import Error, expect

from amparo.config.paths import WORDS
from tests.browser.person import Person
from tests.browser.waiting import until
from tests.moment import NOW

pytestmark = pytest.mark.browser
MOST = 5  # seconds, where the browser shows a page of its own that says nothing
BEGUN = """() => document.readyState === 'complete' && !document.documentElement.hidden && performance.timeOrigin"""
HELP = f"GET /{WORDS['help']}"
ROUTE, RESULTS = f"POST /{WORDS['route']}", f"POST /{WORDS['results']}"


def goes_back(page):
    """Press Back, and let the browser do whatever it does."""
    channel = page.context.new_cdp_session(page)
    history = channel.send("Page.getNavigationHistory")
    entry = history["entries"][history["currentIndex"] - 1]
    with contextlib.suppress(Error):  # the page under the channel goes away
        channel.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
    until(page, lambda: begun_and_ended(page) > 0 and index_of(page) == history["currentIndex"] - 1, at_most=MOST)


def shown(page):
    """The text that is on the screen; nothing where the browser shows its own page."""
    try:
        return page.locator("body").inner_text(timeout=2_000)
    except Error:
        return ""


def sends_again(page):
    """Press Reload, and say yes where the browser asks whether to send the form again."""
    before = begun_and_ended(page)
    with contextlib.suppress(Error):
        page.context.new_cdp_session(page).send("Page.reload")
    until(page, lambda: begun_and_ended(page) not in {before, 0}, at_most=MOST)


def begun_and_ended(page):
    """When the page that is shown began to load; 0 while it still loads, or hides until it has loaded anew."""
    with contextlib.suppress(Error):
        return page.evaluate(BEGUN)
    return 0


def leaves_from_steps(opened, house, script):
    """Help, a need, the nearest places, out: two answers to forms lie in the history. Gives what the steps said."""
    context = opened(script=script, browser="chromium_that_remembers")
    context.watch.expected |= {"ERR_CACHE_MISS", "410"}
    person = Person(context.new_page(), house)
    person.lands_on("help")
    person.she_says_she_needs("noche")
    said = person.page.locator("h1").inner_text()
    person.she_looks_for_the_nearest()
    person.she_leaves_now()
    return person, said


def index_of(page):
    """Which of the addresses that the tab remembers is shown; -1 while it changes from one page to another."""
    with contextlib.suppress(Error):
        return history_of(page)[1]
    return -1


def history_of(page):
    """The addresses that the tab remembers, and which of them is shown."""
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    return [entry["url"] for entry in told["entries"]], told["currentIndex"]


def leaves_from_help(opened, house, script):
    """Home, help, out."""
    context = opened(script=script, browser="chromium_that_remembers", at=house)
    person = Person(context.new_page(), house)
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_leaves_now()
    return person


def test_the_control_brings_the_page_from_memory(opened, one_hop_house):
    """Leaving through one answer only: Back shows her page and the server was not asked. This is what must not be."""
    person = leaves_from_help(opened, one_hop_house, script=False)
    before = one_hop_house.asked(HELP)
    goes_back(person.page)
    assert person.page.url == person.path("help")
    assert person.page.locator("button[name=n]").count() > 0
    assert one_hop_house.asked(HELP) == before


def test_back_fetches_the_page_anew_without_script(opened, house):
    person = leaves_from_help(opened, house, script=False)
    before = house.asked(HELP)
    goes_back(person.page)
    assert person.page.url == person.path("help")
    assert house.asked(HELP) == before + 1


def test_with_script_the_page_itself_is_gone_from_the_history(opened, house):
    person = leaves_from_help(opened, house, script=True)
    before, home = house.asked(HELP), house.asked("GET /")
    goes_back(person.page)
    assert person.page.url == person.path("home")
    assert (house.asked(HELP), house.asked("GET /")) == (before, home + 1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_answered_her_is_never_shown_again(opened, house, script):
    context = opened(script=script, browser="chromium_that_remembers")
    context.watch.expected |= {"ERR_CACHE_MISS"}
    person = Person(context.new_page(), house)
    person.lands_on("help")
    person.she_says_she_needs("noche")
    said = person.page.locator("h1").inner_text()
    person.she_leaves_now()
    for _ in range(2):
        goes_back(person.page)
        assert said not in shown(person.page)
        assert person.page.locator(".steps").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_hour_later_no_old_form_answers(opened, house, script):
    """She came in by a link to help, so the first page is not in her history; the stamp ends what is."""
    person, said = leaves_from_steps(opened, house, script)
    before = house.asked(ROUTE)
    with house.later(66 * 60):
        while person.page.url != person.path("route"):
            goes_back(person.page)
            sends_again(person.page)
        assert house.asked(ROUTE) == before + 1
        assert said not in shown(person.page)
        assert person.page.locator(".steps").count() == 0
        assert person.page.locator(".doors a").count() == 4


def test_the_control_within_the_hour_an_old_form_answers(opened, house):
    """What the page about leaving says: until the hour is over, Back and Reload make the answer anew."""
    person, said = leaves_from_steps(opened, house, script=False)
    for _ in range(2):
        goes_back(person.page)
    sends_again(person.page)
    assert person.page.url == person.path("route")
    assert said in shown(person.page)


def test_with_script_no_form_stays_in_the_history_at_all(opened, house):
    """She began on the first page: the tab forgets all that came after it, and Reload has nothing to send."""
    context = opened(browser="chromium_that_remembers", at=house)
    person = Person(context.new_page(), house)
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_says_she_needs("noche")
    person.she_looks_for_the_nearest()
    person.she_leaves_now()
    posts = house.asked(ROUTE), house.asked(RESULTS)
    assert history_of(person.page) == (["about:blank", person.path("home"), house.neutral], 2)
    goes_back(person.page)
    sends_again(person.page)
    assert person.page.url == person.path("home")
    expect(person.page.locator("html:not([hidden]) h1")).to_be_visible()
    assert person.page.evaluate("name") == ""
    assert (house.asked(ROUTE), house.asked(RESULTS)) == posts


def test_without_script_they_stay(opened, house):
    """The control: this is what the script takes away."""
    context = opened(script=False, browser="chromium_that_remembers", at=house)
    person = Person(context.new_page(), house)
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_says_she_needs("noche")
    person.she_leaves_now()
    assert person.path("route") in history_of(person.page)[0]


def test_from_the_first_page_nothing_lies_ahead(opened, house):
    """She went back to the first page before she left: Forward must not lead to what she read."""
    context = opened(browser="chromium_that_remembers", at=house)
    person = Person(context.new_page(), house)
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_says_she_needs("noche")
    for _ in range(2):
        goes_back(person.page)
    assert person.page.url == person.path("home")
    person.she_leaves_now()
    assert history_of(person.page) == (["about:blank", person.path("home"), house.neutral], 2)


def test_a_slow_reader_of_forty_minutes_goes_on(opened, house):
    context = opened(script=False)
    person = Person(context.new_page(), house)
    person.lands_on("help")
    with house.later(40 * 60):
        person.she_says_she_needs("noche")


def test_esc_twice_leaves(opened, house):
    """By the clock of the page, which stands still here but where it is set on."""
    person = Person(opened().new_page(), house)
    person.page.clock.set_fixed_time(NOW)
    person.lands_on("help")
    person.page.keyboard.press("Escape")
    person.page.clock.set_fixed_time(NOW + timedelta(seconds=1))
    person.page.keyboard.press("Escape")  # once, and once again much later: she stays
    assert person.page.locator("html").get_attribute("hidden") is None, "it hides before it leaves, at once"
    assert person.page.url == person.path("help")
    person.page.clock.set_fixed_time(NOW + timedelta(seconds=2))
    person.page.keyboard.press("Escape")
    person.page.keyboard.press("Escape")
    person.page.wait_for_url(house.neutral)


def way_out_is_off(page):
    """What is wrong with the way out after she scrolled to the end of a page, or nothing."""
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    box = page.locator("a.leave").bounding_box()
    page.evaluate("() => scrollTo(0, 0)")
    if box and 0 <= box["y"] < 100 and min(box["width"], box["height"]) >= 44:
        return []
    return [f"the way out: {box}"]


def test_a_way_out_that_scrolls_away_is_seen(she):
    person = she()
    person.lands_on("help")
    assert way_out_is_off(person.page) == []
    person.page.evaluate("() => { document.querySelector('.exit').style.position = 'static' }")
    assert way_out_is_off(person.page) != []
