"""A house on the disk with a server in front, and a look at everything that it leaves behind."""

import atexit
import logging
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as of
from pathlib import Path
from typing import Any

import pytest

from amparo.config.prepare import server_command
from tests.canaries import hidden_in, in_files
from tests.own_house import ON_POSTGRES, ROOT, OwnHouse, own_house

SECRET = "a-key-for-this-test-and-for-nothing-else-on-this-computer"
CANARIES = {
    name: f"Canario{name}{number}Xq7"
    for number, name in enumerate(
        (
            "Frase",
            "Carta",
            "Archivo",
            "Foto",
            "Etiqueta",
            "Clave",
            "ClaveMala",
            "Respuesta",
            "Contesto",
            "Palabras",
            "Voz",
        ),
        41,
    )
}
PHONE = "0998877665"


@dataclass
class Standing:
    """A house, the server in front of it, and where it may have left something."""

    house: OwnHouse
    address: str
    said: Path
    temporary: Path
    server: "subprocess.Popen[bytes]"
    number: str = ""  # of the sheet with which a colleague comes in
    canaries: list[str] = of(default_factory=lambda: [*CANARIES.values(), PHONE])

    def kill(self) -> None:
        """As a power cut does: no program may tidy up behind itself."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)

    def found(self) -> dict[str, set[str]]:
        """In which file, or in which column, lies what must lie nowhere."""
        said = {"what the server said": self.said.read_bytes()}
        return lying(self.canaries, (self.house.data, self.temporary), said, self.house.run(everything_kept))


def lying(
    canaries: Iterable[str], folders: Iterable[Path], said: Mapping[str, bytes], kept: Iterable[tuple[str, str]]
) -> dict[str, set[str]]:
    """Which lie in a file under these folders, in what was said, or in what is kept, as ``everything_kept`` has it."""
    wanted, there = list(canaries), dict[str, set[str]]()
    for folder in folders:
        there |= in_files(folder, wanted)
    for place, data in [*said.items(), *((place, bytes.fromhex(text)) for place, text in kept)]:
        if hidden := hidden_in(data, wanted):
            there[place] = there.get(place, set()) | hidden
    return there


type Look = Callable[[list[str]], dict[str, set[str]]]


@pytest.fixture
def found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Look:
    """Where any of these strings lies, of a house in this program: its temporary folder is that of the test."""
    from django.conf import settings

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    heard: list[str] = []

    def look(canaries: list[str]) -> dict[str, set[str]]:
        heard.extend(capfd.readouterr())
        said = {"said": "".join(heard).encode(), "logged": caplog.text.encode()}
        return lying(canaries, (tmp_path, Path(settings.DATA)), said, everything_kept())

    return look


def everything_kept() -> list[tuple[str, str]]:
    """Every value of every column of both databases, and the sessions as Django reads them."""
    from django.contrib.sessions.models import Session
    from django.db import connections

    found = []
    for alias in ("default", "evidence"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                if table in {"places_place", "directory_searchrow", "places_landmark"}:
                    continue
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    for name, value in zip(names, row, strict=True):
                        data = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                        found.append((f"{alias}.{table}.{name}", data.hex()))
    for session in Session.objects.all():
        found.append(("a session", repr(session.get_decoded()).encode().hex()))
    return found


def lay(passphrase: str) -> str:
    """People who read, and one whose passphrase is a canary; the first number of a colleague's sheet."""
    from amparo.commons.accounts import actions as accounts
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    cast = make_cast()
    a_house_for_letters(cast)
    canary = accounts.open_account(sign_in_name="canaria", name_used="Canaria", password=passphrase, by=accounts.SETUP)
    accounts.give_role(canary, team=cast.border, role="moderator", by=accounts.SETUP)
    return accounts.hand_sheet(cast.ana, by=accounts.SETUP)[0]


def collect() -> None:
    """The style sheet, as a house gathers it."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def laid_in(house: OwnHouse) -> str:
    """The first number of a colleague's sheet, once the people and the style sheet are in the house.

    They are made once in a run, and copied into each other house; on PostgreSQL they are made in each.
    """
    if not _laid:
        house.run(collect)
        number = str(house.run(lay, CANARIES["Clave"]))
        if ON_POSTGRES:
            return number
        kept = Path(tempfile.mkdtemp(prefix="amparo-laid-"))
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        shutil.copytree(house.data, kept, dirs_exist_ok=True)
        _laid[kept] = number
    ((kept, number),) = _laid.items()
    shutil.copytree(kept, house.data, dirs_exist_ok=True)
    return number


_laid: dict[Path, str] = {}  # the folder of a house, and the number of the sheet in it


class serving:  # noqa: N801 (it is used as a block)
    """The server, until the block ends."""

    def __init__(self, house: OwnHouse, said: Path, temporary: Path) -> None:
        self.house, self.said, self.temporary = house, said, temporary

    def __enter__(self) -> Standing:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.ear = self.said.open("ab")
        self.server = subprocess.Popen(
            server_command(port), env=self.house.environment, cwd=ROOT, start_new_session=True,
            stdout=self.ear, stderr=subprocess.STDOUT,
        )  # fmt: skip
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        return Standing(self.house, f"http://127.0.0.1:{port}", self.said, self.temporary, self.server)

    def __exit__(self, *_: Any) -> None:
        if self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(10)
        self.ear.close()


@contextmanager
def a_standing_house(folder: Path) -> Iterator[Standing]:
    """A house with readers, and in front a real server with a temporary folder of its own, until the block ends."""
    data, temporary, said = folder / "house", folder / "temporary", folder / "said.txt"
    for each in (data, data / "static", temporary):
        each.mkdir(exist_ok=True)
    more = {"AMPARO_SECRET_KEY": SECRET, "AMPARO_SERVING": "yes", "TMPDIR": str(temporary), "AMPARO_SECOND_STEP": "no"}
    with own_house(data, **more) as house:
        number = laid_in(house)
        with serving(house, said, temporary) as standing:
            standing.number = number
            yield standing
