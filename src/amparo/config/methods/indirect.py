"""``./amparo methods indirect FILE``: the share of what nobody would own to, from answers that hide it."""

import argparse
from dataclasses import replace
from typing import Any

import numpy as np

from amparo.config.language import say as _
from amparo.config.methods import reading, recruited, showing
from amparo.methods import indirect
from amparo.methods.estimate import Estimate
from amparo.methods.indirect import Design, Prevalence, Regression

EXAMPLE = (
    "./amparo methods indirect docs/methods/examples/die.csv --design forced --answer paid --honest 0.667 --yes 0.167"
)
NEEDED = {
    "warner": ("p",), "mirrored": ("p",), "forced": ("honest", "yes"), "unrelated": ("p",),
    "disguised": ("with_trait", "without"), "crosswise": ("p",), "triangular": ("p",), "list": ("treated", "items"),
}  # fmt: skip


def purpose() -> str:
    """What it is for."""
    return _(
        "How many have a trait that nobody would own to? From answers through a die, a second question or a list, one "
        "line for each person."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("file", help=_("CSV: one line for each person; - reads what comes in"))
    parser.add_argument("--design", required=True, choices=tuple(NEEDED), help=_("how it was asked"))
    parser.add_argument(
        "--answer", required=True, metavar="COL", help=_("the answers: yes or no, 1 or 0; of a list, how many are true")
    )
    parser.add_argument(
        "--p", type=float, help=_("how often the sensitive sentence is meant, or the harmless one true")
    )
    parser.add_argument("--honest", type=float, help=_("forced: how often the die says to answer truly"))
    parser.add_argument("--yes", type=float, help=_("forced: how often it says to say yes"))
    parser.add_argument("--share", type=float, help=_("unrelated: how many say yes to the harmless question"))
    parser.add_argument("--half", metavar="COL", help=_("unrelated, the share not known: 1 in the first half, 0 else"))
    parser.add_argument("--q", type=float, help=_("unrelated: how often, in the second half"))
    parser.add_argument("--with-trait", type=float, help=_("disguised: the colour in the deck of who has the trait"))
    parser.add_argument("--without", type=float, help=_("disguised: the colour in the other deck"))
    parser.add_argument("--anchor", metavar="COL", help=_("crosswise: the answers to the pair that is true of nobody"))
    parser.add_argument("--anchor-p", type=float, help=_("crosswise: how often its harmless sentence is true"))
    parser.add_argument("--treated", metavar="COL", help=_("list: 1 where the sensitive item was on it"))
    parser.add_argument("--items", type=int, metavar="J", help=_("list: how many harmless items"))
    parser.add_argument("--strata", metavar="COL", help=_("list without --on: strata, whose differences are averaged"))
    parser.add_argument("--on", metavar="COL,COL", help=_("columns of numbers that the trait may go along with"))
    parser.add_argument(
        "--method", choices=("ml", "nls", "linear"), default="ml", help=_("list with --on: how it is fitted")
    )
    parser.add_argument(
        "--unconstrained", action="store_true", help=_("list with --on and ml: the items of the two kinds may differ")
    )
    parser.add_argument(
        "--interval", choices=("normal", "percentile", "pivotal"), default="normal", help=_("of which kind")
    )
    parser.add_argument("--level", type=float, default=0.95, help=_("of the intervals"))
    recruited.arguments(parser)


def run(options: argparse.Namespace) -> showing.Answer:
    """Read, estimate, and show the share, what it goes along with, and what the list looks like."""
    missing = [f"--{name.replace('_', '-')}" for name in NEEDED[options.design] if getattr(options, name) is None]
    if options.anchor and options.anchor_p is None:
        missing.append("--anchor-p")
    if options.design == "unrelated" and options.share is None:
        missing += [f"--{name}" for name in ("half", "q") if getattr(options, name) is None]
    if missing:
        raise reading.Unreadable(
            _("--design %(design)s also needs %(missing)s.") % {"design": options.design, "missing": ", ".join(missing)}
        )
    _refuse_idle(options)
    table = reading.read(options.file)
    with showing.speaking_of(table.lines):
        counted = recruited.counted(table, options)
        given = {
            "weights": counted.weights, "replicate_weights": counted.replicates, "level": options.level,
            "interval": options.interval,
        }  # fmt: skip
        result = _list(table, options, given) if options.design == "list" else _response(table, options, given)
        result = _held(result, counted)
        looked_at = _looked_at(table, options, given) if options.design == "list" else None
    told: dict[str, Any] = {"result": result} | ({} if looked_at is None else {"list": looked_at})
    if recruited.are_recruits(options):
        told["trees"] = {"replicates": options.replicates, "seed": options.seed, "warnings": counted.warnings}
    regression = result if isinstance(result, Regression) else None
    share = result.prevalence if isinstance(result, Regression) else result
    own = share.share.warnings if regression is None else regression.warnings
    tables = [_of_share(share), *_of_regression(regression)]
    remarks = dict.fromkeys((*counted.warnings, *own))
    if looked_at is not None:
        tables.append(_of_list(looked_at))
        remarks |= dict.fromkeys(looked_at.warnings)
    return showing.Answer(
        told, tuple(tables), _said(share, options), share.share.assumptions, tuple(remarks), lines=table.lines
    )


def _refuse_idle(options: argparse.Namespace) -> None:
    """A word that would change nothing is refused: whoever wrote it believes that it did."""
    of_list, fitted = options.design == "list", bool(options.on)
    for word, said, goes in (
        ("--strata", options.strata is not None, of_list and not fitted),
        ("--unconstrained", options.unconstrained, of_list and fitted and options.method == "ml"),
        ("--method", options.method != "ml", of_list and fitted),
        ("--anchor", options.anchor is not None, options.design == "crosswise"),
        ("--treated", options.treated is not None, of_list),
        ("--items", options.items is not None, of_list),
    ):
        if said and not goes:
            raise reading.Unreadable(_("%(word)s changes nothing here: leave it out. ./amparo methods indirect --help "
                                       "says what it belongs to.") % {"word": word})  # fmt: skip


def _held(result: Prevalence | Regression, counted: recruited.Counted) -> Prevalence | Regression:
    """The share is not for publication where the sample is not, whatever the answers say."""
    if counted.publishable:
        return result
    if isinstance(result, Regression):
        return replace(result, prevalence=replace(result.prevalence, publishable=False))
    return replace(result, publishable=False)


def _columns(table: reading.Table, options: argparse.Namespace) -> dict[str, Any]:
    """The covariates, as a regression takes them."""
    names = [each.strip() for each in options.on.split(",")]
    return {"columns": np.column_stack([table.numbers(each) for each in names]), "names": names}


def _design(options: argparse.Namespace) -> Design:
    """How it was asked."""
    match options.design:
        case "forced":
            return indirect.forced_response(honest=options.honest, yes=options.yes)
        case "unrelated":
            return indirect.unrelated_question(options.p, share=options.share)
        case "disguised":
            return indirect.disguised(with_trait=options.with_trait, without=options.without)
        case "mirrored":
            return indirect.mirrored(options.p)
        case "crosswise":
            return indirect.crosswise(options.p)
        case "triangular":
            return indirect.triangular(options.p)
        case _:
            return indirect.warner(options.p)


def _response(table: reading.Table, options: argparse.Namespace, given: dict[str, Any]) -> Prevalence | Regression:
    """A question that hides the answer by chance."""
    answers = table.flags(options.answer)
    if options.design == "unrelated" and options.share is None:
        if options.on:
            raise reading.Unreadable(_("--on needs --share: behind a share that is not known there is no regression."))
        return indirect.unrelated_prevalence(answers, table.flags(options.half), p=options.p, q=options.q, **given)
    design = _design(options)
    if options.design == "crosswise" and options.anchor:
        known: dict[str, Any] = {"p": options.p, "anchor_p": options.anchor_p, "seed": options.seed, **given}
        known["replicates"] = options.replicates
        anchor = table.flags(options.anchor)
        if options.on:
            return indirect.crosswise_regression(answers, anchor, **_columns(table, options), **known)
        return indirect.crosswise_prevalence(answers, anchor, **known)
    if options.on:
        return indirect.response_regression(answers, **_columns(table, options), design=design, **given)
    return indirect.estimate_prevalence(answers, design=design, **given)


def _list(table: reading.Table, options: argparse.Namespace, given: dict[str, Any]) -> Prevalence | Regression:
    """A list of items."""
    counts, treated = table.numbers(options.answer), table.flags(options.treated)
    if options.on:
        return indirect.list_regression(
            counts, treated, **_columns(table, options), items=options.items, method=options.method,
            constrained=not options.unconstrained, **given,
        )  # fmt: skip
    strata = table.groups(options.strata) if options.strata else None
    return indirect.list_prevalence(counts, treated, items=options.items, strata=strata, **given)


def _looked_at(
    table: reading.Table, options: argparse.Namespace, given: dict[str, Any]
) -> indirect.ListDiagnostics | None:
    """What the list looks like."""
    counts, treated = table.numbers(options.answer), table.flags(options.treated)
    return indirect.list_diagnostics(
        counts, treated, items=options.items, weights=given["weights"], replicate_weights=given["replicate_weights"]
    )


def _row(each: Estimate) -> tuple[Any, ...]:
    """A figure with its error."""
    ends = (None, None) if each.interval is None else (each.interval.low, each.interval.high)
    return each.value, each.se, *ends


def _of_share(share: Prevalence) -> showing.Rows:
    """The share."""
    names = (_("share"), _("s.e."), _("from"), _("to"), _("answers"), _("tell as much as"), _("may be published"))
    row = (*_row(share.share), share.share.n, round(share.n_effective), share.publishable)
    return showing.Rows(_("Share with the trait"), names, (row,))


def _of_regression(regression: Regression | None) -> list[showing.Rows]:
    """What the trait goes along with."""
    if regression is None:
        return []
    names = ("", _("coefficient"), _("s.e."), _("from"), _("to"))
    parts = [(_("The trait"), regression.coefficients)]
    if regression.control_without:
        parts += [
            (_("Items of who has it"), regression.control), (_("Items of who has it not"), regression.control_without)
        ]  # fmt: skip
    elif regression.control:
        parts.append((_("The harmless items"), regression.control))
    return [showing.Rows(title, names, tuple((each.name, *_row(each)) for each in part)) for title, part in parts]


def _of_list(looked_at: indirect.ListDiagnostics) -> showing.Rows:
    """Ends, spread, and the test of the list."""
    names = (_("none of the items"), _("all items"), _("given away"), _("spread"), _("p of the list"))
    p = None if looked_at.design_effect is None else looked_at.design_effect.p
    row = (looked_at.floor, looked_at.ceiling, looked_at.given_away, looked_at.spread, p)
    return showing.Rows(_("The list"), names, (row,))


def _said(share: Prevalence, options: argparse.Namespace) -> tuple[str, ...]:
    """How the error was found, and what one answer gives away at the share that was found."""
    said = []
    if recruited.are_recruits(options):
        said.append(
            _("The error is that of %(many)s replicates of the trees of recruitment, seed %(seed)s.")
            % {"many": options.replicates, "seed": options.seed}
        )
    if options.design != "list" and not options.half and 0 < share.share.value < 1:
        told = indirect.privacy(_design(options), share=share.share.value)
        said.append(
            _("Of 100 who gave the counted answer %(yes)s have the trait, of 100 others %(no)s.")
            % {"yes": f"{100 * told.if_counted:.0f}", "no": f"{100 * told.if_other:.0f}"}
        )
    return tuple(said)
