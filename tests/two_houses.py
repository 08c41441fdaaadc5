"""Houses that were one: the databases are copied, so that every random name that both have is the same in both.

Each house lives in a folder of its own (on PostgreSQL in databases of its own, copied with ``TEMPLATE``), and in each a
program waits for what it is told: ``house.ask(function, …)`` calls a function of a test module there.
"""

import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.own_house import ON_POSTGRES, OwnHouse, own_house, server

MARK = "answer: "  # before the line that is for us; everything else a program says is its own
KEY = "a-key-for-tests-that-both-houses-have-and-nobody-else"
MORE = {"AMPARO_SECRET_KEY": KEY, "AMPARO_SECOND_STEP": "no", "AMPARO_HSDS_API": "yes", "AMPARO_CHILD_CARE": "yes"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A house with a program in it that waits."""

    house: OwnHouse
    program: "subprocess.Popen[str]"

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function of a test module there, and give back what it returned."""
        where = f"{function.__module__}:{function.__name__}"
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps([where, arguments]) + "\n")
        self.program.stdin.flush()
        for line in self.program.stdout:
            if line.startswith(MARK):
                return json.loads(line.removeprefix(MARK))
        assert self.program.stderr is not None
        raise AssertionError(self.program.stderr.read())


@contextmanager
def base_house(data: Path, lay: Callable[..., Any], *arguments: Any) -> Iterator[tuple[OwnHouse, Any]]:
    """The house that is copied, and what laying it out returned. Nobody works in it afterwards."""
    data.mkdir()
    with own_house(data, **MORE) as house:
        with waiting(house) as first:
            told = first.ask(lay, *arguments)
        yield house, told


@contextmanager
def copies(base: OwnHouse, folder: Path, count: int = 2) -> Iterator[list[Waiting]]:
    """So many copies of a house, each with a program that waits."""
    with ExitStack() as stack:
        houses = [stack.enter_context(copied(base, folder / f"copy{number}")) for number in range(count)]
        yield [stack.enter_context(waiting(house)) for house in houses]


@contextmanager
def copied(base: OwnHouse, data: Path) -> Iterator[OwnHouse]:
    """One copy; nobody works in the base meanwhile."""
    shutil.copytree(base.data, data)
    environment = base.environment | {"AMPARO_DATA": str(data)}
    names = {room: base.environment.get(f"AMPARO_{room}_DATABASE", "") for room in ("CARE", "EVIDENCE")}
    if not ON_POSTGRES:
        yield replace(base, data=data, environment=environment)
        return
    with server() as connection:
        for room, url in names.items():
            before, name = url.rpartition("/")[2], f"copy_{room.lower()}_{secrets.token_hex(4)}"
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{before}"')
            environment[f"AMPARO_{room}_DATABASE"] = f"{url.rpartition('/')[0]}/{name}"
        try:
            yield replace(base, data=data, environment=environment)
        finally:
            for room in names:
                name = environment[f"AMPARO_{room}_DATABASE"].rpartition("/")[2]
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def waiting(house: OwnHouse) -> Iterator[Waiting]:
    """Start the program of a house, and end it."""
    program = house.start(serve)
    try:
        yield Waiting(house, program)
    finally:
        assert program.stdin is not None
        program.stdin.close()
        try:
            program.wait(timeout=30)
        finally:
            program.kill()
            for pipe in (program.stdout, program.stderr):
                if pipe is not None:
                    pipe.close()


def serve() -> None:
    """What waits in a house: one line in, one line out, until nobody asks any more."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
    settings.ALLOWED_HOSTS = ["testserver"]
    for line in sys.stdin:
        where, arguments = json.loads(line)
        module, _, name = where.partition(":")
        __import__(module)
        answer = getattr(sys.modules[module], name)(*arguments)
        print(MARK + json.dumps(answer), flush=True)


# --- what is looked at in both -------------------------------------------------------------------------------------


def tables() -> dict[str, list[dict[str, Any]]]:
    """Both databases, row by row and column by column; bytes as hexadecimal, moments as text."""
    from django.db import connections

    found: dict[str, list[dict[str, Any]]] = {}
    for alias in ("default", "evidence"):
        with connections[alias].cursor() as cursor:
            for table in sorted(connections[alias].introspection.table_names(cursor)):
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description]
                rows = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
                found[f"{alias}.{table}"] = rows
    return found


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, bytes | memoryview):
        return f"bytes:{bytes(value).hex()}"
    return value if isinstance(value, int | str | float | None) else str(value)
