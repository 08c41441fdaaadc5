"""A ready form gets the id and the version of the house; nothing else of it changes."""

import pytest

from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.named import named
from tests.unit.form_made import GOOD, LANGUAGES, xform

WHOLE = xform(*GOOD, title="Cuaderno", id="cuaderno", languages=LANGUAGES)
START = '<data id="cuaderno" version="1">'


@pytest.mark.parametrize(("tag", "now"), [
    (START, '<data id="ours" version="7">'),
    ('<data>', '<data id="ours" version="7">'),
    ("<data version='3' id='x' >", '<data id="ours" version="7" >'),
    ('<data orx:version="9" xmlns:orx="http://openrosa.org/xforms" id="x">',
     '<data id="ours" version="7" orx:version="9" xmlns:orx="http://openrosa.org/xforms">'),
    ('<data note="id=&quot;x&quot; version=" id="x">', '<data id="ours" version="7" note="id=&quot;x&quot; version=">'),
    ('<data note=" id=\'a\' " id="x" version = "2">', '<data id="ours" version="7" note=" id=\'a\' ">'),
])  # fmt: skip
def test_both_are_ours_and_every_other_byte_stays(tag: str, now: str) -> None:
    before = WHOLE.replace(START, tag)
    after = named(before.encode(), form_id="ours", version="7")
    assert after.decode() == WHOLE.replace(START, now)
    made = read_form(after)
    assert (made.id, made.version) == ("ours", "7")


def test_what_is_no_form_is_refused() -> None:
    for bad in (
        b"<a/>",
        b"",
        b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head/></h:html>",
        b"no",
        WHOLE.encode()[:90],
    ):
        with pytest.raises(BadForm):
            named(bad, form_id="ours", version="7")
    doctype = b'<!DOCTYPE a [<!ENTITY b "c">]>' + WHOLE.encode()
    with pytest.raises(BadForm, match="DOCTYPE"):
        named(doctype, form_id="ours", version="7")


@pytest.mark.parametrize("word", ["", 'a"b', "a b", "<a>", "x" * 101])
def test_an_id_is_a_word(word: str) -> None:
    with pytest.raises(ValueError, match="no id or no version"):
        named(WHOLE.encode(), form_id=word, version="7")
    with pytest.raises(ValueError, match="no id or no version"):
        named(WHOLE.encode(), form_id="ours", version=word)
