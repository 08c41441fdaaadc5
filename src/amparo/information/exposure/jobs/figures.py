"""One figure: what a method answers, kept as what may be told of it, or as the words why it may not. It reads no row.

A figure that is too weak is not kept at all: not its value, not its interval. What is kept is the reason. One thing is
shown although it is weak: a list or a pair that comes out below nothing, because it tells that people did not follow
the question, and a zero in its place would hide that.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.formats.pressures import CROSSWISE, LIST, STRAIGHT, Column, Item

METHOD = 3  # of what stands in this package: another way of reckoning is another number
SAID, WEAK, REFUSED, FEW = "said", "weak", "refused", "few"
FEWEST = 10  # people in a part: of fewer nothing is reckoned
BAND = 50
WEAKENS = frozenset(
    {"no_error", "all_alike", "no_variation", "exploratory", "few_effective", "too_uncertain", "against_the_design",
     "one_tree", "one_seed", "trees_apart", "groups_apart", "bottleneck", "design_effect",
     "floor", "ceiling", "unequal_halves"}
)  # fmt: skip
"""What keeps a figure from being told. The thresholds are those of ``methods.indirect`` and ``methods.hidden``."""

TOLD_ELSEWHERE = frozenset({"missing", "given_away"})
"""What a method says of rows, and a page of estimates says of nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sample as the methods take it. ``chain`` is None where whoever was met was asked."""

    chain: Any = field(repr=False)
    sizes: tuple[float, ...]  # a low, a middle and a high size of the population; nothing where none can be defended
    replicates: int
    seed: int


def figure(item: Item, column: Column, part: Sequence[bool], asked: Asked) -> dict[str, Any]:
    """One item of one part, as it is kept."""
    from amparo.methods.estimate import Refused

    given = [each for each, mine in zip(column.answers, part, strict=True) if mine and each is not None]
    here = len(given)
    if here < FEWEST:
        return {"state": FEW, "why": [], "remarks": [], "n": band_of(here)}
    if (
        item.way == STRAIGHT
        and len({given for given, mine in zip(column.answers, part, strict=True) if mine} - {None}) < 2
    ):
        return {"state": WEAK, "why": plain([_all_alike()]), "remarks": [], "n": band_of(here)}
    try:
        found = {size: _told(item, column, part, asked, size) for size in asked.sizes or (None,)}
    except Refused as refused:
        return {"state": REFUSED, "why": plain(refused.remarks), "remarks": [], "n": band_of(here)}
    middle = found[asked.sizes[1] if asked.sizes else None]
    said = kept(*middle, n=here)
    if asked.sizes and said["state"] == SAID:
        said["sizes"] = [
            {"population": size, **_numbers(kept(*each, n=here))} for size, each in sorted(found.items())
        ]  # fmt: skip
    return said


def kept(share: Any, remarks: Sequence[Any], checks: Mapping[str, Any], *, n: int) -> dict[str, Any]:
    """What may be told of an estimate, or why it may not."""
    why = [each for each in remarks if each.code in WEAKENS]
    told = share.share
    state = WEAK if why or told.interval is None else SAID
    body: dict[str, Any] = {
        "state": state, "n": band_of(n), "why": plain(why), "method": told.method, "checks": dict(checks),
        "assumptions": list(told.assumptions),
        "remarks": plain(each for each in remarks if each not in why and each.code not in TOLD_ELSEWHERE),
    }  # fmt: skip
    if state == SAID:
        body |= {"value": told.value, "low": told.interval.low, "high": told.interval.high, "se": told.se}
    if share.raw < 0:
        body["raw"] = share.raw
    return body


def _numbers(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: body.get(key) for key in ("state", "value", "low", "high")}


def band_of(n: int) -> list[int]:
    """How many, as a band: the first and the last number of it."""
    if n < FEWEST:
        return [0, FEWEST - 1]
    return [max(FEWEST, n // BAND * BAND), n // BAND * BAND + BAND - 1]


def plain(remarks: Any) -> list[dict[str, Any]]:
    """Remarks as they are kept: the message id and what goes into its places, and never a row."""
    told = {each.code: each for each in remarks}
    return [
        {"code": each.code, "text": each.text, "values": {key: _short(value) for key, value in each.values}}
        for each in told.values()
    ]


def _short(value: Any) -> Any:
    return value if isinstance(value, int | float | str) else str(value)


def seed_of(seed: int, source: str) -> int:
    """The seed of a study: one of all would let two studies look alike by it."""
    return int.from_bytes(hashlib.sha256(f"{seed} {source}".encode()).digest()[:4])


# --- by which method ---


def _told(item: Item, column: Column, part: Sequence[bool], asked: Asked, size: float | None) -> Any:
    """The estimate, all that has to be said of it, and what was looked at."""
    import numpy as np

    answers = np.array([np.nan if each is None else each for each in column.answers])
    beside = np.array([np.nan if each is None else each for each in column.beside])
    mine = np.array(part, dtype=bool)
    if asked.chain is None:
        way: Callable[..., Any] = {CROSSWISE: _crossed_met, LIST: _list_met}.get(item.way, _straight_met)
        return way(item, answers[mine], beside[mine] if column.beside else beside, asked)
    of_chain: Callable[..., Any] = {CROSSWISE: _crossed, LIST: _list}.get(item.way, _straight)
    drawn = {"within": mine, "population": size, "replicates": asked.replicates, "seed": asked.seed}
    return of_chain(item, asked.chain, answers, beside, drawn)


def _crossed(item: Item, chain: Any, answers: Any, anchor: Any, drawn: Mapping[str, Any]) -> Any:
    from amparo.methods.indirect import crosswise, crosswise_of_recruits, response_of_recruits

    design = item.design
    assert design is not None
    if item.anchor is None:
        share = response_of_recruits(chain, answers, design=crosswise(design.probability), **drawn)
    else:
        share = crosswise_of_recruits(
            chain, answers, anchor, p=design.probability, anchor_p=item.anchor.probability, **drawn
        )
    return share, share.share.warnings, {}


def _list(item: Item, chain: Any, counts: Any, arm: Any, drawn: Mapping[str, Any]) -> Any:
    from amparo.methods.indirect import list_of_recruits

    assert item.design is not None
    return _of_list(list_of_recruits(chain, counts, arm, items=item.design.items, **drawn))


def _straight(_item: Item, chain: Any, answers: Any, _beside: Any, drawn: Mapping[str, Any]) -> Any:
    from amparo.methods.indirect import direct, response_of_recruits

    share = response_of_recruits(chain, answers, design=direct(), **drawn)
    return share, share.share.warnings, {}


def _crossed_met(item: Item, answers: Any, anchor: Any, asked: Asked) -> Any:
    from amparo.methods.indirect import crosswise, crosswise_prevalence, estimate_prevalence

    design = item.design
    assert design is not None
    if item.anchor is None:
        share = estimate_prevalence(answers, design=crosswise(design.probability))
    else:
        share = crosswise_prevalence(
            answers, anchor, p=design.probability, anchor_p=item.anchor.probability, seed=asked.seed,
            replicates=asked.replicates,
        )  # fmt: skip
    return share, (*share.share.warnings, _met()), {}


def _list_met(item: Item, counts: Any, arm: Any, _asked: Asked) -> Any:
    import numpy as np

    from amparo.methods.indirect import list_diagnostics

    assert item.design is not None
    heard = ~np.isnan(arm)
    share, remarks, checks = _of_list(list_diagnostics(counts[heard], arm[heard], items=item.design.items))
    return share, (*remarks, _met()), checks


def _straight_met(_item: Item, answers: Any, _beside: Any, _asked: Asked) -> Any:
    from amparo.methods.indirect import direct, estimate_prevalence

    share = estimate_prevalence(answers, design=direct())
    return share, (*share.share.warnings, _met()), {}


def _of_list(found: Any) -> Any:
    """A list with what was looked at: shares of people, and chances."""
    effect = found.design_effect
    checks = {
        "floor": found.floor, "ceiling": found.ceiling, "halves": found.p_halves,
        "design": None if effect is None else effect.p,
    }  # fmt: skip
    return found.share, (*found.share.share.warnings, *found.warnings), checks


def _all_alike() -> Any:
    """Where nothing varies, replicates do not vary either, and none of them says why."""
    from amparo.methods.estimate import remark

    return remark(
        "all_alike", "All who answered gave the same answer: how far off it may be cannot be told from them."
    )  # fmt: skip


def _met() -> Any:
    from amparo.methods.estimate import remark

    return remark(
        "whoever_was_met", "Whoever was met was asked: the figure stands for them, and for nobody else."
    )  # fmt: skip
