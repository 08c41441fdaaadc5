"""Whatever arrives as parts is read as it was sent, or refused with a code; and no cut of it is taken for a whole."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.openrosa.parts import BadParts, read_parts
from tests.phone_client import body_of, part

BOUNDARY = "0123456789abcdef"
NAMES = st.text(st.sampled_from("aZ0 ._-;'&ñé日🙂\u202f"), min_size=1, max_size=80)
FILES = st.lists(st.tuples(NAMES, st.binary(max_size=200)), max_size=6)
KIND = f"multipart/form-data; boundary={BOUNDARY}"
PIECES = st.lists(st.one_of(
    st.binary(max_size=20), st.sampled_from([
        b"\r\n", b"--", b"--0123456789abcdef", b"Content-Disposition: form-data; ", b'name="', b'"', b"filename*=",
        b";", b"UTF-8''%", b"\\", b"filename*0*=", b"Content-Transfer-Encoding: base64", b"\r\n\r\n", b"filename*999=",
    ]),
), max_size=40)  # fmt: skip


@given(FILES)
def test_what_is_sent_is_read(files: list[tuple[str, bytes]]) -> None:
    whole = body_of([part(name, name, data) for name, data in files], BOUNDARY)
    read = read_parts(KIND, whole, most=9)
    assert [(each.names[0], each.data) for each in read] == files


@given(PIECES, st.sampled_from([KIND, "multipart/form-data; boundary=--", 'multipart/form-data; boundary="\'"']))
def test_any_bytes_are_parts_or_a_refusal(pieces: list[bytes], kind: str) -> None:
    with suppress(BadParts):
        read_parts(kind, b"".join(pieces), most=5)


@given(FILES, st.data())
def test_no_cut_is_taken_for_a_whole(files: list[tuple[str, bytes]], data: st.DataObject) -> None:
    whole = body_of([part(name, name, held) for name, held in files], BOUNDARY)
    length = data.draw(st.integers(0, len(whole) - len("--\r\n") - 1))
    with pytest.raises(BadParts, match="cut"):
        read_parts(KIND, whole[:length], most=9)
