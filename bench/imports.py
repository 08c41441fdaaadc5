"""How long an import takes and how much memory it needs, measured from outside: a child process brings the file in.

./amparo bench imports --services 100000

What was promised of 100,000 services stands beside it, and the run fails where it is not kept; of fewer the same is
asked, and more may take as much longer.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from _house import ROOT, finish_run, people_like_places, report, start

BUDGET_S, BUDGET_MB, SERVICES = 150.0, 500, 100_000  # promised


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=10_000)
    words = parser.parse_args()
    data = start("imports")
    path = data / f"services-{words.services}.json"
    if not path.exists():
        write_file(path, words.services)
    empty()
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "django", "import_services", str(path), "--source", "bench", "--as-of", "2026-11-01"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    from amparo.commons.directory.models import SearchRow, Service

    report(
        "imports",
        budgets={"s": BUDGET_S * max(1, words.services / SERVICES), "max_mb": BUDGET_MB},
        services=words.services,
        file_mb=round(path.stat().st_size / 2**20, 1),
        stored=Service.objects.count(),
        search_rows=SearchRow.objects.count(),
        s=round(seconds, 1),
        child_cpu_s=round(used.ru_utime + used.ru_stime, 1),
        services_per_s=round(words.services / seconds),
        max_mb=round(used.ru_maxrss / 1024),
    )
    empty()
    finish_run()


def empty() -> None:
    """Begin with a directory that holds nothing."""
    from django.db import connections, transaction

    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        for table in (
            "searchrow",
            "schedule",
            "phone",
            "attribute",
            "serviceatlocation",
            "service",
            "location",
            "organisation",
            "source",
        ):
            cursor.execute(f"DELETE FROM directory_{table}")
    with connections["default"].cursor() as cursor:
        cursor.execute("VACUUM")


def write_file(path: Path, services: int) -> None:
    """HSDS as another house would write it: full services with needs, a door, hours and a number."""
    from amparo.commons.places.models import Place

    rng = random.Random(5)
    drawn = people_like_places(rng, services)
    towns = {pk: (name, unit) for pk, name, unit in Place.objects.values_list("pk", "name", "admin1__name")}
    with path.open("w", encoding="utf-8") as file:
        file.write('{"contents":[\n')
        for number, (place, country, lat, lon) in enumerate(drawn):
            one = service(rng, number, towns[place], country, lat, lon)
            file.write(("," if number else "") + json.dumps(one, ensure_ascii=False) + "\n")
        file.write("]}\n")


def uid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def service(
    rng: random.Random, number: int, town: tuple[str, str], country: str, lat: float, lon: float
) -> dict[str, Any]:
    """One full service."""
    from amparo.formats.codes import codes
    from amparo.formats.hsds.encode import to_hsds
    from amparo.formats.hsds.facts import term_of

    def attributes(name: str, most: int) -> list[dict[str, Any]]:
        chosen = rng.sample([code.code for code in codes(name)], most)
        return [{"id": uid(rng), "taxonomy_term": to_hsds(term_of(name, code, code))} for code in chosen]

    owner = uuid.uuid5(uuid.NAMESPACE_DNS, f"bench-{number // 40}")
    return {
        "id": uid(rng), "name": f"Lugar {number}", "status": "active",
        "description": "Atención, orientación y acompañamiento para quien llega. Pregunta por la encargada.",
        "organization": {"id": str(owner), "name": f"Organización {number // 40}", "description": ""},
        "attributes": attributes("need", 3) + attributes("welcome", 2),
        "languages": [{"id": uid(rng), "code": "es", "name": "Español"}],
        "phones": [{"id": uid(rng), "number": f"000 {number:07d}", "type": "voice", "description": "De 8 a 17"}],
        "service_at_locations": [door(rng, town, country, lat, lon)],
    }  # fmt: skip


def door(rng: random.Random, town: tuple[str, str], country: str, lat: float, lon: float) -> dict[str, Any]:
    """A door with hours, near the middle of its town."""
    address = {
        "id": uid(rng), "address_1": "Calle 1", "city": town[0], "state_province": town[1], "postal_code": "",
        "country": country, "address_type": "physical",
    }  # fmt: skip
    hours = {"id": uid(rng), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "08:00", "closes_at": "17:00"}
    location = {
        "id": uid(rng), "location_type": "physical", "latitude": lat + rng.gauss(0, 0.02),
        "longitude": lon + rng.gauss(0, 0.02), "addresses": [address],
    }  # fmt: skip
    return {"id": uid(rng), "schedules": [hours], "location": location}


main()
