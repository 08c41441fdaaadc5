"""A house for benchmarks: its own folder, its own databases, services spread over the real places."""

import json
import os
import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def start(name: str) -> Path:
    """Start Django on a folder of its own; the same name finds the same folder again."""
    data = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "amparo-bench")) / name
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {"AMPARO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    os.environ.setdefault("AMPARO_SECRET_KEY", "only-for-a-benchmark-on-this-computer-and-for-nothing-else")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from amparo.config.prepare import ready

    ready(data=data)
    return data


def report(task: str, **figures: Any) -> None:
    """One JSON line."""
    print(json.dumps({"task": task, **figures}), flush=True)


def percentile(sorted_values: list[float], share: float) -> float:
    """The value at a share of an ordered list, rounded to microseconds when it is milliseconds."""
    return round(sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))], 3)


def people_like_places(rng: random.Random, most: int) -> list[tuple[int, str, float, float]]:
    """Places drawn by their population: primary key, country, latitude, longitude."""
    from amparo.commons.places.models import Place

    rows = list(Place.objects.values_list("pk", "admin1__country_id", "lat", "lon", "population"))
    weights = [row[4] + 500 for row in rows]
    return [row[:4] for row in rng.choices(rows, weights, k=most)]


def fill(services: int, *, seed: int = 7) -> None:
    """Make services where there are none yet, through the models and the projection that the house uses."""
    from amparo.commons.directory.models import Organisation, Service

    if Service.objects.count() >= services:
        return
    rng = random.Random(seed)
    operators = [
        "civil_society",
        "peer_led",
        "faith",
        "un",
        "health_state",
        "social_state",
        "municipality",
        "ombudsman",
        "police",
        "private",
        "unknown",
    ]
    Organisation.objects.bulk_create(
        (Organisation(name=f"Organisation {n}", operator=rng.choice(operators)) for n in range(services // 40 + 1)),
        batch_size=2_000,
    )
    owners = list(Organisation.objects.values_list("pk", flat=True))
    drawn = people_like_places(rng, services)
    for begin in range(0, services, 5_000):
        batch(rng, owners, drawn[begin : begin + 5_000], begin)
    finish()


def batch(rng: random.Random, owners: list[int], drawn: list[tuple[int, str, float, float]], begin: int) -> None:
    """Some thousand services with needs, hours and a door near the middle of their place."""
    from datetime import time

    from django.db import transaction

    from amparo.commons.directory.actions.projection import project
    from amparo.commons.directory.models import Attribute, Location, Schedule, Service, ServiceAtLocation
    from amparo.formats.codes import codes

    needs = [code.code for code in codes("need")]
    groups = [code.code for code in codes("welcome")]
    papers = [code.code for code in codes("papers")]
    made, places, joins, attributes, hours = [], [], [], [], []
    for number, (place, country, lat, lon) in enumerate(drawn):
        service = Service(
            organisation_id=rng.choice(owners),
            name=f"Lugar {begin + number}",
            summary="Atención y orientación",
            papers=rng.choice(papers),
            cost="free",
            checked_on=date.today(),
            checked_by_role="checker",
        )
        location = Location(
            organisation_id=service.organisation_id,
            place_id=place,
            country=country,
            lat=lat + rng.gauss(0, 0.02),
            lon=lon + rng.gauss(0, 0.02),
            street="Calle 1",
        )
        join = ServiceAtLocation(service=service, location=location)
        made.append(service)
        places.append(location)
        joins.append(join)
        for need in rng.sample(needs, 3):
            attributes.append(Attribute(service=service, taxonomy="need", code=need))
        for group in rng.sample(groups, 2):
            attributes.append(Attribute(service=service, taxonomy="welcome", code=group))
        attributes.append(Attribute(service=service, taxonomy="language", code="es"))
        hours.append(Schedule(at_location=join, days=31, opens=time(8), closes=time(17)))
    with transaction.atomic(using="default"):
        for model, rows in (
            (Service, made),
            (Location, places),
            (ServiceAtLocation, joins),
            (Attribute, attributes),
            (Schedule, hours),
        ):
            model.objects.bulk_create(rows, batch_size=900)
        project([service.pk for service in made])


def finish() -> None:
    """Let the database know its own sizes."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")
