"""From counts to an edition that may leave: rules, elimination, remainders, attack and repair, and nothing on doubt.

1. The rules hide what is too small (``primary``).
2. Elimination hides what would let a hidden cell follow by sums and differences, together with every earlier edition
   (``gauss``). What is earlier is published and cannot be taken back.
3. Remainders: what is left beside the published parts keeps the rules too (``remainder``).
4. The attackers are let loose. Where one is left with too narrow an interval, the cheapest published figure of this
   edition that holds it narrow is hidden, and the attack goes on. A figure is cheaper the fewer finest cells it sums,
   and then the fewer persons: a margin says more than a cell.
5. Of a small table each figure hidden in 2 to 4 is tried once more: is it still needed?
6. Every sensitive cell has to have its two whole tables. If one has not, for whatever reason, **nothing** is published.

The same input gives the same edition, on one thread or on several. Steps 1 to 3 are whole-number arithmetic, the same
on every machine; step 4 asks HiGHS, which is deterministic in one version, which of several figures it might hide.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from amparo.methods.disclosure.attack import Contradiction
from amparo.methods.disclosure.auditing import ASSUMPTIONS, TIME_LIMIT_S, Audit, not_proven, settled
from amparo.methods.disclosure.coarser import coarser
from amparo.methods.disclosure.counts import Counts
from amparo.methods.disclosure.draft import Draft, draft
from amparo.methods.disclosure.hiding import Hiding, in_order
from amparo.methods.disclosure.ledger import Edition, Ledger
from amparo.methods.disclosure.percentages import with_percentages
from amparo.methods.disclosure.plan import Plan, Where
from amparo.methods.disclosure.solver import GaveUp
from amparo.methods.estimate import SECRET, Refused, Remark, remark


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the plan: its value, or why it is hidden. Reasons are for the checkers and are never published."""

    label: tuple[str, ...]
    value: int | None
    reasons: tuple[str, ...] = field(default=(), repr=False, metadata=SECRET)
    stands: int | None = None  # the figure of an earlier edition, where that stands instead


@dataclass(frozen=True, slots=True)
class Release:
    """An edition that may leave, and the ledger with it. Keep the ledger: the next edition is protected by it."""

    edition: Edition = field(repr=False, metadata=SECRET)  # it names what is sensitive
    ledger: Ledger = field(repr=False, metadata=SECRET)
    cells: tuple[Cell, ...] = field(repr=False)
    audit: Audit
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()


def protect(
    counts: Counts,
    *,
    plan: Plan,
    name: str,
    ledger: Ledger | None = None,
    audience: str = "public",
    revise: bool = False,
    time_limit_s: float = TIME_LIMIT_S,
    progress: Callable[[int, int], None] | None = None,
    executor: ThreadPoolExecutor | None = None,
) -> Release:
    """The edition of a plan in which no attacker can tell a sensitive cell, with all that was published before.

    Parameters
    ----------
    counts : persons by organisation, arrival and finest cell, with one arrival batch for each edition; from ``count``.
    plan : what will be published, and by which rules.
    name, audience : of the edition; for whom it is.
    ledger : everything that was published before.
    revise : count what came late to closed cells; a figure whose change is too small is kept as it was.
    time_limit_s : seconds of the search, in all parts and threads together. What it does not reach is not published.
    progress : is told how many of how many attacks are done.
    executor : of threads, for parts side by side; they decide the same.

    Returns
    -------
    Release
        With the longer ledger. Neither the value nor the interval of a hidden cell is in it.

    Raises
    ------
    Refused
        Nothing is published, and why: ``solver_limit``, ``no_table``, ``not_proven``, with a coarser plan; and what
        ``draft`` and ``audit`` refuse.

    References
    ----------
    Langsrud (2024), see ``gauss`` (step 2). Fischetti and Salazar (2001), see ``audit`` (step 4).
    """
    past = ledger if ledger is not None else Ledger()
    made = in_order(draft(counts, plan=plan, ledger=past, name=name, audience=audience, revise=revise), plan)
    work = Hiding(made, plan, past, counts.organisations)
    _hide(work, plan, time_limit_s, progress, executor)
    edition = with_percentages(work.edition(), plan, made.tables)
    longer = past.adding(edition)
    return Release(edition, longer, _cells(made, edition, past), _proven(work, longer, plan))


def _hide(
    work: Hiding,
    plan: Plan,
    time_limit_s: float,
    progress: Callable[[int, int], None] | None,
    executor: ThreadPoolExecutor | None,
) -> None:
    """Everything that has to be hidden besides what the rules hide; ``Refused`` with the nearest coarser plan."""
    try:
        work.hide_what_follows()
        work.hide_for_remainders()
        work.attack(time_limit_s, progress, executor)
        work.look_again(time_limit_s)
    except GaveUp as error:
        why = remark("solver_limit", "Nothing is published: the search did not finish within its limit.")
        raise Refused(why, *_proposal(plan)) from error
    except Contradiction as error:
        why = remark("no_table", "Nothing is published: no table is found that agrees with these figures.")
        raise Refused(why, *_proposal(plan)) from error
    except Refused as error:
        raise Refused(*error.remarks, *_proposal(plan)) from error


def _proven(work: Hiding, ledger: Ledger, plan: Plan) -> Audit:
    """The last word, without a solver; ``Refused`` where one sensitive cell lacks its two tables."""
    told = settled(ledger, work.made, work.system.parted(work.witnesses()), work.organisations, plan, work.solves)
    if not told.safe:
        raise Refused(not_proven(len(told.findings)), *_proposal(plan))
    return told


def _proposal(plan: Plan) -> tuple[Remark, ...]:
    """The nearest coarser plan, in words."""
    less = coarser(plan)
    if less is None:
        return ()
    gone = [
        f"{old.name}: {name} ({', '.join(sorted(set(levels) - set(dict(new.levels).get(name, ()))))})"
        for old, new in zip(plan.tables, less.tables, strict=True)
        for name, levels in old.levels
        if set(levels) != set(dict(new.levels).get(name, ()))
    ]
    return (remark("coarser", "The nearest coarser plan leaves out: %(what)s.", what="; ".join(gone)),)


def _cells(made: Draft, edition: Edition, past: Ledger) -> tuple[Cell, ...]:
    """Every planned cell in the order of the plan, with its value or why it is hidden."""
    shown = {figure.label: figure.low for figure in edition.figures if figure.of is None}
    hidden: dict[tuple[str, ...], tuple[str, ...]] = {}
    for gap in edition.hidden:
        if gap.shown:
            hidden[gap.label] = (*hidden.get(gap.label, ()), *gap.reasons)
    before = {figure.label: (figure, each) for each in past.editions for figure in each.figures if figure.of is None}
    told = []
    for cells in made.tables:
        for codes, where in zip(cells.codes, cells.where, strict=True):
            label = (cells.table, *codes)
            # Of every hidden cell, whatever hides it: who sees where an old figure stands must not see why.
            old = None if label in shown else before.get(label)
            stands = old[0].low if old is not None and _same(where, old[0].where, old[1]) else None
            told.append(Cell(label, shown.get(label), hidden.get(label, ()), stands))
    return tuple(told)


def _same(now: Where, then: Where, edition: Edition) -> bool:
    """Does a name mean today, of all that an edition knew, what it meant there? A plan may use a name anew."""
    return all(
        set(dict(now).get(name, leaves)) & set(leaves) == set(dict(then).get(name, leaves))
        for name, leaves in edition.scope
    )
