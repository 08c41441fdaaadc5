"""Debian's ``age`` opens what the house seals, and the house opens what it seals: nobody is bound to this program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from amparo.sealing.envelopes import Unopenable, open_sealed, seal
from amparo.sealing.keys import case_recipient, identity_text, recipient_of
from amparo.sealing.messages import Message, read, written
from amparo.sealing.shares import combine, split
from amparo.sealing.wraps import wrap

pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="age is not on this computer (Debian: apt install age)")
HERS, OTHERS = bytes(range(32)), b"\xa5" * 32
SIZES = pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])


def age(*arguments: str, given: bytes, ok: bool = True) -> bytes:
    """Run the tool."""
    done = subprocess.run(["age", *arguments], input=given, capture_output=True, check=False)
    assert (done.returncode == 0) == ok, done.stderr.decode()
    return done.stdout


@pytest.fixture
def key(tmp_path: Path) -> str:
    """Her secret as a file of identities."""
    path = tmp_path / "key"
    path.write_text(identity_text(HERS) + "\n")
    return str(path)


@SIZES
def test_the_tool_opens_what_we_seal(size: int, key: str) -> None:
    data = bytes(n % 251 for n in range(size))
    assert age("-d", "-i", key, given=seal(data, [recipient_of(OTHERS), recipient_of(HERS)])) == data


@SIZES
def test_we_open_what_the_tool_seals(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    envelope = age("-r", recipient_of(OTHERS), "-r", recipient_of(HERS), given=data)
    assert open_sealed(envelope, HERS) == open_sealed(envelope, OTHERS) == data
    with pytest.raises(Unopenable):
        open_sealed(envelope, b"k" * 32)


def test_the_tool_refuses_what_we_refuse(key: str) -> None:
    envelope = seal(b"hola", [recipient_of(HERS)])
    for wrong in (envelope[:-1], envelope[:-1] + bytes([envelope[-1] ^ 1]), seal(b"hola", [recipient_of(OTHERS)])):
        age("-d", "-i", key, given=wrong, ok=False)
        with pytest.raises(Unopenable):
            open_sealed(wrong, HERS)


def test_a_file_with_a_passphrase_is_none_of_ours(key: str) -> None:
    """Such a file would let whoever sends it choose how long the server works on it; it is refused, at once."""
    line = b"-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\nxSn3kLaVaGf2Tn8yj0Wb8nNi0E0jnLmRkZ2O8cVvHhA\n"
    file = b"age-encryption.org/v1\n" + line + b"--- " + b"A" * 43 + b"\n" + bytes(32)
    with pytest.raises(Unopenable):
        open_sealed(file, HERS)


def test_without_this_program_a_letter_is_read_with_the_tool_alone(tmp_path: Path, key: str) -> None:
    """Somebody outside who keeps her own key: her wrap is a file of identities for the letter."""
    seed = b"\x07" * 32
    letter = seal(written(Message("hola")), [case_recipient(seed)])
    opened = tmp_path / "case"
    opened.write_bytes(age("-d", "-i", key, given=wrap(seed, recipient_of(HERS), plain=True)))
    filled = age("-d", "-i", str(opened), given=letter)
    assert b'"text": "hola"' in filled
    assert read(filled).text == "hola"


def test_the_sheets_of_paper_are_a_key_of_the_tool(tmp_path: Path) -> None:
    sheets = split(HERS, "2-3")
    path = tmp_path / "key"
    path.write_text(identity_text(combine(sheets[1:])) + "\n")
    assert age("-d", "-i", str(path), given=seal(b"hola", [recipient_of(HERS)])) == b"hola"


@pytest.mark.skipif(
    not shutil.which("age-keygen"), reason="age-keygen is not on this computer (Debian: apt install age)"
)
def test_a_key_that_the_tool_makes_is_a_recipient_of_ours(tmp_path: Path) -> None:
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout
    path = tmp_path / "key"
    path.write_text(made)
    found = re.search(r"public key: (age1\w+)", made)
    assert found is not None
    assert age("-d", "-i", str(path), given=seal(b"hola", [found[1]])) == b"hola"
