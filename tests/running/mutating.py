"""``./amparo test --mutants``: does a suite see the faults of ``mutants.py``? It takes hours, and can go on later.

Each fault is planted in a copy of the tree, and the tests that run through its functions are run until one fails, those
first that run through little else. As many copies work at once as there are cores. A fault that nothing sees is listed.

``--mutants FOLDER`` keeps there what was found. ``--tests COMMIT`` judges with the tests of that commit instead of
those of this tree, on SQLite as far as their files have changed since (the others say the same), ``--only FILE`` only
the faults named in a file. Before it, once, ``AMPARO_TEST_REACH=FOLDER/reach
./amparo test --all`` says which tests run through what. SQLite has no locks of rows: a fault of that kind is planted
before PostgreSQL (``AMPARO_TEST_POSTGRES``), of this tree by the list of the gate, of a commit by all its tests.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tests.running import commits, costs, cover, postgres, reach
from tests.running.mutants import LOCK_DROPPED, Mutant, sample
from tests.running.parts import OF_OTHERS

ROOT = costs.TESTS.parent
CHUNKS = (8, 24, *[60] * 40)  # files of tests at once: reading many takes longer than running few
LONGEST, TIMES = 300.0, 5  # seconds for one chunk, and how many times what it takes without a fault
LOCK = threading.Lock()
ANYWAY: set[str] = set()
SERVER = os.environ.get(postgres.TOLD, "")


def main(words: Sequence[str]) -> int:
    """0 where every fault was seen."""
    read = argparse.ArgumentParser(prog="./amparo test --mutants")
    read.add_argument("folder", type=Path)
    read.add_argument("--tests", default="", metavar="COMMIT")
    read.add_argument("--only", type=Path)
    asked = read.parse_args(words)
    reached = reach.seen_in(asked.folder / "reach")
    if not reached:
        print(f"First: AMPARO_TEST_REACH={asked.folder}/reach ./amparo test --all")
        return 2
    wanted = asked.only.read_text(encoding="utf-8").splitlines() if asked.only else []
    mutants = [each for each in sample() if not wanted or str(each) in wanted]
    if not SERVER:
        print("Without AMPARO_TEST_POSTGRES no lock is dropped.")
        mutants = [each for each in mutants if each.kind != LOCK_DROPPED]
    file = asked.folder / f"seen-{asked.tests or 'here'}.jsonl"
    known = known_in(file)
    copies: Queue[Path] = Queue()
    for number in range(costs.cores()):
        copies.put(copy_of_the_tree(asked.folder / f"copy-{number}", asked.tests))
    left = [each for each in mutants if str(each) not in known]
    changed = {name.removeprefix("tests/") for name in commits.changed(asked.tests)} if asked.tests else set(reached)
    of_changed = {each: functions for each, functions in reached.items() if each in changed}

    def judged(mutant: Mutant) -> None:
        asks = reached if mutant.kind == LOCK_DROPPED else of_changed  # PostgreSQL runs a part of what has not changed
        judge(mutant, asks, copies, file, by_list=not asked.tests)

    with ThreadPoolExecutor(costs.cores()) as pool:
        list(pool.map(judged, left))
    known = known_in(file)
    unseen = [str(each) for each in mutants if not known.get(str(each))]
    print(f"{len(mutants) - len(unseen)} of {len(mutants)} faults were seen.")
    print("\n".join(unseen))
    return int(bool(unseen))


def known_in(file: Path) -> dict[str, str]:
    """By fault, the test that saw it; nothing for one that no test saw."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {each["mutant"]: each["test"] for each in map(json.loads, lines)}


