"""A whole run: its parts one after the other, then what failed once more alone, then what it cost, then the result."""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import moment
from tests.running import again, budget, parts
from tests.running.parts import Part
from tests.running.screen import minutes

# CI ends a run after ninety minutes and shows nothing of what was to come: so no part begins late, and none goes on
# for ever.
NO_PART_AFTER, END = 70 * 60, 83 * 60  # what comes before takes up to five
REASONS, OF_EACH = 12, 6  # of what failed, so many reasons are said at the end, and so many tests of each


@dataclass(frozen=True)
class Ended:
    """One test of one part: how it ended, what it cost, and why it failed."""

    part: Part
    test: str
    how: str
    seconds: float
    moment: str = ""
    why: str = ""

    def __str__(self) -> str:
        where = self.moment or ("PostgreSQL" if self.part.on_postgres else "SQLite")
        return f"{self.test} ({where})"


@dataclass
class Result:
    """What is known of a run so far."""

    began: float = field(default_factory=time.perf_counter)
    tests: list[Ended] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self.began

    def failed(self) -> list[Ended]:
        """The tests that failed."""
        return [each for each in self.tests if each.how == "failed"]


def run(several: Sequence[Part], *, heading: str) -> int:
    """Run these, and give back 0 where all held."""
    print(heading, flush=True)
    result = Result()
    run_parts(several, result)
    try_again(result)
    return end(result)


def run_parts(several: Sequence[Part], result: Result) -> None:
    """Each part on all cores; what there is no time for is a fault that names it."""
    with TemporaryDirectory(prefix="amparo-told-") as folder:
        for number, part in enumerate(several):
            if result.elapsed > NO_PART_AFTER:
                missing = ", ".join(each.name for each in several[number:])
                result.faults.append(f"after {minutes(result.elapsed)} minutes there was no time left for: {missing}")
                return
            if not part.paths and not part.is_clock:  # pytest would take everything
                result.faults.append(f"{part.name}: there is no file of tests")
                continue
            told = Path(folder) / f"{number}.json"
            code = parts.run(parts.command(part, told), part.environment, until=result.began + END)
            take_in(part, told, code, result)


def take_in(part: Part, told: Path, code: int, result: Result) -> None:
    """What a part told of itself; that it told nothing is a fault."""
    if not told.is_file():
        result.faults.append(f"{part.name}: it ended with {code} and told nothing of its tests")
        return
    found = json.loads(told.read_text(encoding="utf-8"))
    new = [Ended(part, **each) for each in found["tests"]]
    result.tests += new
    result.faults += [f"{part.name}: {each}" for each in found["broken"]]
    if not new:
        result.faults.append(f"{part.name}: no test ran")
    elif found["collected"] != len(new):
        result.faults.append(f"{part.name}: of {found['collected']} tests {len(new)} ran; it ended with {code}")
    elif code not in (0, 1) or (code and not found["broken"] and all(each.how != "failed" for each in new)):
        result.faults.append(f"{part.name}: it ended with {code}")


def try_again(result: Result) -> None:
    """Each test that failed, once more and alone, where they are few. One that holds now is told as a flake."""
    failed = result.failed()
    if not failed or len(failed) > again.MOST or result.faults:
        return
    print(f"\n== once more, alone: {len(failed)}", flush=True)
    today, before, new = moment.of_the_computer().date(), again.read(), []
    for each in failed:
        if not holds(each, until=result.began + END):
            continue
        result.tests[result.tests.index(each)] = replace(each, how="passed", why="")
        flake = again.Flake(today, "PostgreSQL" if each.part.on_postgres else "SQLite", each.test)
        result.notes.append(f"failed, then held: {flake}")
        if met := again.known(flake, before):
            result.faults.append(f"{each.test} failed and then held, as on {met.day}: mend it (tests/flakes.txt)")
        new.append(flake)
    if new and "CI" not in os.environ:
        again.add(new)
        result.notes.append("They were added to tests/flakes.txt.")
    elif new:
        result.notes.append("These lines belong into tests/flakes.txt.")


def dear(result: Result, *, is_whole: bool = False) -> list[str]:
    """The faults of tests that take more than they may, also when they run alone, without a reason."""
    found = budget.too_dear(result.tests, is_whole=is_whole)
    if not found or len(found) > again.MOST:
        return [budget.without_reason(each.test, each.seconds) for each in found]
    print(f"\n== measured once more, alone: {len(found)}", flush=True)
    measured = [once_more(each, until=result.began + END) or each for each in found]
    still = budget.too_dear(measured, is_whole=is_whole)
    return [budget.without_reason(each.test, each.seconds) for each in still]


def holds(ended: Ended, *, until: float) -> bool:
    """Does a test pass when it runs alone, where and when it failed? One that is left out does not."""
    once = once_more(ended, until=until)
    return once is not None and once.how == "passed"


def once_more(ended: Ended, *, until: float) -> Ended | None:
    """The same test, run alone where and when it ran; None where it could not be run."""
    environment = ended.part.environment | ({"AMPARO_TEST_MOMENT": ended.moment} if ended.moment else {})
    environment |= {"AMPARO_TEST_REACH": "", "AMPARO_TEST_SHAPES": ""}
    with TemporaryDirectory(prefix="amparo-told-") as folder:
        told = Path(folder) / "told.json"
        words = ["-p", "tests.running.plugin", "--terse", "--told", str(told), *ended.part.words, alone(ended.test)]
        parts.run([sys.executable, "-m", "pytest", *words], environment, until=until)
        tests = json.loads(told.read_text(encoding="utf-8"))["tests"] if told.is_file() else []
    return Ended(ended.part, **tests[0], moment=ended.moment) if len(tests) == 1 else None


def alone(test: str) -> str:
    """How pytest is asked for one test."""
    return test


def named(failed: Sequence[Ended]) -> list[str]:
    """Each reason once, what failed for it below it; the commonest last, where a log that was cut still shows it."""
    reasons: dict[str, list[Ended]] = {}
    for each in failed:
        reasons.setdefault(each.why, []).append(each)
    lines = []
    for reason, several in sorted(reasons.items(), key=lambda each: len(each[1]))[-REASONS:]:
        lines += [f"{len(several)} failed: {reason}", *(f"FAILED {each}" for each in several[:OF_EACH])]
    if len(reasons) > REASONS:
        lines.insert(0, f"{len(reasons) - REASONS} more reasons stand above, where each test failed.")
    return lines


def end(result: Result) -> int:
    """Say how it went; the last line is for programs."""
    print("\n== result", flush=True)
    for line in result.notes:
        print(line)
    failed = result.failed()
    for line in named(failed):
        print(line)
    for fault in result.faults:
        print(f"FAULT {fault}")
    held = sum(each.how == "passed" for each in result.tests)
    skipped = sum(each.how == "skipped" for each in result.tests)
    print(f"{minutes(result.elapsed)} minutes, {sum(each.seconds for each in result.tests):.0f} CPU seconds in tests")
    print(f"{held} passed, {len(failed) + len(result.faults)} failed, {skipped} skipped", flush=True)
    return int(bool(failed or result.faults))
