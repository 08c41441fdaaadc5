"""Is there a value that a paper swallows, a sign read as a command, a broken PDF that ends otherwise than in words?"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.documents.bundle.cleaning import bare_jpeg, clean
from amparo.formats.documents.bundle.pieces import BadPiece
from amparo.formats.documents.filling import fill
from amparo.formats.documents.printing import page
from amparo.formats.documents.templates import templates
from amparo.formats.documents.text import plain
from amparo.formats.documents.word import word
from tests import hostile_pdfs
from tests.document_made import EVERY, filled, made_up, text_of_page, text_of_word
from tests.examples import examples

ODD = st.text(
    st.one_of(st.characters(), st.sampled_from("{}%_<>&\"'#\\/=[]\t\n\u202e\u2066\x00\x07\x0c\ufeff")), max_size=80
)
WHOLE = hostile_pdfs.plain(2)


@settings(max_examples=examples(150), deadline=None)
@given(st.sampled_from(EVERY), st.data())
def test_exactly_what_is_left_out_is_flagged(which: tuple[str, str], data: st.DataObject) -> None:
    code, language = which
    template = templates()[code]
    left_out = data.draw(st.sets(st.sampled_from([each.code for each in template.fields])))
    values = {key: value for key, value in made_up(template).items() if key not in left_out}
    document = fill(template, values, language=language, exhibits=[], address_withheld=False)
    assert list(document.missing) == [each.label(language) for each in template.fields if each.code in left_out]
    assert page(document).count("<mark>") >= len(left_out)
    assert bool(document.missing) <= bool(document.notice)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(ODD, min_size=6, max_size=6))
def test_whatever_is_typed_is_read_back_as_it_is(typed: list[str]) -> None:
    """Six values in a file, each in a field of its own: a Word file takes a tenth of a second."""
    fields = ("facts", "danger", "requests", "legal_basis", "authority_name", "client_document")
    values = {code: f"({code}: {each})" for code, each in zip(fields, typed, strict=True)}
    document = filled("complaint", "es", values | {"client_name": typed[0] or "x"})
    pieces = [each for value in values.values() for each in plain(value).split("\n") if each.strip()]
    for text in (text_of_page(page(document)), text_of_word(word(document))):
        for each in pieces:
            assert each in text


@settings(max_examples=examples(200), deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_pdf_that_was_hurt_is_mended_or_refused_and_never_anything_else(seed: int, how_often: int) -> None:
    chance, hurt = random.Random(seed), bytearray(WHOLE)
    for _ in range(how_often):
        at = chance.randrange(len(hurt))
        if chance.random() < 0.3:
            del hurt[at : at + chance.randrange(1, 30)]
        else:
            hurt[at] = chance.randrange(256)
    what = outcome(bytes(hurt))
    assert what in ("pages", "broken", "encrypted", "huge_page", "too_many_pages")


def outcome(data: bytes) -> str:
    """What became of it: pages, or the reason why not."""
    try:
        body, pages, _ = clean(data)
    except BadPiece as refused:
        return refused.kind
    return "pages" if body.startswith(b"%PDF-") and pages >= 1 else "nothing"


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_no_photo_and_break_nothing(data: bytes) -> None:
    bare_jpeg(b"\xff\xd8" + data)
    with pytest.raises(BadPiece):
        clean(data)
