"""Coming back with eight words, the script in a real browser: they stay on the phone, and what she reads was closed."""

import base64
import json
from typing import Any

import pytest

from amparo.sealing.envelopes import Unopenable, open_sealed
from amparo.sealing.keys import case_identity, case_recipient
from amparo.sealing.messages import read
from tests.browser.letter.brought import photo_with_a_place, send
from tests.browser.letter.stand_in import READER, Letterbox

pytestmark = pytest.mark.browser
ANSWER = "Ven el martes.\n<b>No traigas papeles.</b>"


@pytest.fixture
def hers(on_page: Any, stand_in: Any) -> tuple[list[str], Letterbox]:
    """Somebody has written with the script; the house has her letter, and an answer to it."""
    page = on_page("hoja")
    page.fill("textarea", "lo mío")
    send(page)
    words = page.locator("ol.words li").all_inner_texts()
    box: Letterbox = stand_in[1]
    _, fields, files = box.posts.pop()
    wraps = json.loads(files["wraps"])
    box.lookup, box.answer = fields["lookup"], ANSWER
    box.wraps, box.seeds = {1: wraps["receipt"]}, {1: open_sealed(base64.b64decode(wraps["aa"]), READER)}
    return words, box


def comes_back(on_page: Any, typed: str, until: str = "h1:text('Mi hoja')") -> Any:
    page = on_page("volver")
    page.fill("[name=p]", typed)
    page.click("form#volver button")
    page.wait_for_selector(until)
    return page


def test_she_reads_her_answer(on_page: Any, hers: Any) -> None:
    words, box = hers
    typed = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words, 1))
    page = comes_back(on_page, typed)
    assert page.inner_text("[data-part=answer-text]") == ANSWER
    assert page.locator("[data-part=answer-text] b").count() == 0
    assert page.inner_text("[data-part=answer-role]") == "Abogada"
    assert page.inner_text("[data-part=answer-on]") == "viernes, 20 de noviembre de 2026"
    assert page.inner_text("[data-part=expires]") == "lunes, 1 de febrero de 2027"
    assert page.locator("[data-part=no-answer]").is_hidden()
    assert page.locator("[data-state=hers]").is_visible()
    assert page.locator("[data-state=ours]").is_hidden()
    assert page.locator("[data-part=reads] li").all_inner_texts() == ["Abogada"]
    ((path, fields, files),) = box.posts
    assert (path, fields, files) == ("/vuelta", {"h": "sello", "lookup": box.lookup, "do": "open"}, {})
    assert not [word for word in words if word in repr(box.posts).lower()]
    assert page.evaluate("[localStorage.length, sessionStorage.length, history.length > 2]") == [0, 0, False]


def test_no_answer_yet(on_page: Any, hers: Any) -> None:
    words, box = hers
    box.answer = ""
    page = comes_back(on_page, " ".join(words))
    assert page.locator("[data-part=no-answer]").is_visible()
    assert page.locator("[data-part=answer]").is_hidden()


def test_what_was_said_before_comes_only_when_she_asks(on_page: Any, hers: Any) -> None:
    words, _ = hers
    page = comes_back(on_page, " ".join(words))
    assert "lo mío" not in page.inner_text("main")
    page.click("[data-do=older]")
    page.wait_for_selector("[data-part=older-list] li >> nth=1")
    assert page.locator("[data-part=older-list] [data-part=by]").all_inner_texts() == ["Tú", "La casa"]
    assert page.locator("[data-part=older-list] [data-part=text]").all_inner_texts() == ["lo mío", "lo suyo"]


def test_words_that_nobody_knows_are_named_by_their_numbers(on_page: Any, hers: Any) -> None:
    words, box = hers
    wrong = [*words[:2], "zzzzzz", *words[3:7], "qqqqqq"]
    comes_back(on_page, " ".join(wrong), "[role=status]:text('No conocemos la palabra 3, 8.')")
    comes_back(on_page, " ".join(words[:7]), "[role=status]:text('Faltan palabras.')")
    assert box.posts == []
    others = [box.listed[n * 7] for n in range(8)]
    comes_back(on_page, " ".join(others), "[role=status]:text('No conocemos esas palabras.')")


def test_a_reply_is_closed_for_the_thread(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.fill("form[data-do=reply] textarea", "gracias, voy")
    page.set_input_files(
        "input[name=photo]", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_with_a_place(size=(80, 40))}]
    )
    box.mode = "cut"
    page.click("form[data-do=reply] button")
    page.wait_for_selector("form[data-do=reply] [role=status]:text('Se cortó')")
    assert page.input_value("form[data-do=reply] textarea") == "gracias, voy"
    box.mode = "ok"
    page.click("form[data-do=reply] button")
    page.wait_for_selector("form[data-do=reply] [role=status]:text('Tu respuesta llegó.')")
    _, fields, files = box.posts[-1]
    assert set(fields) == {"h", "lookup", "do", "ref0", "t"}
    assert (fields["do"], fields["t"], list(fields)[-1]) == ("reply", "otro", "t")
    message = read(open_sealed(files["message"], case_identity(box.seeds[1])))
    assert (message.text, len(message.files)) == ("gracias, voy", 1)
    assert page.input_value("form[data-do=reply] textarea") == ""


