"""What models of several lists answer with: a table of all of them, in the order of the AIC, and no single number.

References
----------
Burnham, K. P. and Anderson, D. R. (2002). Model Selection and Multimodel Inference, 2nd ed. Springer.
"""

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scipy.stats import chi2

from amparo.methods.estimate import Interval, Refused, Remark, in_plain_words, remark
from amparo.methods.population.hierarchies import SAYS
from amparo.methods.population.histories import Histories

CLOSE_AIC = 4.0  # above the lowest: from here on a model has considerably less support (Burnham, Anderson 2002, p. 70)
APART = 1.25  # a quarter more people between supported models is more than a rounding
POOR_FIT = 0.01  # of the deviance's chi-square, below which a model does not describe those who were seen
FEW_PEOPLE = 30  # on the lists: fewer than these in seven cells or more are no table

ASSUMPTIONS = (
    in_plain_words("nobody came to the place or left it between the lists"),
    in_plain_words("whoever is on several lists was recognised as one person, and nobody else was"),
    in_plain_words("all lists are of the same people"),
    in_plain_words("there is no interaction of all lists at once"),
)


@dataclass(frozen=True, slots=True)
class Model:
    """One model: what it says of all, and how well it describes those who were seen."""

    name: str
    says: str  # a message id, or nothing
    value: float | None  # people; None where the model was refused
    se: float | None
    interval: Interval | None
    deviance: float | None
    df: int  # cells less coefficients
    aic: float | None
    bic: float | None
    supported: bool  # its AIC is at most four above the lowest, and it is no mere bound
    lower_bound: bool
    refused: Remark | None = None


@dataclass(frozen=True, slots=True)
class ModelTable:
    """All models side by side. It has no single number, because the data have none."""

    models: tuple[Model, ...]
    n: int  # people on one list or more
    lists: tuple[str, ...]
    low: float  # of the intervals of all supported models
    high: float
    level: float
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a model is made of."""

    people: float
    se: float
    interval: Interval
    deviance: float
    log_likelihood: float
    parameters: int


def told(name: str, histories: Histories, found: Figures) -> Model:
    """A model that could be told; whether it is supported is seen when all are there."""
    twice, p = -2 * found.log_likelihood, found.parameters
    return Model(
        name, SAYS.get(name, ""), found.people, found.se, found.interval, found.deviance, len(histories.counts) - p,
        twice + 2 * p, twice + p * math.log(histories.n), supported=False, lower_bound=name.endswith("Chao"),
    )  # fmt: skip


def not_told(name: str, df: int, reason: Remark) -> Model:
    """A model without numbers."""
    return Model(
        name, SAYS.get(name, ""), None, None, None, None, df, None, None,
        supported=False, lower_bound=name.endswith("Chao"), refused=reason,
    )  # fmt: skip


def side_of_aic(histories: Histories, fitted: Sequence[Model], level: float, more: Sequence[Remark]) -> ModelTable:
    """All models in the order of the AIC, and what has to be said of them."""
    told = [each for each in fitted if each.aic is not None]
    free = [each for each in told if not each.lower_bound]
    if not free:
        raise Refused(*[each.refused for each in fitted if each.refused is not None])
    limit = min(each.aic or 0.0 for each in free) + CLOSE_AIC
    models = [
        dataclasses.replace(each, supported=not each.lower_bound and each.aic is not None and each.aic <= limit)
        for each in sorted(fitted, key=lambda each: (math.inf if each.aic is None else each.aic, each.name))
    ]
    intervals = [each.interval for each in models if each.supported and each.interval is not None]
    low, high = min(each.low for each in intervals), max(each.high for each in intervals)
    return ModelTable(
        tuple(models), histories.n, histories.lists, low, high, level, ASSUMPTIONS,
        (*_warnings(histories, models, low, high), *more),
    )  # fmt: skip


def _warnings(histories: Histories, models: Sequence[Model], low: float, high: float) -> Iterator[Remark]:
    """What has to stand beside it."""
    yield remark(
        "dependence",
        "If all lists depend on one another at once, every model is wrong, and these counts cannot show it.",
    )
    if histories.n < FEW_PEOPLE:
        yield remark("few_people", "Only %(n)s people are on the lists: a table of histories is mostly chance.",
                     n=histories.n)  # fmt: skip
    values = [each.value for each in models if each.supported and each.value is not None]
    if max(values) > APART * min(values):
        yield remark(
            "models_disagree",
            "Models that describe the counts about equally well say from %(least)s to %(most)s people.",
            least=round(min(values)), most=round(max(values)),
        )  # fmt: skip
    if math.isinf(high):
        yield remark("no_upper_end", "The data set no upper end to the number.")
    if all(
        each.deviance is not None and chi2.sf(each.deviance, max(each.df, 1)) < POOR_FIT
        for each in models
        if each.supported
    ):
        yield remark(
            "poor_fit", "No model describes even those who were seen: do not trust what they say of the others."
        )
    bounds = [each for each in models if each.lower_bound and each.interval is not None]
    if any(each.interval is not None and each.interval.low > high for each in bounds):
        yield remark(
            "below_the_bound", "The lower bound lies above the whole range: people differ more than these models say."
        )
    if any(each.refused is not None for each in models):
        yield remark(
            "some_refused", "Some models cannot be told from these counts; the table names each with its reason."
        )
