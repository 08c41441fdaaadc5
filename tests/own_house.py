"""A house of its own on the disk, for tests that look at its bytes or let several programs work in it at once.

The house of the other tests lies in memory and belongs to one program. This one is made by ``migrate`` in a folder (or,
where the tests run on PostgreSQL, in two databases of its own), and each act runs in a program of its own:
``house.run(function, …)`` calls a function of a test module there and gives back what it returns, by way of JSON.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
ENGINE = settings.DATABASES["default"]["ENGINE"] if settings.configured else ""
ON_POSTGRES = ENGINE.endswith("postgresql")


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
        return subprocess.Popen(
            [sys.executable, "-m", "tests.own_house", where, json.dumps(arguments)],
            cwd=ROOT, env=self.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip

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
    names = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    house = {"AMPARO_DATA": str(data), "AMPARO_PROFILE": "red", "PYTHONPATH": paths}
    with databases() as urls:
        made = OwnHouse(data, names | house | urls | more)
        made.run(migrate)
        yield made


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Two databases of PostgreSQL where the tests run on it; nothing where a folder is enough."""
    if not ON_POSTGRES:
        yield {}
        return
    told = settings.DATABASES["default"]
    names = {room: f"own_{room}_{secrets.token_hex(4)}" for room in ("care", "evidence")}
    with server() as connection:
        for name in names.values():
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            at = f"{told['HOST']}:{told['PORT']}"
            yield {
                f"AMPARO_{room.upper()}_DATABASE": f"postgres://{told['USER']}@{at}/{name}"
                for room, name in names.items()
            }
        finally:
            for name in names.values():
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def server() -> Iterator[Any]:
    """A line to the server of PostgreSQL on which the tests run."""
    import psycopg

    told = settings.DATABASES["default"]
    to = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **to) as connection:
        yield connection


def migrate() -> None:
    """Both databases, as a house makes them."""
    from django.core.management import call_command

    for room in ("default", "evidence"):
        call_command("migrate", database=room, verbosity=0)


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
