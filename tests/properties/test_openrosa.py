"""Whatever arrives is either what a phone sends, or refused with a code that has its sentence: never another error."""

from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.openrosa.documents import DEEPEST
from amparo.formats.openrosa.forms import BadForm, Form, read_form
from amparo.formats.openrosa.submissions import BadSubmission, Submission, read_submission
from tests.examples import examples
from tests.xforms import STREET

NUMBER = "uuid:11111111-2222-4333-8444-555555555555"
SENT = (
    f'<?xml version="1.0"?><data id="f" version="2" xmlns:orx="http://openrosa.org/xforms"><a>x</a><r><b>ñ</b></r>'
    f"<r><b>&amp;</b></r><orx:meta><orx:instanceID>{NUMBER}</orx:instanceID></orx:meta></data>"
).encode()
SLIP = (
    '<data id="f" encrypted="yes"><base64EncryptedKey>QUJD</base64EncryptedKey>'
    f"<meta><instanceID>{NUMBER}</instanceID></meta><media><file>a.enc</file></media><encryptedXmlFile>s.enc</encryptedXmlFile></data>"
).encode()
CUT = (
    b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?x?>", b"&#0;", b"&amp;", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b"xmlns:p='u' ", b"xmlns='' ", b"<p:a>", b"</data>", b"/>", b" id='g'", b" encrypted='yes'",
    b"<r>" * 70, b"</r>" * 70,
)  # fmt: skip
PUT = st.one_of(st.sampled_from(CUT), st.binary(max_size=6))

names = st.text("abcñ_-.1", min_size=1, max_size=8).filter(lambda name: name[0] not in "-.1")
prefixes = st.sampled_from(["", "", "p:", "orx:"])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def written(tree: Any) -> str:
    """A tree of (prefix, name, attribute, text or children) as XML."""
    prefix, name, value, inside = tree
    told = escape(inside) if isinstance(inside, str) else "".join(written(each) for each in inside)
    return f"<{prefix}{name} x={quoteattr(value)}>{told}</{prefix}{name}>"


trees = st.recursive(
    st.tuples(prefixes, names, texts, texts),
    lambda inner: st.tuples(prefixes, names, texts, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def read(xml: bytes) -> Submission | None:
    """The submission, or None where it is refused in words."""
    try:
        return read_submission(xml)
    except BadSubmission as raised:
        fault = raised
    assert all(fault.sentence(language) != fault.code for language in ("es", "pt", "en"))
    return None


@settings(max_examples=examples(300))
@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes(xml: bytes) -> None:
    assert read(xml) is None


@settings(max_examples=examples(400))
@given(st.sampled_from([SENT, SLIP]), st.integers(0, 400), st.integers(0, 30), PUT)
def test_what_a_phone_sends_cut_and_mixed(xml: bytes, place: int, cut: int, put: bytes) -> None:
    taken = read(xml[:place] + put + xml[place + cut :])
    if taken:
        assert taken.instance_id
        assert len(taken.instance_id) <= 200
        assert taken.is_encrypted == (taken.encrypted is not None)
        keys = [(answer.path, answer.index) for answer in taken.answers]
        assert len(set(keys)) == len(keys)


def leaves(element: ElementTree.Element, path: str) -> list[tuple[str, str]]:
    """The paths and texts of the leaves below, read with the standard library."""
    told = []
    for each in element:
        here = f"{path}/{each.tag.rpartition('}')[2]}"
        told += leaves(each, here) if len(each) else [(here, each.text or "")]
    return told


@settings(max_examples=examples(120))
@given(st.lists(trees, max_size=5), st.booleans())
def test_answers_are_the_leaves_in_their_order(inside: list[Any], is_default: bool) -> None:
    """The standard library reads the same; no two answers have one path and one position."""
    space = ' xmlns="http://example.org/f"' if is_default else ""
    xml = (
        f'<data id="f"{space} xmlns:p="http://example.org/p" xmlns:orx="http://openrosa.org/xforms">'
        f"{''.join(map(written, inside))}<orx:meta><orx:instanceID>{NUMBER}</orx:instanceID></orx:meta></data>"
    ).encode()
    taken = read_submission(xml)
    assert [(answer.path, answer.value) for answer in taken.answers] == leaves(ElementTree.fromstring(xml), "/data")
    keys = [(answer.path, answer.index) for answer in taken.answers]
    assert len(set(keys)) == len(keys)
    assert all(number >= 1 for answer in taken.answers for number in answer.index)


@settings(max_examples=examples(60))
@given(st.integers(1, 2 * DEEPEST), st.integers(1, 400), st.integers(0, 100_000))
def test_deep_wide_and_long(depth: int, wide: int, long: int) -> None:
    inside = "<a>" * depth + f'<b c="{"x" * long}"/>' * wide + "</a>" * depth
    xml = f'<data id="f">{inside}<meta><instanceID>{NUMBER}</instanceID></meta></data>'.encode()
    taken = read(xml)
    fits = depth + 2 <= DEEPEST and len(xml) <= 1_000_000
    assert (taken is not None) == fits
    if taken:
        assert [answer.index for answer in taken.answers][:-1] == [(n + 1,) if wide > 1 else () for n in range(wide)]


def form_or_fault(xml: bytes) -> Form | BadForm:
    try:
        return read_form(xml)
    except BadForm as fault:
        return fault


@settings(max_examples=examples(300))
@given(st.integers(0, len(STREET)), st.integers(0, 60), PUT)
def test_a_form_cut_and_mixed(place: int, cut: int, put: bytes) -> None:
    form = form_or_fault(STREET[:place] + put + STREET[place + cut :])
    if isinstance(form, BadForm):
        assert form.sentence("es") != form.code
        return
    paths = [each.path for each in form.questions]
    assert len(set(paths)) == len(paths)
    assert any(each.control for each in form.questions)
    assert all(set(each.labels) <= set(form.languages) for each in (*form.questions, *form.groups))
    assert {each.repeat for each in form.questions} - {""} <= set(form.repeats)
