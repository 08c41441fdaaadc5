"""``./amparo test``: the quick tests, or all of them (``--all``), or those that a change can break (``--touched``).

Anything else goes to pytest as it is: ``./amparo test tests/unit/test_x.py -k name``.
"""

import sys

import pytest

from tests.running import costs, gate, mutating, parts, runs, touched
from tests.running.screen import minutes

HELP = """./amparo test                 the quick tests, on all cores
./amparo test --all           every test, on SQLite
./amparo test --touched       those that the change since main can break
./amparo test -m clock        what hangs on days, at seven moments
./amparo test WORDS           as pytest takes them: a file, a folder, -k name, -x
./amparo test --gate          what .ci/run runs; with AMPARO_TEST_POSTGRES=postgres://… on PostgreSQL too
./amparo test --whole         everything on both engines, and what it cost is written down
./amparo test --mutants DIR   do the tests see three hundred planted faults? (an hour)"""


def main(words: list[str]) -> int:
    """The exit code of a run."""
    if words in (["-h"], ["--help"]):
        print(HELP)
        return 0
    if not words:
        return runs.run(parts.quick(), heading=_quick_heading())
    if words == ["--all"]:
        every = [*parts.quick(), *parts.rest()]
        return runs.run(every, heading=f"Every test, on SQLite: {_about(every)}.")
    if words == ["--touched"]:
        return touched.main()
    if words == ["--gate"]:
        return gate.gate()
    if words == ["--whole"]:
        return gate.whole()
    if words[0] == "--mutants":
        return mutating.main(words[1:])
    return int(pytest.main(words))


def _quick_heading() -> str:
    quick, every = parts.quick(), [*parts.quick(), *parts.rest()]
    return (
        f"The quick tests: unit, golden, architecture, and what hangs on days at seven moments. {_about(quick)}.\n"
        f"Every test, with pages, the browser and the numbers: ./amparo test --all, {_about(every)}."
    )


def _about(several: list[parts.Part]) -> str:
    seconds = sum(part.expected() for part in several)
    length = f"{minutes(seconds)} minutes" if seconds < 600 else f"{round(seconds / 60)} minutes"
    return f"about {length} on {costs.cores()} cores"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
