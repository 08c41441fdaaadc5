"""Pure statistics: functions in, one frozen result out. No Django, no database, no clock, no network.

This is the public index. It is lazy: nothing is loaded before somebody asks for it by name, so that a house that counts
nothing needs no numpy. Small numbers stand here by name; the parts are

``hidden``      people whom no list counts, from those who brought one another
``indirect``    hard questions, asked so that no answer tells on anybody
``population``  how many there are
``spacetime``   early warning: more than usual, here, these days
``networks``    who can be reached through whom, and what is lost when a door closes
``disclosure``  tables that tell of many and of nobody
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.methods import disclosure, hidden, indirect, networks, population, spacetime
    from amparo.methods.small_numbers import Proportion, Shrinkage, shrink_proportions

PARTS = ("disclosure", "hidden", "indirect", "networks", "population", "spacetime")
__all__ = [
    "Proportion",
    "Shrinkage",
    "disclosure",
    "hidden",
    "indirect",
    "networks",
    "population",
    "shrink_proportions",
    "spacetime",
]


def __getattr__(name: str) -> Any:
    """Load a part, or a method, when it is asked for."""
    if name in PARTS:
        __import__(f"amparo.methods.{name}")
        return sys.modules[f"amparo.methods.{name}"]
    if name not in __all__:
        raise AttributeError(f"amparo.methods has no {name!r}")
    from amparo.methods import small_numbers

    return getattr(small_numbers, name)
