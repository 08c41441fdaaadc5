"""Filling: gaps are seen, an address can be withheld everywhere, and what somebody typed stays text in every form."""

import re
from datetime import date

import pytest

from amparo.formats.codes import label
from amparo.formats.documents.bundle.front import front
from amparo.formats.documents.filling import MISSING, SAID, Block, Document, Span, fill
from amparo.formats.documents.paging import can_page, pdf
from amparo.formats.documents.printing import page
from amparo.formats.documents.templates import templates
from amparo.formats.documents.text import chunks, in_words, plain, without_address
from amparo.formats.documents.word import word
from tests.document_made import (
    EVERY,
    addresses,
    filled,
    made_up,
    needs_pango,
    text_of_page,
    text_of_pdf,
    text_of_word,
)

HOME = "Calle de los Nogales 47, apartamento 3"
TYPED = [
    "{{ 7*7 }}", "{% for x in said %}x{% endfor %}", "{{ said }}", "{_{ x }_}", "{{r said }}", "{%p if 1 %}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>", "</w:t></w:r><w:instrText>", "=cmd|'/c calc'!A0", "<script>alert(1)</script>",
    "&amp; &#65; &lt;", "\"'`", "{facts}", "{client_name}", "[[FALTA: x]]", "]]>", "<!--", "%PDF-1.7 (x) Tj",
    "file:///etc/passwd", "<img src=file:///etc/passwd>",
]  # fmt: skip


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_every_template_shows_what_was_said_and_misses_nothing(code: str, language: str) -> None:
    document = filled(code, language)
    assert document.missing == ()
    shown = text_of_page(page(document))
    for value in made_up(templates()[code]).values():
        assert value in shown
    assert "[[" not in shown
    assert f'<html lang="{document.tag}">' in page(document)
    assert shown.count("Zulema") == text_of_word(word(document)).count("Zulema")


def test_title_notice_and_what_is_missing_are_written_as_they_are() -> None:
    odd = [f"<b>{each} & co</b>" for each in ("title", "notice", "missing")]
    blocks = tuple(Block(kind, ((Span(odd[0], SAID), Span(odd[2], MISSING)),)) for kind in ("heading", "list", "sign"))
    made = page(Document("es", '"><b>', odd[0], blocks, odd[1], (odd[2],)))
    assert "<b>" not in made
    assert 'lang="es-&quot;&gt;&lt;b&gt;"' in made
    assert [text_of_page(made).count(each) for each in odd] == [4, 1, 4]


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_whatever_is_left_out_is_flagged_where_it_stands_and_at_the_top(code: str, language: str) -> None:
    """Each field alone on the page. In Word, which takes a tenth of a second, all of them in one file."""
    title = templates()[code].title(language)
    for each in templates()[code].fields:
        document = filled(code, language, {each.code: ""})
        assert filled(code, language, {each.code: "  \n\t "}) == document
        name = each.label(language)
        assert document.missing == (name,)
        shown = text_of_page(page(document))
        assert gap(name, language) in shown
        assert 0 <= shown.index(name) < shown.index(title)
    document = filled(code, language, dict.fromkeys(made_up(templates()[code]), ""))
    names = [each.label(language) for each in templates()[code].fields]
    assert document.missing == tuple(names)
    shown, printed = text_of_word(word(document)), text_of_page(page(document))
    above = shown[: shown.index(f"\n{title}\n")].split("\n")
    assert above[-len(names) - 1 :] == [f"{label('document_words', 'missing_list', language)}:", *names]
    for name in names:
        assert shown.count(gap(name, language)) == printed.count(gap(name, language)) > 0


def test_in_word_too_each_field_that_is_left_out_alone_is_flagged() -> None:
    template = templates()["co_tutela"]
    for each in template.fields:
        shown, name = text_of_word(word(filled("co_tutela", "es", {each.code: ""}))), each.label("es")
        assert gap(name, "es") in shown
        assert 0 <= shown.index(name) < shown.index(template.title("es"))
        assert shown.count("[[") == shown.count(gap(name, "es")), "and no other"


def test_nothing_of_a_paper_or_of_a_cover_is_read_as_markup() -> None:
    typed = "<b>x</b> & \"y\" 'z'"
    said = Block("paragraph", ((Span(typed, MISSING), Span(typed, SAID), Span(typed)),))
    whole = page(Document("es", "CO", typed, (said,), notice=typed, missing=(typed,)))
    cover = front([(typed, typed, "1", "0f", False)], heading=typed, language="es", day=typed)
    for made, times in ((whole, 6), (cover, 4)):
        assert "<b>" not in made
        assert text_of_page(made).count(typed) == times


def gap(name: str, language: str) -> str:
    """How a field that is left out stands in the text."""
    return f"[[{label('document_words', 'missing', language)}: {name}]]"


def test_nothing_said_of_exhibits_is_a_gap_and_none_is_an_answer() -> None:
    template = templates()["co_tutela"]
    unsaid = fill(template, made_up(template), language="es", exhibits=None, address_withheld=False)
    assert unsaid.missing == ("Anexos, o que no hay",)
    assert "Sin anexos." in page(filled("co_tutela", "es", exhibits=[]))


