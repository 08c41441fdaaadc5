"""The parts of a request, as phones, curl, browsers and older programs write them."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from amparo.formats.openrosa.parts import BadParts, Part, read_parts

KIND = "multipart/form-data; boundary=b"
NARROW = "Nota 9.00\u202fa.m.amr"


def body(*heads: bytes, data: bytes = b"x") -> bytes:
    return b"".join(b"--b\r\n" + head + b"\r\n\r\n" + data + b"\r\n" for head in heads) + b"--b--\r\n"


def one(head: bytes) -> Part:
    (part,) = read_parts(KIND, body(head), most=9)
    assert part.data == b"x"
    return part


@pytest.mark.parametrize(("said", "name"), [
    (b'filename="1699.jpg"', "1699.jpg"),
    (b"filename=1699.jpg", "1699.jpg"),
    (b'FileName="1699.jpg"', "1699.jpg"),
    (b'filename = "1699.jpg" ', "1699.jpg"),
    ('filename="ñandú.amr"'.encode(), "ñandú.amr"),
    ('filename="ñandú.amr"'.encode("latin-1"), "ñandú.amr"),
    (f'filename="{NARROW}"'.encode(), NARROW),
    (b'filename="con; punto y coma.amr"', "con; punto y coma.amr"),
    (b'filename="una \\"cita\\".amr"', 'una "cita".amr'),  # as curl did
    (b'filename="una %22cita%22.amr"', 'una "cita".amr'),  # as OkHttp and browsers do
    (b'filename="una %22cita%22.amr"', "una %22cita%22.amr"),  # it may be called so, too
    (b'filename="100%25 y 50%.amr"', "100%25 y 50%.amr"),
    (b'filename="a&amp;b.amr"', "a&amp;b.amr"),
    (b'filename="/sdcard/odk/1699.jpg"', "1699.jpg"),
    (b'filename="C:\\fotos\\1699.jpg"', "1699.jpg"),
    (b'filename="../../etc/passwd"', "passwd"),
    (b"filename*=UTF-8''%C3%B1and%C3%BA.amr", "ñandú.amr"),
    (b"filename*=iso-8859-1'es'%F1and%FA.amr", "ñandú.amr"),
    (b"filename=\"nandu.amr\"; filename*=UTF-8''%C3%B1and%C3%BA.amr", "ñandú.amr"),
    (b"filename*0=\"nota \"; filename*1=\"uno.amr\"", "nota uno.amr"),
    (b"filename*1*=uno.amr; filename*0*=UTF-8''nota%20", "nota uno.amr"),
    (b'filename="' + b"a" * 251 + b'.amr"', "a" * 251 + ".amr"),
    (b'filename="' + "é".encode() * 251 + b'.amr"', "é" * 251 + ".amr"),
    (b'filename=""', "field"),
    (b"", "field"),
    (b'filename=".."', ".."),  # no form may name a file so, and nothing is written anywhere
])  # fmt: skip
def test_a_file_has_the_name_that_the_form_says(said: bytes, name: str) -> None:
    for order in (b'form-data; name="field"; ' + said, b"form-data; " + said + b'; name="field"'):
        assert name in one(b"Content-Disposition: " + order).names


def test_a_head_may_be_written_in_many_ways() -> None:
    for head in (
        b"content-disposition:form-data;name=field",
        b'Content-Type: text/xml\r\nContent-Disposition: form-data; name="field"',
        b'Content-Disposition: form-data;\r\n name="field"',
        b'Content-Transfer-Encoding: binary\r\nContent-Disposition: form-data; name="field"\r\nContent-Length: 9',
    ):
        assert one(head).name == "field"
        assert not one(head).is_file
    assert one(b'Content-Disposition: form-data; name="field"; filename="a"; filename="b"').names[0] == "a"


@pytest.mark.parametrize("kind", [
    "multipart/form-data; boundary=b", 'multipart/form-data; boundary="b"',
    "Multipart/Form-Data;charset=utf-8;boundary=b", "multipart/form-data; boundary=b; charset=latin-1",
])  # fmt: skip
def test_the_boundary_is_found(kind: str) -> None:
    assert len(read_parts(kind, body(b'Content-Disposition: form-data; name="a"'), most=9)) == 1


@pytest.mark.parametrize("data", [
    b"", b"\r\n", b"--", b"\r\n--bb\r\n", b"a\r\n--b x\r\nb", b"\r\n\r\n--c--\r\n", b"\0\xff" * 50_000, b"\r\n--",
])  # fmt: skip
def test_what_a_part_holds_is_not_touched(data: bytes) -> None:
    head = b'Content-Disposition: form-data; name="a"; filename="a"'
    parts = read_parts(KIND, b"before\r\n" + body(head, head, data=data) + b"after", most=9)
    assert [each.data for each in parts] == [data, data]


def test_parts_without_a_name_or_a_head_are_passed_over() -> None:
    head = b'Content-Disposition: form-data; name="a"'
    bare = b"--b\r\n\r\nnothing said\r\n--b\r\n--b\r\nno head at all\r\n"
    assert [each.name for each in read_parts(KIND, bare + body(b"X-Other: 1", head), most=9)] == ["a"]
    assert read_parts(KIND, b"--b--\r\n", most=9) == []


def test_base64_is_read_and_a_broken_one_refused() -> None:
    head = b'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64'
    (part,) = read_parts(KIND, body(head, data=b"aG9s\r\nYQ=="), most=9)
    assert part.data == b"hola"
    with pytest.raises(BadParts) as refused:
        read_parts(KIND, body(head, data=b"aG9"), most=9)
    assert refused.value.code == "cut"


def test_what_was_cut_anywhere_is_no_message() -> None:
    whole = body(b'Content-Disposition: form-data; name="a"', b'Content-Disposition: form-data; name="b"')
    for length in range(len(whole) - len(b"--\r\n")):
        with pytest.raises(BadParts) as refused:
            read_parts(KIND, whole[:length], most=9)
        assert refused.value.code == "cut"


@pytest.mark.parametrize("kind", [
    "", "text/xml", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b",
    'multipart/form-data; boundary="\u00e9"', "application/x-www-form-urlencoded; boundary=b",
    "multipart/form-data; boundary=" + "b" * 300,
])  # fmt: skip
def test_what_is_no_form_is_said(kind: str) -> None:
    with pytest.raises(BadParts) as refused:
        read_parts(kind, body(b'Content-Disposition: form-data; name="a"'), most=9)
    assert refused.value.code == "not_parts"


def test_more_parts_than_allowed_are_refused() -> None:
    heads = [b'Content-Disposition: form-data; name="a"'] * 3
    assert len(read_parts(KIND, body(*heads), most=3)) == 3
    with pytest.raises(BadParts) as refused:
        read_parts(KIND, body(*heads), most=2)
    assert refused.value.code == "too_many"


def test_the_library_of_python_writes_what_is_read() -> None:
    message = EmailMessage(policy=SMTP)
    message.make_mixed()
    for name, data in (("foto ñ.jpg", b"\xff\xd8\r\n--x\r\n"), ("largo " * 30 + ".amr", b"voz")):
        message.add_attachment(data, "image", "jpeg", filename=name, cte="base64", disposition="form-data")
        list(message.iter_attachments())[-1].set_param("name", "f", header="Content-Disposition")
    message.set_type("multipart/form-data")
    whole = message.as_bytes()
    boundary = message.get_boundary()
    parts = read_parts(f"multipart/form-data; boundary={boundary}", whole, most=9)
    assert [each.data for each in parts] == [b"\xff\xd8\r\n--x\r\n", b"voz"]
    assert ["foto ñ.jpg" in parts[0].names, "largo " * 30 + ".amr" in parts[1].names] == [True, True]
