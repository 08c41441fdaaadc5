"""How long the nightly door takes, and in how much memory: coded rows from the vault into evidence, whole.

./amparo bench door --rows 10000

Two runs: the first brings a build into an empty room, the second takes the place of one. ``rise_mb`` is by how much the
memory of the program itself grew at most (without the files that the system maps into it); it should hardly hang on the
number of rows.
"""

import argparse
import random
import secrets
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _house import finish_run, report, start

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
BUDGET_S, ROWS = 5.0, 10_000  # promised; for more of them as much longer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    words = parser.parse_args()
    start(f"door-{words.rows}", demo=True)
    fill(words.rows)
    from amparo.doors.deidentify.actions import run
    from amparo.evidence.models import Observation, Value

    run(now=datetime(2040, 1, 1, tzinfo=UTC))  # nothing is counted any more then: an empty room, and a warm program
    before, most, took = own_mb(), [0.0], []
    threading.Thread(target=watch, args=(most,), daemon=True).start()
    for _ in range(2):
        began, cpu = time.perf_counter(), time.process_time()
        brought = run(now=NOW)["cases"]
        took.append((time.perf_counter() - began, time.process_time() - cpu))
    assert brought is not None
    report(
        "door", budget=BUDGET_S * max(1, words.rows / ROWS), of=("first_s", "again_s"), rows=brought.rows,
        observations=Observation.objects.count(), values=Value.objects.count(),
        first_s=round(took[0][0], 2), first_cpu_s=round(took[0][1], 2), again_s=round(took[1][0], 2),
        again_cpu_s=round(took[1][1], 2), most_mb=round(most[0]), rise_mb=round(most[0] - before, 1),
    )  # fmt: skip
    finish_run()


def own_mb() -> float:
    """The memory of this program, without mapped files."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1024


def watch(most: list[float]) -> None:
    """The most that it has, looked at twenty times a second."""
    while True:
        most[0] = max(most[0], own_mb())
        time.sleep(0.05)


def fill(rows: int) -> None:
    """So many rows in the vault, each with an incident."""
    from amparo.formats.codebook import checked, codebook
    from amparo.vault.actions.coded import until_of
    from amparo.vault.models import CodedRow

    if CodedRow.objects.count() == rows:
        return
    CodedRow.objects.all().delete()
    rng, book = random.Random(7), codebook("cases")
    for begin in range(0, rows, 1_000):
        made = [
            CodedRow(check_of=secrets.token_hex(32), codebook=book.reference, codes=checked(book, one(rng, book)),
                     until=until_of(NOW))
            for _ in range(min(1_000, rows - begin))
        ]  # fmt: skip
        CodedRow.objects.bulk_create(made)


def one(rng: random.Random, book: Any) -> dict[str, Any]:
    """A row with every variable."""
    parts = [["incident", values(rng, book, "incident")] for _ in range(book.parts[0].most)]
    return {"codes": values(rng, book, ""), "parts": parts}


def values(rng: random.Random, book: Any, part: str) -> dict[str, list[str]]:
    """A value of each variable, three of those that may have several."""
    found = {}
    for name, variable in book.of_part(part).items():
        known = variable.codes or [f"{year}-Q{quarter}" for year in (2025, 2026) for quarter in range(1, 5)]
        found[name] = rng.sample(known, 3 if variable.kind == "many" else 1)
    return found


main()
