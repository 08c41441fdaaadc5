"""Two hundred sign-ins at once, with the real cost of a passphrase: how much memory, how many wait, how long one takes.

./amparo bench sign_in [--at-once 200] [--threads 4]

First all at once, each in a thread of its own: two derive, one waits, the others are sent away. Then through as many
threads as a process of the house has, where whoever was sent away tries again: until all have come in.
"""

import argparse
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from _house import percentile, report, start

PHRASE = "mango lluvia puerta sal"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--at-once", type=int, default=200)
    parser.add_argument("--threads", type=int, default=4)
    words = parser.parse_args()
    start("sign-in")
    from amparo.commons.accounts.hashers import fresh

    encoded, _kek = fresh(PHRASE)
    report("one sign-in", **alone(encoded))
    report("sign-ins all at once", **all_at_once(encoded, words.at_once))
    report(
        "sign-ins until all are in", threads=words.threads, **until_all_are_in(encoded, words.at_once, words.threads)
    )


def memory_mb() -> float:
    """The most that this process ever held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def alone(encoded: str, times: int = 20) -> dict[str, float]:
    """One after the other."""
    from amparo.commons.accounts.hashers import try_passphrase

    before, took = memory_mb(), []
    for _ in range(times):
        began = time.perf_counter()
        assert try_passphrase(PHRASE, encoded).is_own
        took.append((time.perf_counter() - began) * 1000)
    return {"p50_ms": percentile(sorted(took), 0.5), "p95_ms": percentile(sorted(took), 0.95), "before_mb": before,
            "most_mb": memory_mb()}  # fmt: skip


def all_at_once(encoded: str, many: int) -> dict[str, float]:
    """Everybody in the same moment."""
    from amparo.commons.accounts.hashers import Busy, try_passphrase

    together, told = threading.Barrier(many), []

    def comes() -> None:
        together.wait()
        began = time.perf_counter()
        try:
            said = "in" if try_passphrase(PHRASE, encoded).is_own else "no"
        except Busy:
            said = "busy"
        told.append((said, (time.perf_counter() - began) * 1000))

    guests = [threading.Thread(target=comes) for _ in range(many)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    said = [each for each, _took in told]
    sent_away = sorted(took for each, took in told if each == "busy")
    away_ms = percentile(sent_away, 0.95) if sent_away else 0
    return {"at_once": many, "came_in": said.count("in"), "sent_away": said.count("busy"), "wrong": said.count("no"),
            "sent_away_p95_ms": away_ms, "most_mb": memory_mb()}  # fmt: skip


def until_all_are_in(encoded: str, many: int, threads: int) -> dict[str, float]:
    """Through the threads of a process; whoever was sent away stands in the line again."""
    from amparo.commons.accounts.hashers import Busy, try_passphrase

    def comes(_number: int) -> int:
        tries = 1
        while True:
            try:
                assert try_passphrase(PHRASE, encoded).is_own
                return tries
            except Busy:
                tries += 1
                time.sleep(0.05)

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as line:
        tries = list(line.map(comes, range(many)))
    took = time.perf_counter() - began
    return {
        "came_in": len(tries),
        "took_s": round(took, 2),
        "sign_ins_per_s": round(many / took, 1),
        "most_mb": memory_mb(),
    }


if __name__ == "__main__":
    main()
