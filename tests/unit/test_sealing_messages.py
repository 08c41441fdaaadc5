"""What is in an envelope may be anything: whoever sealed it may be anybody. Only messages come out, or a refusal."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing.messages import LONGEST_TEXT, File, Message, NotAMessage, read, written
from amparo.sealing.padding import padded

REF, KEY = "0123456789abcdef", "00" * 32
FILE = {"ref": REF, "seed": KEY, "name": "foto.jpg", "type": "image/jpeg", "size": 3, "note": ""}


def sent(body: Any) -> bytes:
    """As another program would send it."""
    return padded(json.dumps(body).encode())


def raw(text: str) -> bytes:
    """JSON by hand."""
    return padded(text.encode())


def test_a_message_comes_back() -> None:
    file = File(REF, bytes(32), "foto.jpg", "image/jpeg", 3, "disguised")
    for message in (Message("hola, ñandú 🌱"), Message("", "reader"), Message("x" * LONGEST_TEXT, "", (file,) * 3)):
        assert read(written(message)) == message


def test_a_message_of_hers_says_no_role() -> None:
    assert b"role" not in written(Message("hola"))


def test_a_message_shows_nothing_of_itself_in_a_log() -> None:
    file = File(REF, b"k" * 32, "foto.jpg", "image/jpeg", 3)
    shown = repr(Message("secreto", "", (file,))) + repr(file)
    assert "secreto" not in shown
    assert "foto" not in shown
    assert "k" * 8 not in shown


def test_the_format_is_the_one_of_the_script() -> None:
    body = {"v": 1, "text": "hola", "files": [{**FILE, "cleaned": True}]}
    assert read(sent(body)) == Message("hola", "", (File(REF, bytes(32), "foto.jpg", "image/jpeg", 3),))
    told = json.loads(written(Message("hola"))[4 : 4 + int.from_bytes(written(Message("hola"))[:4])])
    assert told == {"v": 1, "text": "hola", "files": []}


def test_a_long_text_is_cut_and_not_lost() -> None:
    assert read(sent({"text": "á" * 20_001})).text == "á" * 20_000


def test_more_than_three_files_are_not_read() -> None:
    assert len(read(sent({"text": "", "files": [FILE] * 50})).files) == 3


@pytest.mark.parametrize(
    "hostile",
    [
        "", "null", "1", "[]", '"text"', "{}", '{"text":1}', '{"text":null}', '{"text":["a"]}', '{"text":{}}',
        '{"text":true}',
        '{"text":"a","role":1}', '{"text":"a","role":null}', '{"text":"a","role":"' + "r" * 41 + '"}',
        '{"text":"a","files":null}', '{"text":"a","files":{}}', '{"text":"a","files":"abc"}', '{"text":"a","files":7}',
        '{"text":"a","files":[null]}', '{"text":"a","files":["a"]}', '{"text":"a","files":[[]]}',
        '{"text":"a","files":[{}]}',
        "[" * 200_000, '{"text":' * 100_000, '{"text":"a","files":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"text":"a"', "{'text':'a'}", "\ufeff{}", '{"text":"a"} x', '{"text":"\\u12"}', '{"text":"\x01"}',
        '{"text":"a","files":[' + json.dumps(FILE).replace("3,", "9" * 5_000 + ",") + "]}",
    ],
)  # fmt: skip
def test_hostile_json_is_no_message(hostile: str) -> None:
    with pytest.raises(NotAMessage):
        read(raw(hostile))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("ref", REF[:-1]), ("ref", REF.upper()), ("ref", REF + "0"), ("ref", REF + "\n"), ("ref", None), ("ref", 1),
        ("ref", "../../../../etc/"),
        ("seed", KEY[:-1]), ("seed", KEY + "0"), ("seed", "0x" + KEY[2:]), ("seed", KEY[:-1] + " "), ("seed", None),
        ("seed", 7),
        ("size", -1), ("size", 1.0), ("size", "3"), ("size", True), ("size", None), ("size", float("nan")), ("size",
        float("inf")),
        ("name", 3), ("name", None), ("type", []), ("type", {}), ("note", False),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(part: str, value: Any) -> None:
    with pytest.raises(NotAMessage):
        read(sent({"text": "a", "files": [{**FILE, part: value}]}))


@pytest.mark.parametrize("part", ["ref", "seed", "size"])
def test_a_file_must_say_what_it_is(part: str) -> None:
    with pytest.raises(NotAMessage):
        read(sent({"text": "a", "files": [{key: value for key, value in FILE.items() if key != part}]}))


def test_said_twice_the_last_counts_and_nothing_breaks() -> None:
    assert read(raw('{"text":"a","text":"b"}')).text == "b"
    assert read(raw('{"v":NaN,"text":"a"}')).text == "a"
    assert read(raw('{"v":1e999,"text":"a","x":' + "9" * 4_000 + "}")).text == "a"


def test_half_a_character_breaks_no_page() -> None:
    """JSON can hold half a surrogate pair; a page that shows it could not be sent at all."""
    half = {**FILE, "name": "\ud800.jpg", "type": "\udfff", "note": "\ud83d"}
    found = read(sent({"text": "a\ud800b 🌱", "role": "\ud800", "files": [half]}))
    for each in (found.text, found.role, *(getattr(found.files[0], name) for name in ("name", "type", "note"))):
        each.encode()
    assert found.text == "a?b 🌱"


def test_long_names_are_cut() -> None:
    found = read(sent({"text": "", "files": [{**FILE, "name": "n" * 999, "type": "t" * 999, "note": "x" * 999}]}))
    assert {len(getattr(found.files[0], each)) for each in ("name", "type", "note")} == {100}


def test_ten_megabytes_are_read_to_the_end_of_the_text() -> None:
    assert read(sent({"text": "x" * 10_000_000, "more": ["y"] * 100_000})).text == "x" * 20_000


trees = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "role", "files", *FILE]), inner, max_size=8)
    ),
    max_leaves=20,
)


@given(trees)
def test_any_tree_is_a_message_or_a_refusal(tree: Any) -> None:
    for body in (tree, {"text": "a", "files": tree}, {"text": "a", "files": [tree]}):
        with contextlib.suppress(NotAMessage):
            assert isinstance(read(sent(body)), Message)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_refusal(data: bytes) -> None:
    for filled in (data, padded(data)):
        with contextlib.suppress(NotAMessage):
            assert isinstance(read(filled), Message)
