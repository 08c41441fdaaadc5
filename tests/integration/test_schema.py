"""The tables that a new house on SQLite is laid with are those that the migrations make, to the last index and row.

Both ways are gone in each profile, in a program of its own. On PostgreSQL and for any house that is not empty there
is one way only, the migrations.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from amparo.config import schema
from amparo.config.fair_sqlite3.base import DatabaseWrapper

pytestmark = [pytest.mark.walk]  # in programs of its own, on SQLite
ROOT = Path(__file__).resolve().parents[2]
ROOMS = {"default": "care", "evidence": "evidence"}
BOTH_WAYS = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connections
from amparo.config import schema

def go(command, folder, **more):
    for room, name in {"default": "care", "evidence": "evidence"}.items():
        connections[room].close()
        connections[room].settings_dict["NAME"] = Path(sys.argv[1], folder, f"{name}.sqlite3")
        call_command(command, database=room, verbosity=1, **more)

for folder in ("migrated", "laid"):
    Path(sys.argv[1], folder).mkdir()
go(Migrate(), "migrated")
Path(sys.argv[1], "schema.sql").write_text(schema.written({room: connections[room] for room in connections}))
go("migrate", "laid", run_syncdb=True)  # as the databases of tests are made
print("AGAIN")
go("migrate", "laid")

# A file that breaks off in the middle, with a digest that fits.
broken = schema.body_of().replace('CREATE TABLE "directory_service" (', 'CREATE TABLE "directory_service" (,')
half = Path(sys.argv[1], "half.sql")
half.write_text(f"-- {schema.digest(broken)}\\n{broken}")
connections["default"].close()
connections["default"].settings_dict["NAME"] = Path(sys.argv[1], "half.sqlite3")
try:
    schema.lay(connections["default"], half)
except DatabaseError:
    print("HALF", connections["default"].introspection.table_names())
"""


@pytest.mark.parametrize(
    ("profile", "child_care"), [("guia", "no"), ("acompanamiento", "no"), ("red", "no"), ("red", "yes")]
)
def test_a_new_house_is_laid_as_the_migrations_make_it(profile: str, child_care: str, tmp_path: Path) -> None:
    said = both_ways(tmp_path, AMPARO_PROFILE=profile, AMPARO_CHILD_CARE=child_care)
    first, again = said.split("AGAIN")
    assert first.count("Applying accounts.0001_first") == 2  # each database, the first way alone
    assert first.count("were laid from schema.sql") == 2
    assert "laid" not in again
    assert again.count("No migrations to apply") == 2
    assert again.splitlines()[-1] == "HALF []"
    for name in ROOMS.values():
        migrated, laid = (picture(tmp_path / way / f"{name}.sqlite3") for way in ("migrated", "laid"))
        assert len(migrated["django_migrations"]) >= 31
        assert laid == migrated
    if child_care == "yes":  # nothing is larger: this is what the file is made of
        assert (tmp_path / "schema.sql").read_text(encoding="utf-8") == schema.FILE.read_text(encoding="utf-8"), STALE


STALE = f"{schema.FILE.relative_to(ROOT)} is not what the migrations make. Run ./amparo show_schema."


