"""``./amparo methods scan CASES``: has something begun somewhere? Cases by place and day, against chance alone."""

import argparse
import datetime
from typing import Any

import numpy as np

from amparo.config.language import say as _
from amparo.config.methods import reading, scan_tables, showing
from amparo.config.methods.days import day, days, number
from amparo.methods import spacetime
from amparo.methods.estimate import Floats, Refused, Remark, remark
from amparo.methods.workers import workers

EXAMPLE = (
    "./amparo methods scan docs/methods/examples/cases.csv --places docs/methods/examples/places.csv "
    "--until 2030-06-30 --longest 14"
)
MODELS = ("permutation", "poisson", "bernoulli")


def purpose() -> str:
    """What it is for."""
    return _(
        "Has something begun somewhere? The file has a line for each case: place, day, and where they are known "
        "person, type and organisation. What it answers names places and days: it is not for publication."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    add = parser.add_argument
    add("file", metavar="CASES", help=_("CSV: place, day; person, type, organisation, count where they are known"))
    add("--places", metavar="FILE", help=_("CSV: place, and lon and lat or x and y; opened, population, expected"))
    add("--neighbours", metavar="FILE", help=_("CSV: centre, neighbour, cost: instead of distances"))
    add("--model", choices=MODELS, default="permutation", help=_("what the cases are compared with"))
    add("--census", metavar="FILE", help=_("Poisson: CSV with place, day, population"))
    add("--strata", metavar="FILE", help=_("Poisson: CSV with place, stratum, population, cases"))
    add("--case", default="case", metavar="COL", help=_("Bernoulli: the column of yes and no"))
    add("--windows", choices=("prospective", "retrospective", "whole"), default="prospective",
        help=_("windows to the last day, anywhere in time, or no time at all"))  # fmt: skip
    add("--since", metavar="DAY", help=_("the first day, YYYY-MM-DD"))
    add("--until", metavar="DAY", help=_("the last day"))
    add("--late", type=int, default=0, metavar="DAYS", help=_("the last days are not complete: leave them out"))
    add("--mark-late", action="store_true", help=_("do not leave them out, but say so"))
    add("--longest", type=int, default=30, metavar="DAYS", help=_("the longest window"))
    add("--step", type=int, default=1, metavar="DAYS", help=_("days of a step"))
    add("--every", type=int, metavar="DAYS", help=_("days between two looks"))
    add("--same-weekday", action="store_true", help=_("permutation: compare Mondays with Mondays"))
    add("--share", type=float, default=0.5, help=_("a zone holds at most this share of all"))
    add("--most-places", type=int, metavar="N", help=_("and at most so many places"))
    add("--farthest", type=float, metavar="KM", help=_("and none farther than this"))
    add("--clusters", type=int, default=5, metavar="N", help=_("so many are told at most"))
    add("--replicates", type=int, default=999, metavar="R", help=_("of chance alone"))
    add("--stop-after", type=int, metavar="H", help=_("stop at so many replicates that are as large"))
    add("--seed", type=int, default=1, help=_("of the replicates"))
    add("--seen", type=float, metavar="RISK", help=_("also say where a cluster of this relative risk would be missed"))
    add("--seen-days", type=int, default=7, metavar="DAYS", help=_("how long that cluster is"))


def run(options: argparse.Namespace) -> showing.Answer:
    """Read, scan, and say what has to be said."""
    table = reading.read(options.file)
    about = reading.read(options.places) if options.places else None
    with showing.speaking_of(about.lines if about else (), options.places or ""):
        places = _places(table, about, options)
    flags = np.array(table.flags(options.case, missing=False)) if options.model == "bernoulli" else None
    with showing.speaking_of(table.lines, table.name):
        found = _scan(table, about, places, flags, options)
    seen, why_not = _seen(found, places, options)
    return scan_tables.answer(found, seen, why_not, table.lines)


def _places(table: reading.Table, about: reading.Table | None, options: argparse.Namespace) -> spacetime.Places:
    """Where the places are: of their own file, of a list of neighbours, or each by itself."""
    ids = about.texts("place") if about else sorted(set(table.texts("place")))
    if options.neighbours:
        near = reading.read(options.neighbours)
        with showing.speaking_of(near.lines, near.name):
            return spacetime.by_travel(
                ids, near.texts("centre"), near.texts("neighbour"), near.numbers("cost", missing=False)
            )
    if about is None:
        return spacetime.alone(ids)
    if "lon" in about.columns:
        return spacetime.on_earth(ids, about.numbers("lon", missing=False), about.numbers("lat", missing=False))
    return spacetime.on_plane(ids, about.numbers("x", missing=False), about.numbers("y", missing=False))


def _scan(
    table: reading.Table, about: reading.Table | None, places: spacetime.Places, flags: Any, options: argparse.Namespace
) -> spacetime.Scan:
    how: dict[str, Any] = {
        "windows": options.windows, "longest": options.longest, "step": options.step, "every": options.every,
        "most_share": options.share, "most_places": options.most_places, "farthest": options.farthest,
        "replicates": options.replicates, "stop_after": options.stop_after, "most_clusters": options.clusters,
        "seed": options.seed, "executor": workers(), "progress": showing.progress,
    }  # fmt: skip
    if options.model == "permutation":
        cases = _cases(table, about, places, options)
        return spacetime.permutation_scan(places, cases, same_weekday=options.same_weekday, **how)
    if options.model == "bernoulli":
        cases = _cases(table, about, places, options, of=flags)
        return spacetime.bernoulli_scan(places, cases, _cases(table, about, places, options, of=1 - flags), **how)
    cases = _cases(table, about, places, options)
    return spacetime.poisson_scan(places, cases, _expected(about, places, cases, options), **how)


def _cases(
    table: reading.Table, about: reading.Table | None, places: spacetime.Places, options: argparse.Namespace,
    *, of: Any = None,
) -> spacetime.Cases:  # fmt: skip
    """The cases of a table; ``of``: how much each row counts, 0 where it is of the other kind."""
    on = days(table, "day")
    count: Any = np.array(table.numbers("count", missing=False)) if "count" in table.columns else np.ones(len(table))
    dated = [each for each in on if each is not None]
    opened = None
    if about is not None and "opened" in about.columns:
        pairs = zip(about.texts("place"), days(about, "opened", missing=True), strict=True)
        opened = {place: began for place, began in pairs if began is not None}
    first = last = None
    if of is not None and dated:  # cases and controls are of one period
        first, last = min(dated, key=number), max(dated, key=number)
    return spacetime.tidy(
        places, table.texts("place"), dated, count=count if of is None else count * of,
        person=table.groups("person") if "person" in table.columns else None,
        kind=table.groups("type") if "type" in table.columns else None,
        organisation=table.groups("organisation") if "organisation" in table.columns else None,
        since=first if options.since is None else _typed(options.since),
        until=last if options.until is None else _typed(options.until),
        late=options.late, late_stays=options.mark_late, opened=opened,
    )  # fmt: skip


def _expected(
    about: reading.Table | None, places: spacetime.Places, cases: spacetime.Cases, options: argparse.Namespace
) -> Floats:
    """What was to be expected: by strata, by counts of people over time, or by a column of the places."""
    if options.strata:
        strata = reading.read(options.strata)
        with showing.speaking_of(strata.lines, strata.name):
            each = spacetime.standardised(
                strata.texts("stratum"),
                strata.numbers("population", missing=False),
                strata.numbers("cases", missing=False),
            )
            return _by_place(places, strata.texts("place"), each)
    if options.census:
        census = reading.read(options.census)
        since, until = (datetime.date.fromordinal(each) if cases.dated else each for each in (cases.since, cases.until))
        with showing.speaking_of(census.lines, census.name):
            return spacetime.person_time(
                places, census.texts("place"), [each for each in days(census, "day") if each is not None],
                census.numbers("population", missing=False), since=since, until=until,
                step=1 if options.windows == "whole" else options.step,
            )  # fmt: skip
    if about is None:
        raise reading.Unreadable(_("A Poisson scan takes --places with a column population or expected, or --census."))
    return np.array(about.numbers("expected" if "expected" in about.columns else "population", missing=False))


def _by_place(places: spacetime.Places, place: list[str], share: Floats) -> Floats:
    """What was expected of each place; a row of a place that is not listed is refused, not lost."""
    known = {name: at for at, name in enumerate(places.ids)}
    unknown = [row for row, name in enumerate(place) if name not in known]
    if unknown:
        raise Refused(remark("unknown_place", "These rows name a place that is not in the list.", rows=unknown))
    return np.bincount([known[name] for name in place], weights=share, minlength=len(known))


def _seen(
    found: spacetime.Scan, places: spacetime.Places, options: argparse.Namespace
) -> tuple[spacetime.Seen | None, tuple[Remark, ...]]:
    """What could have been seen, or why that cannot be said: the scan itself stands all the same."""
    if options.seen is None:
        return None, ()
    try:
        return spacetime.what_could_be_seen(
            found, places, relative_risk=options.seen, days=max(1, options.seen_days // options.step),
            every=options.every or options.step, seed=options.seed,
        ), ()  # fmt: skip
    except Refused as error:
        return None, error.remarks


def _typed(text: str | None) -> spacetime.Day | None:
    """A day that was written after an option, if it was."""
    return None if text is None else day(text)
