"""How often intervals hold the truth, how far estimates lie from it, and what so many runs allow. Pure.

The intervals of one run are of the same people, so they are no independent trials: what is judged is the share of a
kind of figure over all runs, against the band that so many *runs* allow, and not so many intervals; and every figure
alone, with a band so wide that among all of them one in a hundred benchmarks of a right method would fail.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

NOMINAL, RISK = 0.95, 0.01


@dataclass(slots=True)
class Tally:
    """All intervals of one figure."""

    runs: int = 0  # in which it was asked
    held: int = 0
    errors: list[float] = field(default_factory=list)  # estimate less truth, of each interval that was told
    widths: list[float] = field(default_factory=list)
    silent: int = 0  # runs in which the product told no figure, because it is too weak

    def add(self, truth: float, told: tuple[float, float, float] | None) -> None:
        """One run: low, estimate, high; or nothing, where the product tells nothing."""
        self.runs += 1
        if told is None:
            self.silent += 1
            return
        low, value, high = told
        self.held += low <= truth <= high
        self.errors.append(value - truth)
        self.widths.append(high - low)

    @property
    def told(self) -> int:
        """In how many runs there was an interval."""
        return len(self.errors)

    @property
    def coverage(self) -> float:
        """Which part of the intervals held the truth."""
        return self.held / self.told if self.told else math.nan

    @property
    def bias(self) -> float:
        """Estimate less truth, on average."""
        return sum(self.errors) / self.told if self.told else math.nan

    @property
    def bias_error(self) -> float:
        """The standard error of the bias."""
        if self.told < 2:
            return math.nan
        spread = sum((each - self.bias) ** 2 for each in self.errors) / (self.told - 1)
        return math.sqrt(spread / self.told)


def together(some: Iterable[Tally]) -> Tally:
    """Figures of one kind."""
    whole = Tally()
    for each in some:
        whole.runs += each.runs
        whole.held += each.held
        whole.silent += each.silent
        whole.errors += each.errors
        whole.widths += each.widths
    return whole


def allowed(trials: int, *, risk: float = RISK, nominal: float = NOMINAL) -> tuple[float, float]:
    """Between which shares a right method stays in so many independent trials, but for this risk, half to each side."""
    if trials <= 0:
        return 0.0, 1.0
    chances = [_chance(trials, each, nominal) for each in range(trials + 1)]
    least, below = 0, 0.0
    while below + chances[least] <= risk / 2:
        below += chances[least]
        least += 1
    most, above = trials, 0.0
    while above + chances[most] <= risk / 2:
        above += chances[most]
        most -= 1
    return least / trials, most / trials


def _chance(trials: int, held: int, nominal: float) -> float:
    ways = math.lgamma(trials + 1) - math.lgamma(held + 1) - math.lgamma(trials - held + 1)
    return math.exp(ways + held * math.log(nominal) + (trials - held) * math.log1p(-nominal))


def verdict(coverage: float, band: tuple[float, float], *, is_conservative: bool) -> str:
    """``kept``, ``too_narrow``, ``too_wide``; or ``too_wide_as_said``, where the page of the method says it is."""
    if coverage < band[0]:
        return "too_narrow"
    if coverage > band[1]:
        return "too_wide_as_said" if is_conservative else "too_wide"
    return "kept"
