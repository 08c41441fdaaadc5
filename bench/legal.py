"""A lawyer's desk with two thousand matters, ten thousand clocks after a holiday changed, and a bundle for a court.

./amparo bench legal --matters 2000
./amparo bench legal --only-bundle

The desk and a matter go through the real pages, with every middleware, in this process; the clocks through the act that
her desk calls; the bundle is bound in a process of its own, and the memory is the most that it and what it starts held
together. What was promised stands beside each figure, and the run fails where it is not kept.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DESK_MS, CLOCKS_S, BUNDLE_S, BUNDLE_MB = 150, 3, 15, 300
CALENDAR, HOLIDAY = "MX", date(2026, 12, 25)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--matters", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--only-bundle", action="store_true")
    parser.add_argument("--pieces", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bundle", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
    if words.pieces or words.bundle:
        make_pieces(words.pieces) if words.pieces else bundle_here(words.bundle)
        return
    from _house import finish_run, start

    if words.only_bundle:
        bundle()
        finish_run()
        return
    os.environ |= {"AMPARO_PROFILE": "red", "AMPARO_SECOND_STEP": "no"}
    folder = start(f"legal-{words.matters}-{uuid.uuid4().hex[:6]}")
    try:
        desk(words.matters, words.times)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bundle()
    finish_run()


def desk(matters: int, times: int) -> None:
    """Lay the matters; ask for the desk, its closed ones, a later page of it, and matters one after the other."""
    from _desk import at_the_desk, get, timed
    from _desk import desk as address
    from _house import report
    from _legal import a_lawyer, a_rule_that_hangs_on, lay

    began = time.perf_counter()
    lucia = a_lawyer()
    rule, due = a_rule_that_hangs_on(CALENDAR, HOLIDAY)
    lay(lucia, matters, rule, due)
    report("legal laid", matters=matters, took_s=round(time.perf_counter() - began, 1))
    clocks(lucia, matters)
    client = at_the_desk(lucia)
    pages = {"desk": "/asuntos", "desk, closed": "/asuntos?cerrados=1", "desk, page 9": "/asuntos?p=9"}
    for task, where in pages.items():
        timed(f"legal {task}", times, partial(get, client, [address(where)]), budget=DESK_MS, matters=matters)
    timed("legal matter", times, partial(get, client, some_of(matters)), budget=DESK_MS, matters=matters)


def some_of(matters: int) -> list[str]:
    """The pages of fifty matters."""
    from django.urls import reverse

    from amparo.legal.representation.models import Matter

    rows = Matter.objects.order_by("pk")[: min(50, matters)]
    return [reverse("matter", args=[each]) for each in rows.values_list("reference", flat=True)]


def clocks(lucia: Any, matters: int) -> None:
    """The first count of all clocks, then after a holiday that is worked, then where nothing changed."""
    from _cases import come_in
    from _house import report
    from _legal import CLOCKS, TODAY

    from amparo.legal.deadlines.actions import say_day
    from amparo.legal.representation.actions.deadlines import recompute

    come_in(lucia)
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    recompute(by=lucia, now=now)
    say_day(calendar=CALENDAR, day=HOLIDAY, is_off=False, name="Ejemplo", source="Ejemplo", today=TODAY, by=lucia)
    began, cpu = time.perf_counter(), time.process_time()
    moved = recompute(by=lucia, now=now)
    took, worked = round(time.perf_counter() - began, 3), round(time.process_time() - cpu, 3)
    if moved < matters:
        raise SystemExit(f"{moved} of {CLOCKS * matters} clocks moved")
    counted = {"clocks": CLOCKS * matters, "moved": moved, "cpu_s": worked}
    report("legal clocks after a holiday", budget=CLOCKS_S, of=("took_s",), took_s=took, **counted)


def bundle() -> None:
    """Bind fifty pieces of two hundred pages, in a process of its own."""
    from _house import report

    with tempfile.TemporaryDirectory() as folder:
        apart(f"--pieces={folder}")
        figures = json.loads(apart(f"--bundle={folder}").splitlines()[-1])
    report("legal bundle", budgets={"took_s": BUNDLE_S, "peak_mb": BUNDLE_MB}, **figures)


def apart(word: str) -> str:
    """Do one thing in a process of its own; what it said."""
    run = subprocess.run([sys.executable, __file__, word], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr[-2000:])
    return run.stdout


def make_pieces(folder: Path) -> None:
    """Lay the pieces into a folder: what that takes is not what is measured."""
    from _legal import bundle_pieces

    for number, each in enumerate(bundle_pieces()):
        (folder / f"{number:02} {each.label} {each.kind}").write_bytes(each.data)


def bundle_here(folder: Path) -> None:
    """Bind the pieces, and print how long that took and the most that this and what it starts held together."""
    from amparo.formats.documents.bundle.binding import bind
    from amparo.formats.documents.bundle.pieces import Piece

    names = [(path, *path.name.split()[1:]) for path in sorted(folder.iterdir())]
    pieces = [Piece(label, "Papel de ejemplo", kind, path.read_bytes()) for path, label, kind in names]
    began = time.perf_counter()
    made = bind(pieces, language="es")
    took = time.perf_counter() - began
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures = {"pieces": len(pieces), "pages": made.pages, "bytes": len(made.data), "took_s": round(took, 2)}
    print(json.dumps(figures | {"own_mb": round(own), "child_mb": round(child), "peak_mb": round(own + child)}))


main()
