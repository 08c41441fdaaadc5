"""What every method answers with: a value, its interval, what it takes for granted, and what has to be said of it.

A figure never stands alone. ``Estimate`` carries how many it rests on, by which method, under which assumptions, and
the remarks that whoever shows it has to show too. What cannot be answered is ``Refused``, with a sentence for each
reason and, where the reason lies in the data, the rows.

Sentences are English message ids with named places, so that a page or a terminal can say them in es and pt: the text
is translated first and filled in afterwards. ``remark`` and ``in_plain_words`` are what ``./amparo words`` looks for.
"""

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]

SECRET = {"export": False}  # metadata of a field that never leaves: replicates, rows, whatever leads to one person
SHOWN_ROWS = 20  # of a remark, where it is written out


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of the data or of a figure: a code for programs, a sentence for people, the rows it is about."""

    code: str
    text: str  # a message id: %(name)s where a value goes in
    values: tuple[tuple[str, Any], ...] = ()
    rows: tuple[int, ...] = ()  # positions in the data that came in, the first is 0

    def __str__(self) -> str:
        return self.text % dict(self.values)


def remark(code: str, text: str, /, *, rows: Sequence[int] = (), **values: Any) -> Remark:
    """A remark; the text is a message id, and ``values`` go into its places.

    Parameters
    ----------
    code : for programs: lower case, words joined by an underscore.
    text : the message id, with ``%(name)s`` where a value goes in.
    rows : positions in the data that came in, the first is 0.
    values : for the places of the text.

    Returns
    -------
    Remark
        It is said in a warning, or carried by ``Refused``.
    """
    return Remark(code, text, tuple(sorted(values.items())), tuple(int(row) for row in rows))


def in_plain_words(text: str) -> str:
    """A sentence that will be translated where it is shown."""
    return text


class Refused(ValueError):
    """There is no honest answer to this: why, a remark for each reason."""

    def __init__(self, *remarks: Remark) -> None:
        super().__init__("\n".join(map(str, remarks)))
        self.remarks = remarks


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the truth lies, as far as this method can say."""

    low: float
    high: float
    level: float
    method: str  # "normal", "percentile", "pivotal", "profile likelihood", …


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure and all that has to stand beside it."""

    name: str  # of what: a group, a total, a difference
    value: float
    interval: Interval | None
    n: int  # how many it rests on
    method: str
    se: float | None = None
    assumptions: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    seed: int | None = None  # of the replicates, where there are any
    replicates: Floats | None = field(default=None, repr=False, compare=False, metadata=SECRET)
    # Of which sample the replicates were drawn, and by what: fingerprints. Only what is alike in both is one draw.
    drawn_from: tuple[str, str] | None = field(default=None, repr=False, compare=False, metadata=SECRET)


def plain(result: Any) -> Any:
    """A result as plain lists, numbers and texts, without what never leaves; what is not finite becomes ``None``.

    Parameters
    ----------
    result : a dataclass of the methods, or what stands within one.

    Returns
    -------
    Any
        What ``json`` can write.
    """
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        fields = [each for each in dataclasses.fields(result) if each.metadata.get("export", True)]
        told = {each.name: plain(getattr(result, each.name)) for each in fields}
        if isinstance(result, Remark):
            told = {"code": result.code, "said": str(result), "rows": len(result.rows)}
        return told
    if isinstance(result, Mapping):
        return {str(key): plain(value) for key, value in result.items()}
    if isinstance(result, np.ndarray | list | tuple | set | frozenset):
        items = result.tolist() if isinstance(result, np.ndarray) else result
        return [plain(each) for each in (sorted(items) if isinstance(items, set | frozenset) else items)]
    if isinstance(result, np.generic):
        return plain(result.item())
    if isinstance(result, float):
        return result if math.isfinite(result) else None
    return result


def as_json(result: Any) -> str:
    """The same result is the same text, byte for byte, on every machine of one kind.

    Parameters
    ----------
    result : as for ``plain``.

    Returns
    -------
    str
        JSON, keys in order.
    """
    return json.dumps(plain(result), sort_keys=True, ensure_ascii=False, indent=2)


def probability(name: str, value: float, *, above: float = 0.0, below: float = 1.0) -> float:
    """The value where it lies strictly between; else ``Refused`` with its name.

    Parameters
    ----------
    name : what the value is called where it is refused.
    value : what has to be a number.
    above, below : between which it has to lie; neither is allowed itself.

    Returns
    -------
    float
        The value.

    Raises
    ------
    Refused
        ``out_of_range``.
    """
    if not (isinstance(value, int | float) and above < value < below):
        raise Refused(
            remark(
                "out_of_range",
                "%(name)s is %(value)s: it has to be a number above %(above)s and below %(below)s.",
                name=name, value=value, above=f"{above:g}", below=f"{below:g}",
            )
        )  # fmt: skip
    return float(value)


def whole(name: str, value: int, *, least: int, most: int | None = None) -> int:
    """The value where it is a whole number of this range; else ``Refused`` with its name.

    Parameters
    ----------
    name : what the value is called where it is refused.
    value : what has to be a whole number.
    least, most : the smallest and the largest that is allowed; without ``most`` there is no largest.

    Returns
    -------
    int
        The value.

    Raises
    ------
    Refused
        ``not_whole``: no whole number, or below the least; ``too_large``: above the most.
    """
    known = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not known or value < least:
        raise Refused(
            remark(
                "not_whole",
                "%(name)s is %(value)s: it has to be a whole number, at least %(least)s.",
                name=name, value=value, least=least,
            )
        )  # fmt: skip
    if most is not None and value > most:
        raise Refused(
            remark("too_large", "%(name)s is %(value)s: at most %(most)s.", name=name, value=value, most=most)
        )
    return int(value)
