"""Figures of a sample: an estimate says of a population, and must not say of those who were asked.

Who collected a sample does not matter to the rule of three organisations. What can give a person away is a small
study, a small group, and a figure that rests on the acquaintances of one: in a sample by coupons a *tree* is
everybody who came through one first person, and she knows them. So nothing is shown of a study of fewer than 100, of
a group of fewer than 10 recruits, of a group or of its yes or no that comes from one tree alone. What is shown is
rounded to whole percent, and how many were asked is told in bands. A share of nearly nobody or nearly everybody is
told as "under" or "over".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from amparo.methods.estimate import Refused, Remark, in_plain_words, remark, whole

LEAST_STUDY = 100
LEAST_GROUP = 10
LEAST_TREES = 2
EDGE = 5  # percent: nearer to nobody or to everybody no figure is told
BANDS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # of how many were asked
ASSUMPTIONS = (
    in_plain_words("the shares are weighted estimates of the population, not counts of the sample"),
    in_plain_words("a person of the sample came through one tree"),
)
WITHHELD = {
    "few_recruits": in_plain_words("fewer than ten recruits"),
    "one_tree": in_plain_words("all of them, or all who said the same, came through one first person"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """What was estimated for one group: a share with its interval, from 0 to 1, and what it rests on."""

    name: str
    value: float
    low: float
    high: float
    recruits: int
    trees: int  # different first persons among all of the group
    trees_yes: int  # among those who have what is counted; 0 where nobody has it
    trees_no: int  # among those who have not


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a group: percent as texts, a band of how many; or why nothing is."""

    name: str
    percent: str | None
    low: str | None
    high: str | None
    recruits: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SampleRelease:
    """The groups as they may be shown, in the order in which they came."""

    groups: tuple[Shown, ...]
    recruits: str
    method: str = "rule for sample estimates"
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()


def release_sample(groups: Sequence[Group], *, recruits: int) -> SampleRelease:
    """Shares of a sample as they may leave.

    Parameters
    ----------
    groups : one for each group; where groups add up to all, all of them, so that no one is told by what is left.
    recruits : of the whole study, without the first persons.

    Raises
    ------
    Refused
        ``small_study``: fewer than 100; ``no_groups``; ``no_group``: a group that cannot be; ``not_whole``: recruits
        below 0.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    whole("recruits", recruits, least=0)
    if recruits < LEAST_STUDY:
        raise Refused(
            remark(
                "small_study", "A study of %(many)s is not shown: at least %(least)s.", many=recruits, least=LEAST_STUDY
            )
        )
    for row, each in enumerate(groups):
        trees = (each.trees, each.trees_yes, each.trees_no)
        possible = 0 <= each.low <= each.value <= each.high <= 1 and 0 <= each.recruits <= recruits
        # Who has a share has somebody who said yes, and so in one of the trees; a share of all has nobody who said no.
        said = (each.trees_yes > 0) == (each.value > 0) and (each.trees_no > 0) == (each.value < 1)
        possible = possible and (said or not each.recruits) and min(trees) >= 0
        if not possible or max(trees) > each.recruits or max(trees[1:]) > each.trees:
            raise Refused(remark("no_group", "The group “%(name)s” cannot be like this.", name=each.name, rows=[row]))
    if not groups:
        raise Refused(remark("no_groups", "There is no group."))
    told = [_shown(each) for each in groups]
    withheld = [row for row, each in enumerate(told) if each.why]
    warnings = []
    if len(withheld) == 1 and len(told) > 1:
        warnings.append(
            remark(
                "one_withheld",
                "One group alone is withheld: beside a figure of everybody it could be told by what is left.",
                rows=withheld,
            )
        )
    return SampleRelease(tuple(told), band(recruits), warnings=tuple(warnings))


def band(count: int) -> str:
    """How many, as a band: ``10-19``; ``5000+`` is the last, ``0-9`` the first."""
    below = [edge for edge in BANDS if edge <= count]
    above = [edge for edge in BANDS if edge > count]
    if not above:
        return f"{BANDS[-1]}+"
    return f"{below[-1] if below else 0}-{above[0] - 1}"


def _shown(group: Group) -> Shown:
    if group.recruits < LEAST_GROUP:
        return Shown(group.name, None, None, None, None, WITHHELD["few_recruits"])
    if group.trees < LEAST_TREES or 1 in (group.trees_yes, group.trees_no):
        return Shown(group.name, None, None, None, None, WITHHELD["one_tree"])
    value, low, high = (_percent(each) for each in (group.value, group.low, group.high))
    return Shown(group.name, value, low, high, band(group.recruits))


def _percent(share: float) -> str:
    """Whole percent, half up; at the edges only that it is there."""
    percent = int(100 * share + 0.5)
    if percent < EDGE:
        return f"<{EDGE}"
    return f">{100 - EDGE}" if percent > 100 - EDGE else str(percent)
