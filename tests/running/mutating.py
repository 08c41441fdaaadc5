"""``./amparo test --mutants``: does a suite see the faults of ``mutants.py``? It takes hours, and can go on later.

Each fault is planted in a copy of the tree, and the tests that run through its functions are run, the cheapest files
first, until one fails. As many copies work at once as there are cores. A fault that nothing sees is listed.

``--mutants FOLDER`` keeps there what was found. ``--tests COMMIT`` judges with the tests of that commit instead of
those of this tree, ``--only FILE`` only the faults named in a file. Before it, once, ``AMPARO_TEST_REACH=FOLDER/reach
./amparo test --all`` says which tests run through what.
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

from tests.running import costs, reach
from tests.running.mutants import Mutant, sample
from tests.running.parts import OF_OTHERS

ROOT = costs.TESTS.parent
CHUNKS = (4, 24, 10_000)  # files of tests at once: reading many takes longer than running few
LONGEST = 1800.0  # seconds for one chunk
LOCK = threading.Lock()


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
    file = asked.folder / f"seen-{asked.tests or 'here'}.jsonl"
    known = known_in(file)
    copies: Queue[Path] = Queue()
    for number in range(costs.cores()):
        copies.put(copy_of_the_tree(asked.folder / f"copy-{number}", asked.tests))
    with ThreadPoolExecutor(costs.cores()) as pool:
        list(
            pool.map(
                lambda each: judge(each, reached, copies, file), [each for each in mutants if str(each) not in known]
            )
        )
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


def judge(mutant: Mutant, reached: Mapping[str, set[str]], copies: "Queue[Path]", file: Path) -> None:
    """Plant one fault, run what runs through it, and write down which test saw it."""
    names = {f"{mutant.file}:{line}" for line in mutant.functions}
    files = sorted(
        (each for each, functions in reached.items() if names & functions), key=lambda each: costs.expected([each])
    )
    tree = copies.get()
    path = tree / "src/amparo" / mutant.file
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutant.planted(whole), encoding="utf-8")
        test = first_that_fails(tree, files)
    finally:
        path.write_text(whole, encoding="utf-8")
        copies.put(tree)
    with LOCK, file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"mutant": str(mutant), "test": test, "files": len(files)}) + "\n")
        print(f"{mutant} {'seen by ' + test if test else 'NOT SEEN'} ({len(files)} files)", flush=True)


def first_that_fails(tree: Path, files: Sequence[str]) -> str:
    """The first test of these files that fails; nothing where all hold."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OF_OTHERS)}
    begin = 0
    for count in CHUNKS:
        chunk = [f"tests/{each}" for each in files[begin : begin + count] if (tree / "tests" / each).is_file()]
        begin += count
        if not chunk:
            continue
        command = [sys.executable, "-m", "pytest", "-x", *chunk]
        try:
            run = subprocess.run(
                command, cwd=tree, env=plain | {"PYTHONPATH": "src"}, stdin=subprocess.DEVNULL, capture_output=True,
                text=True, timeout=LONGEST,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "it took too long"
        if run.returncode:
            named = [line for line in run.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
            return named[0].split(" - ")[0].partition(" ")[2] if named else f"ended with {run.returncode}"
    return ""
