"""One sample: the share of each indicator in each group, with its interval, or why there is none.

The groups of an indicator rest on the same draws, so that they can be compared as pairs (``drawing`` says which draws,
and why). A share of a group is that of the group within the whole sample: nobody's line of recruits is cut for it. What
may not be shown is not in what comes back, so that no page can show it by mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from amparo.formats.codebook import Codebook
from amparo.formats.indicators import Indicator, Unknown
from amparo.formats.samples import said_once
from amparo.information.risk_profiles.jobs.drawing import ALL, GROUPS, NO, YES, Drawn, Heard, Way, drawn
from amparo.information.risk_profiles.jobs.reading import GROUP, People
from amparo.methods import hidden
from amparo.methods.estimate import Estimate, Refused, Remark, remark
from amparo.methods.hidden import gates
from amparo.methods.hidden.bottlenecks import unnamed_look
from amparo.methods.hidden.estimating import TREE
from amparo.methods.hidden.spreads import with_spread
from amparo.methods.hidden.tree_bootstrap import tree_doubts

LEVEL, MANY_MISSING = 0.95, 0.10
MOST_DRAWN = 25_000_000  # people times draws: above it the work takes an hour, and the draws a gigabyte
BANDS = (0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)

type Populations = tuple[float, float, float] | None
type Said = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Share:
    """One indicator in one group of one sample: what is kept of it, and what it is compared by."""

    indicator: str
    group: str
    kept: Mapping[str, Any]
    estimate: Estimate | None  # with its replicates; None where nothing is shown


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A sample with all its shares."""

    people: People
    kept: Mapping[str, Any]
    shares: tuple[Share, ...] = ()


