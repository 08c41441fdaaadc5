"""Do the trees agree, and do groups recruit one another? Signs that a population falls into parts: a bottleneck.

Question: if trees run to different places, or a group hardly brings anybody of the others, the sample says more of its
seeds than of the population, and no interval of a single chain knows it. In 200 redraws of 400 people of two
communities, with 2 % of recruitment across, intervals of 95 % by Gile's bootstrap held the truth in about a third,
those of the tree bootstrap in nine of ten.

Method: two looks. The share of each large tree against those of the others (``trees_apart``), and recruitment across
the border of each group against that by lot (``groups_apart``). They are taken by what is asked, and by each column
that stands beside it: the parts may differ in something else than what is asked. Every estimate takes them
(``recruitment_looks``). Where one of them warns, the interval is that of whole trees, and nothing is for publication.

Trees move by chance. In simulated samples of 500 from ten seeds with nothing wrong, those of thirty and more ended more
than ten points apart in 94 of 100. So a gap is told where it is that large *and* larger than chance makes it (see
``likeness``), with one chance in twenty for all columns together. Where there is more than one column a group is told
to be apart only where ties three times rarer than by lot would hardly have brought so few across: those bend nothing.

It breaks where the parts differ in nothing that was asked, and where all seeds are of one part: there nothing is seen.

References
----------
Gile, K. J., Johnston, L. G. and Salganik, M. J. (2015). Diagnostics for respondent-driven sampling. J. R. Statist.
    Soc. A 178(1), 241-269 (bottleneck plots).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import pdtr

from amparo.methods.estimate import SECRET, Floats, Integers, Refused, Remark, remark
from amparo.methods.hidden.chain import transitions
from amparo.methods.hidden.diagnostics import line_of, share_among
from amparo.methods.hidden.likeness import as_far_by_chance, crossing, likeness, spread_of_trees, unlike
from amparo.methods.hidden.outcome import Outcome, categories, coded
from amparo.methods.hidden.points import rds2_weights
from amparo.methods.hidden.sample import Sample

APART, LEAST_OF_TREE = 0.10, 30  # trees of thirty and more that differ by more than ten points
RARE = 0.05  # so often trees may differ as much by chance, of all groups together
TINY = 1e-9  # a gap of exactly ten points is not more
HARDLY, LEAST_BY_LOT = 0.20, 10  # recruitments across, of those by lot; and how many of these it takes to judge
RARER = 3  # times rarer ties: in 300 samples each none was told to be apart, and none bent
BOTTLENECK = frozenset({"trees_apart", "groups_apart", "bottleneck"})

type Beside = Mapping[str, Outcome | Sequence[Any]] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One tree: its estimate as its people came in."""

    seed: int  # position of the seed
    at: Floats  # (m,): the last wave included
    n: Integers  # (m,): people included
    values: Floats  # (m, g)


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A line for each tree, and how far the large ones end apart."""

    labels: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False, metadata=SECRET)
    trees: int  # with thirty people or more: the others are too small to tell
    apart: Floats  # (g,): the largest less the smallest share of these trees; NaN with fewer than two
    by_chance: Floats  # (g,): how often chance alone would make these trees differ as much
    warnings: tuple[Remark, ...] = ()


def bottleneck(sample: Sample, outcome: Outcome | Sequence[Any]) -> Bottleneck:
    """The RDS-II estimate of each tree alone, by wave.

    Warns where trees of thirty people or more end more than 0.10 apart and chance would hardly do that (in 5 of 100
    samples, of all groups together), where a group recruits across its border less than a fifth of what it would by
    lot, and where fewer than two trees are so large.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Raises
    ------
    Refused
        ``no_degree``; what ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``bottlenecks`` (bottleneck plots).
    """
    groups = coded(outcome, len(sample))
    looked = _look(sample, groups)
    waves = sample.wave.astype(float)
    lines = tuple(
        Line(int(sample.seed_of[mine[0]]), *line_of(sample, groups, waves, None, every=mine))
        for mine in _trees(sample)
    )  # fmt: skip
    return Bottleneck(groups.labels, lines, looked.trees, looked.apart, looked.by_chance, _of_outcome(looked))


def recruitment_looks(
    sample: Sample, columns: Mapping[str, Outcome | Sequence[Any]], *, outcome: Outcome | Sequence[Any] | None = None
) -> tuple[Remark, ...]:  # fmt: skip
    """What ``bottleneck`` warns of by each of these columns, and by the outcome; empty where nothing is seen.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    columns : by name a value for each person, ``(n,)``, ``None`` where not known. Left out is what is no set of groups:
        a column of one value or of more than sixty, and one that only numbers trees or waves.
    outcome : what is asked; its remarks name no column.

    Returns
    -------
    tuple[Remark, ...]
        ``trees_apart`` and ``groups_apart`` of each column, of the outcome first; ``trees_too_small`` once, where fewer
        than two trees have thirty people and nothing else was seen. Over all columns together chance makes trees
        differ in 5 of 100 samples.

    Raises
    ------
    Refused
        ``no_degree``: nobody's degree is known; ``lengths``: not one value for each person; what ``categories``
        refuses of the outcome.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``bottlenecks``.
    """
    first = None if outcome is None else coded(outcome, len(sample))
    named = columns_of(sample, columns)
    among = len(named) + (first is not None)
    said = [] if first is None else list(_of_outcome(_look(sample, first, among)))
    for name, groups in named.items():
        said += _of_column(name, _look(sample, groups, among))
    seen = [each for each in said if each.code in BOTTLENECK]
    return tuple(dict.fromkeys(seen or said))


def columns_of(sample: Sample, columns: Mapping[str, Outcome | Sequence[Any]]) -> dict[str, Outcome]:
    """Those columns that are sets of groups, as groups."""
    return {name: found for name, each in columns.items() if (found := _groups(sample, name, each)) is not None}


def unnamed_look(sample: Sample, columns: Mapping[str, Outcome | Sequence[Any]]) -> tuple[Remark, ...]:
    """One remark where any of these columns shows a bottleneck, else none. It says of no column and no group which.

    Parameters
    ----------
    sample, columns : as for ``recruitment_looks``.

    Raises
    ------
    Refused
        What ``recruitment_looks`` refuses.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``bottlenecks``.
    """
    if not is_apart(recruitment_looks(sample, columns)):
        return ()
    return (
        remark("bottleneck", "These people may be of parts that hardly bring one another: how much each part counts"
               " depends on who was asked first. Nothing of it is for publication, and the intervals are those of whole"
               " trees."),
    )  # fmt: skip


def is_apart(remarks: Iterable[Remark]) -> bool:
    """Is a bottleneck among what was said?"""
    return not BOTTLENECK.isdisjoint(each.code for each in remarks)


def _groups(sample: Sample, name: str, values: Outcome | Sequence[Any]) -> Outcome | None:
    """A column as groups; None where it is no set of them, or follows from the recruitment itself."""
    if not isinstance(values, Outcome):
        if len(values) != len(sample):
            raise Refused(
                remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name=name, found=len(values),
                       n=len(sample))
            )  # fmt: skip
        try:
            values = categories(values)
        except Refused:  # nobody said, or more values than groups
            return None
    groups = coded(values, len(sample)).among(slice(None))
    said = groups.known
    if len(groups.labels) < 2:
        return None
    numbered = (sample.seed_of, sample.wave)
    return None if any(_follow(groups.codes[said], each[said]) for each in numbered) else groups


def _follow(codes: Integers, numbers: Integers) -> bool:
    """Does each of three numbers and more have one group of its own, and each group one number?"""
    pairs = np.unique(np.column_stack([codes, numbers]), axis=0)
    return len(pairs) > 2 and len(pairs) == len(np.unique(codes)) == len(np.unique(numbers))


@dataclass(frozen=True, slots=True)
class _Look:
    """What one column says: how far large trees end apart, and which of its groups are told."""

    trees: int
    apart: Floats
    by_chance: Floats
    far: tuple[str, ...]  # groups of which trees end apart
    shut: tuple[str, ...]  # groups that hardly recruit across


def _look(sample: Sample, groups: Outcome, among: int = 1) -> _Look:
    """By one column of so many."""
    rds2_weights(sample.degree_used)  # refuses a sample without any degree
    counts = transitions(sample, groups).counts
    large, ends = list[int](), list[Floats]()
    for place, mine in enumerate(_trees(sample)):
        if len(mine) >= LEAST_OF_TREE and not np.isnan(end := share_among(sample, groups, mine, None)).any():
            large.append(place)
            ends.append(end)
    apart, chance, far = np.full(len(groups.labels), np.nan), np.full(len(groups.labels), np.nan), list[str]()
    if len(large) >= 2:
        reached = np.array(ends)
        apart, chance = np.ptp(reached, axis=0), _chances(sample, groups, counts, reached, large)
        rare = RARE / among / max(1, len(groups.labels) - 1)
        far = [
            label for label, gap, p in zip(groups.labels, apart, chance, strict=True) if gap > APART + TINY and p < rare
        ]
    return _Look(len(large), apart, chance, tuple(far), _shut(groups, counts, among))


def _trees(sample: Sample) -> list[Any]:
    """Positions of the people of each tree, trees as ``sample.seeds``."""
    order = np.argsort(sample.seed_of, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(sample.seed_of[order])) + 1)


def _shut(groups: Outcome, counts: Integers, among: int) -> tuple[str, ...]:
    """Groups that hardly recruit across their own border."""
    across, by_lot = crossing(counts)
    return tuple(
        label for label, part, usual in zip(groups.labels, across, by_lot, strict=True)
        if usual >= LEAST_BY_LOT and part < HARDLY
        and (among == 1 or pdtr(round(part * usual), usual / RARER) < RARE / among)
    )  # fmt: skip


def _of_outcome(looked: _Look) -> tuple[Remark, ...]:
    """What is said of what is asked."""
    said = []
    if looked.trees < 2:
        said.append(remark("trees_too_small", "Fewer than two trees have thirty people: whether they agree cannot be "
                           "seen."))  # fmt: skip
    if looked.far:
        said.append(
            remark("trees_apart", "Trees end more than ten points apart, and more than by chance: %(groups)s. The"
                   " population may fall into parts that hardly recruit across.", groups=", ".join(looked.far))
        )  # fmt: skip
    if looked.shut:
        said.append(
            remark("groups_apart", "Recruitment hardly crosses the border of these groups, less than a fifth of what it"
                   " would by lot: %(groups)s. How large they are depends on which seeds were chosen.",
                   groups=", ".join(looked.shut))
        )  # fmt: skip
    return tuple(said)


def _of_column(name: str, looked: _Look) -> tuple[Remark, ...]:
    """What is said of a column beside."""
    said = []
    if looked.trees < 2:
        said += [each for each in _of_outcome(looked) if each.code == "trees_too_small"]
    if looked.far:
        said.append(
            remark("trees_apart", "By %(column)s trees end more than ten points apart, and more than by chance:"
                   " %(groups)s. The population may fall into parts that hardly recruit across: estimate each of them"
                   " apart.", column=name, groups=", ".join(looked.far))
        )  # fmt: skip
    if looked.shut:
        said.append(
            remark("groups_apart", "By %(column)s recruitment hardly crosses the border of these groups, less than a"
                   " fifth of what it would by lot: %(groups)s. How much each of them counts depends on which seeds"
                   " were chosen: estimate each of them apart.", column=name, groups=", ".join(looked.shut))
        )  # fmt: skip
    return tuple(said)


def _chances(sample: Sample, groups: Outcome, counts: Integers, ends: Floats, large: Sequence[int]) -> Floats:
    """Of each group the probability that trees end as far apart by chance."""
    each = spread_of_trees(sample, groups, likeness(counts))[large]
    people = np.flatnonzero(np.isin(sample.seed_of, sample.seeds[large]))
    shares = share_among(sample, groups, people, None)
    variances = each * shares * (1 - shares) * unlike(sample, groups, people, shares)
    return np.array([as_far_by_chance(*pair) for pair in zip(ends.T, variances.T, strict=True)])