def both_ways(folder: Path, **own: str) -> str:
    """What a program said that made both databases by the migrations and from the file, into two folders."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    own |= {"AMPARO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    run = subprocess.run(
        [sys.executable, "-c", BOTH_WAYS, str(folder)], env=plain | own | {"PYTHONPATH": str(ROOT / "src")}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


def picture(file: Path) -> dict[str, Any]:
    """All that a database holds: what each thing in it was made with, and the rows of each table.

    A migration is recorded under a random number and with the time. Both differ from house to house.
    """
    with closing(sqlite3.connect(file)) as database:
        things = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        rows = {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall() for kind, name, *_ in things if kind == "table"
        }
    rows["django_migrations"] = [(app, name) for _number, app, name, _applied in rows["django_migrations"]]
    rows["sqlite_sequence"] = [(table, last) for table, last in rows["sqlite_sequence"] if table != "django_migrations"]
    return {"things": things} | {name: sorted(each, key=repr) for name, each in rows.items()}


@pytest.mark.parametrize(
    "planted",
    [
        'DROP INDEX "accounts_membership_team_id_c9c6c909"',
        "DROP TRIGGER exhibits_chain_insert_begins",
        'ALTER TABLE "accounts_team" ADD COLUMN "colour" varchar(8) NULL',
        'DROP TABLE "places_landmark"',
        'DROP INDEX "one_team_of_this_name"; CREATE UNIQUE INDEX "one_team_of_this_name" ON "accounts_team" ("name")',
        "INSERT INTO accounts_team VALUES (1, 'a', 'b', NULL)",
        "INSERT INTO django_migrations VALUES (7, 'vault', '0099_gone', '2026-11-28')",
        "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'accounts_user'",
        "DELETE FROM sqlite_sequence WHERE name = 'accounts_user'",
    ],
)
def test_a_planted_difference_is_found(planted: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    with closing(sqlite3.connect(one)) as database:
        database.executescript(";".join(["BEGIN", *every_statement(), "COMMIT"]))
    shutil.copy(one, other)
    assert picture(one) == picture(other)
    with closing(sqlite3.connect(other)) as database:
        database.executescript(planted)
    assert picture(one) != picture(other)


def every_statement() -> list[str]:
    """Of the larger database, with the rooms of every profile."""
    text = schema.FILE.read_text(encoding="utf-8")
    apps = {part.partition("\n")[0].removeprefix("default: ") for part in text.split(schema.PART)[1:]}
    return list(schema.statements(text, "default", apps))


def test_the_file_is_of_these_migrations() -> None:
    assert schema.body_of() is not None, STALE
    assert len(every_statement()) >= 250


@pytest.fixture
def empty(tmp_path: Path) -> Any:
    """A line to a database in which nothing is."""
    from django.db import connections

    settings = connections.settings["default"] | {
        "ENGINE": "amparo.config.fair_sqlite3",
        "NAME": tmp_path / "x.sqlite3",
    }
    line = DatabaseWrapper(settings | {"OPTIONS": {}}, "default")
    yield line
    line.close()


@pytest.mark.parametrize("stale", ["a line of it", "a migration", "its name", "Django", "no file"])
def test_what_does_not_fit_is_not_laid(
    stale: str, tmp_path: Path, empty: Any, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    file = tmp_path / "schema.sql"
    text = schema.FILE.read_text(encoding="utf-8")
    if stale == "a line of it":
        assert '"name" varchar(80)' in text
        text = text.replace('"name" varchar(80)', '"name" varchar(81)', 1)
    elif stale == "a migration":
        monkeypatch.setattr(schema, "sources", lambda of=schema.sources: [*of(), schema.PACKAGE / "__init__.py"])
    elif stale == "its name":
        monkeypatch.setattr(schema, "sources", lambda of=schema.sources: [*of()[1:], of()[0]])
    elif stale == "Django":
        monkeypatch.setattr("django.__version__", "99.0")
    if stale != "no file":
        file.write_text(text, encoding="utf-8")
    assert schema.body_of(file) is None
    with django_db_blocker.unblock():
        assert schema.lay(empty, file) is False
        assert empty.introspection.table_names() == []


def test_what_holds_a_table_goes_by_the_migrations(empty: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with empty.cursor() as cursor:
            cursor.execute("CREATE TABLE one (id integer)")
        assert schema.lay(empty) is False
        assert empty.introspection.table_names() == ["one"]


def test_every_source_of_a_table_counts() -> None:
    """Migrations of every app, and what they ask of ours: the shapes, the rules, who says which room."""
    named = {path.relative_to(schema.PACKAGE).as_posix() for path in schema.sources()}
    assert named >= {"commons/policy/models.py", "commons/accounts/hashers.py", "config/database_router.py"}
    every = {path.relative_to(schema.PACKAGE).as_posix() for path in schema.PACKAGE.rglob("migrations/*.py")}
    assert every <= named
    assert len(every) >= 90
    assert all(path.is_file() for path in schema.sources())
