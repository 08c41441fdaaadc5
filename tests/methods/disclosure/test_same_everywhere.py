"""The same counts are the same edition: in another process, under another order of Python's sets, with rows turned.

Where rules, elimination and remainders decide, it is whole-number arithmetic: the digest below stands for every
machine. Where the solver decides, only this machine's versions are compared with one another.
"""

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib, random, sys
from amparo.methods.disclosure import Plan, count, dimension, protect, table

turned = int(sys.argv[1])
places = [f"{side}{at}" for side in "abc" for at in range(4)]
sides = {side: [each for each in places if each[0] == side] for side in "abc"}
months = ["m1", "m2", "m3", "m4"]
for width in (1, 5):
    plan = Plan(
        (dimension("place", places, groups={"side": sides}), dimension("month", months)),
        (table("t", {"place": ("each", "side", "total"), "month": ("each", "total")}),),
        subject="other", least_organisations=0, colluding=0, width=width, zeros="protected",
    )
    chance = random.Random(11)
    some = (0, 2, 9, 14, 30, 31, 55) if width == 1 else (0, 0, 3, 5, 6)
    rows = [(place, month, chance.choice(some)) for place in range(12) for month in range(4)]
    random.Random(turned).shuffle(rows)
    columns = {"place": [each[0] for each in rows], "month": [each[1] for each in rows]}
    release = protect(count(columns, plan=plan, persons=[each[2] for each in rows]), plan=plan, name="one")
    told = [(cell.label, cell.value, cell.reasons) for cell in release.cells]
    print(hashlib.sha256(repr(told).encode()).hexdigest()[:16], sorted({why for cell in told for why in cell[2]}))
"""
EXACT = "24b84c00defb4c3d ['few_persons', 'follows', 'zero']"


@functools.cache
def editions(turned: int, order: str) -> tuple[str, ...]:
    """Those of both widths, 1 and 5, by a program of its own."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(turned)], capture_output=True, text=True, timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": order}, check=True,
    )  # fmt: skip
    exact, wide = run.stdout.splitlines()
    return exact, wide


def test_whole_number_steps_give_one_edition_on_every_machine() -> None:
    assert editions(0, "0")[0] == EXACT


@pytest.mark.parametrize("width", [1, 5])
def test_neither_rows_nor_the_order_of_sets_decide(width: int) -> None:
    found = {editions(turned, order)[width == 5] for turned, order in ((0, "0"), (1, "1"), (2, "77"))}
    assert len(found) == 1
    assert ("interval" in found.pop()) == (width == 5), "of the wide table the solver decides something"
