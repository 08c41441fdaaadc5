"""Cell keys: the same cell always tells the same number, a little beside the truth, and only from ten persons on.

Question: how can a board be asked freely, over and over, without one person's coming or going showing?

Method: every person has a key, a number from 0 to 255 that a keyed hash of her identifier gives; nobody can know it
without the secret. The key of a cell is the sum of the keys of its persons, modulo 256. From a fixed table, the
number of persons and the key of the cell give the noise. The same persons are the same cell, whatever it is called
and however it was asked for, and get the same noise: asking again and taking the mean wins nothing. What is below the
threshold is hidden, nobody and few alike; the rest is rounded.

The noise of n persons has, of all distributions on its support, the largest entropy with mean 0 and the given
variance: p(d) in proportion to exp(a d + b d^2). Its support is -D to D, without what would make a count negative, or
one of the small numbers that are never shown.

It is no replacement for the release of tables by plan. Sums do not add up, and that has to be said beside them. Two
cells that differ by one person get unrelated noise, but zero noise is possible: who knows all others of a cell may
guess. A second secret for the same data would be a second draw, and the mean of the two nearer to the truth: it is
never changed.

References
----------
Fraser, B. and Wooton, J. (2005). A proposed method for confidentialising tabular output to protect against
    differencing. Joint UNECE/Eurostat work session on statistical data confidentiality, Geneva.
Giessing, S. (2016). Computational issues in the design of transition probabilities and disclosure risk estimation for
    additive noise. Privacy in Statistical Databases, LNCS 9867, 237-251 (the table by maximum entropy).
"""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import root

from amparo.methods.chance import compiled
from amparo.methods.columns import by_place, plain_codes, text
from amparo.methods.estimate import SECRET, Floats, Integers, Refused, Remark, in_plain_words, remark, whole

