"""The run of the tests: what PostgreSQL is asked, what is too dear, what failed and then held, what is too old."""

import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.running import GIVEN as RUN
from tests.running import again, budget, costs, cover, gate, last_whole, parts, postgres, reach, touched
from tests.running.again import Flake
from tests.running.cover import Seen
from tests.running.parts import Part
from tests.running.runs import Ended
from tests.running.shapes import fault_of, shape_of

SQLITE, ON_POSTGRES = Part(name="a", paths=()), Part(name="b", paths=(), environment={"AMPARO_TEST_POSTGRES": "x"})
DAY = date(2026, 11, 20)


# --- shapes ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('SELECT "a" FROM "t" WHERE "id" IN (%s, %s)', 'SELECT "a" FROM "t" WHERE "id" IN (%s, %s, %s)'),
        ("INSERT INTO t (a, b) VALUES (%s, %s)", "INSERT INTO t (a, b) VALUES (%s, %s), (%s, NULL)"),
        ("SELECT 1 FROM t LIMIT 21", "SELECT 1 FROM t LIMIT 1"),
        ('SAVEPOINT "s140_x1"', 'SAVEPOINT "s777_x23"'),
        ("SELECT a\n  FROM t", "SELECT a FROM t"),
        (
            'CREATE DATABASE "test_care_gw1" WITH TEMPLATE "amparo_empty_care_72ba_0e5b"',
            'CREATE DATABASE "test_evidence_gw0" WITH TEMPLATE "amparo_empty_evidence_11aa_aa55"',
        ),
    ],
)
def test_values_lists_and_numbered_names_make_no_other_shape(one: str, other: str) -> None:
    assert shape_of(one) == shape_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t", "SELECT a FROM t FOR UPDATE"),
        ("SELECT a FROM t FOR UPDATE", "SELECT a FROM t FOR UPDATE NOWAIT"),
        ("UPDATE t SET a = %s", "UPDATE t SET a = %s, b = %s"),
        ("SELECT a FROM t WHERE a = %s", "SELECT a FROM t WHERE NOT (a = %s)"),
        ("SELECT a FROM t1", "SELECT a FROM t2"),
    ],
)
def test_a_lock_a_column_and_a_condition_do(one: str, other: str) -> None:
    assert shape_of(one) != shape_of(other)


def test_a_refusal_is_told_by_its_code_and_constraint() -> None:
    cause = type(
        "Cause", (Exception,), {"sqlstate": "23505", "diag": type("D", (), {"constraint_name": "one_a_day"})()}
    )()
    error = ValueError("no")
    error.__cause__ = cause
    assert fault_of(error) == "ValueError 23505 one_a_day"
    assert fault_of(ValueError("no")) == "ValueError - -"


# --- the list for PostgreSQL ---


def seen(**asked: str) -> list[Seen]:
    return [Seen(f"tests/integration/test_{name}.py::test_it", 1.0, frozenset(each)) for name, each in asked.items()]


def test_the_list_asks_everything_with_few_tests() -> None:
    every = seen(a="123", b="45", c="14", d="2", e="5")
    assert cover.cover(every) == ["tests/integration/test_a.py::test_it", "tests/integration/test_b.py::test_it"]
    assert cover.cover(every, frozenset("45")) == ["tests/integration/test_a.py::test_it"]
    assert cover.cover(every, frozenset("12345")) == []


def test_of_two_that_ask_the_same_the_cheaper_one_is_listed() -> None:
    dear, cheap = Seen("tests/a.py::dear", 9.0, frozenset("12")), Seen("tests/b.py::cheap", 0.1, frozenset("12"))
    assert cover.cover([dear, cheap]) == ["tests/b.py::cheap"]


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    tests, files = ["tests/unit/test_a.py::test_x[a b]"], ["unit/test_running.py"]
    cover.write(tests, files, tmp_path / "list")
    told = cover.read(tmp_path / "list")
    assert told.tests == set(tests)
    assert told.files == {"unit/test_running.py": cover.digest_of(costs.TESTS / "unit/test_running.py")}
    assert cover.read(tmp_path / "none") == cover.List(frozenset(), {})


def test_what_changed_runs_whole_and_each_file_in_its_turn() -> None:
    files = ["unit/test_running.py", "unit/test_elapsed.py", "unit/test_docs.py", "unit/test_settings.py"]
    known = cover.List(frozenset(), {each: cover.digest_of(costs.TESTS / each) for each in files})
    turns = [cover.whole_files(files, known, commit) for commit in range(cover.TURNS)]
    assert sorted(file for turn in turns for file in turn) == sorted(files)
    changed = cover.List(frozenset(), known.files | {"unit/test_docs.py": "0" * 8})
    assert all("unit/test_docs.py" in cover.whole_files(files, changed, commit) for commit in range(cover.TURNS))


