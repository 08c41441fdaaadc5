"""Docstrings with the faults that ``said`` looks for."""

from typing import Any

from amparo.methods.estimate import Floats, Refused
from amparo.methods.hidden import Sample


class Bare:
    """Bare."""

    values: Floats


def nothing(a, b):
    if a:
        raise Refused


def told(sample: Any, way: float) -> Sample:
    """It weighs, as somebody did.

    Parameters
    ----------
    sample, way : see ``hidden.estimate_shares``.

    Raises
    ------
    Refused
        ``no_such_code``.

    References
    ----------
    Nobody (1899), see ``hidden.estimate_shares``.
    """
    return sample
