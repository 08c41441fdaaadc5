"""How long a desk waits in a house full of cases: the list, opening one, finding one by a phone number.

./amparo bench casework --cases 20000
AMPARO_CARE_DATABASE=postgres://…/bench_care AMPARO_EVIDENCE_DATABASE=… ./amparo bench casework

Through the real pages, with every middleware, in this process. ``ana`` reads every case of the house, ``worker`` her
share; a case that is opened has sixty sealed fields. Beside each figure: the questions to the database, and the bytes.
What was promised stands beside it, too, and the run fails where it is not kept.
"""

import argparse
import os
import re
import shutil
import time
import uuid
from functools import partial
from pathlib import Path
from typing import Any

from _cases import FULL, FULL_CASES, WORKERS, House, come_in, lay
from _desk import at_the_desk, desk, get, timed
from _house import finish_run, report, start

LIST_MS, OPEN_MS, FIND_MS = 150, 80, 20  # promised for 95 of 100, in a house of up to 100,000 cases


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=200)
    words = parser.parse_args()
    url = os.environ.get("AMPARO_CARE_DATABASE", "")
    if url and not url.rpartition("/")[2].startswith("bench"):
        raise SystemExit("This fills a database with made-up cases. Name one that begins with “bench”.")
    os.environ |= {"AMPARO_PROFILE": "acompanamiento", "AMPARO_SECOND_STEP": "no"}
    folder = start(f"casework-{words.cases}-{'postgres' if url else 'sqlite'}-{uuid.uuid4().hex[:6]}")
    try:
        measure(words.cases, words.times, "postgresql" if url else "sqlite")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def measure(cases: int, times: int, engine: str) -> None:
    """Lay the house, and look at it."""
    began = time.perf_counter()
    house = lay(cases)
    report("casework laid", engine=engine, cases=cases, took_s=round(time.perf_counter() - began, 1), own_mb=own_mb())
    sizes = {"engine": engine, "cases": cases}
    for who, person in (("ana", house.ana), ("worker", house.workers[1])):
        look(at_the_desk(person), full_cases(person), times, who=who, **sizes)
    find(house, times, sizes)
    report("casework memory", own_mb=own_mb(), **sizes)


def look(client: Any, opened: list[str], times: int, **sizes: Any) -> None:
    """The list, the closed ones, a later page of it; and cases with sixty sealed fields, one after the other."""
    for task, address in (("list", "/casos"), ("list, closed", "/casos?cerrados=1"), ("list, page 9", "/casos?p=9")):
        timed(f"casework {task}", times, partial(get, client, [desk(address)]), budget=LIST_MS, **sizes)
    timed(f"casework open, {FULL} fields", times, partial(get, client, opened), budget=OPEN_MS, **sizes)


def find(house: House, times: int, sizes: dict[str, Any]) -> None:
    """The blind match of a phone number, as the vault asks it; its limits are not what is measured."""
    from amparo.vault.actions import index

    index.MOST_AN_HOUR = index.MOST_A_DAY = 10 * times
    for who, person in (("ana", house.ana), ("worker", house.workers[1])):
        come_in(person)
        found: list[Any] = []

        def ask(n: int, by: Any = person, found: list[Any] = found) -> None:
            found.extend(index.rings_with_phone(by=by, text=f"{(n * 7 * WORKERS + 1) % sizes['cases']:08}"))

        timed("casework find by phone", times, ask, budget=FIND_MS, who=who, **sizes)
        assert found, "the numbers that are sought are those of cases she reads"


def full_cases(person: Any) -> list[str]:
    """The pages of the cases with sixty sealed fields that she reads."""
    from django.urls import reverse

    from amparo.casework.models import Case

    rows = Case.objects.filter(ring__in=[f"{number:016x}" for number in range(FULL_CASES)])
    mine = rows if person.sign_in_name == "ana" else rows.filter(owner=person)
    return [reverse("case", args=[each]) for each in mine.values_list("reference", flat=True)]


def own_mb() -> int:
    """The memory of this process, without the pages of the database file that the system lends it; 0 where unknown."""
    status = Path("/proc/self/status")
    said = re.search(r"RssAnon:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(said[1]) // 1024 if said else 0


main()
