"""A real server on a small disk, full to its last byte: it locks, gives words back, and goes on once there is room."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from amparo.config.env import HOUSE_FILE
from tests.cast import PASSPHRASE
from tests.letters import solved
from tests.over_the_wire import Wire, hidden
from tests.own_house import ON_POSTGRES
from tests.programs import run
from tests.real_server import Served, real_server

WORDS = settings.PATHS
DESK, SIGN_IN = f"/{WORDS['desk']}", f"/{WORDS['sign_in']}"
SIZE = 96  # MB of the disk
TEXT = "Me siguen desde ayer, y no sé a quién decirlo."

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the files of PostgreSQL lie elsewhere")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here: test_full_disk.py has the error of the engine")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """A file that takes all that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        piece = bytes(65_536)
        while piece:
            try:
                out.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]
    assert os.statvfs(folder).f_bavail == 0
    return filler


def hand_sheet(who: str) -> list[str]:
    """The numbers of a new sheet for a second step; called in the program that works in the house."""
    from amparo.commons.accounts import actions
    from amparo.commons.accounts.models import User

    return actions.hand_sheet(User.objects.get(sign_in_name=who), by=actions.SETUP)


class Browser(Wire):
    """A browser without script at this server."""

    def __init__(self, served: Served) -> None:
        super().__init__(f"http://127.0.0.1:{served.port}")
        self.answer = ""  # the page of the last letter

    def press(self, path: str, on: str = "", **fields: str) -> str:
        """The answer to a form of the desk, which stands on this page or on another."""
        name = "csrfmiddlewaretoken"
        return self.post(path, fields | {name: hidden(self.get(on or path), name)})

    def sign_in(self, numbers: list[str]) -> None:
        """Come in as somebody who reads letters, with the next number of the sheet."""
        page = self.press(SIGN_IN, sign_in_name="berta", password=PASSPHRASE)
        self.post(SIGN_IN, {"number": numbers.pop(0), "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")})

    def is_asked(self) -> bool:
        """Is it asked for the passphrase where the letter would be? Its key is away then."""
        self.reads()
        return 'type="password"' in self.answer

    def reads(self) -> bool:
        """Does it read the letter that came before? Who read it is written down, so this needs room."""
        found = re.search(r"/cartas/[0-9a-f]{16}", self.get(f"{DESK}/cartas"))
        self.answer = self.get(DESK + found[0]) if found else ""
        return "Antes." in self.answer

    def writes(self, text: str) -> str:
        """The answer to a letter."""
        page = self.post(f"/{WORDS['letter_write']}", {})
        ticket = hidden(page, "t")
        sent = {"text": text, "wish": "answer", "e": hidden(page, "e"), "t": ticket, "n": solved(ticket)}
        return self.post(f"/{WORDS['letter_send']}", sent)


def test_a_full_disk_locks_and_loses_no_word(disk: Path, tmp_path: Path) -> None:
    memory = {"AMPARO_RUN": str(tmp_path / "memory")}
    with real_server(disk, **memory) as served:
        numbers = served.inside.ask(hand_sheet, "berta")
        reader, taken, client = Browser(served), Browser(served), Browser(served)
        for each in (reader, taken):
            each.sign_in(numbers)
            assert each.reads()
        (served.inside.house.data / HOUSE_FILE).touch()  # without it no command works here
        filler = fill(disk)

        page = client.writes(TEXT)
        assert "no se envió nada" in page
        assert TEXT in page
        assert not taken.is_asked()
        assert not taken.reads()
        assert "No se pudo guardar" in taken.answer
        assert "Todo está bajo llave" in reader.press(f"{DESK}/candado", on=DESK)
        assert taken.is_asked()
        environment = served.inside.house.environment | memory
        panic = run(["-m", "amparo", "panic"], env=environment)
        assert panic.returncode != 0
        assert "Locked: nobody opens anything" in panic.stderr

        filler.unlink()
        assert taken.is_asked(), "room alone opens nothing"
        again = Browser(served)
        again.sign_in(numbers)
        assert again.reads()
        assert taken.is_asked(), "what was open when everything was locked stays shut"
        assert run(["-m", "amparo", "panic"], env=environment).returncode == 0
        assert SIGN_IN in again.get(DESK)
