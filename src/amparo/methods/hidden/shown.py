"""What of an estimate may stand on a page or in a file: nothing of what is withheld, and bands of who was asked.

The estimates themselves hold every figure, because intervals, differences and the parts of a whole are reckoned from
them. What is shown is another thing: beside n, the exact share of a sample is a count of people.
"""

import dataclasses
import math
from dataclasses import dataclass

from amparo.methods.hidden.shares import Shares
from amparo.methods.hidden.spreads import AtSize

BAND = 0.05  # of a sample: five of the hundred people below which nothing is published


@dataclass(frozen=True, slots=True)
class Band:
    """Between which shares of the sample a group lies; both None where it is withheld."""

    name: str
    low: float | None
    high: float | None


def composition_bands(composition: Shares) -> tuple[Band, ...]:
    """Each group of a sample in bands of a twentieth, as safety asks of unweighted counts.

    Parameters
    ----------
    composition : from ``sample_composition``.

    Returns
    -------
    tuple of Band
        In the order of the groups. The last band holds 1 too.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.
    """
    last = round(1 / BAND) - 1
    bands = []
    for each in composition.groups:
        if each.name in composition.withheld:
            bands.append(Band(each.name, None, None))
            continue
        at = min(last, math.floor(each.value / BAND + 1e-9))
        bands.append(Band(each.name, round(at * BAND, 2), round((at + 1) * BAND, 2)))
    return tuple(bands)


def without_withheld(size: AtSize) -> AtSize:
    """The same shares, with nothing but its name and why in the place of each group that is withheld.

    Parameters
    ----------
    size : the shares under one size of the population, as ``estimate_rds`` answers them.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.
    """
    groups, effects = [], []
    for each, effect in zip(size.groups, size.design_effects, strict=True):
        out = each.name in size.withheld
        groups.append(
            dataclasses.replace(each, value=math.nan, interval=None, se=None, replicates=None) if out else each
        )
        effects.append(math.nan if out else effect)
    return dataclasses.replace(size, groups=tuple(groups), design_effects=tuple(effects))
