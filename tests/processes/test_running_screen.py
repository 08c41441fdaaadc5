"""A run as whoever started it sees it: a failure at once, a word every few seconds, and an end that tells the truth."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import again, budget, costs, gate, parts, postgres, runs
from tests.running.parts import Part

FAILS = """
import pathlib, time
def test_planted(): assert 6 * 7 == 41
def test_slow(): time.sleep(4)
"""
HOLDS_LATER = """
import pathlib
def test_once():
    seen = pathlib.Path(__file__).with_name("seen")
    if not seen.exists():
        seen.touch()
        assert False, "only the first time"
"""
ENDS = "import os\ndef test_kills_its_process(): os._exit(3)\n"
HANGS = "import time\ndef test_hangs(): time.sleep(600)\n"
LIVES_LONG = """
import subprocess, sys, pytest
BUSY = "import time\\nwhile time.process_time() < 1: pass\\nprint(flush=True)\\ninput()"
@pytest.fixture(scope="module")
def program():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", BUSY], **pipes) as started:
        yield started
def test_begins(program): program.stdout.readline()
def test_goes_on(program): ...
"""
HOLDS = "def test_holds(): ...\n"
BUSY = "import time\n\ndef test_a():\n    end = time.process_time() + 1\n    while time.process_time() < end: pass\n"


@pytest.fixture(autouse=True)
def _one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these runs has a few tests of no length: one process is enough."""
    monkeypatch.setattr(costs, "cores", lambda: 1)


def part(folder: Path, *words: str, **files: str) -> Part:
    """Test files in a folder of their own, as a part of a run."""
    for name, text in files.items():
        file = folder / "tests" / "unit" / f"test_{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Part(name="planted", paths=(str(folder / "tests"),), words=("--rootdir", str(folder), *words))


