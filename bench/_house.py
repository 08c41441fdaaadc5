"""A house for benchmarks: its own folder, its own databases, services spread over the real places."""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

from _many import multiply

from amparo.commons import clock

ROOT = Path(__file__).resolve().parents[1]


MOST_MADE = 100_000  # more than that is made by copying in the database
DEMO = {"AMPARO_DEMO": "yes", "AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC"}


def start(name: str, *, demo: bool = False) -> Path:
    """Start Django on a folder of its own; the same name finds the same folder again."""
    data = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "amparo-bench")) / name
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {"AMPARO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    os.environ |= DEMO if demo else {}
    os.environ.setdefault("AMPARO_SECRET_KEY", "only-for-a-benchmark-on-this-computer-and-for-nothing-else")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from amparo.config.prepare import ready

    ready(data=data)
    return data


MISSED: list[str] = []  # what was promised and is not kept, of this run


def report(
    task: str,
    *,
    budget: float | None = None,
    of: tuple[str, ...] = (),
    budgets: dict[str, float] | None = None,
    **figures: Any,
) -> None:
    """One JSON line.

    ``budget``: what was promised of the figures ``of``, in their unit; it stands beside them, and whether it is kept.
    ``budgets``: the same by figure, where each has its own. What is counted a second is to be that many at least.
    """
    if budget is not None:
        unit = of[0].rpartition("_")[2]
        figures |= {f"budget_{unit}": budget, "kept": all(figures[each] <= budget for each in of)}
        if not figures["kept"]:
            MISSED.append(
                f"{task}: {', '.join(f'{each} {figures[each]}' for each in of)}; {budget} {unit} were promised"
            )
    if budgets:
        missed = {each for each, bound in budgets.items() if not keeps(each, figures[each], bound)}
        MISSED.extend(
            f"{task}: {each} {figures[each]}; it is to be at {'least' if is_rate(each) else 'most'} {budgets[each]}"
            for each in sorted(missed)
        )
        figures |= {f"budget_{each}": bound for each, bound in budgets.items()} | {"kept": not missed}
    print(json.dumps({"task": task, **figures}), flush=True)


def is_rate(figure: str) -> bool:
    """Is it counted a second, so that more is better?"""
    return figure.endswith("_per_s")


def keeps(figure: str, found: float, bound: float) -> bool:
    """Is what was found within its bound?"""
    return found >= bound if is_rate(figure) else found <= bound


def finish_run() -> None:
    """The end of a benchmark: it fails where something that was promised was not kept."""
    for each in MISSED:
        print(each, file=sys.stderr)
    if MISSED:
        raise SystemExit(1)


def percentile(sorted_values: list[float], share: float) -> float:
    """The value at a share of an ordered list, rounded to microseconds when it is milliseconds."""
    return round(sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))], 3)


def people_like_places(rng: random.Random, most: int) -> list[tuple[int, str, float, float]]:
    """Places drawn by their population: primary key, country, latitude, longitude."""
    from amparo.commons.places.models import Place

    rows = list(Place.objects.values_list("pk", "admin1__country_id", "lat", "lon", "population"))
    weights = [row[4] + 500 for row in rows]
    return [row[:4] for row in rng.choices(rows, weights, k=most)]


def fill(services: int, *, seed: int = 7) -> int:
    """Make services where there are none yet, as the house would; how many there are."""
    from amparo.commons.directory.models import Organisation, Service

    if Service.objects.count() >= services:
        return services
    if services > MOST_MADE:
        times = services // MOST_MADE
        fill(MOST_MADE, seed=seed)
        multiply(times)
        finish()
        return times * MOST_MADE
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
    return services


def batch(rng: random.Random, owners: list[int], drawn: list[tuple[int, str, float, float]], begin: int) -> None:
    """Some thousand services with needs, hours and a door near the middle of their place."""
    from django.db import transaction

    from amparo.commons.directory.actions.projection import project
    from amparo.commons.directory.models import Attribute, Location, Schedule, Service, ServiceAtLocation
    from amparo.formats.codes import codes

    lists = {name: [code.code for code in codes(name)] for name in ("need", "welcome", "papers")}
    rows: dict[type, list[Any]] = {model: [] for model in (Service, Location, ServiceAtLocation, Attribute, Schedule)}
    for number, where in enumerate(drawn):
        for row in one(rng, rng.choice(owners), begin + number, where, lists):
            rows[type(row)].append(row)
    with transaction.atomic(using="default"):
        for model, made in rows.items():
            model.objects.bulk_create(made, batch_size=900)  # type: ignore[attr-defined]
        project([service.pk for service in rows[Service]])


def one(
    rng: random.Random, owner: int, number: int, where: tuple[int, str, float, float], lists: dict[str, list[str]]
) -> Iterator[Any]:
    """One service and all that belongs to it."""
    from amparo.commons.directory.models import Attribute, Location, Schedule, Service, ServiceAtLocation

    place, country, lat, lon = where
    service = Service(
        organisation_id=owner, name=f"Lugar {number}", summary="Atención y orientación", cost="free",
        papers=rng.choice(lists["papers"]), checked_on=clock.today(), checked_by_role="checker",
    )  # fmt: skip
    location = Location(
        organisation_id=owner, place_id=place, country=country, street="Calle 1",
        lat=lat + rng.gauss(0, 0.02), lon=lon + rng.gauss(0, 0.02),
    )  # fmt: skip
    at = ServiceAtLocation(service=service, location=location)
    chosen = {"need": rng.sample(lists["need"], 3), "welcome": rng.sample(lists["welcome"], 2), "language": ["es"]}
    yield from (service, location, at, Schedule(at_location=at, days=31, opens=time(8), closes=time(17)))
    for taxonomy, codes in chosen.items():
        yield from (Attribute(service=service, taxonomy=taxonomy, code=code) for code in codes)


def finish() -> None:
    """Let the database know its own sizes."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")


def free_port() -> int:
    """A port of this computer that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """The house, as ``./amparo run`` opens it."""
    from amparo.config.prepare import server_command

    own = {"AMPARO_SERVING": "yes", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(server_command(port), env=os.environ | own)
