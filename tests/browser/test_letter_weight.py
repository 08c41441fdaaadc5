"""A cheap phone on 2G: what the pages of a letter weigh and how long it takes, the processor six times slower."""

import time

import pytest

from amparo.config import bundle
from tests.browser.letter_house import Writer
from tests.browser.test_slow_phone import Wire
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser
MOST_PAGE, MOST_SCRIPT = 30_000, 65_000
MOST_REQUESTS, MOST_SECONDS = 2, 10


@pytest.fixture(autouse=True)
def the_script():
    if not bundle.is_built():
        pytest.skip(NOT_HERE)


class Weighed(Wire):
    """The wire, with the address of each thing that came; what lay in the cache already did not."""

    def __init__(self, page):
        super().__init__(page)
        self.channel.on("Network.requestServedFromCache", self.lay_here)
        self.channel.on("Network.responseReceived", self.lay_here)

    def lay_here(self, event):
        """Of two kinds of caches the browser tells in two ways."""
        if event.get("response", {"fromDiskCache": True})["fromDiskCache"]:
            self.asked_for.pop(event["requestId"], None)

    def parts(self):
        """The bytes of the page with all that belongs to it, and those of its script."""
        script = sum(size for address, size in self.bytes.items() if address.endswith(".js"))
        return sum(self.bytes.values()) - script, script


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", ["letter_write", "back"])
def test_a_first_view_is_light(opened, house, name, script):
    person = Writer(opened(script=script).new_page(), house, script=script)
    person.lands_on("kept")
    wire = Weighed(person.page)
    person.lands_on(name, {} if name == "letter_write" else None)
    person.page.wait_for_load_state("networkidle")
    person.the_script_is_there()
    page, made = wire.parts()
    print(f"wire: {name}, {'script' if script else 'no script'}: {page:.0f} bytes and {made:.0f} of script")
    assert 8_000 < page <= MOST_PAGE
    assert (20_000 < made <= MOST_SCRIPT) if script else made == 0


def on_a_slow_phone(opened, house, *, script):
    person = Writer(opened(script=script).new_page(), house, script=script)
    person.page.set_default_timeout(120_000)
    person.she_opens_home()
    wire = Weighed(person.page)
    wire.channel.send("Network.setCacheDisabled", {"cacheDisabled": False})
    wire.slow()
    return person, wire


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_sentence_on_2g_is_two_requests_and_ten_seconds(opened, house, script):
    """From the first page, which is open, to the eight words."""
    person, wire = on_a_slow_phone(opened, house, script=script)
    person.page.fill("#sentence", "ayuda, por favor")
    before = time.monotonic()
    person.taps("form:has(#sentence) button")
    person.her_words()
    seconds = time.monotonic() - before
    person.page.wait_for_load_state("networkidle")  # what lay in the cache is told a moment later
    asked = list(wire.asked_for.values())
    print(f"2G: one sentence, {seconds:.1f} s, {asked}")
    assert house.path("sentence") in asked
    assert len(asked) <= MOST_REQUESTS, asked
    assert seconds <= MOST_SECONDS


def test_a_whole_letter_on_2g_with_the_script(opened, house):
    """Measured and printed: the way to the sheet, the script itself, closing and sending."""
    person, _wire = on_a_slow_phone(opened, house, script=True)
    marks = [("start", time.monotonic())]

    def done(what):
        marks.append((what, time.monotonic()))

    person.taps(".doors a[href$='/carta']")
    person.is_at("letter")
    done("what to know first")
    person.taps("form[action$='/hoja'] p > button")
    person.is_at("letter_write")
    done("the sheet")
    person.the_script_is_there()
    done("the script")
    words = person.she_sends("desde un teléfono lento")
    done("closed and sent")
    assert len(words.split()) == 8
    took = {what: moment - before for (what, moment), (_, before) in zip(marks[1:], marks, strict=False)}
    print("2G:", {what: f"{seconds:.1f} s" for what, seconds in took.items()})
    assert took
