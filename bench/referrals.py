"""How long a desk waits where tens of thousands of referrals are under way: the board, and the doors for one need.

./amparo bench referrals --referrals 50000
AMPARO_CARE_DATABASE=postgres://…/bench_care AMPARO_EVIDENCE_DATABASE=… ./amparo bench referrals

Through the real pages, with every middleware, in this process. ``ana`` reads every case of the house, ``worker`` her
share. Which part of a case is a referral is sealed: beside each referral stands a task that waits, and is opened too.
"""

import argparse
import os
import random
import shutil
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from _cases import House, come_in, lay
from _desk import at_the_desk, desk, get, timed
from _house import fill, finish_run, people_like_places, report, start

A_CASE = 5  # referrals under way, and as many tasks
BOARD_MS, DOORS_MS = 150, 30  # promised for 95 of 100
SERVICES = 10_000
BATCH = 200  # cases in memory at once
DOOR = dict.fromkeys(("service", "name", "organisation", "town"), "Casa de ejemplo") | {"operator": "civil_society"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--referrals", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=200)
    words = parser.parse_args()
    url = os.environ.get("AMPARO_CARE_DATABASE", "")
    if url and not url.rpartition("/")[2].startswith("bench"):
        raise SystemExit("This fills a database with made-up cases. Name one that begins with “bench”.")
    os.environ |= {"AMPARO_PROFILE": "acompanamiento", "AMPARO_SECOND_STEP": "no"}
    folder = start(f"referrals-{words.referrals}-{'postgres' if url else 'sqlite'}-{uuid.uuid4().hex[:6]}")
    try:
        measure(words.referrals, words.times, "postgresql" if url else "sqlite")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def measure(referrals: int, times: int, engine: str) -> None:
    """Lay the house, and look at it."""
    began = time.perf_counter()
    house = lay(-(-referrals * 10 // (A_CASE * 7)))  # three of ten cases are closed
    laid = add_referrals(house, referrals)
    fill(SERVICES)
    sizes = {"engine": engine, "referrals": laid, "services": SERVICES}
    report("referrals laid", took_s=round(time.perf_counter() - began, 1), **sizes)
    for who, person in (("ana", house.ana), ("worker", house.workers[1])):
        client = at_the_desk(person)
        later = client.get(desk("/casos/puertas")).content.decode().partition("puertas?d=")[2].partition('"')[0]
        pages = {"board": "/casos/puertas", "board, page 2": f"/casos/puertas?d={later}"}
        for task, address in pages.items():
            timed(f"referrals {task}", times, partial(get, client, [desk(address)]), budget=BOARD_MS, who=who, **sizes)
    find_doors(house, times, sizes)


def add_referrals(house: House, most: int) -> int:
    """To each open case so many referrals and tasks, sealed as the house seals them; how many referrals there are."""
    from django.db import transaction

    from amparo.casework.models import Case
    from amparo.vault.queries.opened import seeds_of_many

    come_in(house.ana)
    rng, made = random.Random(5), 0
    cases = list(Case.objects.filter(closed_on=None).order_by("ring"))
    for begin in range(0, len(cases), BATCH):
        some = cases[begin : begin + BATCH]
        seeds = seeds_of_many(house.ana, [case.ring for case in some])
        with transaction.atomic(using="default"):
            for case in some:
                if made < most:
                    made += add_to(case, seeds[case.ring][1], rng)
    return made


def add_to(case: Any, seed: bytes, rng: random.Random) -> int:
    """One case."""
    from amparo.casework.models import Part
    from amparo.casework.queries.parts import BODY, body_of
    from amparo.formats.case_questions import Answer
    from amparo.vault.actions.fields import write_alike

    at, first = datetime(2026, 11, 20, 15, tzinfo=UTC), date(2026, 11, 20)
    more = {
        "door": DOOR, "need": "shelter_tonight", "way": "slip", "state": "sent", "code": "abc234", "content": [],
        "steps": [["sent", "2026-11-20", "user:bench"]], "attempts": [], "to": "Casa de ejemplo", "word": "",
    }  # fmt: skip
    bodies = {}
    for number in range(2 * A_CASE):
        part = Part(case=case, due_on=first + timedelta(days=rng.randrange(60)))
        part.save()
        kinds = ("referral", {"ref_urgency": Answer("days")}, more), ("task", {"task_kind": Answer("other")}, {})
        kind, answers, beside = kinds[number % 2]
        bodies[part.reference] = body_of(kind, at, "user:bench", answers, beside)
    write_alike(case.ring, BODY, bodies, seed)
    return A_CASE


def find_doors(house: House, times: int, sizes: dict[str, Any]) -> None:
    """From one need of a case that is open to the ten best doors."""
    from amparo.casework.models import Case
    from amparo.casework.queries.cases import opened
    from amparo.casework.queries.doors import doors_for
    from amparo.commons.directory.queries.finding import Ask
    from amparo.formats.codes import codes

    come_in(house.ana)
    found = opened(house.ana, Case.objects.filter(closed_on=None).order_by("ring").first())
    rng, needs, now = random.Random(11), [code.code for code in codes("need")], datetime.now(UTC)
    asks = [
        Ask(needs=(rng.choice(needs),), lat=lat, lon=lon, country=country)
        for _place, country, lat, lon in people_like_places(rng, times + 10)
    ]

    def look(number: int) -> None:
        doors_for(house.ana, found, asks[number % len(asks)], now=now)

    timed("referrals doors for a need", times, look, budget=DOORS_MS, **sizes)


main()
