"""Leaving a page of a letter: Back, Reload and "send again" show nothing of hers, and nothing holds her up."""

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from amparo.config import bundle
from amparo.config.paths import WORDS
from tests.browser.letter.brought import photo_with_a_place, voice_with_a_remark
from tests.browser.letter_house import Writer, addresses_kept
from tests.browser.test_leaving import goes_back, sends_again, shown
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
MINE = "lo que nadie debe ver"
SLOW_PHONE = 6  # times slower than this computer
MOST_SECONDS = 6  # until she is asked out; the work would take longer, and a busy computer is slow


@pytest.fixture(autouse=True)
def the_script():
    if not bundle.is_built():
        pytest.skip(NOT_HERE)


@pytest.fixture
def writer(opened, house):
    """Somebody whose browser keeps pages in memory, as people's do."""

    def with_a_phone(*, script, at=house):
        context = opened(script=script, browser="chromium_that_remembers", at=at)
        context.watch.expected |= {"ERR_CACHE_MISS", "409", "410", "ERR_ABORTED"}
        return Writer(context.new_page(), at, script=script)

    return with_a_phone


def writes_and_leaves(person):
    """A letter, its eight words on the screen, out."""
    person.she_begins_a_letter()
    words = person.she_sends(MINE)
    person.she_leaves_now()
    return words


def comes_back_and_leaves(person, words):
    """Her page with an answer on it and what she wrote, out."""
    answer = person.she_comes_back(words)
    assert len(answer) > 40
    person.she_reads_what_was_said()
    person.she_leaves_now()
    return answer


def nothing_of_hers(person, text, words):
    """Press Back as often as there is something behind, and send again each time: none of it is ever shown.

    One of the eight words may be a word of any page; three of them are hers.
    """
    for _ in range(len(addresses_kept(person.page)) - 1):
        goes_back(person.page)
        for again in (False, True):
            if again:
                sends_again(person.page)
            seen = shown(person.page) + fields_of(person.page)
            assert text not in seen
            assert len([each for each in words.split() if each in seen]) < 3


def fields_of(page):
    """What stands in the fields of the page that is shown."""
    try:
        return " ".join(page.locator("input, textarea").evaluate_all("all => all.map(it => it.value)"))
    except Error:
        return ""


@BOTH
def test_after_a_letter_back_shows_neither_text_nor_words(writer, script):
    person = writer(script=script)
    words = writes_and_leaves(person)
    nothing_of_hers(person, MINE, words)


@BOTH
def test_after_her_page_back_shows_neither_answer_nor_words(writer, house, script):
    words = house.told.letters["Cerrada en la casa, ya contestada"]
    person = writer(script=script)
    answer = comes_back_and_leaves(person, words)
    nothing_of_hers(person, answer, words)


def test_one_sentence_leaves_nothing_behind_either(writer):
    person = writer(script=False)
    words = person.she_writes_one_sentence(MINE)
    person.she_leaves_now()
    nothing_of_hers(person, MINE, words)
    assert writer(script=True).she_comes_back(words) == ""  # it was taken all the same, once


def test_the_control_finds_what_lies_in_a_history(writer):
    """A form that shows what was typed into it: the same steps find it, or they would prove nothing."""
    person = writer(script=False)
    person.lands_on("search", {"t": "Puerto Claro", "d": "EC"}, "/otra")
    person.she_leaves_now()
    with pytest.raises(AssertionError):
        nothing_of_hers(person, "Puerto Claro", "")
    assert WORDS["search"] in " ".join(addresses_kept(person.page))


@pytest.mark.parametrize("what", ["photo", "voice"])
def test_nothing_holds_her_up_while_a_large_file_is_made_ready(writer, house, what):
    """Twelve megapixels, or a recording of 170 seconds in another voice, on a slow phone: she taps, and is gone."""
    person = writer(script=True)
    person.she_begins_a_letter()
    if what == "photo":
        person.she_adds("photo", "a.jpg", "image/jpeg", photo_with_a_place(size=(4000, 3000)))
    else:
        person.she_adds("voice", "a.wav", "audio/wav", voice_with_a_remark(170, 8_000))
        person.page.check("[name=disguise]")
    channel = person.page.context.new_cdp_session(person.page)
    channel.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})
    person.page.locator("#carta p > button").click(no_wait_after=True)
    person.page.wait_for_selector("#carta[aria-busy=true] > [role=status]:not(:empty)")  # it is at it
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    before = time.monotonic()
    with person.page.expect_request(lambda request: request.url == house.path("leave")):
        person.page.locator("a.leave").click(no_wait_after=True)
    seconds = time.monotonic() - before
    person.page.wait_for_url(house.neutral)
    print(f"leaving while a {what} is made ready: {seconds:.1f} s, there after {time.monotonic() - before:.1f} s")
    assert seconds < MOST_SECONDS
    person.page.wait_for_timeout(1_000)
    assert f"/{WORDS['letter_sealed']}" not in asked[asked.index(f"/{WORDS['leave']}") :]
