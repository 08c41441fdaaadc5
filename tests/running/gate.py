"""``.ci/run``: the gate, which each change has to pass, and with ``--all`` the whole."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.running import (
    budget,
    commits,
    costs,
    cover,
    is_shuffled,
    keep_only_the_order,
    last_whole,
    parts,
    postgres,
    reach,
    turns,
)
from tests.running.runs import Result, dear, end, run_parts, try_again

PAGES = ("/templates/", "/templatetags/", "/views", "/forms", "/static/", "/locale/", "/content/", "/browser/")
COMMITS = 12
MODES = {"both": "with and without script", "script": "with script", "plain": "without script"}
LEAST = costs.TESTS / "least_count.txt"


def gate() -> int:
    """The exit code of: the quick tests, all of SQLite, and of PostgreSQL what the list says."""
    keep_only_the_order()
    result, turn = Result(), int(commits.git("rev-parse", "HEAD")[:8] or "0", 16)
    print(last_whole.line())
    if faults := last_whole.faults():
        result.faults += faults
        return end(result)
    modes = "both" if touches_pages() else ("script", "plain")[turn % 2]
    row = turn if turns.is_enough(last_whole.changed()) else None
    on_postgres = postgres.by_list(turn)
    result.notes += [] if on_postgres else ["PostgreSQL was not asked."]
    several = [*parts.quick(), *parts.rest(modes=modes, turn=row), *on_postgres]
    print(f"The gate: about {sum(part.expected() for part in several) / 60:.0f} minutes on {costs.cores()} cores.")
    print(f"The browser opens pages {MODES[modes]}.")
    print(f"Of the tests that open every page for everybody {'all rows run' if row is None else 'an eighth runs'}.")
    run_parts(several, result)
    try_again(result)
    result.faults += too_much(result) + too_few(result) + without_postgres()
    return end(result)


def whole() -> int:
    """The exit code of everything on both engines; where all held, what it cost and asked is written down."""
    keep_only_the_order()
    result = Result()
    print("Everything, on SQLite and on PostgreSQL.")
    with TemporaryDirectory(prefix="amparo-seen-") as folder:
        on_sqlite = [part.told(AMPARO_TEST_REACH=folder) for part in [*parts.quick(), *parts.rest()]]
        on_postgres = [part.told(AMPARO_TEST_SHAPES=folder) for part in postgres.everything()]
        run_parts([*on_sqlite, *on_postgres], result)
        seen, reached = cover.seen_in(Path(folder)), reach.seen_in(Path(folder))
    try_again(result)
    if seen and not result.failed() and not result.faults:  # a part that was cut says too little
        missed = postgres.missed(seen, cover.read())
        result.notes.append(
            f"Of all shapes of statements tests/postgres.txt missed {len(missed)}: {sorted(missed)[:3]}"
        )
        result.notes.append(f"It is made anew: {postgres.keep(seen)} tests of {len(seen)}.")
        if still := postgres.missed(seen, cover.read()):
            result.faults.append(f"{len(still)} shapes are asked by no test in tests/postgres.txt: {sorted(still)[0]}")
    costly = too_much(result, is_whole=True)
    result.faults += too_few(result) + without_postgres()
    if not result.failed() and not result.faults:  # what costs too much held all the same
        reach.write(reach.modules(reached))
        if not is_shuffled():
            costs.write(costs_of(result))
        last_whole.write(len(functions(result)))
    result.faults += costly
    return end(result)


def too_much(result: Result, *, is_whole: bool = False) -> list[str]:
    """What costs more than it may; it is shown beside its budget also where it is not judged."""
    over = budget.faults(result.tests, is_whole=is_whole)
    return [] if is_shuffled() else over + dear(result, is_whole=is_whole)


def functions(result: Result) -> set[str]:
    """The test functions that ran on SQLite and were not left out, each once however many rows it has.

    What runs by turns counts also where no row has its turn.
    """
    ran = [each for each in result.tests if not each.part.on_postgres and each.how != "skipped"]
    waiting = turns.functions() if any("--turn" in each.part.words for each in ran) else frozenset()
    return {each.test.partition("[")[0] for each in ran} | waiting


def costs_of(result: Result) -> dict[str, float]:
    """CPU seconds by file on SQLite, and of the seven moments together."""
    on_sqlite = [each for each in result.tests if not each.part.on_postgres]
    clock = [each.seconds for each in on_sqlite if each.part.is_clock]
    start = parts.START * len({each.moment for each in on_sqlite if each.part.is_clock})
    files = costs.by_file((each.test, each.seconds) for each in on_sqlite if not each.part.is_clock)
    return files | ({costs.CLOCK: sum(clock) + start} if clock else {})


def without_postgres() -> list[str]:
    """That PostgreSQL was not asked is a fault: it could not be started, or nobody named one."""
    return [] if postgres.everything() else ["PostgreSQL was not asked: AMPARO_TEST_POSTGRES names none"]


def too_few(result: Result) -> list[str]:
    """A suite that shrinks in silence is a fault."""
    least, here = int(LEAST.read_text(encoding="utf-8")), len(functions(result))
    print(f"collected: {here} test functions, at least {least} expected")
    return [f"There are {here} test functions; tests/least_count.txt says {least}"] if here < least else []


def touches_pages() -> bool:
    """Do the last twelve commits, or what is not committed yet, change what a browser is given? Yes where unknown."""
    changed = commits.changed(f"HEAD~{COMMITS}") if commits.git("rev-parse", f"HEAD~{COMMITS}") else [PAGES[0]]
    return any(part in f"/{name}" for name in changed for part in PAGES)