def reckon(
    people: People, asked: Sequence[Indicator], books: Mapping[str, Codebook], *, populations: Populations, seed: int,
    replicates: int, quarter: str, size_source: str = "", heard: Heard = None,
) -> Reckoned:  # fmt: skip
    """All of a sample; where nothing can be said of it at all, why."""
    said, ours = doubts_of(people, quarter), asked_of(people, asked, books)
    kept = {
        "zone": people.zone, "place": people.place, "books": list(people.books), "periods": list(people.periods),
        "n": band(len(people)), "is_estimated": False, "populations": list(populations or ()),
        "size_source": size_source if populations else "", "refused": [], "unknown": ours.unknown,
    }  # fmt: skip
    try:
        sample = sample_from(people)
        if not people.is_grown:
            return _described(people, sample, kept, ours.indicators, said)
        if len(sample) * replicates > MOST_DRAWN:
            raise Refused(
                remark("too_many_draws", "This sample of %(n)s people is too large for %(draws)s draws. Ask for fewer"
                       " draws, or for one quarter.", n=len(sample), draws=replicates)
            )  # fmt: skip
        return _estimated(people, sample, kept, ours.indicators, said, populations, seed, replicates, heard)
    except Refused as error:
        return Reckoned(people, kept | {"refused": told(error.remarks), "remarks": told(said), "waves": []})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which indicators the questionnaires of a sample answer; and which they would, but for a code that is missing."""

    indicators: tuple[Indicator, ...]
    unknown: list[dict[str, str]]


def asked_of(people: People, asked: Sequence[Indicator], books: Mapping[str, Codebook]) -> Asked:
    """What these people were asked. An indicator that their codebook knows by half is named, never guessed."""
    found, unknown = [], []
    for each in asked:
        ours = [books[name] for name in people.books if each.variable in books[name].of_part("")]
        faults = []
        for book in ours:
            try:
                each.fits(book)
            except Unknown as error:
                faults.append({"indicator": each.code, "variable": error.variable, "code": error.code,
                               "book": book.reference})  # fmt: skip
        unknown += faults
        if ours and not faults:
            found.append(each)
    return Asked(tuple(found), unknown)


def sample_from(people: People) -> hidden.Sample:
    """The sample as the methods take it."""
    recruiters = [str(each) if each >= 0 else "" for each in people.recruiter]
    return hidden.from_recruiters([str(place) for place in range(len(people))], recruiters, people.degrees())


def doubts_of(people: People, quarter: str) -> list[Remark]:
    """What looks wrong in the rows themselves: clocks, many quarters, questionnaires of more than one version."""
    said, late = [], [each for each in people.periods if each > quarter]
    if late:
        said.append(
            remark("clock_ahead", "Some answers say that they are of %(when)s, which had not come yet: the clock of a"
                   " phone was wrong.", when=", ".join(late))
        )  # fmt: skip
    if len(people.periods) > 3:
        said.append(
            remark("many_quarters", "They were asked over %(n)s quarters: what changed meanwhile is mixed.",
                   n=len(people.periods))
        )  # fmt: skip
    if len(people.books) > 1:
        said.append(
            remark("two_versions", "They were asked by more than one version of the questionnaire: %(names)s. What only"
                   " one of them asks rests on its people alone.", names=", ".join(people.books))
        )  # fmt: skip
    return said


def codes_of(people: People, indicator: Indicator, group: str) -> Any:
    """For each person 1 where yes, 0 where no, -1 where nothing counts or she is of another group."""
    answers = np.full(len(people), -1, np.int64)
    for place, row in enumerate(people.rows):
        if group == ALL or group in row.get(GROUP, ()):
            said = indicator.answer(row)
            if said is not None:
                answers[place] = YES if said else NO
    return answers


def asked_about(people: People, indicator: Indicator, group: str) -> int:
    """How many of the group were to answer it: those of whom it is asked, whether they did or not."""
    return sum(
        (group == ALL or group in row.get(GROUP, ()))
        and all(codes.intersection(row.get(name, ())) for name, codes in indicator.of)
        for row in people.rows
    )


def _estimated(
    people: People, sample: hidden.Sample, kept: dict[str, Any], asked: Sequence[Indicator], said: list[Remark],
    populations: Populations, seed: int, replicates: int, heard: Heard,
) -> Reckoned:  # fmt: skip
    """Estimates, by the way that the size of the population allows; with a size, by all three of them."""
    own_seed = seed_of(seed, people)
    sizes = [populations[1], populations[0], populations[2]] if populations else [None]  # the likeliest first
    answered = [{group: codes_of(people, each, group) for group in (ALL, *GROUPS)} for each in asked]
    apart = apart_of(sample, people, {each.code: told[ALL] for each, told in zip(asked, answered, strict=True)})
    ways = [Way(each, replicates, own_seed, bool(apart)) for each in dict.fromkeys(sizes)]
    found = list(zip(*(drawn(sample, answered, way, heard) for way in ways), strict=True))
    shares = tuple(
        _share(people, sample, indicator, group, answers[group], draws, populations)
        for indicator, answers, draws in zip(asked, answered, found, strict=True)
        for group in (ALL, *GROUPS)
    )
    first = ways[0]
    of_trees = tree_doubts(sample) if first.bootstrap == TREE else ()
    doubts = [*said, *apart, *sample.warnings, *gates.of_sample(sample), *of_trees]
    kept |= {
        "is_estimated": True, "method": first.method, "bootstrap": first.bootstrap, "seed": own_seed,
        "remarks": told(doubts), **recruitment(sample, people),
        "is_exploratory": any(each.code == "exploratory" for each in doubts), "is_apart": bool(apart),
    }  # fmt: skip
    return Reckoned(people, kept, shares)


def _share(
    people: People, sample: hidden.Sample, indicator: Indicator, group: str, answers: Any, draws: Sequence[Drawn],
    populations: Populations,
) -> Share:  # fmt: skip
    """One share with its interval. Without an interval there is no share: a figure never stands alone."""
    known, asked = int((answers >= 0).sum()), asked_about(people, indicator, group)
    kept: dict[str, Any] = {"indicator": indicator.code, "group": group, "n": band(known), "value": None}
    if known == 0:
        return Share(indicator.code, group, kept | {"remarks": told([nobody(asked)])}, None)
    share, is_withheld = _at(sample, answers, draws[0], group)
    missing, said = asked - known, list(share.warnings)
    if missing > MANY_MISSING * asked:
        said.append(
            remark("many_silent", "%(percent)s %% of those who were asked did not answer this.",
                   percent=round(100 * missing / asked))
        )  # fmt: skip
    if share.interval is None or is_withheld:
        return Share(indicator.code, group, kept | {"remarks": told(hidden_because(said))}, None)
    kept |= {"value": share.value, "low": share.interval.low, "high": share.interval.high, "remarks": told(said)}
    if populations:
        at = {each.way.population: _at(sample, answers, each, group)[0] for each in draws}
        kept["at_sizes"] = [at[each].value for each in populations]
        kept["ends_at_sizes"] = [[between.low, between.high] if (between := at[each].interval) else None
                                 for each in populations]  # fmt: skip
    return Share(indicator.code, group, kept, share)


def _at(sample: hidden.Sample, answers: Any, draws: Drawn, group: str) -> tuple[Estimate, bool]:
    """The share of yes by these draws; and whether it is withheld."""
    outcome, way = hidden.Outcome(("no", "yes"), answers), draws.way
    found = with_spread(
        hidden.estimate_shares(sample, outcome, population=way.population), np.ascontiguousarray(draws.sums[group]),
        bootstrap=way.bootstrap, population=way.population, level=LEVEL, interval="normal", seed=way.seed,
        drawn_from=draws.drawn_from,
    )  # fmt: skip
    return found["yes"], "yes" in found.withheld


def _described(
    people: People, sample: hidden.Sample, kept: dict[str, Any], asked: Sequence[Indicator], said: list[Remark]
) -> Reckoned:
    """Nobody was brought by anybody: who was asked is described in bands, and stands for nobody else."""
    shares = []
    for each in asked:
        for group in (ALL, *GROUPS):
            answers = codes_of(people, each, group)
            row: dict[str, Any] = {"indicator": each.code, "group": group, "n": band(int((answers >= 0).sum())),
                                   "value": None, "remarks": []}  # fmt: skip
            if (answers >= 0).any():
                composition = hidden.sample_composition(sample, hidden.Outcome(("no", "yes"), answers))
                found = hidden.composition_bands(composition)[YES]
                row["share_band"] = [found.low, found.high] if found.low is not None else None
            shares.append(Share(each.code, group, row, None))
    only = remark("only_described", "Nobody here was brought by anybody, so nobody knows whom they stand for. They are"
                  " described, and nothing is estimated.")  # fmt: skip
    return Reckoned(people, kept | {"remarks": told([only, *said]), "waves": []}, tuple(shares))


def apart_of(sample: hidden.Sample, people: People, asked: Mapping[str, Any]) -> tuple[Remark, ...]:
    """What is said where parts were seen that hardly recruit across: by each indicator, and by each single answer."""
    told = {name: hidden.Outcome(("no", "yes"), codes) for name, codes in asked.items() if (codes >= 0).any()}
    return unnamed_look(sample, {**{f"said {key}": each for key, each in said_once(people.rows).items()}, **told})


def recruitment(sample: hidden.Sample, people: People) -> dict[str, Any]:
    """The picture of how the sample grew: the share of each wave, to the nearest twentieth, and of the largest tree."""
    grown = hidden.waves(sample)
    shares = [round(20 * int(each) / grown.n) / 20 for each in grown.by_wave]
    groups = [next((each for each in row.get(GROUP, ()) if each in GROUPS), None) for row in people.rows]
    within = hidden.recruitment_homophily(sample, groups).overall if any(groups) else float("nan")
    return {
        "waves": shares, "trees": grown.trees, "seeds": grown.seeds,
        "largest_tree": round(20 * grown.largest_tree) / 20,
        "within_groups": round(within, 2) if np.isfinite(within) else None,
    }  # fmt: skip


def hidden_because(said: Sequence[Remark]) -> list[Remark]:
    """Why nothing is shown; never with the name or the size of the answer that too few gave."""
    few = remark("too_few", "Too few said so, or too few said anything else: nothing of it is shown.")
    thin = remark("too_thin", "A few people would carry nearly all of the weight: nothing of it is shown.")
    instead = {"withheld": few, "withheld_too": few, "no_standard_error": few, "withheld_thin": thin}
    return list(dict.fromkeys(instead.get(each.code, each) for each in said)) or [few]


def nobody(asked: int) -> Remark:
    """Why there is no answer at all."""
    if asked:
        return remark("all_missing", "Nobody of those who were asked answered this.")
    return remark("empty", "Nobody of this group was asked this.")


def seed_of(seed: int, people: People) -> int:
    """The seed of a sample: of the whole, of what the sample is, and of what it says."""
    return int(sha256(f"{seed}|{people.key()}|{people.digest}".encode()).hexdigest()[:15], 16)


def band(n: int) -> list[int | None]:
    """How many, as a band: at least so many and at most so many; the last has no end."""
    least = max(each for each in BANDS if each <= n)
    place = BANDS.index(least) + 1
    return [least, BANDS[place] - 1 if place < len(BANDS) else None]


def told(remarks: Sequence[Remark]) -> Said:
    """Remarks as they are kept: message ids and what goes into their places. Rows of people stay behind."""
    return [{"code": each.code, "text": each.text, "values": dict(each.values)} for each in dict.fromkeys(remarks)]
