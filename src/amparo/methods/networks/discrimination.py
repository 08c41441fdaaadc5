"""Which services turn people away for who they are: rates of small counts, and an order by how sure it is.

Question: at each service some tried and some were turned away by discrimination. Where is that more than usual?

Estimand: for each service the chance θ that somebody who tries is turned away so, and the probability that it is above
θ₀, the middle of all services, or a value that was set.

Method: the shrinkage of ``amparo.methods.small_numbers`` (beta-binomial, empirical Bayes). The order is by
P(θ > θ₀ | the counts). Not by the rate: one of two is no worse than nine of twenty. And not by the shrunk rate either,
which says how high, not how sure.

Assumptions: those of the shrinkage, and that what is called discrimination is called so alike everywhere. It breaks
where only those who were turned away speak.

It is for those who accompany her, not for a list of names in public. A service may be named outside only with ten
attempts or more, from three organisations or more. Fewer can be known again: who went there, and who told.

References
----------
Laird, N. M. and Louis, T. A. (1989). Empirical Bayes ranking methods. Journal of Educational Statistics 14, 29-46.
Normand, S.-L. T., Glickman, M. E. and Gatsonis, C. A. (1997). Statistical methods for profiling providers of medical
    care. J. Am. Statist. Assoc. 92, 803-814 (the order by posterior probability).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from amparo.methods.estimate import Interval, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.small_numbers import MOST, Proportion, beta_quantile, beta_share, shrink_proportions

ENOUGH = 5  # attempts, below which a service is not in the order
NAMED_ATTEMPTS, NAMED_ORGANISATIONS = 10, 3  # least of what lies behind a name that leaves
LIKELY = 0.9  # probability of being above, from which it is called so

ASSUMPTIONS = (
    in_plain_words("each attempt at a service has the same chance, whatever the others were"),
    in_plain_words("the services are of one kind"),
    in_plain_words("whoever tells of an attempt does so however it ended"),
    in_plain_words("what is called discrimination is called so alike everywhere"),
)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is known of one service: of ``tried`` attempts, ``refused`` ended so, told by so many organisations."""

    refused: int
    tried: int
    organisations: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One service: its counts, its rate as far as they tell, and where it stands among all."""

    name: str
    refused: int
    tried: int
    value: float  # the mean of its posterior
    interval: Interval
    above: float  # the probability that its rate lies above ``theta0``; NaN where nobody was refused anywhere
    rank: int | None  # 1: most surely above; None where fewer than five tried, or nobody was refused anywhere
    may_be_named: bool  # outside, as far as numbers say


@dataclass(frozen=True, slots=True)
class Discrimination:
    """All services, most surely above the middle first, by name where nobody was refused; too little known last."""

    rates: tuple[Rate, ...]
    theta0: float
    mean: float  # towards which every rate was drawn
    strength: float  # as if so many more attempts had been at each service
    n: int  # attempts
    method: str
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def discrimination(
    attempts: Mapping[str, Attempts], *, theta0: float | None = None, level: float = 0.9
) -> Discrimination:
    """Rates of discrimination of small counts, in the order of P(θ > θ₀).

    Parameters
    ----------
    attempts : for the name of each service what is known of it.
    theta0 : the rate to compare with; without it the median of the prior, the service in the middle.
    level : of the equal-tailed intervals, 0.5 to 0.999.

    Raises
    ------
    Refused
        ``no_service``; ``count``, ``refused_more``: counts that are not whole, negative, or more refused than tried;
        ``not_small``: more than 10,000 attempts at one service; ``told_by_nobody``: attempts told by no organisation;
        ``out_of_range``: a level or a rate that is none. ``rows`` are places in ``attempts``.

    References
    ----------
    Normand, Glickman and Gatsonis (1997); Laird and Louis (1989), see ``discrimination``. Kleinman (1973), see
        ``shrink_proportions``.
    """
    _looked_through(attempts)
    probability("level", level, above=0.4999, below=0.9991)
    shrunk = shrink_proportions({name: (each.refused, each.tried) for name, each in attempts.items()}, level=level)
    a, b = shrunk.mean * shrunk.strength, (1 - shrunk.mean) * shrunk.strength
    middle = beta_quantile(0.5, a, b) if theta0 is None else probability("theta0", theta0)
    above = {
        name: 1 - beta_share(middle, a + each.refused, b + each.tried - each.refused) for name, each in attempts.items()
    }
    nobody = not any(each.refused for each in attempts.values())
    if nobody and theta0 is None:  # the middle of all is nothing too, and nothing is above or below it by what was told
        above = dict.fromkeys(attempts, math.nan)
    order = sorted(attempts, key=lambda name: (attempts[name].tried < ENOUGH, 0.0 if nobody else -above[name], name))
    shares = {each.name: each for each in shrunk.groups}
    rates = tuple(
        _rate(shares[name], attempts[name], level, above[name], None if nobody else place)
        for place, name in enumerate(order, start=1)
    )
    return Discrimination(
        rates, middle, shrunk.mean, shrunk.strength, shrunk.n, shrunk.method, ASSUMPTIONS,
        tuple(_warnings(list(attempts.values()), shrunk.warnings)),
    )  # fmt: skip


def _rate(share: Proportion, known: Attempts, level: float, above: float, place: int | None) -> Rate:
    """One service in its place of the order, if enough is known of it."""
    return Rate(
        name=share.name,
        refused=known.refused,
        tried=known.tried,
        value=share.value,
        interval=Interval(*share.interval, level, "equal-tailed posterior"),
        above=above,
        rank=place if known.tried >= ENOUGH else None,
        may_be_named=known.tried >= NAMED_ATTEMPTS and known.organisations >= NAMED_ORGANISATIONS,
    )


def _looked_through(attempts: Mapping[str, Attempts]) -> None:
    """No quiet number for what cannot be counted."""
    if not attempts:
        raise Refused(remark("no_service", "There is no service."))
    whole_, order, large, nobody = [], [], [], []
    for row, each in enumerate(attempts.values()):
        if any(type(count) is not int or count < 0 for count in (each.refused, each.tried, each.organisations)):
            whole_.append(row)
        elif each.refused > each.tried:
            order.append(row)
        elif each.tried > MOST:
            large.append(row)
        elif each.tried and not each.organisations:
            nobody.append(row)
    faults = []
    if whole_:
        faults.append(remark("count", "A count is a whole number, 0 or more.", rows=whole_))
    if order:
        faults.append(remark("refused_more", "More were refused than tried.", rows=order))
    if large:
        faults.append(
            remark("not_small", "More than %(most)s attempts: a plain share says as much.", rows=large, most=MOST)
        )
    if nobody:
        faults.append(remark("told_by_nobody", "There are attempts that no organisation told of.", rows=nobody))
    if faults:
        raise Refused(*faults)


def _warnings(attempts: list[Attempts], shrunk: tuple[str, ...]) -> list[Remark]:
    """What has to stand beside it."""
    warnings = [
        remark(
            "not_for_naming",
            "This order is for those who accompany her. Outside, no service is named on fewer than %(tried)s attempts "
            "from %(organisations)s organisations.",
            tried=NAMED_ATTEMPTS, organisations=NAMED_ORGANISATIONS,
        )
    ]  # fmt: skip
    if not any(each.refused for each in attempts):
        warnings.append(
            remark("nobody_refused", "Nobody was turned away anywhere, as far as it was told: there is nothing to put"
                   " in order, and no service has a rank.")
        )  # fmt: skip
    few = [row for row, each in enumerate(attempts) if each.tried < ENOUGH]
    if few:
        warnings.append(
            remark("not_enough", "Of %(n)s services fewer than %(least)s attempts are known: they have no rank.",
                   rows=few, n=len(few), least=ENOUGH)
        )  # fmt: skip
    if "few_groups" in shrunk:
        warnings.append(
            remark("few_groups", "Fewer than three services have two attempts or more: what they are drawn towards is "
                                 "an assumption, not a finding.")
        )  # fmt: skip
    if "one_dominates" in shrunk:
        warnings.append(
            remark("one_dominates", "One service has more than half of all attempts: the others are drawn towards it.")
        )
    if "held" in shrunk:
        warnings.append(
            remark("held", "The services differ little more than by chance: the weight of the others was held.")
        )
    return warnings
