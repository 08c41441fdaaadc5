"""Columns as people hand them over, of pandas, polars or pyarrow too: by place, and what is missing is missing.

A column of pandas is read by label with ``column[3]``: after a shuffle or a filter that is another row, or none. So
nothing in this package reads a column by ``[]``: it walks through it once, here. And what is missing comes in many
shapes: ``None``, NaN, NaT, ``pandas.NA``, a null of pyarrow. Two of them are never one person, one organisation or one
group: they become ``None`` here, and each method says what it does with that.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from amparo.methods.estimate import Floats, Refused, remark


def is_missing(value: Any) -> bool:
    """Whether a value says nothing: ``None``, NaN, NaT, ``pandas.NA``, a null of pyarrow. An empty text says something.

    Parameters
    ----------
    value : one value of a column.
    """
    if value is None:
        return True
    if isinstance(value, str | int):
        return False
    if hasattr(value, "as_py"):
        return is_missing(value.as_py())
    try:
        return bool(value != value)  # only what is missing differs from itself
    except TypeError:  # ``pandas.NA`` differs from nothing, and has no truth
        return True
    except ValueError:  # an array, or a column in a column
        return False


def by_place(values: Iterable[Any]) -> list[Any]:
    """The values in their order as plain objects, ``None`` where missing.

    Parameters
    ----------
    values : a column, walked through once; its labels say nothing.

    Returns
    -------
    list
        ``(n,)``. Values of pyarrow are those of Python, and times of numpy are dates.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        values = values.astype("datetime64[D]").astype(object)
    return [None if is_missing(each) else _plain(each) for each in values]


def _plain(value: Any) -> Any:
    if hasattr(value, "as_py"):
        return value.as_py()
    return value.astype("datetime64[D]").item() if isinstance(value, np.datetime64) else value


def texts(values: Iterable[Any]) -> list[str]:
    """Each value as text without blanks around; what is missing is empty. 12.0 of a column of numbers is 12."""
    return [text(each) for each in by_place(values)]


def text(value: Any) -> str:
    """One value as text, see ``texts``."""
    if is_missing(value):
        return ""
    if isinstance(value, float | np.floating):
        number = float(value)
        return f"{number:.0f}" if number.is_integer() else repr(number)
    return str(value).strip()


def numbers(name: str, values: ArrayLike) -> Floats:
    """An array of numbers of the shape of ``values``, NaN where missing.

    Parameters
    ----------
    name : what the column is called where it is refused.
    values : numbers, or texts that are numbers, of any shape.

    Raises
    ------
    Refused
        ``no_number``: something that is neither a number nor missing, with the rows.
    """
    plain = np.asarray(values)
    if plain.dtype.kind in "biuf":
        return plain.astype(np.float64, copy=False)
    given = np.asarray(values if hasattr(values, "__array__") else _rows(values), dtype=object)
    found, wrong = np.full(given.shape, np.nan), []
    for place in np.ndindex(given.shape):
        if not is_missing(given[place]):
            try:
                found[place] = float(_plain(given[place]))
            except (TypeError, ValueError):
                wrong.append(place[0] if place else 0)
    if wrong:
        raise Refused(
            remark("no_number", "%(name)s holds something that is no number.", name=name, rows=sorted(set(wrong)))
        )
    return found


def _rows(values: Any) -> Any:
    """Columns within columns as lists, so that an array can be made of them."""
    if isinstance(values, Iterable) and not isinstance(values, str | bytes | np.ndarray):
        return [_rows(each) for each in values]
    return math.nan if is_missing(values) else _plain(values)


def plain_codes(values: ArrayLike) -> np.ndarray:
    """Whole numbers as an array of them, also where they came as objects; anything else as it is.

    Parameters
    ----------
    values : ``(n,)``. Where one of them is missing, it stays an array of objects.
    """
    column = np.asarray(values)
    if column.dtype.kind != "O" or column.ndim != 1:
        return column
    found = by_place(values if hasattr(values, "__iter__") else column)  # type: ignore[arg-type]
    whole = all(isinstance(each, int | np.integer) and not isinstance(each, bool) for each in found)
    return np.array(found, dtype=np.int64) if found and whole else column


def without(name: str, values: Iterable[Any]) -> list[str]:
    """The strata of a column as text; ``Refused`` with the rows where one is missing.

    Parameters
    ----------
    name : what the column is called where it is refused.
    values : ``(n,)``, a name for each row.

    Raises
    ------
    Refused
        ``stratum_missing``, with the rows: rows without a stratum are none together.
    """
    found = by_place(values)
    if missing := [row for row, each in enumerate(found) if each is None]:
        raise Refused(
            remark("stratum_missing", "%(name)s: these rows have no value, and are not alike for that.", name=name,
                   rows=missing)
        )  # fmt: skip
    return texts(found)