def ended(several: list[Part], capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a run, and what it showed."""
    code = runs.run(several, heading="a trial")
    return code, capfd.readouterr().out


def test_a_failure_is_shown_before_the_next_test_ends(tmp_path: Path) -> None:
    planted = part(tmp_path, fails=FAILS)
    command = parts.command(planted, tmp_path / "told")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_", "TESTS_"))}
    with subprocess.Popen(command, cwd=parts.ROOT, env=plain, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        moments = [(time.perf_counter(), line) for line in program.stdout]
    assert program.returncode == 1
    shown = next(when for when, line in moments if "test_fails.py::test_planted" in line)
    assert moments[-1][0] - shown > 3
    whole = "".join(line for _when, line in moments)
    assert "assert (6 * 7) == 41" in whole
    assert whole.count("6 * 7) == 41") <= 3, "once where it happened, once in the list at the end"
    assert "1 failed, 1 passed" in moments[-1][1]


def test_a_run_tells_how_many_held_and_what_failed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, said = ended([part(tmp_path, holds=HOLDS, fails="def test_no(): assert False\n")], capfd)
    assert code == 1
    assert "1 failed: assert False\nFAILED tests/unit/test_fails.py::test_no (SQLite)" in said
    assert said.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"
    (tmp_path / "tests/unit/test_fails.py").unlink()
    code, said = ended([part(tmp_path)], capfd)
    assert (code, said.splitlines()[-1]) == (0, "1 passed, 0 failed, 0 skipped")


def test_what_failed_and_then_held_alone_is_named_and_fails_when_it_did_so_before(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "FILE", tmp_path / "flakes.txt")
    monkeypatch.setattr(again, "read", lambda: _read(tmp_path / "flakes.txt"))
    monkeypatch.setattr(again, "add", lambda new: _add(new, tmp_path / "flakes.txt"))
    monkeypatch.setattr(runs, "alone", lambda test: str(tmp_path / test))
    monkeypatch.delenv("CI", raising=False)
    code, said = ended([part(tmp_path, once=HOLDS_LATER)], capfd)
    assert (code, "failed, then held: " in said) == (0, True)
    (tmp_path / "tests/unit/seen").unlink()
    code, said = ended([part(tmp_path)], capfd)
    assert code == 1
    assert "failed and then held, as on" in said


_read, _add = again.read, again.add


def test_a_process_that_ends_and_a_test_that_hangs_are_failures_with_their_names(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, said = ended([part(tmp_path, "--timeout=2", ends=ENDS, hangs=HANGS, holds=HOLDS)], capfd)
    assert code == 1
    assert "crashed while running" in said
    assert "Timeout" in said
    assert said.splitlines()[-1] == "1 passed, 2 failed, 0 skipped"


def test_after_a_process_ended_every_other_test_runs_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    planted = part(tmp_path, **{f"f{number}": ENDS if number == 5 else HOLDS for number in range(8)})
    code, said = ended([planted], capfd)
    assert code == 1
    assert said.splitlines()[-1] == "7 passed, 1 failed, 0 skipped"


def test_tests_that_were_found_and_never_ran_are_a_fault(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    one = {"test": "tests/unit/test_a.py::t", "how": "failed", "seconds": 0.1}
    for collected, code, faults in ((1, 1, 0), (9, 1, 1), (1, 3, 1), (1, -15, 1)):
        told.write_text(json.dumps({"tests": [one], "broken": [], "collected": collected}))
        result = runs.Result()
        runs.take_in(Part(name="a", paths=("x",)), told, code, result)
        assert len(result.faults) == faults, (collected, code)


def test_a_gate_without_postgres_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(postgres.TOLD, raising=False)
    assert len(gate.without_postgres()) == 1
    monkeypatch.setenv(postgres.TOLD, "postgres://somebody@127.0.0.1:1/")
    assert gate.without_postgres() == []


def test_a_file_that_cannot_be_read_and_a_part_without_tests_are_faults(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, said = ended([part(tmp_path, broken="import nothing_of_that_name\n")], capfd)
    assert (code, "test_broken.py cannot be read" in said) == (1, True)
    (tmp_path / "tests/unit/test_broken.py").unlink()
    code, said = ended([part(tmp_path)], capfd)
    assert (code, "no test ran" in said) == (1, True)


def test_what_took_long_is_measured_once_more_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "alone", lambda test: str(tmp_path / test))
    monkeypatch.setattr(budget, "read", lambda: {"most_of_a_test": 0.5, "dear": {}})
    planted = part(tmp_path, busy=BUSY, holds=HOLDS)
    ran = [
        runs.Ended(planted, f"tests/unit/test_{name}", "passed", 9.0)
        for name in ("busy.py::test_a", "holds.py::test_holds", "gone.py::test_a")
    ]
    said = runs.dear(runs.Result(tests=ran))
    assert len(said) == 2
    assert said[0].startswith("tests/unit/test_busy.py::test_a: 1.")
    assert said[1].startswith("tests/unit/test_gone.py::test_a: 9.0"), "what cannot be run again stays as it was"


def test_what_a_program_used_that_ran_for_several_tests_is_counted_once(tmp_path: Path) -> None:
    planted, told = part(tmp_path, long=LIVES_LONG), tmp_path / "told"
    (tmp_path / "tests/unit").rename(tmp_path / "tests/browser")  # there a look is taken after each test
    parts.run(parts.command(planted, told), {}, until=time.perf_counter() + 60)
    seconds = [each["seconds"] for each in json.loads(told.read_text(encoding="utf-8"))["tests"]]
    assert len(seconds) == 2
    assert 0.9 <= sum(seconds) < 1.6


def test_the_result_says_each_reason_once_and_the_commonest_last() -> None:
    part = Part(name="a", paths=("x",))
    many = [runs.Ended(part, f"t::{number}", "failed", 0.1, why="no database") for number in range(4_600)]
    others = [runs.Ended(part, f"u::{number}", "failed", 0.1, why=f"reason {number}") for number in range(20)]
    lines = runs.named([*many, *others])
    assert lines[0] == "9 more reasons stand above, where each test failed."
    assert lines[-7:] == ["4600 failed: no database", *(f"FAILED t::{number} (SQLite)" for number in range(6))]
    assert len(lines) == 1 + 11 * 2 + 7


def test_no_part_begins_late(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "NO_PART_AFTER", -1)
    code, said = ended([part(tmp_path, holds=HOLDS)], capfd)
    assert code == 1
    assert "there was no time left for: planted" in said


def test_help_says_what_can_be_run() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.running", "--help"], cwd=parts.ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0
    assert all(word in said.stdout for word in ("--all", "--touched", "-m clock", "--gate", "--whole"))
