"""A form on our pages in the real house, with a script and without: she fills it in, stops, comes back, and sends it.

And a peer's round at the desk: five taps, a voice note, one press. Each page on the way is looked at at a phone's width
and a desk's; at the end nothing of it is on the phone.
"""

import contextlib
import sqlite3
from typing import Any

import pytest

from tests.browser.case_house import BOTH
from tests.browser.letter.brought import voice_with_a_remark
from tests.browser.letter_house import addresses_kept
from tests.browser.looked import looks_sound
from tests.browser.paper_house import BACK, SHEETS, Answering, Asked, KeyboardAnswering, laid_in
from tests.browser.test_leaving import goes_back, sends_again, shown
from tests.browser.test_letter_weight import Weighed

pytestmark = pytest.mark.browser
MINE = "lo que nadie debe ver"
LOOKED_AT = {"paper", "paper_page", "paper_back", "forms_here", "form_here"}
MOST_PAGE = 30_000  # bytes, with all that belongs to it


@pytest.fixture(scope="module")
def asked(house: Any) -> Asked:
    return laid_in(house)


def how_many(house: Any, table: str) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{house.database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def looks(page: Any, name: str, script: bool) -> None:
    """What stands there is the same without a script: it is looked at once."""
    if script:
        looks_sound(page, name)


@BOTH
def test_she_stops_with_words_comes_back_and_sends(opened, house, asked, script):
    page = opened(script=script).new_page()
    she, sent = Answering(page, house), how_many(house, "fieldwork_submission")
    she.opens(asked)
    looks(page, "the first page of a form", script)
    she.presses("start")
    she.presses("next")
    assert "hace falta una respuesta" in she.reads()
    looks(page, "what is missing", script)
    she.chooses("Sí")
    she.presses("next")
    she.chooses("No")
    she.presses("back")
    assert page.locator("input[value=yes]").is_checked()
    she.presses("next")
    assert page.locator("input[value=no]").is_checked(), "what she chose is there when she comes to it again"
    she.presses("next")
    she.chooses("Pocas", "Una cosa")
    she.writes("¿Cuántas noches?", "300")
    she.writes("Cuéntalo", MINE)
    she.presses("next")
    page.locator("a[href='#q3']").click()
    assert page.locator("#q3").evaluate("it => it === document.activeElement || it.matches(':target')")
    looks(page, "what is wrong", script)
    she.writes("¿Cuántas noches?", "3")
    with house.later(30, what=".waited"):
        she.presses("later")
    words = " ".join(page.locator("ol.words li").all_inner_texts())
    looks(page, "her words", script)
    with house.later(30, what=".waited"):
        she.presses("keep")
    assert MINE not in page.content()

    again = Answering(opened(script=script).new_page(), house)
    again.page.goto(house.address + BACK)
    looks(again.page, "the field for her words", script)
    again.comes_back(words)
    looks(again.page, "where she stopped", script)
    again.presses("next")
    if "Lo que dijiste" not in again.reads():
        again.presses("next")
    assert MINE in again.reads()
    looks(again.page, "what she said", script)
    with house.later(30, what=".waited"):
        again.presses("send")
    assert "Gracias" in again.reads()
    looks(again.page, "thanks", script)
    assert how_many(house, "fieldwork_submission") == sent + 1
    assert how_many(house, "intake_draft") == 0
    assert again.page.title() == "Libreta"


@BOTH
def test_after_she_left_back_and_send_again_show_nothing(opened, house, asked, script):
    context = opened(script=script, browser="chromium_that_remembers")
    context.watch.expected |= {"ERR_CACHE_MISS", "409", "410", "ERR_ABORTED"}
    page = context.new_page()
    page.goto(house.path("home"))
    she = Answering(page, house)
    she.opens(asked)
    she.presses("start")
    she.chooses("Sí")
    she.presses("next")
    she.presses("next")
    she.writes("Cuéntalo", MINE)
    she.presses("next")
    she.presses("next")
    with house.later(30, what=".waited"):
        she.presses("send")
    page.locator("a.leave").click()
    page.wait_for_url(house.neutral)
    for _ in range(3):
        goes_back(page)
        assert MINE not in shown(page)
    sends_again(page)
    assert MINE not in shown(page)
    assert all("?" not in each for each in addresses_kept(page))


def test_the_keyboard_is_enough(opened, house, asked):
    she = KeyboardAnswering(opened(script=False).new_page(), house)
    she.opens(asked)
    she.presses("start")
    she.chooses("Sí")
    she.presses("next")
    she.presses("next")
    she.writes("¿Cuántas noches?", "3")
    she.page.keyboard.press("Enter")  # the first button goes on
    she.page.wait_for_selector("text=Parte 4 de 4")
    assert "Gracias por tu tiempo" in she.reads()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_page_of_a_form_is_light(opened, house, asked, script):
    page = opened(script=script).new_page()
    page.goto(house.path("kept"))
    wire = Weighed(page)
    she = Answering(page, house)
    she.opens(asked, "ties")
    page.wait_for_load_state("networkidle")
    first = sum(wire.parts())
    she.presses("start")
    page.wait_for_load_state("networkidle")
    both = sum(wire.parts())
    print(f"wire: the first page of a form {first:.0f} bytes, with a page of it {both:.0f}")
    assert 1_000 < first < both <= MOST_PAGE, "the two together are lighter than one may be"


@BOTH
def test_a_round_is_five_taps_a_voice_note_and_one_press(opened, house, asked, script):
    page = opened(script=script, staff=True).new_page()
    she, sent = Answering(page, house), how_many(house, "fieldwork_attachment")
    she.comes_in(asked, "rondaperla")
    page.goto(house.address + SHEETS)
    looks(page, "forms at the desk", script)
    page.goto(house.address + asked.at_the_desk("round"))
    looks(page, "a round", script)
    taps = 0
    for words in ("4 a 9", "En persona", "Condones", "Rumor de redada"):
        she.chooses(words)
        taps += 1
    page.locator("fieldset", has_text="¿Algo urgente?").locator("label", has_text="No").first.click()
    taps += 1
    page.set_input_files("#voice", {"name": "a.wav", "mimeType": "audio/wav", "buffer": voice_with_a_remark()})
    she.presses("send")
    assert taps <= 5
    assert "Llegó, y está cerrado con llave" in page.locator("body").inner_text()
    assert how_many(house, "fieldwork_attachment") == sent + 1
