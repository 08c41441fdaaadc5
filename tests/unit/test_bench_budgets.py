"""A benchmark that misses what was promised says so beside the figure and fails; one that keeps it does not."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
# What was promised, by hand (docs/promises.md): which file holds it, and how it is written there.
PROMISED = {
    "casework": "LIST_MS, OPEN_MS, FIND_MS = 150, 80, 20",
    "alike": "BUDGET_MS = 20",
    "search": "BUDGET_MS = 20",
    "door": "BUDGET_S, ROWS = 5.0, 10_000",
    "imports": "BUDGET_S, BUDGET_MB, SERVICES = 150.0, 500, 100_000",
    "campaign": "RUNS, BUDGET_S, BUDGET_MB, SEED = 200, 900, 1_500, 1",
    "channel": "CPU_S, PHONES_PER_S, HERE_PER_S, TIMES = 0.05, 200, 40, 2",
    "pages": "HOME_PER_S, RESULTS_PER_S, SMALL_PER_S = 1_500, 300, 450",
    "map": "BUDGET_MS = 50",
    "binding": 'BUDGETS = {"bind_s": 15.0, "here_mb": 300.0, "walls_mb": 300.0}',
    "casework_rewrap": "BUDGET_S, CASES = 60.0, 5_000",
}


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module that the benchmarks share, fresh."""
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])
    spec = importlib.util.spec_from_file_location("_house", BENCH / "_house.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_what_is_kept_stands_beside_the_figure_and_the_run_ends_well(house: Any, capsys: Any) -> None:
    house.report("open", budget=80, of=("p95_ms",), cases=300, p50_ms=99.0, p95_ms=80.0)
    assert line(capsys) == {
        "task": "open", "cases": 300, "p50_ms": 99.0, "p95_ms": 80.0, "budget_ms": 80, "kept": True,
    }  # fmt: skip
    house.finish_run()


def test_what_is_missed_makes_the_run_fail_at_its_end_and_names_it(house: Any, capsys: Any) -> None:
    house.report("door", budget=5.0, of=("first_s", "again_s"), first_s=2.0, again_s=5.01)
    assert line(capsys) == {"task": "door", "first_s": 2.0, "again_s": 5.01, "budget_s": 5.0, "kept": False}
    house.report("list", budget=150, of=("p95_ms",), p95_ms=1.0)
    assert line(capsys)["kept"] is True, "what is kept later takes nothing back"
    with pytest.raises(SystemExit) as over:
        house.finish_run()
    assert over.value.code == 1
    assert capsys.readouterr().err == "door: first_s 2.0, again_s 5.01; 5.0 s were promised\n"


def test_each_figure_may_have_its_own_and_what_is_counted_a_second_is_the_least(house: Any, capsys: Any) -> None:
    promised = {"requests_per_s": 200, "each_cpu_s": 0.05}
    house.report("phones", budgets=promised, requests_per_s=200, each_cpu_s=0.05)
    assert line(capsys) == {
        "task": "phones", "requests_per_s": 200, "each_cpu_s": 0.05, "budget_requests_per_s": 200,
        "budget_each_cpu_s": 0.05, "kept": True,
    }  # fmt: skip
    house.report("phones", budgets=promised, requests_per_s=900, each_cpu_s=0.051)
    assert line(capsys)["kept"] is False
    house.report("here", budgets=promised, requests_per_s=199.9, each_cpu_s=0.0)
    assert line(capsys)["kept"] is False
    with pytest.raises(SystemExit):
        house.finish_run()
    assert capsys.readouterr().err.splitlines() == [
        "phones: each_cpu_s 0.051; it is to be at most 0.05",
        "here: requests_per_s 199.9; it is to be at least 200",
    ]


def test_where_nothing_was_promised_nothing_stands_beside(house: Any, capsys: Any) -> None:
    house.report("laid", took_s=1e9)
    assert line(capsys) == {"task": "laid", "took_s": 1e9}
    house.finish_run()


@pytest.mark.parametrize("name", PROMISED)
def test_each_that_measures_a_promise_holds_it_and_ends_by_it(name: str) -> None:
    text = (BENCH / f"{name}.py").read_text(encoding="utf-8")
    assert f"\n{PROMISED[name]}  # promised" in text
    assert re.search(r"\bbudgets?=", text)
    assert text.count("    finish_run()\n") == 1
