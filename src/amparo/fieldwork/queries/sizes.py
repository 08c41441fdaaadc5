"""How many to ask, with how many seeds and coupons: worked out by a room above this one, where the statistics are.

Fieldwork may not count, and the house starts without what the statistics need. So whoever can work it out says so
here; where nobody can, the page says in words what is missing, and takes a number that somebody typed.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thought:
    """What is thought of before anybody is asked. Shares and margins are of 100."""

    share: float
    margin: float
    effect: float = 2.0
    people: int | None = None  # how many there are, where somebody knows
    before: float | None = None  # two rounds: the share of the first, and of the second
    after: float | None = None
    seeds: int = 0
    coupons: int = 0
    returned: float = 0.0  # of 100 coupons, how many bring somebody
    size: int = 0  # how many can be asked, where that is known


@dataclass(frozen=True, slots=True)
class Reach:
    """What so many people can say: half of the width of the interval, of 100, as thought and with twice the effect."""

    n: int
    margin: float
    doubtful: float


@dataclass(frozen=True, slots=True)
class Waves:
    """What is expected of seeds and coupons."""

    waves: int | None  # None: the chains end before
    growth: float
    ends_early: int  # of 100 such studies, in how many every chain ends by itself
    people: tuple[int, ...]  # expected in each wave, the seeds first


@dataclass(frozen=True, slots=True)
class Advice:
    """What comes of it. ``refused`` says why there is no answer, in the language of the page."""

    n: int | None = None
    n_if: tuple[tuple[int, int], ...] = ()  # with an effect of three, of four
    reaches: tuple[Reach, ...] = ()
    each_round: int | None = None
    waves: Waves | None = None
    remarks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


type Planner = Callable[[Thought], Advice | None]
sources: list[Planner] = []


def advice(thought: Thought) -> Advice | None:
    """What whoever counts says to it; None where nobody here can count."""
    return next((found for source in sources if (found := source(thought)) is not None), None)
