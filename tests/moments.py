"""``./amparo test -m clock``: the tests that hang on days, once at each moment of ``tests/moment.py``.

Each moment has a program of its own, because the days of a test file are worked out when it is read. As many run at
once as there are cores. What one said is shown when it ends: all of it where something failed, else its last line.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime

from tests.moment import MOMENTS, ROOT

COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
LAST = re.compile(r"^.*\d+ (?:passed|failed|error).* in [\d.]+s.*$", re.MULTILINE)


def run_at_all(words: Sequence[str], *, postgres: str = "", without_numpy: bool = False) -> int:
    """Run pytest with these words at every moment, and return 0 where all held."""
    began, code, ran = time.perf_counter(), 0, set()
    if not any((ROOT / word.partition("::")[0]).exists() for word in words):
        words = [*words, *marked()]
    counts = dict.fromkeys(("passed", "failed", "error", "skipped"), 0)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = {pool.submit(_run_at, name, words, postgres, without_numpy): name for name in MOMENTS}
        for done in as_completed(waiting):
            name, (ended, said) = waiting[done], done.result()
            (last,) = LAST.findall(said)[-1:] or [""]
            print(f"== {name} ({_spoken(MOMENTS[name])})\n{last if last and not ended else said}", flush=True)
            found = [(int(number), what.removesuffix("s")) for number, what in COUNT.findall(last)]
            for number, what in found:
                counts[what] += number
            ran.add(sum(number for number, _what in found))
            code = code or abs(ended) or int(not last)  # ended by a signal, or nothing ran: that is a fault too
    if len(ran) > 1:
        print(f"Not the same tests ran at each moment: {sorted(ran)}")
        code = code or 1
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number or what == "passed")
    print(f"at {len(MOMENTS)} moments: {told} in {time.perf_counter() - began:.2f}s")
    return code


def marked() -> list[str]:
    """The test files in which something bears the mark: no other has to be read for it."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(each.relative_to(ROOT)) for each in files if "mark.clock" in each.read_text(encoding="utf-8")]


def _run_at(name: str, words: Sequence[str], postgres: str, without_numpy: bool) -> tuple[int, str]:
    """Give back the exit code of one run, and what it said."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("AMPARO_", "DJANGO_", "TESTS_"))}
    own = {"AMPARO_TEST_MOMENT": name} | ({"AMPARO_TEST_POSTGRES": f"{postgres}{name}_"} if postgres else {})
    own |= {"AMPARO_TEST_WITHOUT_NUMPY": "yes"} if without_numpy else {}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words], env=plain | own, cwd=ROOT, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return run.returncode, run.stdout


def _spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}, {moment.tzinfo}"
