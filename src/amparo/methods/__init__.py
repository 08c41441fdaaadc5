"""Pure statistics: functions in, one frozen result out. No Django, no database, no clock, no network.

This is the public index. It is lazy: nothing is loaded before somebody asks for it by name.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.methods.small_numbers import Proportion, Shrinkage, shrink_proportions

__all__ = ["Proportion", "Shrinkage", "shrink_proportions"]


def __getattr__(name: str) -> Any:
    """Load a method when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"amparo.methods has no {name!r}")
    from amparo.methods import small_numbers

    return getattr(small_numbers, name)
