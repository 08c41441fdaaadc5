"""Writing with the script in a real browser, against a stand-in: what leaves is closed, and nothing of hers is lost."""

import hashlib
import io
import json
import wave
from typing import Any

import pytest
from PIL import Image

from amparo.sealing.envelopes import Unopenable, open_sealed
from amparo.sealing.keys import case_identity, case_recipient
from amparo.sealing.messages import Message
from amparo.sealing.padding import unpadded
from tests.browser.letter import brought
from tests.browser.letter.brought import CANARY, choose, message_in, photo_with_a_place, seed_of, send
from tests.browser.letter.stand_in import OUTSIDE

pytestmark = pytest.mark.browser


def test_a_letter_opens_for_its_readers_and_for_her_words_only(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "Ñandú: <b>me siguen</b>")
    send(page)
    words = page.locator("ol.words li").all_inner_texts()
    assert len(words) == 8
    ((path, fields, files),) = stand_in[1].posts
    assert path == "/sobre"
    assert set(fields) == {"h", "d", "e", "t", "n", "case", "wish", "lookup", "receipt"}
    assert (fields["h"], fields["d"], fields["e"], fields["wish"]) == ("sello", "EC", "firmado", "answer")
    assert set(files) == {"wraps", "facts", "message"}
    seed = seed_of(files)
    assert seed_of(files, OUTSIDE, "bb") == seed
    assert fields["case"] == case_recipient(seed)
    with pytest.raises(Unopenable):
        seed_of(files, OUTSIDE, "aa")
    assert message_in(files) == Message("Ñandú: <b>me siguen</b>")
    facts = open_sealed(files["facts"], case_identity(seed))
    assert json.loads(unpadded(facts)) == {"v": 1, "excluded": ["cc"], "about": ["POL"], "complaint": ""}
    assert len(facts) == 1024
    assert hashlib.sha256(f"{fields['t']}:{fields['n']}".encode()).digest()[0] == 0
    everything = repr(stand_in[1].posts)
    assert "siguen" not in everything
    assert not [word for word in words if word in everything]


