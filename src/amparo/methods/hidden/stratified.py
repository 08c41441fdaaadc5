"""Border, town and country, each with its intervals, and together where their sizes are known.

Each part is a sample of its own: whoever came by somebody of another part becomes a seed of it. Each has its own chance
(a seed that follows from the seed of the whole and the place of the part), so that replicates of the parts are
independent. Together they count by the part of the population that each is, which no sample of recruits can say.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.chance import Executor, seeds
from amparo.methods.estimate import Estimate, Refused, Remark, remark
from amparo.methods.hidden.bottlenecks import Beside, columns_of
from amparo.methods.hidden.chain import Transitions
from amparo.methods.hidden.estimating import Population, RdsShares, estimate_rds, sizes_of
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.part import subset, subset_population
from amparo.methods.hidden.pooling import combine
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import SUCCESSIVE
from amparo.methods.hidden.strata import across, too_small
from amparo.methods.hidden.tree_bootstrap import REPLICATES, Progress

SUM_OF_PARTS = 1e-6  # by which the parts may miss one: they are written with a few digits


@dataclass(frozen=True, slots=True)
class RdsStrata:
    """The shares of each part that can be told, who recruited across, and the parts together."""

    names: tuple[str, ...]
    shares: tuple[RdsShares, ...]
    together: tuple[tuple[Estimate, ...], ...]  # at each size of the population; empty where the parts are not known
    recruitment: Transitions
    warnings: tuple[Remark, ...] = ()
    refused: tuple[tuple[str, tuple[Remark, ...]], ...] = ()  # parts of which nothing can be told, each with why

    def __getitem__(self, name: str) -> RdsShares:
        return dict(zip(self.names, self.shares, strict=True))[name]


def estimate_rds_strata(
    sample: Sample, outcome: Outcome | Sequence[Any], strata: Outcome | Sequence[Any], *,
    population: Population = None, parts: Mapping[str, float] | None = None, bootstrap: str | None = None,
    replicates: int = REPLICATES, seed: int, level: float = 0.95, interval: str = "normal",
    beside: Beside = None, executor: Executor | None = None, progress: Progress = None,
) -> RdsStrata:  # fmt: skip
    """The shares of an outcome in each part of the population, and in all where the parts are known.

    Parameters
    ----------
    sample, outcome : as for ``estimate_rds``.
    strata : for each person the name of her part; whoever has none is left out, and it is said.
    population : N of all, or a low, a middle and a high one. A part has N times its part of it; where that is not
        known, N times what the weights of successive sampling say.
    parts : which part of the population each is, in sum 1. Without it nothing is put together.
    bootstrap, replicates, seed, level, interval, beside, executor, progress : see ``estimate_rds``. A bottleneck is
        looked for in each part by itself; that the parts hardly recruit across is none.

    Returns
    -------
    RdsStrata
        Each part by itself: one of fewer than thirty people or three trees, or of which ``estimate_rds`` refuses
        something, stands in ``refused`` with why (``stratum_too_small``, …), and the others are kept. Then there is no
        whole, because a part of it is missing (``part_refused``).

    Raises
    ------
    Refused
        ``parts_unknown``: parts that do not sum to 1; where no part is left, every reason of every part.

    References
    ----------
    Cochran (1977), see ``planning`` (strata). Of the shares of each part see ``estimate_rds``.
    """
    groups, where = coded(outcome, len(sample)), coded(strata, len(sample))
    known = None if parts is None else _parts(where.labels, parts)
    columns = columns_of(sample, beside or {})
    recruitment, said = across(sample, where)
    refused: dict[str, tuple[Remark, ...]] = {name: (why,) for name, why in too_small(sample, where).items()}
    found: dict[str, RdsShares] = {}
    for place, word in enumerate(seeds(seed, len(where.labels))):
        name, keep = where.labels[place], where.codes == place
        if name in refused:
            continue
        try:
            found[name] = estimate_rds(
                subset(sample, keep), [groups.labels[code] if code >= 0 else None for code in groups.codes[keep]],
                population=_of_part(sample, keep, population, None if known is None else known[name]),
                bootstrap=bootstrap, replicates=replicates, seed=int(word >> np.uint64(1)), level=level,
                interval=interval, beside={column: each.among(keep) for column, each in columns.items()},
                executor=executor, progress=progress,
            )  # fmt: skip
        except Refused as error:  # of this part alone: its rows are not those of the sample
            refused[name] = tuple(dataclasses.replace(each, rows=()) for each in error.remarks)
    if not found:
        raise Refused(*dict.fromkeys(each for whys in refused.values() for each in whys))
    together, more = _together(tuple(found), tuple(found.values()), known, level) if not refused else _missing(refused)
    told = tuple((name, refused[name]) for name in where.labels if name in refused)
    return RdsStrata(tuple(found), tuple(found.values()), together, recruitment, (*said, *more), told)


def _missing(refused: Mapping[str, Any]) -> tuple[tuple[tuple[Estimate, ...], ...], tuple[Remark, ...]]:
    """No whole, because of these parts."""
    return (), (
        remark("part_refused", "Nothing can be told of %(names)s: the other parts stand by themselves, and are not put"
               " together.", names=", ".join(sorted(refused))),
    )  # fmt: skip


def _parts(names: tuple[str, ...], parts: Mapping[str, float]) -> dict[str, float]:
    """The part of each, checked."""
    wrong = sorted(set(names) ^ set(parts))
    if wrong or any(not 0 < each < 1 for each in parts.values()) or abs(sum(parts.values()) - 1) > SUM_OF_PARTS:
        raise Refused(
            remark("parts_unknown", "Each of %(names)s needs the part of the population that it is: above 0, in sum 1.",
                   names=", ".join(names))
        )  # fmt: skip
    return dict(parts)


def _of_part(sample: Sample, keep: Any, population: Population, part: float | None) -> Population:
    """The size of one part at each size of the whole."""
    if population is None:
        return None
    sizes_of(population)  # refuses what is neither one number nor three in order
    sizes = (population,) if isinstance(population, int | float | np.number) else tuple(population)
    own = [
        size * part if part is not None else subset_population(sample, keep, size, method=SUCCESSIVE) for size in sizes
    ]
    return own[0] if len(own) == 1 else (own[0], own[1], own[2])


def _together(
    names: tuple[str, ...], found: Sequence[RdsShares], parts: Mapping[str, float] | None, level: float
) -> tuple[tuple[tuple[Estimate, ...], ...], tuple[Remark, ...]]:
    """Each group over all parts, at each size; one of which a part has none or too few is left out, and told.

    So is what would undo the withholding of a part: its share is the whole less the other parts.
    """
    if parts is None:
        return (), (remark("not_pooled", "The parts are not put together: nobody said how large each of them is."),)
    every = sorted({each.name for shares in found for each in shares.sizes[0].groups})
    left, undone = set[str](), set[str]()
    whole = []
    for size in range(min(len(shares.sizes) for shares in found)):
        of_size = []
        withheld = {name for shares in found for name in shares.sizes[size].withheld}
        for name in every:
            own = {
                part: {each.name: each for each in shares.sizes[size].groups}
                for part, shares in zip(names, found, strict=True)
            }
            estimates = {part: groups[name] for part, groups in own.items() if name in groups and groups[name].se}
            if len(estimates) < len(names):
                left.add(name)
                continue
            if name in withheld:
                undone.add(name)
                continue
            of_size.append(combine(estimates, populations=parts, level=level))
        whole.append(tuple(of_size))
    return tuple(whole), _of_whole(left, undone)


def _of_whole(left: Collection[str], undone: Collection[str]) -> tuple[Remark, ...]:
    """Which groups are not put together, and why."""
    said = []
    if left:
        said.append(
            remark("group_not_in_all", "Not put together, because a part has none or too few of them: %(names)s.",
                   names=", ".join(sorted(left)))
        )  # fmt: skip
    if undone:
        said.append(
            remark("whole_withheld", "Not put together, because a part whose share is left out would follow from the"
                   " whole: %(names)s.", names=", ".join(sorted(undone)))
        )  # fmt: skip
    return tuple(said)
