"""Columns as pandas and pyarrow hand them over, imitated: neither is a dependency of the project.

A ``Series`` is read by label with ``[]``, goes by place when it is walked through, and turns into an array by itself.
``NA`` answers every comparison with itself and has no truth. An ``Arrow`` column is walked through as boxed values.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np


class _Missing:
    """As ``pandas.NA``."""

    def __eq__(self, other: object) -> Any:
        return self

    def __ne__(self, other: object) -> Any:
        return self

    def __hash__(self) -> int:
        return 7

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __float__(self) -> float:
        raise TypeError("float() argument must be a string or a real number, not 'NAType'")

    def __str__(self) -> str:
        return "<NA>"

    __repr__ = __str__


NA = _Missing()


class Series:
    """As ``pandas.Series``: values with labels, which are those of another order after a shuffle or a filter."""

    def __init__(self, values: Sequence[Any], index: Sequence[int] | None = None) -> None:
        self.values = list(values)
        self.index = list(range(len(self.values))) if index is None else list(index)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __getitem__(self, label: int) -> Any:
        if label not in self.index:
            raise KeyError(label)
        return self.values[self.index.index(label)]

    def __bool__(self) -> bool:
        raise ValueError("The truth value of a Series is ambiguous.")

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if dtype is not None:
            return np.array(self.values, dtype=dtype)
        whole = np.array(self.values, dtype=object)
        plain = np.array(self.values)
        return plain if plain.dtype.kind in "biuf" and not any(each is NA for each in self.values) else whole


class Boxed:
    """As a scalar of ``pyarrow``: it is never equal to a plain value."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def as_py(self) -> Any:
        return self._value

    def __str__(self) -> str:
        return str(self._value)

    def __repr__(self) -> str:
        return f"Boxed({self._value!r})"


class Arrow:
    """As ``pyarrow.Array``."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = list(values)

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Boxed]:
        return iter(Boxed(each) for each in self._values)

    def __getitem__(self, place: int) -> Boxed:
        return Boxed(self._values[place])

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self._values, dtype=dtype or object)


def shuffled(*columns: Sequence[Any], order: Sequence[int]) -> list[Series]:
    """These columns with their rows in another order, each value under its old label: ``df.sample(frac=1)``."""
    return [Series([column[at] for at in order], order) for column in columns]
