"""Which test sees a fault is found out by running it, with all faults at once, then with fewer."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.running import costs, switches

PRODUCT = """
import planted_faults as p
from functools import cache
def small(x): return x <= 3 if p.on(0) else x < 3
def even(x): return False if p.on(1) else x % 2 == 0
def both(x): return (p.on(2) and p.on(3)) or x
@cache
def kept(x): return 0 if p.on(4) else x
def for_ever(x):
    while p.on(5): pass
    return x
def laid(): return 0 if p.on(6) else 1
"""
TESTS = """
import pytest
from amparo import things
@pytest.fixture(scope="module")
def laid(): return things.laid()
def test_small(): assert not things.small(3)
def test_small_again(): assert not things.small(3)
def test_even_and_small(): assert things.even(4) and things.small(2)
def test_both(): assert things.both(0) == 0
def test_kept(): assert things.kept(7) == 7
def test_ends(): assert things.for_ever(1)
def test_what_is_laid(laid): assert laid
"""

FILES = ("tests/test_things.py", "tests/test_more.py")
MORE = """
def test_a(): pass
def test_z(): pass
"""
BY_NAME = "def pytest_collection_modifyitems(items): items.sort(key=lambda item: item.name)"


def test_each_fault_is_seen_by_the_test_that_it_breaks(tmp_path: Path) -> None:
    (tmp_path / "src/amparo").mkdir(parents=True)
    (tmp_path / "src/amparo/things.py").write_text(PRODUCT, encoding="utf-8")
    (tmp_path / "src/planted_faults.py").write_text(switches.MODULE, encoding="utf-8")
    (tmp_path / "src/planted_faults.bin").write_bytes(bytes(2 * switches.MOST))
    (tmp_path / "src/planted_faults.txt").write_text("\n".join(map(str, range(7))), encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_things.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "tests/test_more.py").write_text(MORE, encoding="utf-8")
    (tmp_path / "tests/conftest.py").write_text(BY_NAME, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    shutil.copytree(costs.TESTS / "running", tmp_path / "tests/running")
    planting = tmp_path / "tests/running/planting.py"
    planting.write_text(planting.read_text(encoding="utf-8").replace("LONGEST = 90", "LONGEST = 1"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.running.planting", "--planting", "told", *FILES],
        cwd=tmp_path, env={"PATH": os.environ["PATH"], "PYTHONPATH": "src:."}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    told = [json.loads(line) for line in (tmp_path / "told").read_text(encoding="utf-8").splitlines()]
    assert {each["fault"]: each["test"].partition("::")[2] for each in told if "fault" in each} == {
        0: "test_small", 1: "test_even_and_small", 4: "test_kept", 5: "test_ends",
    }, ran.stdout + ran.stderr  # fmt: skip
    assert [each["together"] for each in told if "together" in each] == [[2, 3]]
    assert [each["done"] for each in told if "done" in each] == ["test_things.py", "test_more.py"]
    assert not any("broken" in each for each in told), "what is kept of an answer is forgotten, what is laid is whole"
