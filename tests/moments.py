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


def run_at_all(words: Sequence[str], *, postgres: str = "") -> int:
    """Run pytest with these words at every moment, and return 0 where all held."""
    began, counts, code = time.perf_counter(), dict.fromkeys(("passed", "failed", "error", "skipped"), 0), 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = {pool.submit(_run_at, name, words, postgres): name for name in MOMENTS}
        for done in as_completed(waiting):
            name, (ended, said) = waiting[done], done.result()
            (last,) = LAST.findall(said)[-1:] or ["nothing ran"]
            print(f"== {name} ({_spoken(MOMENTS[name])})\n{said if ended else last}", flush=True)
            code = max(code, ended)
            for number, what in COUNT.findall(last):
                counts[what.removesuffix("s") if what.startswith("error") else what] += int(number)
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number or what == "passed")
    print(f"at {len(MOMENTS)} moments: {told} in {time.perf_counter() - began:.2f}s")
    return code


def _run_at(name: str, words: Sequence[str], postgres: str) -> tuple[int, str]:
    """Give back the exit code of one run, and what it said."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("AMPARO_", "DJANGO_", "TESTS_"))}
    own = {"AMPARO_TEST_MOMENT": name} | ({"AMPARO_TEST_POSTGRES": f"{postgres}{name}_"} if postgres else {})
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words], env=plain | own, cwd=ROOT, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return run.returncode, run.stdout


def _spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}, {moment.tzinfo}"
