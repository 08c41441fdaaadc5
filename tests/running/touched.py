"""``./amparo test --touched``: the tests that the change since main can break, and what it leaves out, in words."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.running import commits, costs, cover, reach, runs
from tests.running.parts import Part
from tests.running.screen import minutes

PRODUCT, TESTS = "src/amparo/", "tests/"
PROGRAMS = {"programs", "own_house", "two_houses"}
ANY = (
    "pyproject.toml",
    "requirements/",
    "tests/conftest.py",
    "tests/moment.py",
    "src/amparo/config/",
    "src/amparo/content/",
)


def main() -> int:
    """The exit code of those tests; 0 where nothing changed."""
    since = commits.git("merge-base", "main", "HEAD") or commits.git("merge-base", "origin/main", "HEAD")
    if not since:
        print("There is no branch main here, so nobody knows what has changed. Everything: ./amparo test --all")
        return 2
    changed = commits.changed(since)
    if not changed:
        print("Nothing has changed since main: no test to run.")
        return 0
    files, why = touched(changed)
    if why:
        print(f"{why} Everything: ./amparo test --all")
    browser = [file for file in files if file.startswith("browser/")]
    files = [file for file in files if file not in browser]
    if browser:
        seconds = costs.expected(browser) / costs.cores()
        print(f"Left out: {len(browser)} files of the browser, {minutes(seconds)} minutes.")
    if any(name.startswith(PRODUCT) for name in changed) and (others := starting(set(files))):
        seconds = costs.expected(others) / costs.cores()
        print(f"Left out: {len(others)} files that start programs of the product, {minutes(seconds)} minutes; what")
        print("those programs run through is not known.")
    part = Part(name=f"{len(files)} files of tests", paths=tuple(f"tests/{file}" for file in files))
    return runs.run([part], heading=f"What {len(changed)} changed files can break: {minutes(part.expected())} minutes.")


def touched(changed: Iterable[str]) -> tuple[list[str], str]:
    """The files of tests, from their folder; and a sentence where the change can break more than is told."""
    known, everywhere = reach.read()
    tests = {str(file.relative_to(costs.TESTS)) for file in costs.TESTS.rglob("test_*.py")}
    found, wide = set(), []
    for name in changed:
        if name.startswith(ANY) or name.removeprefix(PRODUCT) in everywhere:
            wide.append(name)
        found |= _of(name, known, tests)
    found |= {file for file in tests if file.startswith("architecture/")}
    if not known:
        return sorted(found & tests), "Nobody knows yet which tests run through what: tests/reach.txt is empty."
    why = f"Very many tests run through {wide[0]}{f' and {len(wide) - 1} more' if wide[1:] else ''}." if wide else ""
    return sorted(found & tests), why


def starting(beside: set[str]) -> list[str]:
    """The files of tests, but for these, that start programs of the product, by what they import; no browser."""
    every = {str(file.relative_to(costs.TESTS)) for file in costs.TESTS.rglob("test_*.py")} - beside
    some = (file for file in every if not file.startswith("browser/"))
    return sorted(file for file in some if PROGRAMS & cover.helpers(file) or file.startswith("processes/"))


def _of(name: str, known: dict[str, frozenset[str]], tests: set[str]) -> set[str]:
    if name.startswith(TESTS):
        file = name.removeprefix(TESTS)
        module = file.removesuffix(".py").replace("/", ".")
        if file.endswith(".py"):
            return {file} if file in tests else {each for each in tests if module in cover.helpers(each)}
        return {each for each in tests if each.startswith(file.partition("/")[0] + "/")}  # data beside the tests
    if not name.startswith(PRODUCT):
        return {"unit/test_docs.py"} if name.endswith(".md") else set()
    module = name.removeprefix(PRODUCT)
    if module.endswith(".py"):
        new = not any(module in modules for modules in known.values())
        return _through(str(Path(module).parent) + "/" if new else module, known)
    # A template or a script: whatever runs through the code beside it.
    return _through(re.split(r"/(?:templates|static|migrations)/", module)[0] + "/", known)


def _through(beginning: str, known: dict[str, frozenset[str]]) -> set[str]:
    return {file for file, modules in known.items() if any(module.startswith(beginning) for module in modules)}
