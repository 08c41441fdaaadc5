"""A national quarterly plan, hidden and attacked edition after edition, as the release door asks for it.

./amparo bench release [--quick] [--editions 4] [--seed 1]

Twenty tables of five thousand cells, eight organisations of which any two may put together what they know, and late
reports. Each edition is protected with all those before it; then the whole ledger is audited once more, from nothing.
"""

import argparse
import resource
import sys
import time
from typing import Any

from _house import MISSED, ROOT, finish_run, report
from _national import ORGANISATIONS, QUARTERS, TABLES, people, plan_of

SECONDS, MEGABYTES = 60.0, 1024.0  # promised of the last edition, protected and audited, on two cores
SOLVER_S = 600.0  # as the door gives it where nobody waits


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a sixth of the places and of the people, two editions")
    parser.add_argument("--editions", type=int, default=len(QUARTERS), choices=range(1, len(QUARTERS) + 1))
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    release(min(2, words.editions) if words.quick else words.editions, words.seed, share=6 if words.quick else 1)
    finish_run()


def release(editions: int, seed: int, *, share: int) -> None:
    """Edition after edition; the bound is of the last one."""
    from amparo.methods.disclosure import Ledger, audit, count, protect
    from amparo.methods.estimate import Refused
    from amparo.methods.workers import workers

    persons, ledger = people(seed, share), Ledger()
    for number in range(editions):
        quarters = QUARTERS[: number + 1]
        plan, known = plan_of(QUARTERS[number], quarters, share), persons[:, : number + 1, : number + 1]
        at = known.nonzero()
        columns = {each.name: at[2 + axis] for axis, each in enumerate(plan.dimensions)}
        counts = count(
            columns, plan=plan, persons=known[at], organisation=at[0], organisations=ORGANISATIONS, batch=at[1],
            batches=number + 1,
        )  # fmt: skip
        began, cpu = time.perf_counter(), time.process_time()
        name, sizes = f"release edition {number + 1} of {editions}", {"tables": len(TABLES), "people": int(known.sum())}
        try:
            beside: dict[str, Any] = {"time_limit_s": SOLVER_S, "executor": workers()}
            made = protect(counts, plan=plan, name=QUARTERS[number], ledger=ledger, **beside)
            hidden = time.perf_counter() - began
            ledger = made.ledger
            told = audit(ledger, counts=counts, **beside)
        except Refused as error:
            why = ", ".join(each.code for each in error.remarks)
            report(name, **sizes, refused=why, **_taken(began, cpu))
            MISSED.append(f"{name}: nothing leaves, {why}")
            return
        sizes |= {"cells": len(made.cells), "hidden": sum(each.value is None for each in made.cells)}
        sizes |= {"figures": told.figures, "unknowns": told.unknowns, "attackers": told.attackers}
        last = {"took_s": SECONDS, "peak_mb": MEGABYTES} if number + 1 == editions else None
        report(name, budgets=last, **sizes, safe=told.safe, protect_s=round(hidden, 1), **_taken(began, cpu))
        if not told.safe:
            MISSED.append(f"{name}: the audit tells {len(told.findings)} cells")


def _taken(began: float, cpu: float) -> dict[str, Any]:
    return {
        "took_s": round(time.perf_counter() - began, 1),
        "all_cpu_s": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    main()
