"""``./amparo test -m clock``: the tests that hang on days, once at each moment of ``tests/moment.py``.

Each moment has a program of its own, because the days of a test file are worked out when it is read. As many run at
once as there are cores. A failure is shown when it happens, with the name of its moment before each line.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.moment import MOMENTS, ROOT
from tests.running import GIVEN, costs
from tests.running.parts import OF_OTHERS
from tests.running.screen import MOST_SILENCE, minutes

SHUFFLED = "AMPARO_TEST_SHUFFLED"
LOCK = threading.Lock()
NOTHING: dict[str, Any] = {"tests": [], "broken": [], "collected": 0}


class Words:
    """What is said, and a word at least every few seconds."""

    def __init__(self) -> None:
        self.began = self.spoke = time.perf_counter()
        self.done = 0
        self.over = threading.Event()
        threading.Thread(target=self._speak_up, daemon=True).start()

    def say(self, words: str) -> None:
        """One line, at once."""
        with LOCK:
            self.spoke = time.perf_counter()
            print(words, flush=True)

    def _speak_up(self) -> None:
        while not self.over.wait(1.0):
            if time.perf_counter() - self.spoke > MOST_SILENCE:
                self.say(f"  {minutes(time.perf_counter() - self.began)}  {self.done} of {len(MOMENTS)} moments")


def run_at_all(words: Sequence[str], *, told: str = "", postgres: str = "", without_numpy: bool = False) -> int:
    """Run pytest with these words at every moment, and return 0 where all held; ``told`` is the file of outcomes."""
    spoken, code, ran = Words(), 0, set()
    spoken.say(f"\n== what hangs on days, at {len(MOMENTS)} moments")
    if not any((ROOT / word.partition("::")[0]).exists() for word in words):
        words = [*words, *marked()]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    every: dict[str, Any] = {"tests": [], "broken": [], "collected": 0}
    with TemporaryDirectory() as folder, ThreadPoolExecutor(costs.cores()) as pool:
        files = {name: Path(folder) / name for name in MOMENTS}
        own = {
            name: [*words, "-p", "tests.running.plugin", "--terse", "--told", str(file)] for name, file in files.items()
        }
        waiting = {pool.submit(_run_at, name, own[name], postgres, without_numpy, spoken): name for name in MOMENTS}
        for done in as_completed(waiting):
            name, ended = waiting[done], done.result()
            found = json.loads(files[name].read_text("utf-8")) if files[name].is_file() else NOTHING
            for each in found["tests"]:
                counts[each["how"]] += 1
            failed = [each["test"] for each in found["tests"] if each["how"] == "failed"]
            ran.add(len(found["tests"]))
            code = code or abs(ended) or int(not found["tests"])  # ended by a signal, or nothing ran: a fault too
            if not found["tests"] or (ended and not failed):
                every["broken"].append(f"{name} ended with {ended} after {len(found['tests'])} tests")
            every["collected"] += found["collected"]
            spoken.done += 1
            held = f"{len(failed)} FAILED" if failed else "held" if not ended else f"ended with {ended}"
            spoken.say(f"{name:<17} {_spoken(MOMENTS[name])}  {len(found['tests']):>5,} tests  {held}")
            every["tests"] += [each | {"moment": name} for each in found["tests"]]
            every["broken"] += found["broken"]
    spoken.over.set()
    if len(ran) > 1:
        every["broken"].append(f"not the same tests ran at each moment: {sorted(ran)}")
        spoken.say(every["broken"][-1])
        code = code or 1
    if told:
        Path(told).write_text(json.dumps(every), encoding="utf-8")
    said = ", ".join(f"{number} {what}" for what, number in counts.items() if number or what == "passed")
    spoken.say(f"at {len(MOMENTS)} moments: {said} in {time.perf_counter() - spoken.began:.2f}s")
    return code


def marked() -> list[str]:
    """The test files in which something bears the mark: no other has to be read for it."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(each.relative_to(ROOT)) for each in files if "mark.clock" in each.read_text(encoding="utf-8")]


def _run_at(name: str, words: Sequence[str], postgres: str, without_numpy: bool, spoken: Words) -> int:
    """The exit code of one run, whose words are shown as they come."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(OF_OTHERS)}
    own = {"AMPARO_TEST_MOMENT": name} | ({"AMPARO_TEST_POSTGRES": f"{postgres}{name}_"} if postgres else {})
    own |= {"AMPARO_TEST_WITHOUT_NUMPY": "yes"} if without_numpy else {}
    own |= {SHUFFLED: GIVEN[SHUFFLED]} if GIVEN[SHUFFLED] else {}
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", *words], env=plain | own, cwd=ROOT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert run.stdout is not None
    for line in run.stdout:
        spoken.say(f"{name} | {line.rstrip()}")
    return run.wait()


def _spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}, {moment.tzinfo!s:<17}"
