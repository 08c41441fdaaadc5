"""How long the map of a country takes to draw, every unit of it with a figure.

./amparo bench map
"""

import time
from functools import partial

from _house import finish_run, percentile, report

from amparo.formats.figures import HIDDEN, Drawn
from amparo.formats.maps import Legend, country_map
from amparo.formats.outlines import Outline, countries, outline

BUDGET_MS = 50  # promised for 95 of 100
ROUNDS = 20


def main() -> None:
    times, largest = [], 0
    for _round in range(ROUNDS):
        for country in countries():
            outline.cache_clear()  # also what reading the outlines takes
            began = time.perf_counter()
            drawn = draw(outline(country))
            times.append((time.perf_counter() - began) * 1000)
            largest = max(largest, len(drawn.encode()))
    times.sort()
    report(
        "map", budget=BUDGET_MS, of=("p95_ms",), countries=len(countries()), maps=len(times), largest_bytes=largest,
        p50_ms=percentile(times, 0.5), p95_ms=percentile(times, 0.95), p99_ms=percentile(times, 0.99),
    )  # fmt: skip
    finish_run()


def draw(land: Outline) -> str:
    """A figure for each unit, and none for each seventh."""
    figure = partial(Drawn, state=HIDDEN, said="not shown")
    areas = {
        unit.code: figure(unit.code)
        if number % 7 == 6
        else Drawn(unit.code, str(10 + number), f"{number:016x}", 10.0 + number)
        for number, unit in enumerate(land.units)
    }
    return country_map("A map", "Its table stands below.", land, areas, Legend("not shown", "not asked"), name="m")


if __name__ == "__main__":
    main()
