"""How long a desk waits where tens of thousands of referrals are under way: the board, and the doors for one need.

And how long a focal point waits for her page and for one slice on it, where other offices have thousands.

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

from amparo.commons import clock

A_CASE = 5  # referrals under way, and as many tasks
BOARD_MS, DOORS_MS, PORTAL_MS, PORTAL_BYTES = 150, 30, 100, 40_000  # promised for 95 of 100, and for every page
HERS, OF_OTHERS = 40, 2_000  # slices that wait for one focal point, and for another one
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
    keep_words(house, laid)
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
    open_portal(house, times, sizes)


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


def keep_words(house: House, most: int) -> None:
    """What came of each, sealed to whoever made it: the worker's share, and all others to one colleague of hers."""
    from django.db import transaction

    from amparo.casework.models import Referred
    from amparo.vault.actions.sending import lock_note
    from amparo.vault.queries.readers import reader_of

    note = {"need": "shelter_tonight", "to": "Casa de ejemplo", "month": "2026-11", "state": "sent", "outcome": ""}
    readers: Any = [reader_of(house.workers[1]), reader_of(house.workers[2])]
    for begin in range(0, most, BATCH):
        with transaction.atomic(using="default"):
            for number in range(begin, min(begin + BATCH, most)):
                ring, version, box = lock_note([readers[number % len(house.workers) > 0]], note)
                Referred.objects.create(ring=ring, key_version=version, box=box, until=date(2027, 12, 1))


def add_to(case: Any, seed: bytes, rng: random.Random) -> int:
    """One case."""
    from amparo.casework.models import Part
    from amparo.formats.case_questions import Answer
    from amparo.vault.actions.fields import write_alike
    from amparo.vault.queries.parts import BODY, body_of

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
    rng, needs, now = random.Random(11), [code.code for code in codes("need")], clock.now()
    asks = [
        Ask(needs=(rng.choice(needs),), lat=lat, lon=lon, country=country)
        for _place, country, lat, lon in people_like_places(rng, times + 10)
    ]

    def look(number: int) -> None:
        doors_for(house.ana, found, asks[number % len(asks)], now=now)

    timed("referrals doors for a need", times, look, budget=DOORS_MS, **sizes)


def open_portal(house: House, times: int, sizes: dict[str, Any]) -> None:
    """The page of a focal point with what waits for her, and each of it: as she opens them, without a script."""
    alba, other = (a_focal_point(house, name) for name in ("alba", "otra"))
    for reader, most in ((other, OF_OTHERS), (alba, HERS)):
        for number in range(most):
            a_slice(reader, number)
    client = at_the_desk(alba.user)
    page = client.get(desk("/entrada"))
    shown = [part.partition('"')[0] for part in page.content.decode().split('href="')]
    each = [address for address in shown if address.startswith(desk("/entrada/")) and address.count("/") == 3]
    if len(each) != HERS:
        raise SystemExit(f"{len(each)} of {HERS} slices stand on her page")
    for task, addresses in (("portal", [desk("/entrada")]), ("portal, one slice", each)):
        timed(f"referrals {task}", times, partial(get, client, addresses), budget=PORTAL_MS, **sizes)
    largest = max(len(client.get(address).content) for address in (desk("/entrada"), each[0]))
    report("referrals portal, bytes", budget=PORTAL_BYTES, of=("page_bytes",), page_bytes=largest, **sizes)


def a_focal_point(house: House, name: str) -> Any:
    """Somebody who answers at an office, with a key that counts."""
    from amparo.access.focal_points import actions
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import User
    from amparo.commons.directory.models import Organisation
    from amparo.commons.places.models import Place
    from amparo.vault.actions import readers
    from amparo.vault.queries.readers import reader_of

    body = Organisation.objects.create(name=f"Hospital de {name}", operator="health_state")
    focal = actions.invite(
        organisation=body, place=Place.objects.order_by("pk").first(), password="una frase larga de ejemplo",
        person={"name_used": name.title(), "sign_in_name": name, "language": "es"},
        facts={"competences": ["health"], "languages": ["es"], "hours": [], "trainings": {}},
        by=accounts.SETUP, today=date(2026, 11, 1),
    )  # fmt: skip
    User.objects.filter(pk=focal.user_id).update(must_choose=False)
    focal = type(focal).objects.get(pk=focal.pk)
    come_in(focal.user)
    reader: Any = reader_of(focal.user)
    readers.confirm_reader(reader, by=accounts.SETUP, seen=reader.fingerprint)
    actions.accredit(focal, by=accounts.SETUP, on=clock.today())
    return reader


def a_slice(reader: Any, number: int) -> None:
    """One that waits for her answer, sealed as the house seals it."""
    from amparo.casework.models import Slice
    from amparo.formats.case_questions import Answer
    from amparo.vault.actions.rings import begin_ring, wrap_seeds
    from amparo.vault.actions.sending import lock_again

    until = clock.now() + timedelta(days=30)
    note = {
        "need": "health_now", "urgency": "days", "code": f"abc{number:03}", "with": "nobody", "state": "sent",
        "steps": [["sent", "2026-11-20"]], "summary": "Una frase de ejemplo. " * 20, "later": {}, "said": {},
        "first": {code: Answer(value).as_data() for code, value in (("gender", ("trans_woman",)), ("language", "es"))},
    }  # fmt: skip
    ring, seed = begin_ring([])
    wrap_seeds(ring, {1: seed}, reader, until=until)
    version, box = lock_again(ring, note)
    Slice.objects.create(ring=ring, until=until, key_version=version, box=box)


main()
