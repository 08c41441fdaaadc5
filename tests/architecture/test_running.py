"""How the house and its tests are run: for this computer only, on both engines, and what was skipped is named."""

import ipaddress
import re
import tomllib
from pathlib import Path

from amparo.config.prepare import server_command

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("\\\n", " ")
ASKS_A_DATABASE = re.compile(
    r"pytest\.mark\.django_db|\bdjango_db_blocker\b|def test_\w+\([^)]*\b(?:db|cast|places_small)\b"
)
# A browser asks a house that stands by itself, on SQLite; its lint of titles asks the public pages of a test house.
OWN_HOUSE = "browser"


def test_the_server_listens_on_this_computer_only() -> None:
    command = server_command(8123)
    assert ipaddress.ip_address(command[command.index("--host") + 1]).is_loopback
    assert command[command.index("--port") + 1] == "8123"
    assert command.count("--host") == 1


def on_postgres() -> list[Path]:
    """The folders and files that ``.ci/run`` gives to the second engine."""
    [named] = re.findall(r"on_postgres=\((.+?)\)", RUN, re.DOTALL)
    return [ROOT / name for name in named.split()]


def left_out(files: dict[Path, str], given: list[Path]) -> list[str]:
    """Files with a test that asks a database and that the second engine never sees."""
    asking = [path for path, text in files.items() if ASKS_A_DATABASE.search(text)]
    return [path.name for path in asking if not any(path == each or each in path.parents for each in given)]


def test_every_test_that_asks_a_database_runs_on_both_engines() -> None:
    files = {path: path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))}
    files = {path: text for path, text in files.items() if path != Path(__file__) and OWN_HOUSE not in path.parts}
    assert left_out(files, on_postgres()) == []
    assert all(path.exists() for path in on_postgres())
    assert sum(bool(ASKS_A_DATABASE.search(text)) for text in files.values()) > 30


def test_a_test_that_one_engine_never_sees_is_found() -> None:
    asks, plain = "pytestmark = pytest.mark.django_db\n", "def test_x() -> None: ...\n"
    files = {TESTS / "unit" / "test_a.py": asks, TESTS / "integration" / "test_b.py": asks, TESTS / "test_c.py": plain}
    assert left_out(files, [TESTS / "integration"]) == ["test_a.py"]
    assert left_out(files, [TESTS / "integration", TESTS / "unit" / "test_a.py"]) == []


def test_what_is_skipped_is_named_with_its_reason() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert "-rs" in options["addopts"].split()
    assert "those that cannot are named" in (ROOT / "README.md").read_text(encoding="utf-8")
