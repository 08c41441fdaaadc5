"""How long finding takes: the whole query through the ORM, for a need, a place and filters.

./amparo bench search --services 100000
"""

import argparse
import random
import time
from collections.abc import Iterator
from typing import Any

from _house import fill, finish_run, people_like_places, percentile, report, start

from amparo.commons import clock

BUDGET_MS = 20  # promised for 95 of 100, among up to 100,000 services
WARM = 20  # the first questions only warm the page cache


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=400)
    words = parser.parse_args()
    start(f"search-{words.services}")
    fill(words.services)
    from amparo.commons.directory.queries.finding import find

    now = clock.now()
    times, hits = [], 0
    for number, ask in enumerate(asks(words.queries + WARM)):
        began = time.perf_counter()
        found = find(ask, now=now)
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
            hits += len(found.hits)
    times.sort()
    report(
        "search", budget=BUDGET_MS, of=("p95_ms",),
        services=words.services, queries=len(times), hits_per_query=round(hits / len(times), 1),
        p50_ms=percentile(times, 0.5), p95_ms=percentile(times, 0.95), p99_ms=percentile(times, 0.99),
    )  # fmt: skip
    finish_run()


def asks(most: int) -> Iterator[Any]:
    """Questions as people ask them: from where people live, for one or two needs, with a wish or none."""
    from amparo.commons.directory.queries.finding import Ask
    from amparo.formats.codes import codes

    rng = random.Random(11)
    needs = [code.code for code in codes("need")]
    for _place, country, lat, lon in people_like_places(rng, most):
        yield Ask(
            needs=tuple(rng.sample(needs, rng.choice((1, 1, 2)))), lat=lat, lon=lon, country=country,
            welcome=("trans_women",) if rng.random() < 0.5 else (), languages=("es",) if rng.random() < 0.3 else (),
            papers=rng.random() < 0.3, open_now=rng.random() < 0.3, not_police=rng.random() < 0.4,
        )  # fmt: skip


main()
