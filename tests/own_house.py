"""A house of its own on the disk, for tests that look at its bytes or let several programs work in it at once.

The house of the other tests lies in memory and belongs to one program. This one lies in a folder (or, where the tests
run on PostgreSQL, in two databases of its own), copied from one that ``migrate`` made, and each act runs in a program:
``house.run(function, …)`` calls a function of a test module there and gives back what it returns, by way of JSON.
"""

import atexit
import functools
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any

from django.conf import settings

from tests import programs
from tests.moment import PROGRAM_PATH

ROOT = Path(__file__).resolve().parents[1]
ENGINE = settings.DATABASES["default"]["ENGINE"] if settings.configured else ""
ON_POSTGRES = ENGINE.endswith("postgresql")
ROOMS = {"care": "default", "evidence": "evidence"}  # of a database, what Django calls it
EMPTY = "amparo_empty_"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(4)  # the same in each process of a run


@dataclass(frozen=True, slots=True)
class OwnHouse:
    """A house, and how programs work in it."""

    data: Path
    environment: dict[str, str]

    @property
    def files(self) -> list[Path]:
        """Whatever the people's database is on the disk."""
        return sorted(self.data.glob("care.sqlite3*"))

    def start(self, function: Callable[..., Any], *arguments: Any) -> "subprocess.Popen[str]":
        """Start a program that calls a function of a test module; it is ours to end."""
        where = f"{function.__module__}:{function.__name__}"
        words = ["-m", "tests.own_house", where, json.dumps(arguments)]
        return programs.start(words, env=self.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE)

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function there, wait, and give back what it returned."""
        return result_of(self.start(function, *arguments))


def result_of(program: "subprocess.Popen[str]") -> Any:
    """What a program that was started returned; what it complained of, where it failed."""
    out, complaint = program.communicate(timeout=300)
    assert program.returncode == 0, complaint
    return json.loads(out.splitlines()[-1])


@contextmanager
def own_house(data: Path, **more: str) -> Iterator[OwnHouse]:
    """Make one and take it away again."""
    says_what_is_in_it = {name: value for name, value in more.items() if name.startswith("AMPARO_")}
    with copies_of(migrated(tuple(sorted(says_what_is_in_it.items()))), data) as urls:
        yield OwnHouse(data, environment_of(data) | urls | more)


def environment_of(data: Path) -> dict[str, str]:
    """What a program is told of the house it works in, and nothing of the house of whoever runs the tests."""
    names = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    own = {"AMPARO_DATA": str(data), "AMPARO_RUN": str(data / "run"), "AMPARO_PROFILE": "red"}
    return names | own | {"AMPARO_TIME_ZONE": settings.TIME_ZONE, "PYTHONPATH": PROGRAM_PATH}


type Empty = Path | dict[str, str]
"""A house in which nothing is yet: its folder, or, on PostgreSQL, the names of its two databases."""


@functools.cache
def migrated(more: tuple[tuple[str, str], ...]) -> Empty:
    """The two databases as ``migrate`` makes them, for all houses with these rooms; on PostgreSQL once in a run."""
    if ON_POSTGRES:
        return empty_databases(more)
    data = Path(tempfile.mkdtemp(prefix="amparo-empty-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    OwnHouse(data, environment_of(data) | dict(more)).run(migrate)
    return data


def empty_databases(more: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The names of two migrated databases, by room: the first process of a run that needs them makes them for all."""
    rooms_of = hashlib.sha256(repr(more).encode()).hexdigest()[:8]
    names = {room: f"{EMPTY}{room}_{rooms_of}_{RUN}" for room in ROOMS}
    with server() as connection, tempfile.TemporaryDirectory(prefix="amparo-empty-") as data:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [names["care"]])  # until this line is closed
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [names["evidence"]]).fetchone():
            return names
        for name in names.values():
            connection.execute(f'CREATE DATABASE "{name}"')
        house = OwnHouse(Path(data), environment_of(Path(data)) | urls_of(names) | dict(more))
        try:
            for each in [house.start(migrate, alias) for alias in ROOMS.values()]:
                result_of(each)
        except BaseException:  # what is half made is for nobody
            for name in names.values():
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            raise
    return names


def drop_the_empty() -> None:
    """Drop the empty databases of this run."""
    with server() as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{EMPTY}%{RUN}"]):
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def copies_of(empty: Empty, data: Path) -> Iterator[dict[str, str]]:
    """Copies for one house: files in its folder, or two databases, whose addresses are given back."""
    if isinstance(empty, Path):
        data.mkdir(parents=True, exist_ok=True)
        for file in empty.glob("*.sqlite3*"):
            shutil.copy2(file, data)
        yield {}
        return
    names = new_names()
    for room, name in names.items():
        on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{empty[room]}"')
    try:
        yield urls_of(names)
    finally:
        for name in names.values():
            on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def new_names() -> dict[str, str]:
    """Of two databases of PostgreSQL, by room."""
    return {room: f"own_{room}_{secrets.token_hex(4)}" for room in ROOMS}


def urls_of(names: dict[str, str]) -> dict[str, str]:
    """How a house is told of them."""
    told = settings.DATABASES["default"]
    at = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}"
    return {f"AMPARO_{room.upper()}_DATABASE": f"{at}/{name}" for room, name in names.items()}


def on_the_server(statement: str) -> None:
    """One statement to the server of PostgreSQL on which the tests run."""
    with server() as connection:
        connection.execute(statement)


@contextmanager
def server() -> Iterator[Any]:
    """A line to the server of PostgreSQL on which the tests run."""
    import psycopg

    told = settings.DATABASES["default"]
    to = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **to) as connection:
        yield connection


def migrate(*aliases: str) -> None:
    """These databases, or both, as a house makes them."""
    from django.core.management import call_command

    for alias in aliases or ROOMS.values():
        call_command("migrate", database=alias, verbosity=0)


def main(where: str, arguments: str) -> None:
    """What the other program does."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
    django.setup()
    module, _, name = where.partition(":")
    __import__(module)
    print(json.dumps(getattr(sys.modules[module], name)(*json.loads(arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
