"""The same shares at a low, a middle and a high size of the population: none of the three is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.estimate import Floats, Refused, remark
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import SUCCESSIVE, Shares, estimate_shares


@dataclass(frozen=True, slots=True)
class Range:
    """The same shares over three sizes of the population: none of them is known, so none stands alone."""

    low: Shares
    middle: Shares
    high: Shares

    @property
    def spread(self) -> Floats:
        """For each group the largest share of the three less the smallest, ``(g,)``."""
        three = np.array([self.low.values, self.middle.values, self.high.values])
        return np.ptp(three, axis=0)


def over_populations(
    sample: Sample, outcome: Outcome | Sequence[Any], *, populations: tuple[float, float, float]
) -> Range:
    """Successive sampling over a low, a middle and a high N.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.
    populations : three sizes N, rising.

    Raises
    ------
    Refused
        ``populations_in_order``: sizes that do not rise; what ``estimate_shares`` refuses at any of them
        (``population_below_sample``: below n).

    References
    ----------
    Gile (2011), see ``points``.
    """
    low, middle, high = populations
    if not low <= middle <= high:
        raise Refused(
            remark("populations_in_order", "The sizes of the population have to rise: %(low)s, %(middle)s, %(high)s.",
                   low=low, middle=middle, high=high)
        )  # fmt: skip
    groups = coded(outcome, len(sample))
    first, second, third = (estimate_shares(sample, groups, method=SUCCESSIVE, population=size) for size in populations)
    return Range(first, second, third)
