"""``./amparo test --mutants FOLDER``: does a suite see the faults of ``mutants.py``? It takes an hour; broken off, it
goes on from there.

First every fault is built into a copy of the tree as a switch (``switches.py``), and each test says which of them it
sees (``planting.py``). Then each fault that was seen is really planted, alone, and the test that saw it has to fail.
What is seen by no test is listed.

``--tests COMMIT`` asks the tests of that commit instead, as far as their files have changed since (the others say the
same); ``--only FILE`` plants only the faults named there, as they are printed. SQLite locks no
rows: where ``AMPARO_TEST_POSTGRES`` names a server it is asked, and only locks are dropped; of this tree by what the
gate runs there, of a commit by all that asks a database.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.running import commits, costs, cover, postgres, reach, switches
from tests.running.mutants import LOCK_DROPPED, SILENT, Mutant, sample
from tests.running.parts import OF_OTHERS

ROOT = costs.TESTS.parent
SERVER = os.environ.get(postgres.TOLD, "")


def main(words: Sequence[str]) -> int:
    """0 where every fault was seen."""
    read = argparse.ArgumentParser(prog="./amparo test --mutants")
    read.add_argument("folder", type=Path)
    read.add_argument("--tests", default="", metavar="COMMIT")
    read.add_argument("--only", type=Path)
    asked = read.parse_args(words)
    wanted = set(asked.only.read_text(encoding="utf-8").splitlines()) if asked.only else set()
    mutants = {
        number: each
        for number, each in enumerate(sample())
        if (each.kind == LOCK_DROPPED) == bool(SERVER) and (not wanted or str(each) in wanted)
    }
    folder = asked.folder.resolve() / f"{asked.tests or 'here'}{'-locks' if SERVER else ''}"
    folder.mkdir(parents=True, exist_ok=True)
    switched = {number: each for number, each in mutants.items() if not each.is_compiled}
    workers = [Worker(folder / str(number), switched, asked.tests) for number in range(costs.cores())]
    files = files_of(asked.tests)
    seen = dict[int, list[str]]()
    for number in count(1):  # many faults at once hide each other: with those that are left, once more
        before = len(seen)
        for each in workers:
            each.begin(number, seen)
        with ThreadPoolExecutor(len(workers)) as pool:
            list(pool.map(Worker.look, workers, [dict(some) for some in shares([*files.items()], len(workers))]))
        for line in (line for each in workers for line in each.lines() if "fault" in line):
            if line["test"] not in (tests := seen.setdefault(line["fault"], [])):
                tests.append(line["test"])
        if len(seen) == before:
            break
    proofs = Proofs(folder, asked.tests)
    proofs.find(mutants, seen, [*files])
    for line in (line for each in workers for line in each.lines() if "broken" in line):
        print(json.dumps(line))  # what this test would have seen is not known
    unseen = [number for number, test in proofs.known().items() if not test]
    print(json.dumps({"faults": len(mutants), "seen": len(mutants) - len(unseen), "files": len(files)}))
    print("\n".join(str(mutants[number]) for number in unseen))
    return int(bool(unseen))


def files_of(commit: str) -> dict[str, list[str]]:
    """What is asked of which file of tests, the cheapest file first: what many see is seen soon. No browser."""
    every = {str(each.relative_to(costs.TESTS)) for each in costs.TESTS.rglob("test_*.py")}
    asking = set(postgres.asking()) if SERVER else every
    if commit:
        names = commits.git("ls-tree", "-r", "--name-only", commit, "tests/").splitlines()
        there = {each.removeprefix("tests/") for each in names if Path(each).name.startswith("test_")}
        changed = {each.removeprefix("tests/") for each in commits.changed(commit)}
        asking = {each for each in there if (each.startswith("integration") if SERVER else each in changed)}
    found = sorted(asking, key=lambda each: (costs.expected([each]), each))
    asked = {each: [f"tests/{each}"] for each in found if not each.startswith("browser/") and each.endswith(".py")}
    return on_postgres(asked) if SERVER and not commit else asked


def on_postgres(asked: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What the gate asks PostgreSQL of these at every commit: whole files, and tests of its list."""
    listed: dict[str, list[str]] = {}
    for test in sorted(cover.read().tests):
        listed.setdefault(costs.file_of(test), []).append(test)
    some = {file: whole if cover.always(file) else listed.get(file, []) for file, whole in asked.items()}
    return {file: tests for file, tests in some.items() if tests}


def shares[Thing](things: Sequence[Thing], among: int) -> list[list[Thing]]:
    """As many lists, of which each costs about the same."""
    return [list(things[number::among]) for number in range(among)]