def test_a_reply_is_closed_anew_where_somebody_left_meanwhile(on_page: Any, hers: Any) -> None:
    """Whoever left may have kept the old lock: what comes now opens with the new one only."""
    words, box = hers
    seed = bytes(range(32))
    box.turned = case_recipient(seed)
    page = comes_back(on_page, " ".join(words))
    page.fill("form[data-do=reply] textarea", "ahora sin ella")
    page.click("form[data-do=reply] button:not([type=button])")
    page.wait_for_selector("[role=status]:text('Cambió quién lee.')")
    page.click("form[data-do=reply] button:not([type=button])")
    page.wait_for_selector("[role=status]:text('Tu respuesta llegó.')")
    _, fields, files = box.posts[-1]
    assert fields["t"] == "nuevo.2"
    assert read(open_sealed(files["message"], case_identity(seed))).text == "ahora sin ella"
    with pytest.raises(Unopenable):
        open_sealed(files["message"], case_identity(box.seeds[1]))


def test_new_words_are_shown_before_the_old_ones_end(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=change]")
    page.wait_for_selector("h1:text('Palabras nuevas')")
    new = page.locator("ol.words li").all_inner_texts()
    assert len(new) == 8
    assert new != words
    assert [fields["do"] for _, fields, _ in box.posts] == ["open", "case"]
    box.mode = "cut"
    page.click("[data-do=change-sure]")
    page.wait_for_selector("[role=status]:text('Se cortó')")
    box.mode = "ok"
    page.click("[data-do=change-sure]")
    page.wait_for_selector("[data-part=changed]:visible")
    assert page.locator("ol.words li").all_inner_texts() == new
    _, fields, files = box.posts[-1]
    assert set(fields) == {"h", "lookup", "do", "new_lookup", "new_receipt"}
    box.lookup, box.wraps = fields["new_lookup"], {1: json.loads(files["wraps"])["1"]}
    again = comes_back(on_page, " ".join(new))
    assert again.inner_text("[data-part=answer-text]").startswith("Ven el martes.")
    comes_back(on_page, " ".join(words), "[role=status]:text('No conocemos esas palabras.')")


def test_new_words_open_what_was_said_before_the_lock_was_turned_too(on_page: Any, hers: Any) -> None:
    """Somebody left the thread, so it has a second lock: the new words get both, or she loses what she wrote first."""
    words, box = hers
    box.wraps = {1: box.wraps[1], 2: box.wraps[1]}
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=change]")
    page.wait_for_selector("h1:text('Palabras nuevas')")
    page.click("[data-do=change-sure]")
    page.wait_for_selector("[data-part=changed]:visible")
    assert set(json.loads(box.posts[-1][2]["wraps"])) == {"1", "2"}


def test_a_change_whose_answer_was_lost_is_known_as_done(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=change]")
    page.wait_for_selector("h1:text('Palabras nuevas')")
    box.mode = "lost"
    page.click("[data-do=change-sure]")
    page.wait_for_selector("[role=status]:text('Se cortó')")
    box.mode, box.lookup = "ok", box.posts[-1][1]["new_lookup"]  # it was done; the old words open nothing
    page.click("[data-do=change-sure]")
    page.wait_for_selector("[data-part=changed]:visible")
    assert [fields["do"] for _, fields, _ in box.posts] == ["open", "case", "change", "change", "open"]


def test_an_end_whose_answer_was_lost_is_known_as_done(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=end]")
    box.mode = "lost"
    page.click("[data-do=end-sure]")
    page.wait_for_selector(".page[role=status]:text('Se cortó')")
    box.mode = "refuse"
    box.gone = True
    page.click("[data-do=end-sure]")
    page.wait_for_selector("h1:text('Se borró')")


def test_an_end_that_was_refused_is_none(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=end]")
    box.mode = "refuse"
    for _ in range(2):
        page.click("[data-do=end-sure]")
        page.wait_for_selector(".page[role=status]:text('La casa dice que no todavía.')")
        page.evaluate("document.querySelector('.page').textContent = ''")
    assert page.inner_text("h1") == "Mi hoja"


def test_the_end_is_asked_twice(on_page: Any, hers: Any) -> None:
    words, box = hers
    page = comes_back(on_page, " ".join(words))
    page.click("[data-do=end]")
    assert [fields["do"] for _, fields, _ in box.posts] == ["open"]
    box.mode = "cut"
    page.click("[data-do=end-sure]")
    page.wait_for_selector(".page[role=status]:text('Se cortó')")
    assert page.inner_text("form [role=status]") == ""
    box.mode = "ok"
    page.click("[data-do=end-sure]")
    page.wait_for_selector("h1:text('Se borró')")
    assert box.posts[-1][1] == {"h": "sello", "lookup": box.lookup, "do": "end", "sure": "1"}


def test_an_answer_that_was_changed_on_the_way_is_not_shown(on_page: Any, hers: Any) -> None:
    words, box = hers
    box.seeds[1] = bytes(32)  # sealed to another thread
    page = comes_back(on_page, " ".join(words))
    assert page.inner_text("[data-part=answer-text]") == "Esto no se abre."


def test_her_page_goes_when_she_leaves(on_page: Any, hers: Any) -> None:
    words, _ = hers
    page = comes_back(on_page, " ".join(words))
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.inner_text("main") == ""


def test_no_cookie_goes_along_and_no_cache_is_asked(on_page: Any, stand_in: Any) -> None:
    """Whoever works here may write as well, with the browser in which she came in: her letter does not name her."""
    page = on_page("hoja")
    page.context.add_cookies([{"name": "amparo", "value": "sesion", "url": stand_in[0]}])
    page.fill("textarea", "es una de nosotras")
    send(page)
    heads = stand_in[1].heads
    assert len(heads) >= 2, "a list of words, and the letter"
    assert not [head for head in heads if "Cookie" in head]
    assert {head.get("Cache-Control") for head in heads} == {"no-cache"}
    page.evaluate("fetch('/es.txt').then((answer) => answer.text())")
    assert heads[-1]["Cookie"] == "amparo=sesion"  # the control: any other question takes it along
    assert heads[-1].get("Cache-Control") != "no-cache"
    page.context.clear_cookies()
