"""What a trait is explained by: a table of numbers with an intercept, turned so that every direction weighs the same.

Newton's method is at home where the columns are orthogonal and of one size: X = QR, the fit is made on √n Q, and the
coefficients are turned back by R. Then age in years and its square do no harm, and a column that says nothing that the
others do not say is seen at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_triangular

from amparo.methods.columns import numbers
from amparo.methods.estimate import Floats, Refused, remark

INTERCEPT = "(intercept)"
DEPENDENT = 1e-9  # of its own length is left of a column after the others were taken out: it repeats them
LEAST_PER_COEFFICIENT = 10  # effective answers; with fewer, likelihoods lean visibly


@dataclass(frozen=True, slots=True)
class Covariates:
    """The columns as they came, (n, k) with the intercept first, and in which rows nothing is missing."""

    names: tuple[str, ...]
    matrix: Floats = field(repr=False)
    present: NDArray[np.bool_] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Turned:
    """The columns of the rows that are used, as they came (m, k) and turned (m, k), and the way back (k, k)."""

    names: tuple[str, ...]
    plain: Floats = field(repr=False)
    turned: Floats = field(repr=False)
    back: Floats = field(repr=False)  # plain coefficients = back @ turned coefficients

    def constant(self, value: float) -> Floats:
        """The turned coefficients of a predictor that is this for everybody."""
        first = np.zeros(len(self.names))
        first[0] = value
        ahead: Floats = np.linalg.solve(self.back, first)
        return ahead


def covariates(n: int, columns: ArrayLike | None, names: Sequence[str] | None) -> Covariates:
    """Read the columns, (n, k) or (n,) or None, and put an intercept before them."""
    array = np.empty((n, 0)) if columns is None else numbers("columns", columns)
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or len(array) != n:
        raise Refused(
            remark(
                "covariate_shape",
                "The covariates have the shape %(found)s; they need one row for each of %(n)s answers.",
                found=str(array.shape), n=n,
            )
        )  # fmt: skip
    told = tuple(names) if names is not None else tuple(f"x{each + 1}" for each in range(array.shape[1]))
    if len(told) != array.shape[1] or len({*told, INTERCEPT}) != len(told) + 1:
        raise Refused(
            remark(
                "covariate_names", "Every covariate needs one name of its own; given are: %(names)s.", names=str(told)
            )
        )
    return Covariates(
        (INTERCEPT, *told), np.column_stack([np.ones(n), array]), np.isfinite(array).all(axis=1)
    )  # fmt: skip


def turn(given: Covariates, rows: NDArray[np.int64]) -> Turned:
    """Turn the rows that are used; ``Refused`` where a column repeats others, with its name."""
    plain = np.ascontiguousarray(given.matrix[rows])
    m, k = plain.shape
    if m <= k:
        raise Refused(
            remark("too_few_rows", "%(m)s rows are too few for %(k)s coefficients.", m=m, k=k)
        )  # fmt: skip
    q, r = np.linalg.qr(plain)
    left = np.abs(np.diag(r)) / np.maximum(np.linalg.norm(plain, axis=0), 1e-300)
    if (repeated := [name for name, each in zip(given.names, left, strict=True) if each < DEPENDENT]) != []:
        raise Refused(
            remark("dependent", "These covariates say nothing that the others do not say: %(names)s.",
                   names=", ".join(repeated))
        )  # fmt: skip
    back = solve_triangular(r, np.eye(k)) * np.sqrt(m)
    return Turned(given.names, plain, np.ascontiguousarray(q * np.sqrt(m)), back)
