"""How long it takes to see whether the house knows a name or a number, among so many blind rows.

./amparo bench alike --rows 100000

The rows lie in the database as those of real cases do: every third case leaves somebody out and has rows drawn by
chance. Names are made of syllables, so that many sound alike, as names do. Also said: how many names share a sound.
"""

import argparse
import os
import random
import shutil
import time
import uuid
from collections import Counter
from typing import Any

from _house import finish_run, percentile, report, start

BUDGET_MS = 20  # promised for 95 of 100, among up to 100,000 rows
WARM = 20  # the first questions only warm the page cache
BEGINS = (
    "Yu Ju Jo Yo Va Wa Da Dai Xio Sio Shir Chir Ste Este Kim Quim Jen Yeni Bri Ni Ka Mi Ali Lei Jaz Yas Zu Xi Ji An "
    "Ta Ge Vale De Sa Tha Isa Eve Hi Ro Kei Kia Chan Sam Liz Ay Car Lu Gio Jes Cris Ye Wa Ce Mar Lo Es Re So Bru Ra Bel"
)
ENDS = "li ly na nna nesa yana mara ley fany berly fer tany cole rine chelle son dy min lay mena gie la nia ra ssa bel"
LAST = " Andrea, Sofía, Mar, Luz,,,,,,"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    words = parser.parse_args()
    os.environ["AMPARO_PROFILE"] = "acompanamiento"
    folder = start(f"alike-{uuid.uuid4().hex[:8]}")
    try:
        measure(words.rows, words.queries)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def measure(rows: int, queries: int) -> None:
    """The whole match, as the vault asks it: tokens, the database, rings."""
    from django.conf import settings

    from amparo.sealing.keys import fresh_secret
    from amparo.vault.actions import alike

    rng, key = random.Random(5), fresh_secret()
    names = fill(key, rng, rows // alike.ROWS)
    times, cpu, hits = [], [], 0
    for number in range(queries + WARM):
        text = rng.choice(names) if number % 2 else a_name(rng)
        codes = alike.codes_in(text) + alike.codes_in(f"09{rng.randrange(10**8):08d}")
        began, used = time.perf_counter(), time.process_time()
        found = {ring for places in alike._places(key, codes).values() for some in places.values() for ring in some}
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - used) * 1000)
            hits += len(found)
    times.sort()
    cpu.sort()
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    report(
        "alike", budget=BUDGET_MS, of=("p95_ms",),
        engine="postgresql" if "postgres" in engine else "sqlite", rows=rows, queries=queries,
        hits_per_query=round(hits / queries, 1), **shared(names), p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95), p99_ms=percentile(times, 0.99), cpu_p95_ms=percentile(cpu, 0.95),
    )  # fmt: skip


def fill(key: bytes, rng: random.Random, cases: int) -> list[str]:
    """So many cases in the table of blind tokens, each at its first free place; the names that are in it."""
    from amparo.sealing.blind import decoy, key_of_places, tokens_of_places
    from amparo.vault.actions import alike
    from amparo.vault.models import Blind

    taken: Counter[Any] = Counter()
    names, rows = [], []
    for _ in range(cases):
        name, tokens = a_name(rng), []
        ring = uuid.uuid4().hex[:16]
        if rng.random() < 2 / 3:
            names.append(name)
            for code in dict.fromkeys(alike.codes_in(name) + alike.codes_in(f"09{rng.randrange(10**8):08d}")):
                if taken[code] < sum(alike.ROUNDS):
                    tokens += tokens_of_places(key_of_places(key, *code), range(taken[code], taken[code] + 1))
                taken[code] += 1
        tokens += [decoy() for _ in range(alike.ROWS - len(tokens))]
        rows += [Blind(ring=ring, kind=alike.CASE, token=each) for each in tokens]
    Blind.objects.bulk_create(rows, batch_size=5_000)
    return names


def a_name(rng: random.Random) -> str:
    """A made-up name, as somebody may have chosen it."""
    return rng.choice(BEGINS.split()) + rng.choice(ENDS.split()) + rng.choice(LAST.split(","))


def shared(names: list[str]) -> dict[str, int]:
    """How many different names share a sound: half of all names share theirs with so many or more, and at most."""
    from amparo.formats.sounds import sounds_in

    of_each: dict[str, set[str]] = {}
    for name in {each.split()[0] for each in names}:
        for code in sounds_in(name):
            of_each.setdefault(code, set()).add(name)
    sizes = sorted(len(some) for some in of_each.values() for _ in some)
    return {"sounds": len(of_each), "names": len({name for some in of_each.values() for name in some}),
            "names_a_sound_median": sizes[len(sizes) // 2], "names_a_sound_most": sizes[-1]}  # fmt: skip


if __name__ == "__main__":
    main()