def test_a_paper_says_that_nobody_reviewed_it_until_a_lawyer_did() -> None:
    assert "MODELO PARA REVISIÓN DE ABOGADA" in page(filled("co_tutela", "es"))
    assert "MODELO PARA REVISÃO DE ADVOGADA" in page(filled("br_protection_measure", "pt"))
    assert "LO COMPLETA Y REVISA UNA ABOGADA" in text_of_word(word(filled("complaint", "es")))
    assert filled("co_tutela", "es", reviewed=True).notice == ""
    assert filled("co_tutela", "es", {"facts": ""}, reviewed=True).notice, "with a gap it is not finished"


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_where_he_persecutes_her_the_address_is_in_no_form(code: str, language: str) -> None:
    template = templates()[code]
    everywhere = {each.code: f"Vive en {HOME.upper()}, al fondo" for each in template.fields}
    everywhere |= {each: HOME for each in addresses() if each in everywhere}
    everywhere["client_address"] = HOME  # typed, also where this template does not ask it
    open_ = fill(template, everywhere, language=language, exhibits=[HOME], address_withheld=False)
    shut = fill(template, everywhere, language=language, exhibits=[HOME], address_withheld=True)
    assert "nogales" in page(open_).lower(), "the look sees it"
    for shown in (page(shut), text_of_word(word(shut))):
        assert "nogales" not in shown.lower()
        assert label("document_words", "address_withheld", language) in shown
    assert shut.missing == ()


@needs_pango
@pytest.mark.parametrize(("code", "language"), [pair for pair in EVERY if pair[1] != "en"])
def test_nor_is_it_in_the_pdf(code: str, language: str) -> None:
    template = templates()[code]
    values = {each.code: HOME for each in template.fields} | {"client_address": HOME}
    shut = fill(template, values, language=language, exhibits=[HOME], address_withheld=True)
    assert "nogales" not in text_of_pdf(pdf(shut)).lower()


@needs_pango
def test_the_look_into_a_pdf_sees_an_address() -> None:
    assert can_page(), "Pango is here, and still no PDF can be made"
    assert "Nogales 47" in text_of_pdf(pdf(filled("co_tutela", "es", {"client_address": HOME})))


def test_an_address_nobody_gave_is_withheld_and_not_missing() -> None:
    document = filled("co_tutela", "es", {"client_address": ""}, withheld=True)
    assert document.missing == ()
    assert "Domicilio: Domicilio reservado" in text_of_page(page(document))


@pytest.mark.parametrize("typed", TYPED)
def test_what_somebody_typed_stays_text_in_word(typed: str) -> None:
    data = word(filled("co_tutela", "es", {"facts": f"antes {typed} después", "client_name": typed}))
    assert f"antes {typed} después" in text_of_word(data)
    xml = read_part(data, "word/document.xml")
    assert not re.search(r"<w:(instrText|fldSimple|object|hyperlink|altChunk)\b", xml)


def read_part(data: bytes, name: str) -> str:
    """One part of a Word file."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode("utf-8")


@pytest.mark.parametrize("typed", TYPED)
def test_and_on_the_page(typed: str) -> None:
    html = page(filled("co_tutela", "es", {"facts": f"antes {typed} después"}))
    assert f"antes {typed} después" in text_of_page(html)
    assert not re.search(r"<(script|img|iframe|a|link|object)\b", html)


@needs_pango
def test_and_in_a_pdf() -> None:
    typed = [each for each in TYPED if each.isprintable()]
    shown = text_of_pdf(pdf(filled("co_tutela", "es", {"facts": "\n\n".join(f"antes {t} después" for t in typed)})))
    for each in typed:
        assert re.sub(r"\s+", "", f"antes{each}después") in shown.replace(" ", ""), each


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a\u202egnp.exe", "a[U+202E]gnp.exe"), ("a\u2066b\u2069", "a[U+2066]b[U+2069]"), ("a\x00b", "a[U+0000]b"),
     ("a\x07b\x0cc", "a[U+0007]b[U+000C]c"), ("a\ufeffb\u200bc", "a[U+FEFF]b[U+200B]c"), ("a\ud800b", "a[U+D800]b"),
     ("a\U000e0041b", "a[U+E0041]b"), ("a\u2028b", "a[U+2028]b"), ("a\r\nb\rc", "a\nb\nc"), ("ñ\u0303", "ñ\u0303"),
     ("  a\t ", "a"), ("n\u0303", "ñ"), ("👩‍👧", "👩‍👧"), ("a\uffffb", "a[U+FFFF]b")],
)  # fmt: skip
def test_what_is_hidden_in_a_text_is_written_out(typed: str, shown: str) -> None:
    assert plain(typed) == shown
    document = filled("complaint", "es", {"facts": typed})
    assert shown in text_of_word(word(document))
    assert shown in text_of_page(page(document))


def test_a_value_with_empty_lines_becomes_paragraphs() -> None:
    assert chunks("uno\ndos\n\n \n tres") == ("uno\ndos", " tres")
    assert page(filled("co_tutela", "es", {"facts": "uno\n\ndos"})).count("<p>uno</p>\n<p>dos</p>") == 1


def test_days_are_written_as_in_a_letter() -> None:
    assert in_words(date(2026, 11, 8), "es") == "8 de noviembre de 2026"
    assert in_words(date(2026, 3, 1), "pt") == "1 de março de 2026"
    assert in_words(date(2026, 3, 1), "en") == "1 March 2026"


def test_an_address_is_found_however_it_is_spaced() -> None:
    assert without_address("en CALLE   5\nsur, ya", "Calle 5 Sur", "X") == "en X, ya"
    assert without_address("casa a", "a", "X") == "casa a", "a single letter is no address"


def test_a_field_that_there_is_not_and_a_language_it_lacks_are_errors() -> None:
    template = templates()["co_tutela"]
    for values, language in (({"nada": "x"}, "es"), ({"facts": "x" * 20_001}, "es"), ({}, "pt")):
        with pytest.raises(ValueError, match="co_tutela"):
            fill(template, values, language=language, exhibits=[], address_withheld=False)
