"""Two copies of a house, and what Ana is answered in each (``left_out.py``): where do the answers differ?

For each look the clock stands still, at one moment that is later than whatever is done meanwhile. What is asked is
taken back: so the house in which nothing is hidden is looked at once in a test, and a part of it again at the end.
"""

import difflib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from amparo.commons import clock
from tests import left_out
from tests.own_house import OwnHouse
from tests.two_houses import Waiting, copies

# Answers that show a secret that was made for them: what stands in them cannot be compared, all around it is.
FRESH = {"team_passphrase", "team_phone"}
# Whoever takes a key away, or gives one back out of the sheets, has the house turn or open all that somebody else
# reads: how often the database is asked for that grows with it, and is not compared. The answer is.
TURNING = {"key_retire", "team_roles", "sheets_use"}
STATUS, HEAD, BODY, REMOVED = range(4)
ASKED = 3  # of a head: how often the database was asked
LATER = timedelta(minutes=30)  # than anything that a test does


@dataclass
class House:
    """A copy of the house, and the moment at which it is looked at."""

    waiting: Waiting
    moment: str

    def do(self, act: Any, *arguments: Any) -> Any:
        """Do something in it, and give back what that returned."""
        return self.waiting.ask(act, *arguments)

    def look(self, world: dict[str, Any], only: Collection[str] = (), urlconf: str = "") -> dict[str, Any]:
        """What Ana is answered, by label; nothing of it stays."""
        found: dict[str, Any] = self.do(left_out.look, world, self.moment, list(only), urlconf)
        return found


@contextmanager
def a_copy(base: OwnHouse, folder: Path, moment: str = "") -> Iterator[House]:
    """A copy of a house, to be looked at at this moment, or at one of its own."""
    with copies(base, folder, 1) as (waiting,):
        house = House(waiting, moment or (clock.now() + LATER).isoformat())
        house.do(left_out.woken, house.moment)
        yield house


def some_of(looked: dict[str, Any], only: Collection[str]) -> dict[str, Any]:
    """The answers at these addresses; all of them where none is named."""
    return {label: answer for label, answer in looked.items() if not only or label.partition(" ")[0] in only}


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    """Which answers differ, and in what."""
    assert one.keys() == other.keys()
    found = {}
    for label, first in one.items():
        second = other[label]
        if label.partition(" ")[0] in TURNING:
            first, second = ([each[STATUS], each[HEAD][:ASKED], *each[BODY:]] for each in (first, second))
        if label.partition(" ")[0] in FRESH:
            first, second = [*first[:BODY], "", first[REMOVED]], [*second[:BODY], "", second[REMOVED]]
        if first != second:
            lines = difflib.unified_diff(first[BODY].splitlines(), second[BODY].splitlines(), lineterm="", n=0)
            heads = [] if first[HEAD] == second[HEAD] else [str(first[HEAD]), str(second[HEAD])]
            found[label] = "\n".join([f"{first[STATUS]} {second[STATUS]}", *heads, *list(lines)[:12]])
    return found
