"""What a browser writes into its own files while she writes and while a colleague answers: nothing of it is hers.

To reopen its tabs after a crash a browser keeps what forms sent; that lies on the disk for days. ``ui/_unkept.html``
says how it is kept from doing so here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from amparo.config import bundle
from amparo.config.paths import WORDS
from tests.browser.conftest import TALL
from tests.browser.house import House
from tests.browser.letter.brought import photo_with_a_place, voice_with_a_remark
from tests.browser.letter_house import Colleague, Writer
from tests.canaries import in_files
from tests.chromium import FLAGS, NOT_WHOLE, WHOLE
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
SENTENCE, LETTER, REPLY, FILE, ANSWER = (f"Canario{each}17Xq7" for each in ("Frase", "Carta", "Vuelta", "Foto", "Mesa"))
WRITTEN_AFTER = 3_000  # milliseconds: how often this browser writes its tabs down


@pytest.fixture(autouse=True)
def the_script() -> None:
    if not WHOLE:
        pytest.skip(NOT_WHOLE)
    if not bundle.is_built():
        pytest.skip(NOT_HERE)


@contextmanager
def a_phone(driver: Playwright, folder: Path, *, script: bool = True, wide: int = 320) -> Iterator[Page]:
    """A browser with a folder of its own on the disk, as people have it, until the block ends."""
    context = driver.chromium.launch_persistent_context(
        folder, executable_path=WHOLE, args=FLAGS, java_script_enabled=script, accept_downloads=True,
        ignore_default_args=["--disable-back-forward-cache"], viewport={"width": wide, "height": TALL[wide]},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    yield context.pages[0]
    context.pages[0].wait_for_timeout(WRITTEN_AFTER)
    context.close()


def as_it_may_lie(words: str) -> list[str]:
    """Eight words as they stand on a page and as forms send them."""
    return [words, words.replace(" ", "+"), words.replace(" ", "%20"), words.replace(" ", "-")]


def test_the_control_finds_what_a_plain_form_sent(driver: Playwright, house: House, tmp_path: Path) -> None:
    """A form as anybody writes it: its text lies in the files, or the looks below would prove nothing."""
    with a_phone(driver, tmp_path) as page:
        Writer(page, house).lands_on("search", {"t": LETTER, "d": "EC"}, "/otra")
    assert {name.partition("/")[2].partition("/")[0] for name in in_files(tmp_path, [LETTER])} == {"Sessions"}


@BOTH
def test_of_a_letter_nothing_lies_in_the_files_of_her_browser(
    driver: Playwright, house: House, tmp_path: Path, script: bool
) -> None:
    kept: list[str] = [SENTENCE, LETTER, REPLY, FILE]
    with a_phone(driver, tmp_path, script=script) as page:
        person = Writer(page, house, script=script)
        kept += as_it_may_lie(person.she_writes_one_sentence(SENTENCE))
        person.she_begins_a_letter()
        person.she_adds("photo", f"{FILE}.jpg", "image/jpeg", photo_with_a_place(size=(800, 400)))
        words = person.she_sends(LETTER)
        person.she_comes_back(words)
        person.she_adds("voice", f"{FILE}.wav", "audio/wav", voice_with_a_remark())
        person.she_replies(REPLY)
        assert person.she_reads_what_was_said()[0] == LETTER
        person.she_comes_back(words)
        fresh = person.she_changes_her_words()
        person.these_words_open_nothing(words)
        person.she_comes_back(fresh)
        person.she_takes_everything_back()
        kept += as_it_may_lie(words) + as_it_may_lie(fresh)
    assert in_files(tmp_path, kept) == {}


@BOTH
def test_of_an_answer_neither(driver: Playwright, house: House, tmp_path: Path, script: bool) -> None:
    """An answer that waits for her, with the words of a made-up letter."""
    words = house.told.letters["Cerrada en la casa, ya contestada"]
    with a_phone(driver, tmp_path, script=script) as page:
        person = Writer(page, house, script=script)
        answer = person.she_comes_back(words)
        person.she_leaves_now()
    assert len(answer) > 40
    assert in_files(tmp_path, [*as_it_may_lie(words), *answer.splitlines()]) == {}


@BOTH
def test_nor_of_the_way_to_help(driver: Playwright, house: House, tmp_path: Path, script: bool) -> None:
    with a_phone(driver, tmp_path, script=script) as page:
        person = Writer(page, house, script=script)
        person.she_opens_home()
        person.taps(".doors a[href$='/" + WORDS["search"] + "']")
        person.page.fill("[name=t]", LETTER)
        person.page.check("[name=b][value=food]")
        person.taps("main form button:not(.quiet)")
        person.page.wait_for_timeout(WRITTEN_AFTER)
        person.she_opens_home()
        person.she_asks_for_help_now()
        person.she_says_she_needs("salud")
    assert in_files(tmp_path, [LETTER, "n=salud"]) == {}


def test_of_what_a_colleague_reads_and_answers_nothing_lies_in_hers(
    driver: Playwright, house: House, tmp_path: Path
) -> None:
    person_words = ""
    with a_phone(driver, tmp_path / "she") as page:
        person_words = Writer(page, house).she_writes_one_sentence(SENTENCE)
    with a_phone(driver, tmp_path / "rosa", script=False, wide=1280) as page:
        page.goto(house.path("sign_in"))
        page.fill("input[name=sign_in_name]", "rosa")
        page.fill("input[name=password]", house.passphrases["rosa"])
        page.click("main button")
        rosa = Colleague(page, house)
        for thread in rosa.threads():
            if SENTENCE in rosa.opens(thread):
                rosa.answers(thread, ANSWER)
                form = page.locator("form[action$='/respuesta']")
                form.locator("textarea").fill(REPLY)  # begun, and not sent
                break
    assert person_words
    assert in_files(tmp_path / "rosa", [SENTENCE, ANSWER, REPLY, house.passphrases["rosa"]]) == {}