def test_nothing_stays_on_the_phone(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    before = page.evaluate("[history.length, location.href]")
    page.fill("textarea", "hola")
    send(page)
    kept = "[localStorage.length, sessionStorage.length, document.cookie, name]"
    assert page.evaluate(kept) == [0, 0, "", ""]
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0
    assert page.evaluate("[history.length, location.href]") == before


def test_a_photo_loses_its_place_and_its_name(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    choose(page, "photo", ("IMG_20261124_2214.jpg", "image/jpeg", photo_with_a_place()))
    send(page)
    _, fields, files = stand_in[1].posts[0]
    (line,) = message_in(files).files
    assert (line.name, line.type, line.note, fields["ref0"]) == ("1.jpg", "image/jpeg", "", line.reference)
    filled = open_sealed(files["file0"], line.seed)
    clean = filled[: line.size]
    assert not any(filled[line.size :])
    assert CANARY.encode() not in filled
    assert b"Exif" not in filled
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (1000, 2000)  # turned as it was held, and smaller
        assert not picture.getexif()
        assert max(abs(a - b) for a, b in zip(picture.getpixel((500, 900)), (30, 120, 90), strict=True)) < 8
    assert "IMG_2026" not in repr(stand_in[1].posts)


def test_proof_goes_along_as_it_was_only_when_she_says_so(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    choose(page, "photo", ("IMG_1.jpg", "image/jpeg", photo := photo_with_a_place()))
    page.check("[name=original]")
    send(page)
    _, _, files = stand_in[1].posts[0]
    clean, proof = message_in(files).files
    assert (clean.note, proof.note, proof.name) == ("", "original", "IMG_1.jpg")
    assert open_sealed(files["file1"], proof.seed)[: proof.size] == photo


def test_a_photo_that_this_phone_cannot_read_is_refused_in_words(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "aquí va")
    choose(page, "photo", ("a.heic", "image/heic", b"\0\0\0\x18ftypheic" + bytes(600)))
    send(page, "[role=status]:text('No pudimos limpiar')")
    assert stand_in[1].posts == []
    assert page.input_value("textarea") == "aquí va"
    page.check("[name=original]")
    send(page)
    (line,) = message_in(stand_in[1].posts[0][2]).files
    assert (line.note, line.size) == ("original", 612)


def test_a_browser_that_draws_lies_sends_no_noise(on_page: Any, stand_in: Any) -> None:
    """Some browsers answer with a false picture, so that nobody is known by it."""
    lie = "CanvasRenderingContext2D.prototype.getImageData = () => ({data: Array.from({length: 64}, (_, n) => n * 3)});"
    page = on_page("hoja", before=lie)
    choose(page, "photo", ("a.jpg", "image/jpeg", photo_with_a_place()))
    send(page, "[role=status]:text('No pudimos limpiar')")
    assert stand_in[1].posts == []


@pytest.mark.parametrize("disguise", [False, True])
def test_a_voice_is_made_anew(on_page: Any, stand_in: Any, disguise: bool) -> None:
    page = on_page("hoja")
    choose(page, "voice", ("PTT-20261124.wav", "audio/wav", brought.voice_with_a_remark()))
    if disguise:
        page.check("[name=disguise]")
    send(page)
    _, _, files = stand_in[1].posts[0]
    (line,) = message_in(files).files
    assert (line.name, line.type, line.note) == ("1.wav", "audio/wav", "disguised" if disguise else "")
    sound = open_sealed(files["file0"], line.seed)[: line.size]
    assert CANARY.encode() not in sound
    with wave.open(io.BytesIO(sound)) as read_back:
        assert (read_back.getnchannels(), read_back.getsampwidth(), read_back.getframerate()) == (1, 2, 16000)
        assert abs(read_back.getnframes() - 32000) < 400
    assert len(sound) == 44 + 2 * int.from_bytes(sound[40:44], "little") // 2


def test_a_voice_that_cannot_be_another_does_not_go(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    choose(page, "voice", ("PTT-20261124.amr", "audio/amr", b"#!AMR\n" + bytes(900)))
    page.check("[name=disguise]")
    send(page, "[role=status]:text('No pudimos cambiar tu voz')")
    assert stand_in[1].posts == []
    page.uncheck("[name=disguise]")
    send(page)
    (line,) = message_in(stand_in[1].posts[0][2]).files
    assert (line.name, line.note) == ("1.amr", "as_it_is")
    assert page.locator("[data-part=as-it-is]").is_visible()


def test_a_voice_in_the_field_of_photos_is_a_voice(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    choose(page, "photo", ("a.wav", "audio/wav", brought.voice_with_a_remark()))
    page.check("[name=disguise]")
    send(page)
    assert message_in(stand_in[1].posts[0][2]).files[0].note == "disguised"


def test_the_ticket_comes_last(on_page: Any, stand_in: Any) -> None:
    """Where the line is cut anywhere before the end, no ticket arrives, and half a letter is none."""
    page = on_page("hoja")
    page.fill("textarea", "hola")
    send(page)
    assert list(stand_in[1].posts[0][1])[-1] == "t"


def test_too_long_too_many_and_nothing_are_said(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    send(page, "[role=status]:text('Falta el mensaje')")
    choose(page, "voice", ("a.wav", "audio/wav", brought.voice_with_a_remark(182, 8000)))
    send(page, "[role=status]:text('Hasta tres minutos')")
    photo = photo_with_a_place(size=(80, 40))
    choose(page, "photo", *[(f"{n}.jpg", "image/jpeg", photo) for n in range(3)])
    send(page, "[role=status]:text('Hasta tres.')")
    choose(page, "voice")
    page.fill("textarea", "x" * 20_001)
    send(page, "[role=status]:text('Es muy largo')")
    assert stand_in[1].posts == []


def test_who_only_wants_to_be_heard_sends_no_word(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "solo quería contarlo")
    page.check("[value=listen]")
    send(page)
    assert page.inner_text("h1") == "Gracias por decirlo"
    ((_, fields, files),) = stand_in[1].posts
    assert set(fields) == {"h", "t", "n", "wish"}
    assert (fields["wish"], files) == ("listen", {})
    assert "contarlo" not in page.content()


def test_who_declines_words_leaves_no_way_back(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "hola")
    page.check("[name=no_words]")
    send(page)
    assert page.inner_text("main p") == "Nadie podrá responderte."
    _, fields, files = stand_in[1].posts[0]
    assert not {"lookup", "receipt"} & set(fields)
    assert set(json.loads(files["wraps"])) == {"aa", "bb"}


def test_a_cut_line_loses_nothing(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "no me pierdas")
    choose(page, "photo", ("a.jpg", "image/jpeg", photo_with_a_place(size=(80, 40))))
    stand_in[1].mode = "cut"
    send(page, "[role=status]:text('Se cortó')")
    assert stand_in[1].posts == []
    assert page.input_value("textarea") == "no me pierdas"
    assert page.evaluate("document.querySelector('[name=photo]').files.length") == 1
    stand_in[1].mode = "ok"
    send(page)
    assert message_in(stand_in[1].posts[0][2]).text == "no me pierdas"


def test_a_letter_whose_answer_was_lost_is_sent_again_as_the_same_letter(on_page: Any, stand_in: Any) -> None:
    """So that the house can see that it has it already, and her words are those of the letter it has."""
    page = on_page("hoja")
    page.fill("textarea", "una vez")
    stand_in[1].mode = "lost"
    send(page, "[role=status]:text('Se cortó')")
    stand_in[1].mode = "ok"
    send(page)
    assert stand_in[1].posts[0] == stand_in[1].posts[1]
    page = on_page("hoja")
    page.fill("textarea", "una vez")
    stand_in[1].mode = "lost"
    send(page, "[role=status]:text('Se cortó')")
    stand_in[1].mode = "ok"
    page.fill("textarea", "otra cosa")
    send(page)
    assert stand_in[1].posts[2][1]["lookup"] != stand_in[1].posts[3][1]["lookup"]


def test_a_refusal_is_said_in_the_words_of_the_house(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "hola")
    stand_in[1].mode = "refuse"
    send(page, "[role=status]:text('La casa dice que no todavía.')")
    assert page.input_value("textarea") == "hola"
    assert page.locator("form#carta button").is_enabled()


def test_two_of_the_words_are_asked_back(on_page: Any, stand_in: Any) -> None:
    page = on_page("hoja")
    page.fill("textarea", "hola")
    send(page)
    words = page.locator("ol.words li").all_inner_texts()
    first, second = (int(text) for text in page.locator("form.two .n").all_inner_texts())
    assert 1 <= first < second <= 8
    fields = page.locator("form.two input")
    fields.nth(0).fill(words[first - 1].upper()[:4])  # a beginning is enough
    fields.nth(1).fill("zapatilla")
    page.click("form.two button >> nth=0")
    assert page.inner_text("form.two [role=status]") == f"La palabra {second} no es esa."
    fields.nth(1).fill(words[second - 1])
    page.click("form.two button >> nth=0")
    assert page.inner_text("form.two [role=status]") == "Eso es."
    page.click("[data-part=skip]")
    assert page.locator("form.two").count() == 0
    assert page.locator("ol.words li").count() == 8


def test_leaving_clears_the_page_at_once(on_page: Any, stand_in: Any) -> None:
    for act in ("document.querySelector('a.leave').click()", "dispatchEvent(new Event('pagehide'))"):
        page = on_page("hoja")
        page.fill("textarea", "hola")
        send(page)
        page.evaluate("document.querySelector('a.leave').addEventListener('click', e => e.preventDefault())")
        page.evaluate(act)
        assert page.inner_text("main") == ""


@pytest.mark.parametrize("missing", ["script", "TransformStream", "BigInt", "crypto"])
def test_without_what_it_needs_the_form_goes_to_the_house(on_page: Any, stand_in: Any, missing: str) -> None:
    no_chance = "Object.defineProperty(Crypto.prototype, 'getRandomValues', {value: undefined});"
    before = {"script": "", "crypto": no_chance}.get(missing, f"delete window.{missing};")
    page = on_page("hoja", before=before, taken=False, script=missing != "script", forgiven="BigInt is not")
    on_page("hoja")  # one that has all it needs is taken over by now: this one never will be
    assert page.locator("[data-seals=house]").is_visible()
    page.fill("textarea", "hola casa")
    send(page, "h1:text('En la casa')")
    assert b"hola casa" in stand_in[1].posts[0][2]["whole"]


def test_what_fails_unforeseen_is_said_before_it_goes_to_the_house(on_page: Any, stand_in: Any) -> None:
    stand_in[1].listed = ["tres", "palabras", "solas"]
    page = on_page("hoja")
    page.fill("textarea", "hola casa")
    send(page, "[role=status]:text('Aquí no se pudo')")
    assert stand_in[1].posts == []
    assert page.locator("[data-seals=house]").is_visible()
    send(page, "h1:text('En la casa')")


@pytest.mark.parametrize(("mode", "said", "seals"), [("502", "Se cortó", "phone"), ("413", "Aquí no se pudo", "house")])
def test_when_somebody_else_answers_she_is_told_what_is_true(
    on_page: Any, stand_in: Any, mode: str, said: str, seals: str
) -> None:
    """A server before the house that is out of order: again. One that refuses: the next press goes the plain way."""
    page = on_page("hoja")
    page.fill("textarea", "hola casa")
    stand_in[1].mode = mode
    send(page, f"[role=status]:text('{said}')")
    assert page.locator(f"[data-seals={seals}]").is_visible()
    assert page.input_value("textarea") == "hola casa"
