"""What a phone sends is read as it stands: answers with their positions, numbers, and the slip of a sealed one."""

from base64 import b64encode
from typing import Any

import pytest

from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.submissions import Answer, BadSubmission, Submission, media_named, read_submission
from tests.xforms import STREET, asking

NUMBER = "uuid:11111111-2222-4333-8444-555555555555"


def answers(inside: str, root: str = 'data id="f" version="2"', **other: Any) -> Submission:
    meta = f"<meta><instanceID>{NUMBER}</instanceID></meta>"
    return read_submission(f"<{root}>{inside}{meta}</{root.split()[0]}>".encode(), **other)


def told(submission: Submission) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(answer.path, answer.value, answer.index) for answer in submission.answers if "/meta/" not in answer.path]


def test_a_submission_as_collect_writes_it() -> None:
    xml = (
        "<?xml version='1.0' ?><street id=\"street\" version=\"20261101\" "
        'xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">'
        "<name> Luz &amp; Río </name>"
        "<about><band>under</band><city /></about><orx:meta><orx:instanceID>" + NUMBER + "</orx:instanceID>"
        "<orx:deprecatedID>uuid:before</orx:deprecatedID></orx:meta></street>"
    )  # fmt: skip
    read = read_submission(xml.encode())
    assert (read.form_id, read.version, read.root) == ("street", "20261101", "street")
    assert (read.instance_id, read.deprecated_id) == (NUMBER, "uuid:before")
    assert (read.is_encrypted, read.encrypted) == (False, None)
    assert read.answers == (
        Answer("/street/name", " Luz & Río ", ()),
        Answer("/street/about/band", "under", ()),
        Answer("/street/about/city", "", ()),
        Answer("/street/meta/instanceID", NUMBER, ()),
        Answer("/street/meta/deprecatedID", "uuid:before", ()),
    )


def test_positions_in_repeats_count_from_one() -> None:
    once = "<visit><place>a</place><paper><kind>x</kind></paper></visit>"
    twice = once + "<visit><place>b</place><paper><kind>y</kind></paper><paper><kind>z</kind></paper></visit>"
    assert told(answers(twice)) == [
        ("/data/visit/place", "a", (1,)), ("/data/visit/paper/kind", "x", (1,)),
        ("/data/visit/place", "b", (2,)),
        ("/data/visit/paper/kind", "y", (2, 1)), ("/data/visit/paper/kind", "z", (2, 2)),
    ]  # fmt: skip
    both = ("/data/visit", "/data/visit/paper")
    assert told(answers(twice, repeats=both)) == [
        ("/data/visit/place", "a", (1,)), ("/data/visit/paper/kind", "x", (1, 1)),
        ("/data/visit/place", "b", (2,)),
        ("/data/visit/paper/kind", "y", (2, 1)), ("/data/visit/paper/kind", "z", (2, 2)),
    ]  # fmt: skip
    assert told(answers(once)) == [("/data/visit/place", "a", ()), ("/data/visit/paper/kind", "x", ())]
    assert told(answers(once, repeats=both[:1])) == [
        ("/data/visit/place", "a", (1,)),
        ("/data/visit/paper/kind", "x", (1,)),
    ]


def test_an_answer_given_twice_is_two_answers() -> None:
    """Whoever joins answers by their path would otherwise take one of them, and never know."""
    assert told(answers("<q>1</q><r/><q>2</q>")) == [
        ("/data/q", "1", (1,)),
        ("/data/r", "", ()),
        ("/data/q", "2", (2,)),
    ]


def test_attributes_and_mixed_namespaces_change_no_path() -> None:
    root = 'data id="f" xmlns="http://example.org/x" xmlns:o="http://openrosa.org/xforms"'
    read = answers('<o:a secret="1"><b o:y="2">v</b>lost</o:a>', root=root)
    assert told(read) == [("/data/a/b", "v", ())]
    assert answers("", root='data xmlns="http://example.org/form"').form_id == "http://example.org/form"
    assert answers("", root='data xmlns:orx="http://openrosa.org/xforms" id="f" orx:version="7"').version == "7"


def test_nothing_she_said_stands_in_what_is_printed() -> None:
    assert "Luz" not in repr(answers("<name>Luz</name>"))
    assert "KEY" not in repr(read_submission(slip(key=b"KEYKEY")))


