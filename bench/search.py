"""How long finding takes: the whole query through the ORM, for a need, a place and filters.

./amparo bench search --services 100000
"""

import argparse
import random
import time
from datetime import UTC, datetime

from _house import fill, people_like_places, percentile, report, start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=400)
    words = parser.parse_args()
    start(f"search-{words.services}")
    fill(words.services)
    from amparo.commons.directory.queries.finding import Ask, find
    from amparo.formats.codes import codes

    rng = random.Random(11)
    needs = [code.code for code in codes("need")]
    now = datetime.now(UTC)
    times, hits = [], 0
    for number, (_, country, lat, lon) in enumerate(people_like_places(rng, words.queries + 20)):
        ask = Ask(
            needs=tuple(rng.sample(needs, rng.choice((1, 1, 2)))),
            lat=lat,
            lon=lon,
            country=country,
            welcome=("trans_women",) if rng.random() < 0.5 else (),
            languages=("es",) if rng.random() < 0.3 else (),
            papers=rng.random() < 0.3,
            open_now=rng.random() < 0.3,
            not_police=rng.random() < 0.4,
        )
        began = time.perf_counter()
        found = find(ask, now=now)
        if number >= 20:  # the first ones warm the page cache
            times.append((time.perf_counter() - began) * 1000)
            hits += len(found.hits)
    times.sort()
    report(
        "search",
        services=words.services,
        queries=len(times),
        hits_per_query=round(hits / len(times), 1),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        p99_ms=percentile(times, 0.99),
    )


main()