def test_races_and_programs_of_their_own_run_on_postgres_always() -> None:
    for name in ("test_ticket_race", "test_backup", "test_canaries", "counting/test_release_race", "test_founding"):
        assert cover.always(f"integration/{name}.py"), name
    assert not cover.always("integration/test_public_pages.py")


# --- what the tests cost ---


@dataclass
class Cost:
    """A test and its CPU seconds."""

    test: str
    seconds: float
    part: Part = SQLITE


GIVEN = {
    "most_of_a_test": 5.0,
    "most_added": 1000,
    "folders": {"unit": 20, "postgres": 5},
    "dear": {"unit/test_b.py": "why"},
}


@pytest.mark.parametrize(
    ("tests", "found"),
    [
        ([Cost("tests/unit/test_a.py::t", 4.9), Cost("tests/unit/test_b.py::t", 9.0)], []),
        ([Cost("tests/unit/test_b.py::t", 9.0)] * 3, ["unit: 27 CPU seconds, its budget is 20"]),
        ([Cost("tests/unit/test_a.py::t", 4.0, ON_POSTGRES)] * 2, ["postgres: 8 CPU seconds, its budget is 5"]),
        ([Cost("tests/new/test_a.py::t", 1.0)], ["new: 1 CPU seconds, its budget is 0"]),
    ],
)
def test_what_is_over_the_budget_is_said(tests: list[Cost], found: list[str]) -> None:
    said = budget.faults(tests, is_whole=True, given=GIVEN)
    assert len(said) == len(found)
    assert all(one.startswith(other) for one, other in zip(said, found, strict=True))


def test_where_the_cores_are_shared_a_second_buys_less() -> None:
    tests = [Cost("tests/unit/test_a.py::t", 7.9)] * 4
    assert budget.faults(tests, given=GIVEN) == []
    assert len(budget.faults(tests, given=GIVEN, is_whole=True)) == 1
    assert budget.too_dear(tests, given=GIVEN) == []
    assert budget.too_dear(tests, given=GIVEN, is_whole=True) == tests


def test_a_test_that_takes_long_needs_a_reason() -> None:
    tests = [Cost("tests/unit/test_a.py::t", 5.1), Cost("tests/unit/test_a.py::u", 4.9)]
    assert budget.too_dear([*tests, Cost("tests/unit/test_b.py::t", 9.0)], given=GIVEN, is_whole=True) == tests[:1]


def test_the_reason_of_a_folder_reaches_so_far() -> None:
    given = GIVEN | {"dear": {"unit/": "why", "unit/test_b.py": "why"}, "up_to": {"unit/": 20}}
    tests = [Cost("tests/unit/test_a.py::t", 19.9), Cost("tests/unit/test_b.py::t", 99.0)]
    longer = [Cost("tests/unit/test_a.py::u", 20.1)]
    assert budget.too_dear([*tests, *longer], given=given, is_whole=True) == longer
    assert budget.too_dear(longer, given=given) == [], "where the cores are shared a second buys less"


def test_what_was_added_since_everything_ran_last_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "read", lambda: {"unit/test_a.py": 10.0})
    tests = [Cost("tests/unit/test_a.py::t", 12.0), Cost("tests/unit/test_b.py::t", 3.3)]
    given = GIVEN | {"most_of_a_test": 99, "most_added": 5}
    assert budget.faults(tests, given=given, is_whole=True) == [
        "5 CPU seconds more since everything ran last; 5 are allowed"
    ]
    assert budget.faults(tests, given=given | {"most_added": 6}, is_whole=True) == []
    assert budget.faults(tests, given=given) == []
    assert budget.faults(tests, given=given | {"most_added": 2}) == [
        "3 CPU seconds more since everything ran last; 2 are allowed"
    ]


def test_every_dear_test_of_the_budget_is_there_and_has_a_reason() -> None:
    files = [str(file.relative_to(costs.TESTS)) for file in costs.TESTS.rglob("test_*.py")]
    for name, reason in budget.read()["dear"].items():
        file, _, test = name.partition("::")
        assert any(each.startswith(file) for each in files), name
        assert not test or f"def {test.partition('[')[0]}(" in (costs.TESTS / file).read_text("utf-8"), name
        assert len(reason) > 15, name


# --- what failed and then held ---


def test_a_flake_may_not_come_back_within_thirty_days(tmp_path: Path) -> None:
    file = tmp_path / "flakes.txt"
    again.add([Flake(DAY, "SQLite", "tests/unit/test_a.py::t[a b]")], file)
    again.add([Flake(DAY, "PostgreSQL", "tests/unit/test_b.py::t")], file)
    before = again.read(file)
    assert [str(each) for each in before] == [
        "2026-11-20 SQLite tests/unit/test_a.py::t[a b]", "2026-11-20 PostgreSQL tests/unit/test_b.py::t",
    ]  # fmt: skip
    same = before[0].test
    assert again.known(Flake(DAY + timedelta(29), "SQLite", same), before) == before[0]
    assert again.known(Flake(DAY + timedelta(30), "SQLite", same), before) is None
    assert again.known(Flake(DAY, "PostgreSQL", same), before) is None
    assert again.known(Flake(DAY, "SQLite", "tests/unit/test_c.py::t"), before) is None