def copy_of_the_tree(folder: Path, tests: str) -> Path:
    """This tree, or the product of this tree with the tests of a commit."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT, folder / "main", symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "var")
    )
    for name in (".venv", "node_modules", "tests/engine/node_modules"):
        if (ROOT / name).exists() and not (folder / "main" / name).exists():
            (folder / "main" / name).symlink_to((ROOT / name).resolve())
    if (ROOT.parent / "shared").is_dir():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    if tests:
        shutil.rmtree(folder / "main/tests")
        archive = subprocess.run(["git", "archive", tests, "tests"], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x"], cwd=folder / "main", input=archive, check=True)
        (folder / "main/tests/engine/node_modules").symlink_to(ROOT / "tests/engine/node_modules")
    return folder / "main"


def judge(mutant: Mutant, reached: Mapping[str, set[str]], copies: "Queue[Path]", file: Path, *, by_list: bool) -> None:
    """Plant one fault, run what runs through it, and write down which test saw it."""
    through = {f"{mutant.file}:{line}" for line in mutant.functions}
    files = [each for each, functions in sorted(reached.items(), key=is_about) if through & functions]
    tree = copies.get()
    path = tree / "src/amparo" / mutant.file
    whole = path.read_text(encoding="utf-8")
    names, server = files, ""
    if mutant.kind == LOCK_DROPPED:
        names, server = on_postgres(files, by_list=by_list), f"{SERVER}{tree.parent.name[-1]}_"  # databases of its own
    try:
        while True:
            path.write_text(mutant.planted(whole), encoding="utf-8")
            test = first_that_fails(tree, names, server=server)
            path.write_text(whole, encoding="utf-8")
            if by_list or "::" not in test or not first_that_fails(tree, [test.removeprefix("tests/")], server=server):
                break
            ANYWAY.add(test)  # tests of another commit, which this product breaks without any fault
    finally:
        path.write_text(whole, encoding="utf-8")
        copies.put(tree)
    with LOCK, file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"mutant": str(mutant), "test": test, "files": len(files)}) + "\n")
        print(f"{mutant} {'seen by ' + test if test else 'NOT SEEN'} ({len(files)} files)", flush=True)


def is_about(file: tuple[str, set[str]]) -> tuple[int, float]:
    """Where a file of tests stands: what runs through little is about it, and sees its faults; then the cheapest."""
    name, functions = file
    return len(functions) // 100, costs.expected([name])


def on_postgres(files: Sequence[str], *, by_list: bool) -> list[str]:
    """What of these files the gate runs on PostgreSQL at every commit, or all of it."""
    asking = [each for each in files if each in postgres.asking()]
    if not by_list:
        return asking
    whole = [each for each in asking if cover.always(each)]
    listed = (each.removeprefix("tests/") for each in sorted(cover.read().tests))
    return [*whole, *(each for each in listed if costs.file_of(each) in asking and costs.file_of(each) not in whole)]


def first_that_fails(tree: Path, names: Sequence[str], *, server: str = "") -> str:
    """The first of these tests, by file or by name, that fails; nothing where all hold."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OF_OTHERS)}
    plain |= {"PYTHONPATH": "src"} | ({postgres.TOLD: server} if server else {})
    begin = 0
    for count in CHUNKS:
        chunk = [f"tests/{each}" for each in names[begin : begin + count]]
        chunk = [each for each in chunk if (tree / each.partition("::")[0]).is_file()]
        begin += count
        if not chunk:
            continue
        left_out = [f"--deselect={each}" for each in sorted(ANYWAY) if each not in chunk]
        command = [sys.executable, "-m", "pytest", "-x", *left_out, *chunk]
        longest = LONGEST + TIMES * costs.expected({costs.file_of(each) for each in chunk})
        try:
            run = subprocess.run(
                command, cwd=tree, env=plain, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=longest
            )
        except subprocess.TimeoutExpired:
            return "it took too long"
        if run.returncode not in (0, 5):  # 5: every test of these was left out
            ended = (line for line in run.stdout.splitlines() if line.startswith(("FAILED ", "ERROR ")))
            named = [line for line in ended if "::" in line]  # the others are lines of a log
            return named[0].split(" - ")[0].partition(" ")[2] if named else f"ended with {run.returncode}"
    return ""
