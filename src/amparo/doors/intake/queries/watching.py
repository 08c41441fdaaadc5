"""What somebody who leads a study looks at each day: whether coupons come back, chains go on, and people only guess.

It is read from the build that stands in the evidence, and from the coupons. No answer is opened for it, and no figure
is an estimate that may leave: whether a share has settled is shown in whole points of percent, of groups of ten and
more. Without the libraries of statistics everything but that line is there.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor
from amparo.doors.intake.policies import FEWEST
from amparo.evidence.queries import people_of
from amparo.fieldwork.queries.coupons import Counts, counts_of, thanks_of
from amparo.formats.chains import Chains, chains_of, heaped
from amparo.formats.charts import Line
from amparo.formats.codebook import Variable
from amparo.formats.codes import by_code

DEGREES, WEIGHED_BY = "degree_band", ("degree", "tie_here")
FEWEST_SHOWN, LEAST_POINT, MOST_LINES = 10, 30, 4  # people in a group; people at a point of a line; lines of a picture
LEAST_PEOPLE, LEAST_WAVES, LEAST_TREES, ONE_TREE, HEAPED = 100, 4, 3, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Settling:
    """One question: its shares as people came in, wave by wave."""

    name: str
    lines: tuple[Line, ...]
    moves: tuple[str, ...]  # the answers whose share still moved while the last fifth came


@dataclass(frozen=True, slots=True)
class Watch:
    """A study as it stands today."""

    coupons: tuple[Counts, ...]
    returned: int | None  # in percent of those that were handed on and whose time is over; who began a chain not
    thanks: tuple[Any, ...]
    chains: Chains | None
    heaped: int | None  # in percent
    no_degree: int | None
    settling: tuple[Settling, ...] = ()
    warnings: tuple[str, ...] = ()
    without_numpy: bool = False
    too_few: int = field(default=FEWEST)


def watch(actor: Actor, study: Any, on: date) -> Watch:
    """Everything of it, as it stands on a day. The study is one that she may see."""
    coupons = tuple(each for each in counts_of(actor, study, on) if each.ordinary or each.seeds)
    came, late = (sum(each.ordinary for each in coupons if each.state == state) for state in ("redeemed", "expired"))
    returned = round(100 * came / (came + late)) if came + late else None
    thanks = tuple(thanks_of(actor, study))
    people = {key: (recruiter, row["codes"]) for key, recruiter, row in people_of(study.source)}
    if not people:
        return Watch(coupons, returned, thanks, None, None, None)
    chains = chains_of({key: recruiter for key, (recruiter, _codes) in people.items()})
    asked = degree_variable(study)
    degrees = {key: degree_of(codes, asked) for key, (_recruiter, codes) in people.items()}
    told = Counter(each for each in degrees.values() if each)
    settling: tuple[Settling, ...] = ()
    missing = False
    try:
        settling = tuple(_settling(study, people, degrees)) if told else ()
    except ModuleNotFoundError:
        missing = True
    share = round(100 * heaped(told)) if told else None
    return Watch(
        coupons, returned, thanks, chains, share, sum(not each for each in degrees.values()),
        settling, tuple(_doubts(study, chains, share)), missing,
    )  # fmt: skip


def degree_variable(study: Any) -> str:
    """Which variable is the number of people by which a sample is weighed: of several the one of the library."""
    found = {each.code for each in _variables(study) if each.list == DEGREES}
    named = [each for each in WEIGHED_BY if each in found]
    return (named or sorted(found) or [""])[0]


def degree_of(codes: dict[str, list[str]], variable: str) -> int:
    """The number that her band stands for; 0 where she did not say, or said none."""
    bands = by_code(DEGREES)
    return next((int(bands[each].more["stands_for"]) for each in codes.get(variable, []) if each in bands), 0)


def _doubts(study: Any, chains: Chains, share: int | None) -> Iterator[str]:
    """What has to be said before anybody believes a figure of it."""
    if study.design != "rds":
        return
    grown = chains.seeds - chains.barren
    if chains.n < LEAST_PEOPLE or len(chains.waves) - 1 < LEAST_WAVES or grown < LEAST_TREES:
        yield gettext(
            "Too early for any figure: %(n)s people, %(waves)s waves after the first, %(trees)s chains that grew. At "
            "least 100, 4 and 3 are wanted."
        ) % {"n": chains.n, "waves": len(chains.waves) - 1, "trees": grown}
    if chains.largest > ONE_TREE:
        yield gettext("More than half of all came through one chain. Help the others to go on.")
    if share is not None and share > 100 * HEAPED:
        yield gettext(
            "%(share)s %% say a round number when they are asked how many they know. Ask again slowly: who was it in "
            "the last month?"
        ) % {"share": share}


def _settling(study: Any, people: dict[int, Any], degrees: dict[int, int]) -> Iterator[Settling]:
    """Whether shares have settled, of the questions with one answer. It needs the libraries of statistics."""
    from amparo.methods.hidden.diagnostics import convergence
    from amparo.methods.hidden.sample import from_recruiters

    keys = list(people)
    sample = from_recruiters(keys, [people[key][0] for key in keys], [degrees[key] or None for key in keys])
    for variable in _asked(study):
        said = [(people[key][1].get(variable.code) or [None])[0] for key in keys]
        groups = Counter(each for each in said if each)
        shown = [each for each, many in groups.most_common(MOST_LINES) if many >= FEWEST_SHOWN]
        if len(groups) < 2 or not shown:
            continue
        found = convergence(sample, said)
        wanted = [place for place, n in enumerate(found.n) if n >= LEAST_POINT]
        names = {label: variable.words_of(label, get_language() or "es") for label in shown}
        lines = tuple(
            Line(names[label], tuple((float(found.at[at]), round(float(found.values[at][place]), 2)) for at in wanted))
            for place, label in enumerate(found.labels)
            if label in names and wanted
        )
        moves = () if found.settled else tuple(names[each] for each in _moving(found) if each in names)
        if lines:
            yield Settling(variable.label(get_language() or "es"), lines, moves)


def _moving(found: Any) -> list[str]:
    """The answers that still moved, out of what the method says."""
    said = dict(found.warnings[0].values).get("groups", "") if found.warnings else ""
    return [each.strip() for each in str(said).split(",")]


def _asked(study: Any) -> list[Variable]:
    """The questions with one answer of the codebooks with which this study was brought."""
    found: dict[str, Variable] = {}
    for each in _variables(study):
        if each.kind == "one" and each.list not in (DEGREES, "zone"):
            found.setdefault(each.code, each)
    return list(found.values())[:6]


def _variables(study: Any) -> Iterator[Variable]:
    """Every variable of its codebooks that stands in a row itself."""
    for deployment in study.deployments.order_by("codebook"):
        book = codebook_of(deployment.codebook)
        yield from (each for each in (book.variables if book else ()) if not each.part)