# --- when everything ran last ---


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_that_everything_ran_too_long_ago_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / last_whole.RULE).parent.mkdir(parents=True)
    (tmp_path / last_whole.RULE).touch()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "the rule")
    monkeypatch.setattr("tests.running.commits.ROOT", tmp_path)
    file = tmp_path / "last"
    file.write_text("never\n")
    assert (last_whole.line(file), last_whole.faults(file)) == ("Everything never ran yet (.ci/run --all).", [])
    last_whole.write(5, file)
    assert file.read_text().split()[0] == git(tmp_path, "rev-parse", "HEAD")
    for _ in range(last_whole.MOST_COMMITS):
        git(tmp_path, "commit", "-q", "--allow-empty", "-m", "next")
    assert last_whole.faults(file) == []
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "one too many")
    assert last_whole.faults(file) == ["everything ran last 41 commits ago, at most 40 are allowed: .ci/run --all"]
    file.write_text("never\n")
    assert last_whole.faults(file) == ["everything ran last 41 commits ago, at most 40 are allowed: .ci/run --all"]
    file.write_text(f"{'0' * 40} {'0' * 40} 5 2026-11-20\n")
    assert last_whole.faults(file) == ["tests/last_whole.txt names 0000000000, which is no commit here"]


@pytest.mark.parametrize(
    ("how", "asked", "order", "files"),
    [("passed", "1", "", 3), ("failed", "1", "", 0), ("passed", "", "", 0), ("passed", "1", "another", 2)],
)
def test_that_everything_ran_is_written_where_all_held_whatever_it_cost(
    how: str, asked: str, order: str, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setitem(RUN, "AMPARO_TEST_SHUFFLED", order)
    monkeypatch.setattr(parts, "quick", list)
    monkeypatch.setattr(parts, "rest", list)
    monkeypatch.setattr(postgres, "everything", lambda: [ON_POSTGRES] if asked else [])
    monkeypatch.setattr(postgres, "missed", lambda *_words: frozenset())
    monkeypatch.setattr(postgres, "keep", lambda _seen: 0)
    monkeypatch.setattr(cover, "seen_in", lambda _folder: [Seen("tests/a.py::t", 1.0, frozenset())])
    monkeypatch.setattr(gate, "too_few", lambda _result: [])
    monkeypatch.setattr(
        gate, "run_parts", lambda _parts, result: result.tests.append(Ended(SQLITE, "tests/a.py::t", how, 99.0))
    )
    monkeypatch.setattr(gate, "try_again", lambda _result: None)
    monkeypatch.setattr(gate, "dear", lambda *_words, **_more: ["tests/a.py::t: 99 CPU seconds"])
    for each in (reach, costs, last_whole):
        monkeypatch.setattr(each, "write", lambda *_words, name=each.__name__: written.append(name))
    assert gate.whole() == (0 if order else 1), "it costs too much, where costs are judged"
    assert len(written) == files


# --- what a change can break ---

KNOWN = {
    "integration/test_route_first.py": {"access/pathways/views.py", "commons/audit/models.py"},
    "integration/test_coupon_race.py": {"access/reporting/views.py", "commons/audit/models.py"},
    "unit/test_elapsed.py": {"formats/points.py"},
    "integration/test_phones.py": {"commons/audit/models.py"},
}


def test_a_change_breaks_what_runs_through_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reach.write(KNOWN, tmp_path / "reach")
    told = reach.read(tmp_path / "reach")
    assert told[1] == {"commons/audit/models.py"}
    monkeypatch.setattr(reach, "read", lambda: told)

    def files(*changed: str) -> set[str]:
        return {each for each in touched.touched(changed)[0] if not each.startswith("architecture/")}

    assert files("src/amparo/access/pathways/views.py") == {"integration/test_route_first.py"}
    assert files("src/amparo/access/pathways/templates/pathways/step.html") == {"integration/test_route_first.py"}
    assert files("src/amparo/access/reporting/new.py") == {"integration/test_coupon_race.py"}
    assert files("tests/unit/test_docs.py", "README.md") == {"unit/test_docs.py"}
    assert "integration/test_canaries.py" in files("tests/own_house.py")
    starting = touched.starting({"integration/test_backup.py"})
    assert {"integration/test_canaries.py", "processes/test_planting.py"} <= set(starting)
    assert not {"integration/test_backup.py", "integration/test_phones.py"} & set(starting)
    assert touched.touched(["src/amparo/formats/points.py"])[1] == ""
    assert "commons/audit/models.py" in touched.touched(["src/amparo/commons/audit/models.py"])[1]
