"""A reader outside without an account: what is handed to her opens with Debian's ``age`` and nothing of ours."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command

from amparo.access.reporting.actions.letters import Clear, write_reply
from amparo.access.reporting.queries.script import for_letter
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.sealing.keys import case_identity, fingerprint, fresh_secret, identity_text
from amparo.sealing.wraps import as_text, seed_in
from amparo.vault.actions import readers
from amparo.vault.models import Reader
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from tests.cast import browser_of
from tests.letters import a_house_for_letters, opened_client, with_open_key
from tests.threads import act, written

pytestmark = pytest.mark.django_db
HAS_AGE = pytest.mark.skipif(not shutil.which("age"), reason="age is not on this computer (Debian: apt install age)")
PHOTO = b"\xff\xd8\xff an example of a photo \x00\x01" * 9


@pytest.fixture
def house(cast: Any) -> Any:
    """A house for letters, in which a plain key takes the place of Olga."""
    house = a_house_for_letters(cast)
    readers.retire_reader(house.readers["olga"], by="house.setup")
    return house


@pytest.fixture
def her(house: Any, tmp_path: Path) -> Any:
    """Her own key on her own computer, and the reader that stands for it here."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "mi.key").write_text(f"{identity}\n")
    by = with_open_key(house.cast.ana)
    made = readers.add_outside_reader(recipient=str(identity.to_public()), organisation="Otra casa", by=by)
    readers.confirm_reader(made, by=with_open_key(house.cast.berta), seen=fingerprint(made.recipient))
    return Reader.objects.get(pk=made.pk)


def opened(folder: Path, *command: str) -> bytes:
    """What a command says, run in the folder that she was given."""
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def message(folder: Path, name: str, key: str) -> dict[str, Any]:
    """A message, opened as the text beside it says: without its first four bytes and the zeros after it."""
    (path,) = folder.glob(name)
    text: dict[str, Any] = json.loads(opened(folder, "age", "-d", "-i", key, path.name)[4:].rstrip(b"\0"))
    return text


@HAS_AGE
def test_age_alone_opens_what_she_was_given(house: Any, her: Reader, tmp_path: Path, capsys: Any) -> None:
    photo = Clear(PHOTO, "foto.jpg", "image/jpeg", "original")
    letter = written("Fue alguien de ustedes.", files=[photo], complaint="house")
    write_reply(letter.thread, text="¿Me leyeron?", ticket=new_ticket())
    written("De otra cosa.")  # not hers
    call_command("outside", str(tmp_path / "para"))
    assert her.reference in capsys.readouterr().out
    hers = tmp_path / "para" / her.reference
    assert sorted(path.name for path in hers.iterdir()) == sorted(["LEEME.txt", "llave.py", letter.reference])
    thread = hers / letter.reference
    key = thread / "llave-1.txt"
    key.write_bytes(opened(thread, "age", "-d", "-i", str(tmp_path / "mi.key"), "llave-1.age"))
    first = message(thread, "001-*-her-llave-1.age", key.name)
    assert first["text"] == "Fue alguien de ustedes."
    assert message(thread, "002-*-her-llave-1.age", key.name)["text"] == "¿Me leyeron?"
    said = first["files"][0]
    (thread / "archivo.txt").write_bytes(opened(thread, sys.executable, "../llave.py", said["seed"]))
    whole = opened(thread, "age", "-d", "-i", "archivo.txt", f"archivo-{said['ref']}.age")
    assert whole[: said["size"]] == PHOTO


@HAS_AGE
def test_after_somebody_left_what_comes_later_opens_with_the_next_key(house: Any, her: Reader, tmp_path: Path) -> None:
    letter, client = written(roles=["counsel"]), opened_client(house.cast.berta)
    assert act(client, letter, "share", reader=her.reference, sure="1").status_code == 302
    act(client, letter, "exclude", reader=house.readers["ana"].reference, sure="1")
    act(client, letter, "answer", text="Ya lo ve otra persona.", role="reader", seen="1")
    call_command("outside", str(tmp_path / "para"))
    thread = tmp_path / "para" / her.reference / letter.reference
    (thread / "llave-2.txt").write_bytes(opened(thread, "age", "-d", "-i", str(tmp_path / "mi.key"), "llave-2.age"))
    assert message(thread, "002-*-house-llave-2.age", "llave-2.txt")["text"] == "Ya lo ve otra persona."


def test_nothing_in_the_folder_opens_by_itself(house: Any, her: Reader, tmp_path: Path) -> None:
    letter = written("Fue alguien de ustedes.", complaint="house")
    call_command("outside", str(tmp_path / "para"))
    for path in (tmp_path / "para" / her.reference / letter.reference).iterdir():
        assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
        assert path.stat().st_mode & 0o077 == 0
        assert b"ustedes" not in path.read_bytes()


def test_the_text_says_how_in_three_languages(house: Any, her: Reader, tmp_path: Path) -> None:
    call_command("outside", str(tmp_path / "para"))
    text = (tmp_path / "para" / her.reference / "LEEME.txt").read_text(encoding="utf-8")
    for word in ("Español", "Português", "English", "age -d -i mi.key llave-1.age"):
        assert word in text


@pytest.mark.usefixtures("english")
def test_a_folder_with_something_in_it_is_left_alone(house: Any, tmp_path: Path) -> None:
    (tmp_path / "algo").write_text("mío")
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("outside", str(tmp_path))


def test_who_has_an_account_is_handed_nothing(cast: Any, tmp_path: Path, capsys: Any) -> None:
    a_house_for_letters(cast)
    written(complaint="house")
    call_command("outside", str(tmp_path / "para"))
    assert list((tmp_path / "para").iterdir()) == []
    assert browser_of(cast.stranger).get("/mesa/cartas").status_code == 302


def test_a_plain_wrap_is_a_file_of_identities_and_nothing_else_is_a_seed() -> None:
    seed = fresh_secret()
    text = as_text(seed)
    assert text.decode().splitlines() == [f"# {seed.hex()}", identity_text(case_identity(seed))]
    assert seed_in(text) == seed == seed_in(seed)
    for wrong in (b"", seed[:31], seed + b"x", text[:-1], text.upper(), b"\0" * 200):
        with pytest.raises(ValueError, match="no seed"):
            seed_in(wrong)


def test_where_she_reads_the_house_seals_because_the_script_makes_no_such_wrap(
    house: Any, her: Reader, settings: Any
) -> None:
    settings.LETTER_SCRIPT = "letter.js"
    assert for_letter(decide_now(Asked())) != {}
    assert for_letter(decide_now(Asked(complaint="house"))) == {}
