"""``./amparo methods population FILE``: how many people no list counts, from counts of capture histories."""

import argparse
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.methods.surveyed import arguments as of_survey
from amparo.config.methods.surveyed import surveyed
from amparo.methods.estimate import Estimate
from amparo.methods.population import (
    Histories,
    ModelTable,
    SideBySide,
    Source,
    TwoLists,
    as_source,
    capture_histories,
    chao_lower_bound,
    closed_population,
    loglinear,
    multiplier,
    side_by_side,
    two_lists,
)

EXAMPLE = (
    "./amparo methods population docs/methods/examples/histories.csv --count people --multiplier 300 0.4 0.045 250"
)


def purpose() -> str:
    """What it is for."""
    return _(
        "How many people are on no list? The file has a column for each list, 1 or 0, and how many people have each "
        "history: counts, never persons."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("file", help=_("CSV: one line for each history; - reads what comes in"))
    parser.add_argument("--count", default="count", metavar="COL", help=_("the column of how many people"))
    parser.add_argument("--lists", metavar="A,B,C", help=_("the columns of the lists; otherwise all others"))
    parser.add_argument(
        "--multiplier", nargs=4, type=float, metavar=("M", "P", "SE", "N"),
        help=_("a count, the share in a survey that was counted, its standard error, how many were asked"),
    )  # fmt: skip
    of_survey(parser)
    parser.add_argument("--found", action="store_true", help=_("also M0, Mt, Mb, Mh and Mth: how people are found"))
    parser.add_argument("--stated", nargs=2, type=float, metavar=("LOW", "HIGH"), help=_("a range that was agreed on"))
    parser.add_argument("--reason", default="", help=_("why this range"))
    parser.add_argument("--level", type=float, default=0.95, help=_("of the intervals"))


def run(options: argparse.Namespace) -> showing.Answer:
    """Read, compute, and lay all sources side by side."""
    table = reading.read(options.file)
    with showing.speaking_of(table.lines):
        histories = _histories(table, options)
    results: dict[str, Any] = {}
    tables, sources = [], []
    if len(histories.lists) == 2:
        both = int(histories.counts[-1])
        found = two_lists(histories.on(0), histories.on(1), both, level=options.level)
        results["two_lists"] = found
        tables.append(_of_two(found))
        sources.append(as_source(_("two lists"), found))
    else:
        models = loglinear(histories, level=options.level)
        results["models"] = models
        tables.append(_of_models(_("Log-linear models"), models))
        sources.append(as_source(_("models"), models))
    if options.found:
        closed = closed_population(histories, level=options.level)
        results["found"] = closed
        tables.append(_of_models(_("How people are found"), closed))
        sources.append(as_source(_("how people are found"), closed))
    bound = chao_lower_bound(histories.frequencies.tolist(), level=options.level)
    results["at_least"] = bound
    if bound.interval is not None:
        sources.append(as_source(_("lower bound"), bound))
    for name, counted in (("multiplier", _multiplied(options)), ("surveyed", surveyed(options))):
        if counted is not None:
            results[name] = counted
            title = _("multiplier") if name == "multiplier" else _("multiplier, survey of recruits")
            sources.append(as_source(title, counted))
    stated = tuple(options.stated) if options.stated else None
    beside = side_by_side(sources, seen=histories.n, stated=stated, reason=options.reason)
    results["side_by_side"] = beside
    tables.append(_of_sources(beside))
    return showing.Answer(
        results, tuple(tables), (_stated(beside),), _each(results, "assumptions"), _remarks(results), lines=table.lines
    )


def _histories(table: reading.Table, options: argparse.Namespace) -> Histories:
    """The counts of a file."""
    counts = table.numbers(options.count, missing=False)
    names = [each.strip() for each in options.lists.split(",")] if options.lists else [
        each for each in table.columns if each != options.count
    ]  # fmt: skip
    columns = [table.flags(name, missing=False) for name in names]
    found: dict[str, int] = {}
    faults = []
    for line, count, *digits in zip(table.lines, counts, *columns, strict=True):
        history = "".join(str(int(digit)) for digit in digits)
        if history in found:
            faults.append(_("line %(line)s: the history %(history)s stands there twice. Add its people up")
                          % {"line": line, "history": history})  # fmt: skip
        found[history] = int(count) if count.is_integer() else count
    if faults:
        raise reading.Unreadable(reading.in_lines(table.name, faults))
    return capture_histories(found, lists=names)


def _multiplied(options: argparse.Namespace) -> Estimate | None:
    """The multiplier, where one was given."""
    if not options.multiplier:
        return None
    count, share, se, asked = options.multiplier
    return multiplier(count, share, share_se=se, asked=int(asked), level=options.level)


def _of_two(found: TwoLists) -> showing.Rows:
    """What two lists say, and what they would say if they were not independent."""
    rows = [(_("Chapman"), found.estimate.value), (_("Lincoln and Petersen"), found.lincoln_petersen)]
    rows += [
        (_("if being on one list made being on the other %(times)s times as likely") % {"times": f"{odds:g}"}, people)
        for odds, people in found.if_dependent
        if odds != 1
    ]
    return showing.Rows(_("Two lists"), ("", _("people")), tuple(rows))


def _of_models(title: str, found: ModelTable) -> showing.Rows:
    """All models; those that the data do not speak against are marked."""
    names = (_("model"), _("people"), _("s.e."), _("low"), _("high"), _("deviance"), "df", "AIC", "BIC", _("supported"))
    rows = tuple(
        (
            each.name, each.value, each.se, each.interval and each.interval.low, each.interval and each.interval.high,
            each.deviance, each.df, each.aic, each.bic, each.supported,
        )
        for each in found.models
    )  # fmt: skip
    return showing.Rows(title, names, rows)


def _of_sources(found: SideBySide) -> showing.Rows:
    """All sources beside one another."""
    kinds = {"estimate": "", "at least": _("at least"), "at most": _("at most")}

    def row(each: Source) -> tuple[Any, ...]:
        return each.name, kinds[each.kind], each.value, each.low, each.high

    return showing.Rows(
        _("All sources"), (_("source"), "", _("people"), _("low"), _("high")), tuple(map(row, found.sources))
    )


def _stated(found: SideBySide) -> str:
    """The range, as a sentence."""
    if found.reason:
        return _("Stated range: %(low)s to %(high)s people (%(reason)s). %(seen)s are known.") % {
            "low": showing.whole(found.low), "high": showing.whole(found.high), "reason": found.reason,
            "seen": found.seen,
        }  # fmt: skip
    return _("From %(low)s to %(high)s people, by all sources together. %(seen)s are known.") % {
        "low": showing.whole(found.low), "high": showing.whole(found.high), "seen": found.seen,
    }  # fmt: skip


def _remarks(results: dict[str, Any]) -> tuple[Any, ...]:
    """What has to be said of them, each once, and why a model has no number."""
    refused = [
        model.refused
        for found in results.values()
        for model in getattr(found, "models", ())
        if model.refused is not None
    ]
    return (*_each(results, "warnings"), *refused)


def _each(results: dict[str, Any], name: str) -> tuple[Any, ...]:
    """The sentences or remarks of all results, each once."""
    inner = [found.estimate if isinstance(found, TwoLists) else found for found in results.values()]
    return tuple(dict.fromkeys(each for found in inner for each in getattr(found, name)))
