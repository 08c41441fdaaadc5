"""How the house and its tests are run: for this computer only, on both engines, and what was skipped is named."""

import ipaddress
import re
import tomllib
from pathlib import Path
from unittest import mock

from amparo.config.prepare import server_command
from tests.running import parts, postgres
from tests.running.parts import Part

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("\\\n", " ")
ASKS_A_DATABASE = re.compile(
    r"pytest\.mark\.django_db|\bdjango_db_blocker\b|def test_\w+\([^)]*\b(?:db|cast|places_small)\b"
)
WALK = re.compile(r"^(?:@|pytestmark = \[| +)pytest\.mark\.walk\b", re.MULTILINE)
# A browser asks a house that stands by itself, on SQLite. Playwright leaves an event loop running in the process, and
# Django then refuses every database there: a test of the browser that asks one fails, and so does all that follows.
OWN_HOUSE = "browser"


def test_the_server_listens_on_this_computer_only() -> None:
    command = server_command(8123)
    assert ipaddress.ip_address(command[command.index("--host") + 1]).is_loopback
    assert command[command.index("--port") + 1] == "8123"
    assert command.count("--host") == 1


def left_out(files: dict[Path, str], given: list[Path]) -> list[str]:
    """Files with a test that asks a database and that the second engine never sees."""
    asking = [path for path, text in files.items() if ASKS_A_DATABASE.search(text)]
    return [path.name for path in asking if path not in given]


def test_every_test_that_asks_a_database_runs_on_both_engines() -> None:
    files = {path: path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))}
    files = {path: text for path, text in files.items() if path != Path(__file__) and OWN_HOUSE not in path.parts}
    given = [TESTS / file for file in postgres.asking()]
    assert left_out(files, given) == []
    assert len(given) == len(set(given)) > 100
    assert sum(bool(ASKS_A_DATABASE.search(text)) for text in files.values()) > 30


def test_no_test_of_the_browser_asks_a_database() -> None:
    files = sorted((TESTS / OWN_HOUSE).rglob("test_*.py"))
    assert [path.name for path in files if ASKS_A_DATABASE.search(path.read_text(encoding="utf-8"))] == []
    assert len(files) > 40
    assert ASKS_A_DATABASE.search("def test_titles(prefix, cast) -> None:") is not None


def test_a_test_that_one_engine_never_sees_is_found() -> None:
    asks, plain = "pytestmark = pytest.mark.django_db\n", "def test_x() -> None: ...\n"
    files = {TESTS / "unit" / "test_a.py": asks, TESTS / "integration" / "test_b.py": asks, TESTS / "test_c.py": plain}
    one, other = TESTS / "unit" / "test_a.py", TESTS / "integration" / "test_b.py"
    assert left_out(files, [other]) == ["test_a.py"]
    assert left_out(files, [other, one]) == []


def test_few_tests_are_walks_and_the_first_engine_takes_them() -> None:
    """What writes, races or asks in its own words runs on both; walks open pages, or lay a demo or a large sample."""
    walks = [path.name for path in sorted(TESTS.rglob("test_*.py")) for _ in WALK.findall(path.read_text("utf-8"))]
    assert len(walks) == 24
    assert set(walks) == {
        "test_access_crawl.py", "test_access_matrix.py", "test_analysed_pages.py", "test_analysed_pressures.py",
        "test_analysed_pressures_pages.py", "test_analysed_profile.py", "test_analysed_words.py",
        "test_campaign_runs.py", "test_case_legal_name.py",
        "test_case_legal_name_everywhere.py", "test_case_young_pages.py", "test_demo_cases.py", "test_demo_evidence.py",
        "test_demo_told.py", "test_flows_refused.py", "test_full_disk_pages.py", "test_non_interference.py",
        "test_phones_curl.py", "test_pressed.py", "test_schema.py",
    }  # fmt: skip
    assert all(part.words == ("-m", "not walk") for part in both_engines())


def both_engines() -> list[Part]:
    """What a run of everything does on PostgreSQL."""
    with mock.patch.dict("os.environ", {postgres.TOLD: "postgres://somebody@127.0.0.1:1/"}):
        return postgres.everything()


def test_on_postgres_each_file_runs_once_and_what_counts_nothing_has_no_numpy() -> None:
    without, counting = both_engines()
    files = [*without.files(), *counting.files()]
    assert sorted(files) == postgres.asking()
    assert (without.environment["AMPARO_TEST_WITHOUT_NUMPY"], "AMPARO_TEST_WITHOUT_NUMPY" in counting.environment) == (
        "yes",
        False,
    )
    assert {each.environment[postgres.TOLD] for each in (without, counting)} == {
        "postgres://somebody@127.0.0.1:1/care_", "postgres://somebody@127.0.0.1:1/counting_",
    }  # fmt: skip


def test_every_test_runs_once_on_the_first_engine() -> None:
    files = [file for part in [*parts.quick(), *parts.rest()] if not part.is_clock for file in part.files()]
    assert sorted(files) == sorted(str(file.relative_to(TESTS)) for file in TESTS.rglob("test_*.py"))


def test_ci_runs_the_check_and_the_gate_with_postgres_and_the_browser() -> None:
    lines = [line.strip() for line in RUN.splitlines()]
    for line in (
        "./amparo check",
        './amparo test "$what"',
        'export AMPARO_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/"',
    ):
        assert lines.count(line) == 1, line
    assert '[ "${1:-}" = --all ] && what=--whole || what=--gate' in lines
    assert all(f"need+=({name})" in RUN for name in ("chromium", "chromium-headless-shell", "postgresql", "age"))
    assert lines[-1] == "exit $((checked != 0 || tested != 0))"


def test_what_is_skipped_or_fails_is_named_with_its_reason() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    (named,) = [each for each in options["addopts"].split() if each.startswith("-r")]
    assert set("sfE") <= set(named)
    assert "those that cannot run here are named" in (ROOT / "README.md").read_text(encoding="utf-8")
