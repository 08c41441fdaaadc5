"""``./amparo methods plan-sample``: how many people, seeds and coupons, and how wide intervals will be."""

import argparse
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods import showing
from amparo.config.terminal import stop
from amparo.methods.hidden import (
    Plan,
    Recruitment,
    Rehearsal,
    margin_of,
    plan_recruitment,
    power_of_change,
    rehearse,
    sample_size,
    sample_size_of_change,
)
from amparo.methods.hidden.planning import USUAL_EFFECT
from amparo.methods.hidden.rehearsing import SPREAD, SURVEYS
from amparo.methods.workers import workers

EXAMPLE = "./amparo methods plan-sample --share 0.3 --margin 0.06 --population 1000 --seeds 8 --returned 0.5 --rehearse"
SEEDS, COUPONS, RETURNED, MEAN_DEGREE = 8, 3, 0.5, 10.0


def purpose() -> str:
    return _(
        "How many people a study of recruits has to ask, how many waves seeds and coupons give, and, rehearsed on"
        " simulated networks, how wide its intervals will be."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be written after it."""
    one = {"type": float, "metavar": "P"}
    parser.add_argument("--share", **one, help=_("about how large the share is, 0 to 1"))  # type: ignore[arg-type]
    parser.add_argument("--margin", **one, help=_("half of the width that the interval may have"))  # type: ignore[arg-type]
    parser.add_argument("--before", **one, help=_("instead, of a change: the share in the first round"))  # type: ignore[arg-type]
    parser.add_argument("--after", **one, help=_("and in the second"))  # type: ignore[arg-type]
    parser.add_argument("--n", type=int, metavar="N", help=_("people: what can so many show?"))
    parser.add_argument("--population", type=int, metavar="N", help=_("how many there are, where it is known"))
    parser.add_argument("--design-effect", type=float, default=USUAL_EFFECT, metavar="D", help=_("a guess: 2"))
    parser.add_argument("--level", type=float, default=0.95, metavar="P", help=_("of the interval: 0.95"))
    parser.add_argument("--power", type=float, default=0.8, metavar="P", help=_("of seeing the change: 0.8"))
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help=_("people who are chosen: 8"))
    parser.add_argument("--coupons", type=int, default=COUPONS, metavar="N", help=_("that each person gets: 3"))
    parser.add_argument("--returned", type=float, default=RETURNED, metavar="P", help=_("of the coupons: 0.5"))
    parser.add_argument("--rehearse", action="store_true", help=_("try it on simulated networks; needs --population"))
    parser.add_argument("--mean-degree", type=float, default=MEAN_DEGREE, metavar="D", help=_("people one knows: 10"))
    parser.add_argument("--activity", type=float, default=1.0, metavar="A", help=_("how many more the group knows: 1"))
    parser.add_argument("--homophily", type=float, default=1.0, metavar="H", help=_("how rare ties across are: 1"))
    parser.add_argument("--spread", type=float, default=SPREAD, metavar="C", help=_("of degrees beyond chance: 1"))
    parser.add_argument("--told-population", type=int, metavar="N", help=_("the size the study will believe"))
    parser.add_argument("--surveys", type=int, default=SURVEYS, metavar="N", help=_("rehearsals: 100"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=_("of chance: the same is the same answer"))


def run(options: argparse.Namespace) -> showing.Answer:
    """The plan, its chains, and where it was asked for, its rehearsal."""
    plan = _plan(options)
    chains = plan_recruitment(plan.n, seeds=options.seeds, coupons=options.coupons, returned=options.returned)
    result: dict[str, Any] = {"plan": plan, "recruitment": chains}
    tables = [_of_plan(plan), _of_chains(chains)]
    remarks = [*plan.warnings, *chains.warnings]
    if options.rehearse:
        rehearsal = _rehearsal(options, plan)
        result["rehearsal"] = rehearsal
        tables.append(_of_rehearsal(rehearsal))
        remarks += rehearsal.warnings
    return showing.Answer(result, tuple(tables), (), plan.assumptions, tuple(dict.fromkeys(remarks)))


def _plan(options: argparse.Namespace) -> Plan:
    """Which of the four questions was asked."""
    how: dict[str, Any] = {"design_effect": options.design_effect, "level": options.level}
    if options.before is not None and options.after is not None:
        if options.n is not None:
            return power_of_change(options.n, options.before, options.after, **how)
        return sample_size_of_change(options.before, options.after, power=options.power, **how)
    if options.share is not None and options.n is not None:
        return margin_of(options.n, options.share, population=options.population, **how)
    if options.share is not None and options.margin is not None:
        return sample_size(options.share, options.margin, population=options.population, **how)
    return stop(_("Say --share with --margin or --n, or --before with --after."))


def _rehearsal(options: argparse.Namespace, plan: Plan) -> Rehearsal:
    if options.population is None:
        stop(_("--rehearse needs --population: of how many people is the network?"))
    share = options.share if options.share is not None else options.after
    return rehearse(
        options.population, share=share, mean_degree=options.mean_degree, activity=options.activity,
        homophily=options.homophily, spread=options.spread, n=plan.n, seeds=options.seeds, coupons=options.coupons,
        returned=options.returned, told_population=options.told_population, surveys=options.surveys,
        level=options.level, seed=options.seed, executor=workers(), progress=showing.progress,
    )  # fmt: skip


def _of_plan(plan: Plan) -> showing.Rows:
    rows = [(_("people to ask (of each round, where there are two)"), plan.n)]
    if plan.margin is not None:
        rows.append((_("half of the interval"), plan.margin))  # type: ignore[arg-type]
    if plan.power is not None:
        rows.append((_("probability to see the change"), plan.power))  # type: ignore[arg-type]
    rows.append((_("design effect"), plan.design_effect))  # type: ignore[arg-type]
    return showing.Rows(_("The plan"), (_("what"), _("how much")), tuple(rows))


def _of_chains(chains: Recruitment) -> showing.Rows:
    rows = tuple((wave, round(people, 1), round(sum(chains.people[: wave + 1]), 1))
                 for wave, people in enumerate(chains.people))  # fmt: skip
    title = _("Waves expected: each person brings %(growth)s; all chains end early with probability %(ends)s") % {
        "growth": f"{chains.growth:.2g}", "ends": f"{chains.ends_early:.2g}",
    }  # fmt: skip
    return showing.Rows(title, (_("wave"), _("people"), _("in all")), rows)


def _of_rehearsal(found: Rehearsal) -> showing.Rows:
    rows = (
        (_("true share"), found.truth),
        (_("mean of the estimates"), found.mean),
        (_("their standard deviation"), found.sd),
        (_("mean width of the intervals"), found.width),
        (_("part of the intervals that hold the truth"), found.coverage),
        (_("part without an interval"), found.no_interval),
        (_("mean of unweighted percentages"), found.unweighted),
        (_("design effect"), found.design_effect),
        (_("waves, median"), found.waves),
        (_("seeds found later, mean"), found.added_seeds),
    )
    title = _("%(n)s rehearsals, seed %(seed)s") % {"n": found.surveys, "seed": found.seed}
    return showing.Rows(title, (_("what"), _("how much")), rows)
