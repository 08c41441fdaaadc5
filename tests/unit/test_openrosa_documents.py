"""XML of strangers: what is known to hurt a reader is refused, in forms and in what phones send, and at once.

How much was done is counted in events of the reader, not in seconds.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from amparo.formats import codes
from amparo.formats.openrosa import documents
from amparo.formats.openrosa.documents import Limits, read_xml
from amparo.formats.openrosa.faults import BadForm, BadSubmission, Fault
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.submissions import read_submission

LIMITS = Limits(most_bytes=100_000, most_elements=2_000)
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&a9;</a>"
)
SECRET = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
DECLARED = " ".join(f"xmlns:b{n}='u'" for n in range(40))
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><a/>'


def calls(act: Callable[[], Any]) -> int:
    """How many functions of this package and of the reader are entered while something is done."""
    count = 0

    def look(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(look)
    try:
        act()
    except Fault:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "xml", [LAUGHS, SECRET, PARAMETER, "<!DOCTYPE a><a/>", '<?xml version="1.0"?>\n<!DOCTYPE a PUBLIC "" ""><a/>']
)
@pytest.mark.parametrize(("read", "fault"), [(read_form, BadForm), (read_submission, BadSubmission)])
def test_a_document_type_is_refused_before_anything_is_read(
    xml: str, read: Callable[[bytes], Any], fault: type[Fault]
) -> None:
    with pytest.raises(fault) as raised:
        read(xml.encode())
    assert raised.value.code == "has_doctype"
    with pytest.raises(fault) as hidden:
        read(xml.encode("utf-16"))
    assert hidden.value.code == "not_utf8"


def test_what_entities_remain_are_the_five_of_xml() -> None:
    read = read_xml(b"<a b='&quot;'>&lt;&amp;&#241;<![CDATA[&x;]]></a>", limits=LIMITS, fault=BadForm)
    assert (read.text, read.get("b")) == ("<&ñ&x;", '"')
    with pytest.raises(BadForm) as raised:
        read_xml(b"<a>&nbsp;</a>", limits=LIMITS, fault=BadForm)
    assert raised.value.code == "not_xml"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<a>" + "x" * 100_000 + "</a>", "too_large"),
        ("<a>" + "<b/>" * 2_000 + "</a>", "too_many"),
        ("<a " + " ".join(f"b{n}=''" for n in range(65)) + "/>", "too_many"),
        (f"<a {DECLARED}><b {DECLARED.replace('xmlns:b', 'xmlns:c')}/></a>", "too_many"),
        ("<a>" * 65 + "</a>" * 65, "too_deep"),
        (f"<{'a' * 1000}/>", "too_deep"),
        ("".join(f"<{'a' * 20}>" for _ in range(50)), "too_deep"),
        ("<a><b></a></b>", "not_xml"),
        ("<a b='1' b='2'/>", "not_xml"),
        ("<p:a/>", "not_xml"),
        ("<a p:b=''/>", "not_xml"),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "not_xml"),
        ("<a xmlns:p=''><p:b/></a>", "not_xml"),
        ("<a xmlns:p='u'><p:b:c/></a>", "not_xml"),
        ("<a>&#0;</a>", "not_xml"),
        ("<a>&#xD800;</a>", "not_xml"),
        ("<a/>trailing", "not_xml"),
        ("<a/><b/>", "not_xml"),
        ("just text", "not_xml"),
    ],
)  # fmt: skip
def test_limits_and_broken_files(xml: str, code: str) -> None:
    with pytest.raises(BadSubmission) as raised:
        read_xml(xml.encode(), limits=LIMITS, fault=BadSubmission)
    assert raised.value.code == code


def test_what_is_within_the_limits_is_read() -> None:
    deep = read_xml(b"<a>" * 64 + b"</a>" * 64, limits=LIMITS, fault=BadForm)
    assert len(deep.children) == 1
    wide = read_xml(b"<a>" + b"<b/>" * 1_999 + b"</a>", limits=LIMITS, fault=BadForm)
    assert len(wide.children) == 1_999
    marked = read_xml("\ufeff<a>ñ</a>".encode(), limits=LIMITS, fault=BadForm)
    assert (marked.name, marked.text) == ("a", "ñ")


def test_a_declared_encoding_changes_nothing() -> None:
    for encoding in ("iso-8859-1", "utf-16", "utf-7", "hex", "no-such", "idna"):
        read = read_xml(f'<?xml version="1.0" encoding="{encoding}"?><a>ñ</a>'.encode(), limits=LIMITS, fault=BadForm)
        assert read.text == "ñ"


def test_prefixes_are_resolved_where_they_stand() -> None:
    read = read_xml(
        b"<a xmlns='one' xmlns:p='two' p:x='1' x='2'><p:b><c xmlns='' p:x='3' xml:lang='es'/></p:b>"
        b"<d xmlns:p='three'><p:e/></d></a>",
        limits=LIMITS, fault=BadForm,
    )  # fmt: skip
    inner, outer = read.children
    assert (read.space, read.get("x"), read.get("x", space="two")) == ("one", "2", "1")
    assert (inner.space, inner.children[0].space, inner.children[0].get("x", space="two")) == ("two", "", "3")
    assert inner.children[0].get("lang", space="http://www.w3.org/XML/1998/namespace") == "es"
    assert (outer.space, outer.children[0].space) == ("one", "three")


def test_an_element_knows_where_its_tags_begin() -> None:
    xml = "\ufeff<a>ñ<b c='>'>x</b></a>".encode()
    (inner,) = read_xml(xml, limits=LIMITS, fault=BadForm).children
    assert xml[inner.begins :].startswith(b"<b c='>'>")
    assert xml[inner.ends :].startswith(b"</b>")


@pytest.mark.parametrize(
    "grow",
    [
        lambda n: b"<a>" + b"<b/>" * n + b"</a>",
        lambda n: b"<a>" + b"&amp;" * n + b"</a>",
        lambda n: b"<a>" + b"x<!---->" * n + b"</a>",
        lambda n: b"<a b='" + b"x" * n + b"'/>",
        lambda n: b"<a>" * n,
    ],
    ids=["elements", "entities", "comments", "an attribute", "unclosed"],
)
def test_twice_as_much_is_twice_the_work_and_no_more(grow: Callable[[int], bytes]) -> None:
    """The count proves that it sees a reader whose work grows with the square."""

    def work(size: int) -> int:
        return calls(lambda: read_xml(grow(size), limits=Limits(10_000_000, 1_000_000), fault=BadForm))

    assert work(4_000) <= 2.2 * work(2_000) + 200
    square = [calls(lambda size=size: [len("") for _ in range(size) for _ in range(size)]) for size in (20, 40)]  # type: ignore[misc]
    assert square[1] > 2.2 * square[0] + 200


def test_a_long_namespace_is_kept_once() -> None:
    """A reader that writes the namespace before each name would need two hundred million letters here."""
    space = "u" * 50_000
    read = read_xml(
        f"<p:a xmlns:p='{space}'>{'<p:b/>' * 4_000}</p:a>".encode(), limits=Limits(200_000, 5_000), fault=BadForm
    )
    assert len({id(each.space) for each in read.children}) == 1
    assert read.children[0].space == space


def test_each_refusal_has_its_sentence_in_three_languages() -> None:
    package = Path(documents.__file__).parent
    raised = {name: set() for name in ("form_fault", "submission_fault")}  # type: ignore[var-annotated]
    for path in package.glob("*.py"):
        text = path.read_text("utf-8")
        for name, fault in (("form_fault", "BadForm"), ("submission_fault", "BadSubmission")):
            raised[name] |= {part.partition('"')[0] for part in text.split(f'{fault}("')[1:]}
            raised[name] |= {part.partition('"')[0] for part in text.split('fault("')[1:]}
    assert {"has_doctype", "unknown_place"} <= raised["form_fault"]
    for name, said in raised.items():
        assert said == set(codes.by_code(name)), name
