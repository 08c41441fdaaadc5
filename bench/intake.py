"""What the door from the field takes: forms a second, sealed; a hundred thousand through the door; a list of 200 forms.

./amparo bench intake [--seconds 10] [--forms 100000]

The house is served on a free loopback port, with ``synchronous=FULL``, and asked with wrk; each form has a number of
its own and 33 answers, and lies sealed on the disk when the phone is told that it came. Through the door: each form is
opened with the key of who leads the study, read, made coarse by its codebook (24 values) and brought into evidence.
"""

import argparse
import os
import random
import shutil
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from _field import filled, lay, leader, request_body, study_of
from _house import finish_run, free_port, percentile, report, serve, start
from channel import cpu_of, fsyncs, wait_for, with_wrk

PER_S, DOOR_S, DOOR_MB, LIST_MS, FORMS = 150, 300, 400, 50, 100_000  # promised


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--forms", type=int, default=FORMS)
    parser.add_argument("--only", choices=["in", "door", "list"])
    words = parser.parse_args()
    os.environ |= {"AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC", "AMPARO_SECOND_STEP": "no"}
    os.environ |= {"AMPARO_PHONE_FORMS": "1000000", "AMPARO_PHONE_MEGABYTES": "20000"}  # one phone sends for all
    folder = start(f"intake-{uuid.uuid4().hex[:8]}")
    try:
        person = leader()
        if words.only in (None, "list"):
            listed(person)
        if words.only in (None, "in"):
            if not shutil.which("wrk"):
                raise SystemExit("This benchmark asks with wrk. On Debian: apt install wrk")
            report("intake disk", fsync_per_s=fsyncs(folder))
            come_in(person, words.seconds)
        if words.only in (None, "door"):
            through(person, words.forms)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def come_in(person: Any, seconds: int) -> None:
    """Forms a second that are sealed and stored, by two workers."""
    from amparo.fieldwork.models import Submission

    study, (deployment,), token = study_of(person)
    boundary, rng = uuid.uuid4().hex, random.Random(7)
    bodies = [request_body(filled(deployment, rng), boundary) for _ in range(600 * seconds)]
    port = free_port()
    server = serve(port)
    try:
        wait_for(port)
        before = cpu_of(server.pid)
        kind = f"multipart/form-data; boundary={boundary}"
        taken, refused, lasted, p95 = with_wrk(port, f"/hojas/{token}/submission", kind, "OpenRosa", bodies, seconds)
        cpu = cpu_of(server.pid) - before
    finally:
        server.terminate()
        server.wait(10)
    stored = Submission.objects.filter(deployment__study=study).count()
    assert stored >= taken > 0, "every form that was told to have come is there"
    report(
        "intake in", budgets={"requests_per_s": PER_S}, seconds=round(lasted, 1), taken=taken, refused=refused,
        stored=stored, requests_per_s=round(taken / lasted, 1), p95_ms=round(p95, 1),
        each_cpu_s=round(cpu / max(1, taken), 5),
    )  # fmt: skip


def through(person: Any, many: int) -> None:
    """All forms of a study through the door, and how much memory it took on top."""
    from amparo.doors.intake.actions.door import build

    study, (deployment,), _token = study_of(person)
    began = time.perf_counter()
    lay(study, deployment, many)
    report("intake laid", forms=many, took_s=round(time.perf_counter() - began, 1))
    most = [own_mb()]
    threading.Thread(target=watch, args=(most,), daemon=True).start()
    began, cpu = time.perf_counter(), time.process_time()
    made = build(study, by=person)
    took = time.perf_counter() - began
    assert made.counted == many, made
    report(
        "intake door", budgets={"took_s": DOOR_S * max(1, many / FORMS), "most_mb": DOOR_MB}, forms=many,
        counted=made.counted, took_s=round(took, 1), took_cpu_s=round(time.process_time() - cpu, 1),
        most_mb=round(most[0]), forms_per_s=round(many / took),
    )  # fmt: skip


def listed(person: Any) -> None:
    """The list of 200 forms, through every middleware."""
    from django.test import Client

    _study, _made, token = study_of(person, forms=200)
    client, times = Client(), []
    for _ in range(60):
        began = time.perf_counter()
        answer = client.get(f"/hojas/{token}/formList", headers={"host": "localhost"})
        times.append((time.perf_counter() - began) * 1000)
        assert answer.content.count(b"<xform>") == 200
    times.sort()
    report(
        "intake list", budget=LIST_MS, of=("p95_ms",), forms=200, p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95), bytes=len(answer.content),
    )  # fmt: skip


def own_mb() -> float:
    """The memory of this program, without mapped files."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1024


def watch(most: list[float]) -> None:
    """The most that it has, looked at twenty times a second."""
    while True:
        most[0] = max(most[0], own_mb())
        time.sleep(0.05)


if __name__ == "__main__":
    main()
