"""``.ci/run``: the gate, which each change has to pass, and with ``--all`` the whole."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.running import budget, commits, costs, cover, last_whole, parts, postgres, reach
from tests.running.runs import Result, end, run_parts, try_again

PAGES = ("/templates/", "/views", "/static/", "browser/", "tests/browser/")
MODES = {"both": "with and without script", "script": "with script", "plain": "without script"}
LEAST = costs.TESTS / "least_count.txt"


def gate() -> int:
    """The exit code of: the quick tests, all of SQLite, and of PostgreSQL what the list says."""
    result, commit = Result(), int(commits.git("rev-list", "--count", "HEAD") or 0)
    result.faults += last_whole.faults()
    modes = "both" if touches_pages() else ("script", "plain")[commit % 2]
    several = [*parts.quick(), *parts.rest(modes=modes), *postgres.by_list(commit)]
    print(last_whole.line())
    print(f"The gate: about {sum(part.expected() for part in several) / 60:.0f} minutes on {costs.cores()} cores.")
    print(f"The browser opens pages {MODES[modes]}.")
    run_parts(several, result)
    try_again(result)
    result.faults += budget.faults(result.tests) + too_few(result)
    return end(result)


def whole() -> int:
    """The exit code of everything on both engines; where all held, what it cost and asked is written down."""
    result = Result()
    print("Everything, on SQLite and on PostgreSQL.")
    with TemporaryDirectory(prefix="amparo-seen-") as folder:
        on_sqlite = [part.told(AMPARO_TEST_REACH=folder) for part in [*parts.quick(), *parts.rest()]]
        on_postgres = [part.told(AMPARO_TEST_SHAPES=folder) for part in postgres.everything()]
        run_parts([*on_sqlite, *on_postgres], result)
        seen, reached = cover.seen_in(Path(folder)), reach.seen_in(Path(folder))
    try_again(result)
    result.faults += budget.faults(result.tests, is_whole=True) + too_few(result)
    result.faults += [] if on_postgres else ["PostgreSQL was not asked: it could not be started"]
    if missed := postgres.missed(seen, cover.read()) if cover.FILE.is_file() else frozenset():
        result.faults.append(
            f"{len(missed)} shapes of statements are asked by no test in tests/postgres.txt: {sorted(missed)[0]}"
        )
    if seen and not result.failed():
        result.notes.append(f"tests/postgres.txt now has {postgres.keep(seen)} tests of {len(seen)}.")
    if not result.failed() and not result.faults:
        reach.write(reach.modules(reached))
        costs.write(costs.by_file((each.test, each.seconds) for each in result.tests if not each.part.on_postgres))
        last_whole.write(len(functions(result)))
    return end(result)


def functions(result: Result) -> set[str]:
    """The test functions that ran on SQLite, each once however many rows it has."""
    return {each.test.partition("[")[0] for each in result.tests if not each.part.on_postgres}


def too_few(result: Result) -> list[str]:
    """A suite that shrinks in silence is a fault."""
    least, here = int(LEAST.read_text(encoding="utf-8")), len(functions(result))
    print(f"collected: {here} test functions, at least {least} expected")
    return [f"There are {here} test functions; tests/least_count.txt says {least}"] if here < least else []


def touches_pages() -> bool:
    """Does the last commit, or what is not committed yet, change what a browser is given?"""
    return any(part in f"/{name}" for name in commits.changed("HEAD~1") for part in PAGES)
