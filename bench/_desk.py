"""A browser at the desk of a benchmark, and how long one act takes there."""

import time
from collections.abc import Callable
from typing import Any

from _cases import come_in
from _house import percentile, report

WARM = 5


def desk(address: str) -> str:
    from django.conf import settings

    return f"/{settings.PATHS['desk']}{address}"


def get(client: Any, addresses: list[str], number: int) -> Any:
    """One of these pages, in turn."""
    return client.get(addresses[number % len(addresses)])


def at_the_desk(person: Any) -> Any:
    """A browser in which she has come in, with her key open."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    client.cookies[settings.UNLOCK_COOKIE_NAME] = come_in(person)
    return client


def timed(task: str, times: int, act: Callable[[int], Any], *, budget: float, **sizes: Any) -> None:
    """One act, many times: how long, how many questions to the database, how many bytes."""
    from django.db import connections

    taken, bytes_, asked = [], 0, [0]

    def count(execute: Any, *rest: Any) -> Any:
        asked[0] += 1
        return execute(*rest)

    cpu = time.process_time()
    with connections["default"].execute_wrapper(count):
        for number in range(times + WARM):
            before = asked[0]
            began = time.perf_counter()
            answer = act(number)
            took = (time.perf_counter() - began) * 1000
            if answer is not None and answer.status_code != 200:
                raise SystemExit(f"{task}: {answer.status_code}")
            if number >= WARM:
                taken.append(took)
                bytes_ = max(bytes_, len(answer.content) if answer is not None else 0)
    each_cpu = round((time.process_time() - cpu) / (times + WARM), 4)
    taken.sort()
    figures = {
        "each_cpu_s": each_cpu,
        "p50_ms": percentile(taken, 0.5),
        "p95_ms": percentile(taken, 0.95),
        "p99_ms": percentile(taken, 0.99),
    }
    beside = {"questions": asked[0] - before, **({"page_bytes": bytes_} if bytes_ else {})}
    report(task, budget=budget, of=("p95_ms",), **sizes, **beside, **figures)