def code_of(xml: str | bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(BadSubmission) as raised:
        read_submission(xml.encode() if isinstance(xml, str) else xml)
    for language in ("es", "pt", "en"):
        assert raised.value.sentence(language).endswith(".")
    return raised.value.code, dict(raised.value.facts)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("", "not_xml"),
        ("<data><meta><instanceID>u</instanceID></meta></data>", "no_form"),
        (f'<data id="{"f" * 250}"><meta><instanceID>u</instanceID></meta></data>', "no_form"),
        ('<data id="f"/>', "no_instance_id"),
        ('<data id="f" instanceID="u"><q/></data>', "no_instance_id"),
        ('<data id="f"><meta><instanceID> </instanceID></meta></data>', "no_instance_id"),
        ('<data id="f"><a><meta><instanceID>u</instanceID></meta></a></data>', "no_instance_id"),
        ('<data id="f"><meta><instanceID>u</instanceID><instanceID>u</instanceID></meta></data>', "two_instance_ids"),
        (
            '<data id="f" xmlns:o="o"><meta><instanceID>u</instanceID></meta>'
            "<o:meta><instanceID>v</instanceID></o:meta></data>",
            "two_instance_ids",
        ),
        (f'<data id="f"><meta><instanceID>{"u" * 201}</instanceID></meta></data>', "bad_instance_id"),
        ('<data id="f"><meta><instanceID>u\nv</instanceID></meta></data>', "bad_instance_id"),
        ('<data id="f"><meta><instanceID>niña</instanceID></meta></data>', "bad_instance_id"),
        (
            '<data id="f"><meta><instanceID>u</instanceID><deprecatedID>a b</deprecatedID></meta></data>',
            "bad_instance_id",
        ),
        ('<data id="f"><a>' + "x" * 1_000_000 + "</a></data>", "too_large"),
        ('<data id="f">' + "<a/>" * 50_000 + "</data>", "too_many"),
        ('<data id="f">' + "<a>" * 70, "too_deep"),
        (b"<data id='f'>\xff</data>", "not_utf8"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_in_words(xml: str | bytes, code: str) -> None:
    assert code_of(xml)[0] == code


def slip(
    *, key: bytes = bytes(256), media: str = "", xml_file: str = "submission.xml.enc", signature: str = "c2ln"
) -> bytes:
    return (
        '<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="f" version="3" encrypted="yes">'
        f"<base64EncryptedKey>{b64encode(key).decode()}\n</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{NUMBER}</orx:instanceID></orx:meta>'
        f"{media}<encryptedXmlFile>{xml_file}</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    ).encode()


def test_the_slip_of_a_sealed_submission() -> None:
    files = "<media><file>b 1.jpg.enc</file></media><media><file>a.m4a.enc</file><file>c.enc</file></media>"
    read = read_submission(slip(media=files))
    assert (read.is_encrypted, read.answers, read.instance_id) == (True, (), NUMBER)
    assert read.encrypted is not None
    assert (read.encrypted.key, read.encrypted.signature) == (bytes(256), b"sig")
    assert read.encrypted.media == ("b 1.jpg.enc", "a.m4a.enc", "c.enc")
    assert read.encrypted.xml_file == "submission.xml.enc"
    form = read_form(STREET)
    assert media_named(form, read) == ("b 1.jpg.enc", "a.m4a.enc", "c.enc", "submission.xml.enc")
    unsigned = read_submission(slip(signature="~~")).encrypted
    assert unsigned is not None
    assert unsigned.signature == b""


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": b""}, "bad_key"),
        ({"key": bytes(2049)}, "bad_key"),
        ({"xml_file": ""}, "no_sealed_file"),
        ({"xml_file": "../submission.xml.enc"}, "bad_file_name"),
        ({"xml_file": ".."}, "bad_file_name"),
        ({"media": "<media><file>a\\b</file></media>"}, "bad_file_name"),
        ({"media": "<media><file/></media>"}, "bad_file_name"),
        ({"media": f"<media><file>{'a' * 256}</file></media>"}, "bad_file_name"),
        ({"media": "<media><file>a</file><file>a</file></media>"}, "file_twice"),
        ({"media": "<media><file>submission.xml.enc</file></media>"}, "file_twice"),
    ],
)
def test_a_slip_that_does_not_hold(changed: dict[str, Any], code: str) -> None:
    assert code_of(slip(**changed))[0] == code


def test_a_key_that_is_no_base64_is_none() -> None:
    assert code_of(slip().replace(b64encode(bytes(256)), b"no key!"))[0] == "bad_key"


def test_the_files_that_answers_name() -> None:
    form = read_form(
        asking(
            "<r><photo/></r><voice/><name/>",
            binds='<bind nodeset="/data/voice" type="binary"/><bind nodeset="/data/meta/instanceID" type="string"/>',
            body='<group ref="/data/r"><repeat nodeset="/data/r"><upload ref="/data/r/photo"/></repeat></group>'
            '<upload ref="/data/voice"/><input ref="/data/name"/>',
        )
    )
    inside = (
        "<r><photo>1.jpg</photo></r><r><photo/></r><r><photo>1.jpg</photo></r><voice> v.m4a </voice><name>n.jpg</name>"
    )
    assert media_named(form, answers(inside, repeats=form.repeats)) == ("1.jpg", "v.m4a")
    for name in ("../x.jpg", "a/b.jpg", "..", "a" * 300):
        with pytest.raises(BadSubmission) as raised:
            media_named(form, answers(f"<voice>{name}</voice>"))
        assert (raised.value.code, raised.value.facts["name"]) == ("bad_file_name", name[:80])
