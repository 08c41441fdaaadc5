"""What else ``./amparo methods network`` answers, each from its own file: where to open, who refuses, who comes."""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.methods.days import day, days, number
from amparo.methods.estimate import Remark
from amparo.methods.networks import (
    Attempts,
    Cover,
    Discrimination,
    Funnel,
    Reach,
    Referral,
    discrimination,
    funnel,
    most_covered,
)

STAGES = ("offered", "consented", "sent", "acknowledged", "received", "given", "known")  # columns of --referrals
ENDS = ("withdrawn", "declined")


@dataclass(frozen=True, slots=True)
class More:
    """One more answer: for programs under its name, and for people."""

    name: str
    result: Any
    table: showing.Rows
    said: tuple[str, ...]
    assumptions: tuple[str, ...]
    remarks: tuple[Remark, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("--sites", metavar="FILE", help=_("CSV of site, place, need: what a new one would bring near"))
    parser.add_argument("--open", type=int, metavar="K", help=_("how many of these sites could be opened; 1"))
    parser.add_argument(
        "--attempts", metavar="FILE",
        help=_("CSV of service, refused, tried, organisations: who turns people away for who they are"),
    )  # fmt: skip
    parser.add_argument(
        "--referrals", metavar="FILE",
        help=_("CSV of days: %(stages)s, and where it ended %(ends)s")
        % {"stages": ", ".join(STAGES), "ends": ", ".join(ENDS)},
    )  # fmt: skip
    parser.add_argument("--as-of", metavar="DAY", help=_("with --referrals: the day up to which they are complete"))


def more(options: argparse.Namespace, found: Reach) -> list[More]:
    """What was asked for beside the network."""
    if options.open is not None and not options.sites:
        raise reading.Unreadable(_("--open needs --sites: which places could be opened?"))
    if options.referrals and not options.as_of:
        raise reading.Unreadable(_("--referrals needs --as-of: up to which day are they complete?"))
    answers = []
    if options.sites:
        answers.append(_to_open(options, found))
    if options.attempts:
        answers.append(_refusing(options.attempts))
    if options.referrals:
        answers.append(_arriving(options))
    return answers


def _to_open(options: argparse.Namespace, found: Reach) -> More:
    """The new sites that bring most of the demand within reach, beside what is within reach today."""
    table = reading.read(options.sites)
    place_of = {(each.place, each.need): row for row, each in enumerate(found.ways)}
    names = list(dict.fromkeys(table.texts("site")))
    new = 1 if options.open is None else options.open
    if not 1 <= new <= len(names):
        raise reading.Unreadable(
            _("--open is %(new)s. There are %(sites)s sites, and 1 is the least.") % {"new": new, "sites": len(names)}
        )
    covers = np.zeros((len(found.ways), 1 + len(names)), bool)
    covers[:, 0] = [each.reached for each in found.ways]
    faults = []
    for line, site, place, need in zip(
        table.lines, table.texts("site"), table.texts("place"), table.texts("need"), strict=True
    ):
        if (place, need) in place_of:
            covers[place_of[place, need], 1 + names.index(site)] = True
        else:
            faults.append(_("line %(line)s: nobody asked for %(need)s in %(place)s")
                          % {"line": line, "need": need, "place": place})  # fmt: skip
    if faults:
        raise reading.Unreadable(reading.in_lines(table.name, faults))
    weights = [each.weight for each in found.ways]
    best = most_covered(weights, covers, new=new, existing=[0])
    rows = tuple((names[at - 1], math.fsum(np.array(weights)[covers[:, at] & ~covers[:, 0]])) for at in best.chosen)
    title = _("Where to open, to bring most within reach")
    return More(
        "open", {"sites": [names[at - 1] for at in best.chosen], "cover": best},
        showing.Rows(title, (_("site"), _("demand that it would bring near")), rows), (_opened(best),),
        best.assumptions, best.warnings,
    )  # fmt: skip


def _opened(best: Cover) -> str:
    said = _("With them %(after)s %% of the demand is within reach, today %(before)s %%. Proven best: %(proven)s.")
    return said % {
        "after": f"{100 * best.share:.1f}", "before": f"{100 * best.before:.1f}",
        "proven": _("yes") if best.optimal else _("no"),
    }  # fmt: skip


def _refusing(file: str) -> More:
    """Services in the order of how sure it is that they refuse more than others."""
    table = reading.read(file)
    names = table.texts("service")
    twice = [line for line, name in zip(table.lines, names, strict=True) if names.count(name) > 1]
    if twice:
        raise reading.Unreadable(
            reading.in_lines(file, [_("a service stands there twice, lines %(lines)s")
                                  % {"lines": ", ".join(map(str, twice[: reading.MOST_FAULTS]))}])
        )  # fmt: skip
    counts = [_whole(table.numbers(name, missing=False)) for name in ("refused", "tried", "organisations")]
    with showing.speaking_of(table.lines, table.name):
        found = discrimination(dict(zip(names, map(Attempts, *counts), strict=True)))
    return More("discrimination", found, _of_rates(found), (), found.assumptions, found.warnings)


def _whole(values: Sequence[float]) -> list[int]:
    """Counts as whole numbers; what is none stays, and is refused with its row."""
    return [int(each) if each.is_integer() else each for each in values]  # type: ignore[misc]


def _of_rates(found: Discrimination) -> showing.Rows:
    rows = tuple(
        (each.rank, each.name, each.refused, each.tried, round(100 * each.value), round(100 * each.interval.low),
         round(100 * each.interval.high), round(100 * each.above) if math.isfinite(each.above) else None,
         each.may_be_named)
        for each in found.rates
    )  # fmt: skip
    names = ("", _("service"), _("refused"), _("tried"), "%", _("from"), _("to"), _("sure %"), _("nameable"))
    if not any(each.refused for each in found.rates):
        return showing.Rows(_("Nobody was turned away: the services by their names"), names, rows)
    return showing.Rows(_("Who turns people away, the surest first"), names, rows)


def _arriving(options: argparse.Namespace) -> More:
    """Of those who were sent, how many arrived; who is still open counts as open."""
    table, last = reading.read(options.referrals), day(options.as_of)
    columns = [days(table, name, missing=True) for name in STAGES]
    ends = [days(table, name, missing=True) if name in table.columns else [None] * len(table) for name in ENDS]
    as_number = [[None if each is None else float(number(each)) for each in column] for column in (*columns, *ends)]
    with showing.speaking_of(table.lines, table.name):
        found = funnel(
            [Referral(tuple(row[:-2]), *row[-2:]) for row in zip(*as_number, strict=True)], as_of=float(number(last))
        )
    return More("funnel", found, _of_steps(found), (), found.assumptions, found.warnings)


def _of_steps(found: Funnel) -> showing.Rows:
    rows = tuple(
        (
            f"{_(each.stage)} → {_(each.following)}", each.entered, each.went_on, each.withdrew, each.declined,
            each.open, None if each.share is None else round(100 * each.share), each.median_days,
        )
        for each in found.steps
    )  # fmt: skip
    names = (_("step"), _("came"), _("went on"), _("she withdrew"), _("declined"), _("open"), "%", _("days"))
    title = _("Of the referrals, how many go on within %(days)s days") % {"days": f"{found.window:g}"}
    return showing.Rows(title, names, rows)
