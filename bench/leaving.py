"""How long it takes to carry a house out, and that the memory it takes does not grow with it.

./amparo bench leaving [--cases 3000]

Every case is written into one sealed archive, which is opened again and compared line by line, as ``./amparo leave``
does it. Nothing is destroyed here. The peak of memory is taken after a tenth of them, and after all of them.
"""

import argparse
import os
import resource
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from _house import report, start
from _letters import house_for_letters
from casework_rewrap import fill, timed, whoever


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3_000)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as folder:
        os.environ |= {"BENCH_FOLDER": folder, "AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC"}
        start("leaving")
        house_for_letters()
        ana = whoever("ana")
        fill(words.cases // 10, ana)
        few = carried(Path(folder), ana)
        fill(words.cases - words.cases // 10, ana)
        peak = memory()
        many = carried(Path(folder), ana)
    report("leaving", cases=words.cases, writing_s=many[0], comparing_s=many[1], megabytes=many[2],
           memory_after_a_tenth_mb=few[3], memory_before_all_mb=peak, memory_after_all_mb=many[3])  # fmt: skip


def carried(folder: Path, by: Any) -> tuple[float, float, float, float]:
    """Seconds of writing and of comparing, megabytes of the archive, and the peak of memory so far."""
    from pyrage import x25519

    from amparo.config.leaving import all_lines, compare
    from amparo.vault.actions.archives import seal_lines
    from amparo.vault.queries.opened import case_seeds

    identity, on, archive = x25519.Identity.generate(), date(2026, 11, 25), folder / "house.age"

    def lines() -> Any:
        return all_lines(lambda ring: case_seeds(by, ring), [], on)

    writing = timed(lambda: seal_lines(lines(), to=[str(identity.to_public())], file=archive))
    comparing = timed(lambda: compare(archive, str(identity), lines()))
    return round(writing, 1), round(comparing, 1), round(archive.stat().st_size / 1e6, 2), memory()


def memory() -> float:
    """The peak of memory so far, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
