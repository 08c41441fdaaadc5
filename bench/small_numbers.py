"""The shares of small counts of many places at once: how long the fit and all intervals take.

./amparo bench small_numbers [--places 500]
"""

import argparse
import random
import time

from _house import report

from amparo.methods.small_numbers import shrink_proportions


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", type=int, default=500)
    words = parser.parse_args()
    chance = random.Random(7)
    counts = {}
    for number in range(words.places):
        share, asked = chance.betavariate(4, 2), chance.randint(1, 60)
        counts[f"place {number}"] = sum(chance.random() < share for _ in range(asked)), asked
    began = time.process_time()
    told = shrink_proportions(counts)
    report(
        "shares of small counts",
        places=words.places,
        answers=told.n,
        all_cpu_s=round(time.process_time() - began, 3),
    )


if __name__ == "__main__":
    main()