class Worker:
    """A copy of the tree with switches, and what its tests told."""

    def __init__(self, folder: Path, mutants: Mapping[int, Mutant], commit: str) -> None:
        self.folder, self.tree, self.round = folder, copy_of_the_tree(folder, commit), 0
        switches.build(self.tree, mutants)

    @property
    def told(self) -> Path:
        """What its tests tell in this round."""
        return self.folder.with_name(f"{self.folder.name}-{self.round}.jsonl")

    def begin(self, number: int, seen: Mapping[int, Sequence[str]]) -> None:
        """A round, with the faults that were not seen in those before."""
        self.round = number
        if not self.told.is_file():
            self.write(*({"fault": fault, "test": tests[0]} for fault, tests in seen.items()))

    def lines(self) -> list[dict[str, Any]]:
        """What its tests told."""
        text = self.told.read_text(encoding="utf-8") if self.told.is_file() else ""
        return [json.loads(line) for line in text.splitlines()]

    def look(self, files: Mapping[str, list[str]]) -> None:
        """Ask what is asked of these files. One in which the process ends is written down and left.

        A test that failed without a fault, too, may have found something that an earlier fault left behind: such tests
        run again, each file in a process of its own, and first without a fault.
        """
        while left := [each for each in files if each not in self.done()]:
            self.run([test for each in left for test in files[each]])
            if still := [each for each in left if each not in self.done()]:
                self.write({"broken": still[0], "why": "the process ended"}, {"done": still[0]})
        again: dict[str, list[str]] = {}
        for line in self.lines():
            test = line.get("broken", "")
            if "::" in test and f"again {costs.file_of(test)}" not in self.done():
                again.setdefault(costs.file_of(test), []).append(test)
        for file, tests in again.items():
            self.run(["--sound-first", *dict.fromkeys(tests)])
            self.write({"done": f"again {file}"})

    def done(self) -> set[str]:
        """The files that were asked."""
        return {line["done"] for line in self.lines() if "done" in line}

    def write(self, *lines: dict[str, Any]) -> None:
        """What this process has to say beside what the tests told."""
        with self.told.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in lines)

    def run(self, words: Sequence[str]) -> None:
        """Pytest in the copy with switches."""
        told = ["-p", "tests.running.planting", "--timeout=0", "--tb=native", "--planting", str(self.told)]
        with self.folder.with_suffix(".log").open("a", encoding="utf-8") as log:
            run_there(self.tree, [*told, *words], server=self.folder.name, out=log)


def copy_of_the_tree(folder: Path, commit: str) -> Path:
    """This tree, or the product of this tree with the tests of a commit."""
    shutil.rmtree(folder, ignore_errors=True)
    tree = folder / "main"
    unlike = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__")
    shutil.copytree(ROOT, tree, symlinks=True, ignore=unlike)
    if (ROOT.parent / "shared").is_dir():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    if commit:
        shutil.rmtree(tree / "tests")
        archive = subprocess.run(["git", "archive", commit, "tests"], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x"], cwd=tree, input=archive, check=True)
        shutil.copytree(costs.TESTS / "running", tree / "tests/running", dirs_exist_ok=True)
    for name in (".venv", "node_modules", "tests/engine/node_modules"):
        if (ROOT / name).exists():
            (tree / name).symlink_to((ROOT / name).resolve())
    return tree


def run_there(tree: Path, words: Sequence[str], *, server: str, out: Any) -> int:
    """The exit code of pytest in a copy."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OF_OTHERS)}
    plain |= {"PYTHONPATH": "src"} | ({postgres.TOLD: f"{SERVER}mutants{server}_"} if SERVER else {})
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, cwd=tree, env=plain, stdin=subprocess.DEVNULL, stdout=out, stderr=out).returncode


class Proofs:
    """Copies of the tree in which each fault is really planted, alone, and by fault the test that then fails."""

    def __init__(self, folder: Path, commit: str) -> None:
        self.file = folder / "seen.jsonl"
        self.trees = [copy_of_the_tree(folder / f"proof-{number}", commit) for number in range(costs.cores())]

    def known(self) -> dict[int, str]:
        """The test by the number of a fault; nothing for one that no test saw."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.is_file() else []
        return {each["fault"]: each["test"] for each in map(json.loads, lines)}

    def find(self, mutants: Mapping[int, Mutant], seen: Mapping[int, Sequence[str]], files: Sequence[str]) -> None:
        """For each of these, first with the tests that saw its switch."""
        left = [number for number in mutants if number not in self.known()]

        def some(numbers: Sequence[int], tree: Path) -> None:
            for number in numbers:
                test = first_that_fails(tree, mutants[number], seen.get(number, ()), files)
                with self.file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps({"fault": number, "is": str(mutants[number]), "test": test}) + "\n")

        with ThreadPoolExecutor(len(self.trees)) as pool:
            list(pool.map(some, shares(left, len(self.trees)), self.trees))


def first_that_fails(tree: Path, mutant: Mutant, tests: Sequence[str], files: Sequence[str]) -> str:
    """The test that fails where the fault is planted; nothing where none does.

    If that is none of those named, those are asked that read the source, for an act that is not written down, and those
    that run through its file, where there was no switch or it was not quite the fault.
    """
    path = tree / "src/amparo" / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(mutant.planted(whole), encoding="utf-8")
    try:
        for test in tests:
            if failed_in(tree, [test]):
                return test
        asked = [each for each in files if mutant.kind == SILENT and each.startswith("architecture/")]
        if tests or mutant.is_compiled:
            asked += [each for each in through(mutant.file, files) if each not in asked]
        there = [f"tests/{each}" for each in asked if (tree / "tests" / each).is_file()]
        return failed_in(tree, there) if there else ""
    finally:
        path.write_text(whole, encoding="utf-8")


def through(module: str, files: Sequence[str]) -> list[str]:
    """Of these files of tests those that run through a module: all of them where very many do (``reach.txt``)."""
    by_file, everywhere = reach.read()
    return [each for each in files if module in everywhere or module in by_file.get(each, ())]


def failed_in(tree: Path, names: Sequence[str]) -> str:
    """The first of these tests that fails; nothing where all hold."""
    with TemporaryFile("w+", encoding="utf-8") as out:
        code = run_there(tree, ["-x", *names], server=tree.parent.name[-1], out=out)
        out.seek(0)
        said = [
            line.split(" - ")[0].partition(" ")[2] for line in out if line.startswith(("FAILED tests", "ERROR tests"))
        ]
    return (said or [f"it ended with {code}"])[0] if code not in (0, 5) else ""
