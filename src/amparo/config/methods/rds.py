"""``./amparo methods rds FILE --outcome COL``: shares of a hidden population from a file of recruits."""

import argparse
import dataclasses
import math
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods import rds_file, showing
from amparo.config.methods.rds_file import Recruits, read_recruits
from amparo.config.terminal import stop
from amparo.methods.estimate import Estimate, Remark
from amparo.methods.hidden import (
    AtSize,
    RdsMean,
    RdsShares,
    RdsStrata,
    estimate_rds,
    estimate_rds_mean,
    estimate_rds_strata,
)
from amparo.methods.hidden.estimating import BOOTSTRAPS, TREE, Population
from amparo.methods.hidden.intervals import METHODS
from amparo.methods.hidden.shown import composition_bands, without_withheld
from amparo.methods.hidden.tree_bootstrap import REPLICATES
from amparo.methods.workers import workers

EXAMPLE = "./amparo methods rds docs/methods/examples/recruits.csv --outcome turned_away --n 800,1000,1500"
SEED = 1  # where nobody says another: the same file is the same answer


def purpose() -> str:
    return _(
        "Shares of a hidden population from people who recruited one another, with intervals, over a low, a middle and"
        " a high size of the population. A percentage of such a sample is no estimate; these are."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be written after it."""
    column = _("COLUMN")
    parser.add_argument("file", metavar="FILE", help=_("a CSV with a line for each person, or a file of RDSAT"))
    parser.add_argument("--outcome", metavar=column, required=True, help=_("what is asked: a column of groups"))
    parser.add_argument("--number", action="store_true", help=_("what is asked is a number: its mean is told"))
    parser.add_argument("--n", metavar="N", help=_("the size of the population: one number, or LOW,MIDDLE,HIGH"))
    rds_file.arguments(parser)
    parser.add_argument("--strata", metavar=column, help=_("estimate apart for each part, as border, town, country"))
    parser.add_argument("--parts", metavar="A=0.3,B=0.7", help=_("how large each part is: then they are put together"))
    parser.add_argument("--bootstrap", choices=BOOTSTRAPS, help=_("where nothing is said: gile with --n, else tree"))
    parser.add_argument("--interval", choices=METHODS, default=METHODS[0], help=_("how the interval is made"))
    parser.add_argument("--level", type=float, default=0.95, metavar="P", help=_("of the interval: 0.95"))
    parser.add_argument("--replicates", type=int, default=REPLICATES, metavar="B", help=_("how often it is drawn anew"))
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help=_("of chance: the same is the same answer"))
    parser.add_argument(
        "--unmatched-are-seeds", action="store_true", help=_("of RDSAT: whose coupon nobody gave out is a seed")
    )


def run(options: argparse.Namespace) -> showing.Answer:
    """Read the file, estimate, and lay it out."""
    population, parts = _population(options.n), _parts(options.parts)
    if parts is not None and options.strata is None:
        stop(_("--parts needs --strata: which column says of which part somebody is?"))
    recruits = read_recruits(options)
    beside = recruits.beside(options, options.outcome, options.strata or "")
    how: dict[str, Any] = {
        "beside": beside,
        "population": population, "bootstrap": options.bootstrap, "replicates": options.replicates,
        "seed": options.seed, "level": options.level, "interval": options.interval, "progress": showing.progress,
        "executor": workers(),
    }  # fmt: skip
    outcome = recruits.groups(options.outcome)
    found = _estimated(recruits, options, outcome, parts, how)
    return dataclasses.replace(found, said=(*found.said, rds_file.looked_by(beside)))


def _estimated(
    recruits: Recruits, options: argparse.Namespace, outcome: list[str | None], parts: dict[str, float] | None,
    how: dict[str, Any],
) -> showing.Answer:  # fmt: skip
    """By groups or as a number, of all or of each part."""
    if options.number:
        if options.strata is not None:
            stop(_("--number does not go with --strata: of parts there are shares."))
        how["bootstrap"] = options.bootstrap or TREE
        with showing.speaking_of(recruits.lines):
            return _of_number(estimate_rds_mean(recruits.sample, outcome, name=options.outcome, **how), recruits)
    with showing.speaking_of(recruits.lines):
        if options.strata is None:
            return _answer(estimate_rds(recruits.sample, outcome, **how), recruits)
        strata = recruits.groups(options.strata)
        return _of_parts(estimate_rds_strata(recruits.sample, outcome, strata, parts=parts, **how), recruits)


def _population(said: str | None) -> Population:
    """One number, or three."""
    if said is None:
        return None
    try:
        sizes = [float(each) for each in said.split(",")]
    except ValueError:
        sizes = []
    if len(sizes) == 1 and math.isfinite(sizes[0]):
        return sizes[0]
    if len(sizes) == 3 and all(map(math.isfinite, sizes)):
        return sizes[0], sizes[1], sizes[2]
    return stop(_("“%(said)s” is no size of a population: one number, or LOW,MIDDLE,HIGH.") % {"said": said})


def _parts(said: str | None) -> dict[str, float] | None:
    """border=0.3,town=0.7"""
    if said is None:
        return None
    try:
        return {name.strip(): float(part) for name, part in (each.split("=") for each in said.split(","))}
    except ValueError:
        return stop(_("“%(said)s” names no parts: write A=0.3,B=0.7.") % {"said": said})


def _answer(found: RdsShares, recruits: Recruits) -> showing.Answer:
    tables = [_table(_title(size), size) for size in found.sizes]
    return showing.Answer(
        result=_shown(found),
        tables=(*tables, _composition(found)),
        said=_said(found),
        assumptions=found.assumptions,
        remarks=_once(found),
        lines=recruits.lines,
    )


def _of_number(found: RdsMean, recruits: Recruits) -> showing.Answer:
    """The mean at each size of the population."""
    names = (_("mean of"), _("mean"), *_names()[2:])
    tables = tuple(
        showing.Rows(
            _("A population, its size unknown") if size.population is None
            else _("A population of %(n)s") % {"n": f"{size.population:.0f}"},
            names, (_mean_row(size.groups[0], size.design_effects[0], withheld=bool(size.withheld)),),
        )
        for size in found.sizes
    )  # fmt: skip
    told = dataclasses.replace(found, sizes=tuple(map(without_withheld, found.sizes)))
    return showing.Answer(told, tables, _said(found), found.assumptions, _every(found), recruits.lines)


def _shown(found: RdsShares) -> dict[str, Any]:
    """What a program is told: what the tables tell, and no more."""
    told = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    return told | {
        "sizes": tuple(map(without_withheld, found.sizes)), "composition": composition_bands(found.composition)
    }  # fmt: skip


def _mean_row(mean: Estimate, effect: float, *, withheld: bool) -> tuple[Any, ...]:
    if withheld:
        return (mean.name, None, None, None, None, None)
    limits = (None, None) if mean.interval is None else (mean.interval.low, mean.interval.high)
    return (mean.name, mean.value, *limits, mean.se, round(effect, 1) if math.isfinite(effect) else None)


def _of_parts(found: RdsStrata, recruits: Recruits) -> showing.Answer:
    """Each part with its tables, and the whole where it could be put together. Rows of a part are not lines."""
    tables = []
    for name, shares in zip(found.names, found.shares, strict=True):
        tables += [_table(f"{name} · {_title(size)}", size) for size in shares.sizes]
    for place, together in enumerate(found.together):
        size = found.shares[0].sizes[place].population
        rows = tuple(_row(each, math.nan, withheld=False) for each in together)
        title = _("All parts together") if size is None else _("All parts together, size %(place)s") % {
            "place": place + 1
        }  # fmt: skip
        tables.append(showing.Rows(title, _names(), rows))
    said = [
        f"{name}: {sentence}"
        for name, shares in zip(found.names, found.shares, strict=True)
        for sentence in (*_said(shares), *(showing.in_words(_bare(each)) for each in _once(shares)))
    ]  # fmt: skip
    said += [f"{name}: {showing.in_words(each)}" for name, whys in found.refused for each in whys]
    pooled = [each for together in found.together for share in together for each in share.warnings]
    theirs = {each for shares in found.shares for each in _once(shares)}
    remarks = dict.fromkeys((*found.warnings, *(each for each in pooled if each not in theirs)))
    result = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)} | {
        "shares": tuple(map(_shown, found.shares))
    }  # fmt: skip
    return showing.Answer(
        result, tuple(tables), tuple(said), found.shares[0].assumptions, tuple(remarks), recruits.lines
    )  # fmt: skip


def _bare(remark: Remark) -> Remark:
    """A remark without its rows: those of a part are not those of the file."""
    return Remark(remark.code, remark.text, remark.values)


def _title(size: AtSize) -> str:
    if size.population is None:
        return _("Shares of the population, its size unknown")
    return _("Shares of a population of %(n)s") % {"n": f"{size.population:.0f}"}


def _names() -> tuple[str, ...]:
    return (_("group"), _("share %"), _("from"), _("to"), _("s.e."), _("design effect"))


def _table(title: str, size: AtSize) -> showing.Rows:
    rows = tuple(
        _row(each, effect, withheld=each.name in size.withheld)
        for each, effect in zip(size.groups, size.design_effects, strict=True)
    )
    return showing.Rows(title, _names(), rows)


def _row(share: Estimate, effect: float, *, withheld: bool) -> tuple[Any, ...]:
    """Percentages with one digit; nothing of a group that a publication leaves out."""
    if withheld:
        return (share.name, None, None, None, None, None)
    limits = (None, None) if share.interval is None else (share.interval.low, share.interval.high)
    return (
        share.name,
        *(None if each is None else round(100 * each, 1) for each in (share.value, *limits, share.se)),
        round(effect, 1) if math.isfinite(effect) else None,
    )


def _composition(found: RdsShares) -> showing.Rows:
    """What the sample looks like, under that name alone, and in bands: beside n, a share of it is a count."""
    rows = tuple(
        (each.name, None if each.low is None or each.high is None else f"{100 * each.low:.0f}–{100 * each.high:.0f}")
        for each in composition_bands(found.composition)
    )
    return showing.Rows(_("Sample composition: who was asked, no estimate"), (_("group"), "%"), rows)


def _said(found: RdsShares | RdsMean) -> tuple[str, ...]:
    told = {
        "n": found.n, "known": found.n_known, "method": _called(found.method), "bootstrap": _called(found.bootstrap),
        "replicates": found.replicates, "seed": found.seed, "level": f"{100 * found.level:g}",
    }  # fmt: skip
    return (
        _("%(n)s people, %(known)s with an answer. %(method)s, bootstrap: %(bootstrap)s, %(replicates)s replicates,"
          " seed %(seed)s, intervals of %(level)s %%.") % told,
    )  # fmt: skip


def _called(code: str) -> str:
    """A method or a bootstrap as people call it; for programs it keeps its code."""
    return {
        "successive_sampling": _("Successive sampling"), "rds2": "RDS-II", "gile": "Gile", "tree": _("the trees"),
        "salganik": "Salganik",
    }.get(code, code)  # fmt: skip


def _once(found: RdsShares) -> tuple[Remark, ...]:
    """All remarks, of the sample, of each group and of its composition, each once."""
    of_composition = (each for group in found.composition.groups for each in group.warnings)
    return tuple(dict.fromkeys((*_every(found), *of_composition)))


def _every(found: RdsShares | RdsMean) -> tuple[Remark, ...]:
    groups = (each for size in found.sizes for group in size.groups for each in group.warnings)
    return tuple(dict.fromkeys((*found.warnings, *groups)))
