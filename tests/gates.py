"""Programs that meet: at each gate they wait until all have come, and then all do their part at the same moment."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen
from typing import Any

from tests.own_house import result_of

WAITS_S = 120


def at_gate(gate: str, what: str, who: str, act: Callable[[int], str], many: int) -> list[str]:
    """In one of the programs: come to a gate, and once it is open do the act in so many threads at once.

    What each was told, in their order: the sentence or the code with which it was refused, else what the act returned.
    """
    Path(f"{gate}.{what}.{who}").touch()
    ends = time.monotonic() + WAITS_S
    while not Path(f"{gate}.{what}").exists() and time.monotonic() < ends:
        time.sleep(0.002)
    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(lambda number: _told(act, number), range(many)))


def _told(act: Callable[[int], str], number: int) -> str:
    from django.db import connections

    from amparo.commons.policy.policies import Denied
    from amparo.formats.passing.documents import BadFile

    try:
        return act(number)
    except Denied as error:
        return str(error.sentence)
    except BadFile as error:
        return error.code
    finally:
        connections.close_all()


def opened(
    gate: Path, whats: Sequence[str], programs: "Sequence[Popen[str]]", before: Mapping[str, Callable[[], Any]]
) -> list[Any]:
    """Open one gate after the other, each when every program came to it; what the programs returned.

    ``before``: what is done before one of the gates opens, by its name.
    """
    try:
        for what in whats:
            while len(list(gate.parent.glob(f"{gate.name}.{what}.*"))) < len(programs):
                assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
                time.sleep(0.005)
            before.get(what, bool)()
            (gate.parent / f"{gate.name}.{what}").touch()
        return [result_of(each) for each in programs]
    finally:
        for each in programs:
            if each.returncode is None:
                each.kill()
                each.communicate()