KEYS = 256  # the keys of a person and of a cell, as the tables of statistical offices have them
LEAST_SECRET = 16  # bytes: 128 bits cannot be tried out
HIDDEN = -1  # instead of a value
MOST_CELLS = 50_000_000  # of a table: 400 MB
LEAST_VARIANCE = 1.0  # of the noise: with less a count is told nearly as it is
ASSUMPTIONS = (
    in_plain_words("each row is one person, and her key comes from herself, not from the row"),
    in_plain_words("the secret is known to nobody outside, and was never another one for the same data"),
    in_plain_words("whoever reads the table knows that its figures do not add up"),
)


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of every count and key. Counts beyond the last row of the table use the last."""

    table: Integers = field(repr=False)  # (rows of counts, 256), in persons
    probabilities: Floats = field(repr=False)  # (rows of counts, 2 D + 1), of -D to D
    largest: int
    variance: float
    never: int  # 1 to so many is never a result


@dataclass(frozen=True, slots=True)
class CellKeyTable:
    """Values as they may be shown, -1 where hidden. Neither true counts nor keys are in it."""

    values: Integers  # (codes of the first dimension, of the second, …)
    threshold: int
    base: int
    method: str = "cell key, maximum entropy"
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """The key of each person. It never leaves: whoever has the keys can take the noise away."""

    keys: NDArray[np.uint8] = field(repr=False, compare=False, metadata=SECRET)  # (n,), in the order of the persons


def record_keys(persons: Sequence[str], *, secret: bytes) -> RecordKeys:
    """The key of each person, 0 to 255: the first eight bytes of HMAC-SHA256 under the secret, modulo 256.

    Parameters
    ----------
    persons : an identifier of each, the same wherever she is counted.
    secret : at least 16 bytes that nobody outside knows. It is in no result, and in no message.

    Raises
    ------
    Refused
        ``short_secret``: fewer than 16 bytes; ``no_person``: rows without an identifier.

    References
    ----------
    Fraser and Wooton (2005), see ``cell_keys``.
    """
    if not isinstance(secret, bytes) or len(secret) < LEAST_SECRET:
        raise Refused(remark("short_secret", "The secret has fewer than %(least)s bytes.", least=LEAST_SECRET))
    found = [each if isinstance(each, str) else text(each) for each in by_place(persons)]
    empty = [row for row, each in enumerate(found) if not each.strip()]
    if empty:
        raise Refused(remark("no_person", "Rows without an identifier of a person.", rows=empty))
    told = (hmac.digest(secret, each.encode(), hashlib.sha256)[:8] for each in found)
    return RecordKeys(np.fromiter((int.from_bytes(each) % KEYS for each in told), np.uint8, len(found)))


def noise_table(*, largest: int = 5, variance: float = 3.0, never: int = 2) -> Noise:
    """The perturbation table by maximum entropy: p(d) in proportion to exp(a d + b d²), mean 0, the given variance.

    Parameters
    ----------
    largest : D, the noise is between -D and D.
    variance : of the noise, of every count above zero; at least 1, so that it hides one person's coming.
    never : 1 to so many is never shown. Zero stays zero.

    Raises
    ------
    Refused
        ``no_noise``: no distribution has this variance on this support; ``little_noise``: a variance below 1;
        ``not_whole``, ``too_large``: ``largest`` beyond 2 to 20, or ``never`` beyond it.

    References
    ----------
    Giessing (2016), see ``cell_keys``.
    """
    whole("largest", largest, least=2, most=20)
    whole("never", never, least=0, most=largest - 1)
    if not variance >= LEAST_VARIANCE:
        raise Refused(
            remark("little_noise", "The variance of the noise has to be at least %(least)s.", least=LEAST_VARIANCE)
        )
    rows = largest + never + 2  # from D + never + 1 on nothing is cut off any more
    shares = np.zeros((rows, 2 * largest + 1))
    shares[0, largest] = 1.0
    for count in range(1, rows):
        shares[count] = _most_even(count, largest, variance, never)
    steps = (np.arange(KEYS) + 0.5) / KEYS  # each key stands for its middle
    places = [np.searchsorted(np.cumsum(row), steps).clip(0, 2 * largest) for row in shares]
    return Noise(np.array(places, np.int64) - largest, shares, largest, float(variance), never)


def _most_even(count: int, largest: int, variance: float, never: int) -> Floats:
    """p(d) = exp(a d + b d^2) / sum, with mean 0 and the variance, on what is allowed for a count."""
    noise = np.arange(-largest, largest + 1)
    allowed = (count + noise >= 0) & ~((count + noise >= 1) & (count + noise <= never))
    d = noise[allowed].astype(float)

    def off(at: Floats) -> Floats:
        weights = np.exp((power := at[0] * d + at[1] * d * d) - power.max())
        p = weights / weights.sum()
        return np.array([p @ d, p @ (d * d) - variance])

    found = root(off, np.zeros(2), tol=1e-13)
    if not np.abs(off(found.x)).max() < 1e-9:
        raise Refused(
            remark("no_noise", "No noise between -%(largest)s and %(largest)s has this variance.", largest=largest)
        )
    power = found.x[0] * d + found.x[1] * d * d
    shares = np.zeros(len(noise))
    shares[allowed] = np.exp(power - power.max())
    told: Floats = shares / shares.sum()
    return told


def cell_key_table(
    columns: Sequence[ArrayLike],
    *,
    shape: tuple[int, ...],
    keys: RecordKeys,
    noise: Noise,
    threshold: int = 10,
    base: int = 5,
) -> CellKeyTable:
    """Counts as a board may show them, from whole-number codes, one row a person.

    Parameters
    ----------
    columns : for each dimension the code of each person, shape (n,), from 0 on.
    shape : how many codes each dimension has.
    threshold : below it, before or after the noise, a cell is hidden; so is a cell of nobody.
    base : to a multiple of it the rest is rounded.
    keys : of the persons, from ``record_keys``, in the order of the rows.
    noise : from ``noise_table``; one for all tables of these persons.

    Raises
    ------
    Refused
        ``shape``: not one column for each dimension; ``column``: no whole number for each of the keys;
        ``unknown_code``: one that is beyond the shape; ``too_many_cells``; ``not_whole``, ``too_large``: a threshold
        below 5, a base above it.

    References
    ----------
    Fraser and Wooton (2005); Giessing (2016), see ``cell_keys``.
    """
    whole("threshold", threshold, least=5)
    whole("base", base, least=1, most=threshold)
    _refuse_codes(columns, shape, len(keys.keys))
    flat = np.zeros(len(keys.keys), np.int64)
    for column, codes in zip(columns, shape, strict=True):
        flat *= codes
        flat += plain_codes(column).astype(np.int64, copy=False)
    counts, sums = _counted(flat, keys.keys, int(np.prod(shape)))
    noisy = counts + noise.table[np.minimum(counts, len(noise.table) - 1), sums % KEYS]
    rounded = (noisy + base // 2) // base * base
    hidden = (counts < threshold) | (noisy < threshold)
    return CellKeyTable(np.where(hidden, HIDDEN, rounded).reshape(shape), threshold, base)


@compiled
def _counted(flat: Any, keys: Any, cells: Any) -> Any:
    """Persons of each cell, and the sum of their keys."""
    counts, sums = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    for row in range(len(flat)):
        counts[flat[row]] += 1
        sums[flat[row]] += keys[row]
    return counts, sums


def _refuse_codes(columns: Sequence[ArrayLike], shape: tuple[int, ...], size: int) -> None:
    if not shape or len(columns) != len(shape) or min(shape) < 1:
        raise Refused(remark("shape", "There has to be one column for each dimension of the shape."))
    if math.prod(int(codes) for codes in shape) > MOST_CELLS:
        raise Refused(remark("too_many_cells", "There are more than %(most)s finest cells to count.", most=MOST_CELLS))
    for number, (given, codes) in enumerate(zip(columns, shape, strict=True)):
        column = plain_codes(given)
        if column.shape != (size,) or column.dtype.kind not in "iu":
            raise Refused(remark("column", "The column %(name)s is not one whole number for each row.", name=number))
        if size and (column.min() < 0 or column.max() >= codes):
            wrong = np.flatnonzero((column < 0) | (column >= codes))
            raise Refused(
                remark(
                    "unknown_code",
                    "The column %(name)s has values that the plan does not know.",
                    name=number,
                    rows=wrong.tolist(),
                )
            )
