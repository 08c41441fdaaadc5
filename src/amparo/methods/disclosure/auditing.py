"""The audit: everything that was ever published, against everybody who could want to know.

Attackers are a stranger, who reads every edition; each contributing organisation, who knows her own cases as well; and
so many of them together as are taken to collude. Only the largest coalitions are asked for: what is safe from them is
safe from those within them. Of each, every sensitive cell of every edition is asked for.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from amparo.methods.disclosure.atoms import atoms_of
from amparo.methods.disclosure.attack import Attack, Contradiction
from amparo.methods.disclosure.beside import Heard, side_by_side
from amparo.methods.disclosure.counts import Counts
from amparo.methods.disclosure.draft import Draft, amounts_of, refuse_contradictions
from amparo.methods.disclosure.ledger import Integers, Ledger
from amparo.methods.disclosure.plan import Plan
from amparo.methods.disclosure.seen import Seen, small
from amparo.methods.disclosure.solver import Clock, GaveUp
from amparo.methods.disclosure.system import Part, System, attackers, coalitions, parts_of, system_of
from amparo.methods.estimate import SECRET, Refused, Remark, in_plain_words, remark, whole

ASSUMPTIONS = (
    in_plain_words("each person is counted once, in one finest cell and by one organisation"),
    in_plain_words("the ledger holds every figure that ever left the house, for whomever"),
    in_plain_words("nobody knows more than the published figures and their own cases"),
    in_plain_words("why a cell is hidden is not published"),
)
TIME_LIMIT_S = 120.0  # of the search, in all parts together; then nothing is published


@dataclass(frozen=True, slots=True)
class Finding:
    """A sensitive cell that can be told too narrowly, and by whom. Without an interval nothing could be proven."""

    edition: str
    label: tuple[str, ...]
    attackers: tuple[str, ...]  # who puts together what they know; none: a stranger
    low: int | None  # of what the attacker does not know already
    high: int | None
    width: int  # what was asked for
    shown: bool = True  # as a gap of a table


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sensitive cell that an attacker came nearest to: how far apart two tables are that he cannot tell apart.

    Where he is left is not told, nor between which figures: only how many persons it may be more or less.
    """

    edition: str
    label: tuple[str, ...]
    attackers: tuple[str, ...]
    span: int  # at least: two tables that are so far apart were found
    width: int  # what was asked for


@dataclass(frozen=True, slots=True)
class Audit:
    """Whether what is published may stand. Of a cell that is safe no interval is told: its end can be the truth."""

    safe: bool
    findings: tuple[Finding, ...]
    exact: int  # sensitive cells that can be told exactly
    targets: int = field(metadata=SECRET)  # beside the gaps it would tell how many are hidden for themselves
    attackers: int
    figures: int
    unknowns: int
    solves: int = field(metadata=SECRET)
    method: str
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()
    nearest: Nearest | None = field(default=None, metadata=SECRET)  # told by ``protect``; for who checks


def audit(
    ledger: Ledger,
    *,
    counts: Counts | None = None,
    colluding: int = 2,
    width: int | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    progress: Callable[[int, int], None] | None = None,
    executor: ThreadPoolExecutor | None = None,
) -> Audit:
    """Ask as every attacker for every sensitive cell of a ledger.

    Parameters
    ----------
    ledger : every edition that was published, see ``protect``.
    counts : the persons behind it. Without them only a stranger can be played, and it says so.
    colluding : how many organisations put together what they know.
    width : that each interval has to have; that of each edition where nothing is said.
    time_limit_s : seconds of the search, in all parts and threads together. What it does not reach counts as exposed.
    progress : is told how many of how many attacks are done.
    executor : of threads, for parts side by side; they decide the same.

    Returns
    -------
    Audit
        ``safe`` only where each target has two whole tables, checked in exact arithmetic, that differ by the width.

    Raises
    ------
    Refused
        ``no_figure``, ``contradiction``, ``no_table``: figures that cannot be, or contradict each other or the counts;
        ``counts_of_other``: counts that lack a category or an arrival of the ledger; ``not_whole``, ``too_large``: a
        width below 1, more than three who collude.

    References
    ----------
    Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with linear
        constraints. Management Science 47(7), 1008-1027 (the attacker's two linear programmes).
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, chapter 4.
    """
    together = whole("colluding", colluding, least=0, most=3)
    try:
        return _audited(ledger, counts, together, width, Clock(time_limit_s), progress, executor)
    except Contradiction as error:
        raise Refused(
            remark("no_table", "No whole table agrees with these figures: they contradict each other.")
        ) from error


def _audited(
    ledger: Ledger,
    counts: Counts | None,
    colluding: int,
    width: int | None,
    clock: Clock,
    progress: Callable[[int, int], None] | None,
    executor: ThreadPoolExecutor | None,
) -> Audit:
    _refuse_other_counts(ledger, counts)
    atoms = atoms_of(ledger, counts.leaves if counts is not None else ledger.leaves())
    system, parts, everybody, known = system_of(ledger, atoms), None, tuple[str, ...](), 0
    if width is not None:
        system.widths[:] = whole("width", width, least=1)
    if counts is not None:
        amounts = amounts_of(counts, atoms)
        refuse_contradictions(ledger, atoms, amounts)
        parts = np.array([system.gathered(each) for each in amounts])
        everybody, known = counts.organisations, counts.known
    floors, few = list(coalitions(everybody, parts, system, colluding, known)), parts_of(system)

    def of(part: Part, heard: Heard) -> tuple[dict[tuple[int, int], Finding], int, bool]:
        attack, found = Attack(part.system, clock), dict[tuple[int, int], Finding]()
        if parts is not None:
            attack.see(parts.sum(axis=0)[part.columns])
        with suppress(GaveUp):  # then nothing is known, and every cell counts as exposed
            attack.possible()
        for names, floor in floors:
            _ask_all(ledger, attack, names, floor[part.columns], found)
            heard()
        return found, attack.solves, bool(attack.tables)

    _refuse_lost(system, few)
    told = side_by_side(few, of, executor=executor, progress=progress, of=len(floors) * len(few))
    findings = {asked: each for found, _, _ in told for asked, each in found.items()}
    if not all(possible for _, _, possible in told):  # what nobody found possible proves nothing elsewhere either
        for target, asked in enumerate(system.asked):
            findings.setdefault(asked, _finding(ledger, system, target, (), None, None))
    solves, many = sum(each for _, each, _ in told), attackers(everybody, colluding, known)
    return _told(findings, system, many, solves, alone=counts is None or not counts.organisations)


def _refuse_lost(system: System, parts: Sequence[Part]) -> None:
    """Is every row and every target of a system in one of its parts, and once? What is in none would count as safe."""
    rows = np.sort(np.concatenate([part.rows for part in parts]))
    asked = sorted(asked for part in parts for asked in part.system.asked)
    if rows.tolist() != list(range(len(system.source))) or asked != sorted(system.asked):
        raise Refused(not_proven(len(system.asked)))


def not_proven(many: int) -> Remark:
    """So many cells are not known to be safe."""
    return remark("not_proven", "Nothing is published: %(many)s cells lack their proof.", many=many)


def _refuse_other_counts(ledger: Ledger, counts: Counts | None) -> None:
    """Counts have to know every category and every arrival of the ledger."""
    if counts is None:
        return
    known = dict(counts.leaves)
    gone = any(not set(leaves) <= set(known.get(name, ())) for name, leaves in ledger.leaves())
    if gone or counts.persons.shape[1] < len(ledger.editions):
        raise Refused(
            remark("counts_of_other", "The counts lack a category or an arrival of the ledger they are audited with.")
        )


def _ask_all(
    ledger: Ledger,
    attack: Attack,
    names: tuple[str, ...],
    floor: Integers,
    findings: dict[tuple[int, int], Finding],
) -> None:
    """One attacker, every target; what another has found already is not asked for again."""
    attack.knowing(floor)
    with suppress(GaveUp):
        attack.at_once()
    own = attack.system.targets @ floor
    for target in attack.still_open():
        if attack.system.asked[target] in findings:
            continue
        low: int | None
        high: int | None
        try:
            interval = attack.bound(target)[0]
            if interval.proven:
                continue
            low, high = interval.low - int(own[target]), interval.high - int(own[target])
        except GaveUp:
            low = high = None
        findings[attack.system.asked[target]] = _finding(ledger, attack.system, target, names, low, high)


def _finding(
    ledger: Ledger, system: System, target: int, names: tuple[str, ...], low: int | None, high: int | None
) -> Finding:
    edition, place = system.asked[target]
    gap, width = ledger.editions[edition].hidden[place], int(system.widths[target])
    return Finding(ledger.editions[edition].name, gap.label, names, low, high, width, gap.shown)


def _told(findings: dict[tuple[int, int], Finding], system: System, many: int, solves: int, *, alone: bool) -> Audit:
    told = tuple(findings[each] for each in sorted(findings))
    warnings = []
    if alone:
        warnings.append(
            remark("stranger_only", "Only a stranger was played: it is not known which organisation contributed what.")
        )
    if any(each.low is None for each in told):
        warnings.append(remark("unproven", "The search did not finish: what it left open counts as exposed."))
    return Audit(
        safe=not told,
        findings=told,
        exact=sum(each.low is not None and each.low == each.high for each in told),
        targets=len(system.widths),
        attackers=many,
        figures=sum(edition >= 0 for edition, _ in system.source),
        unknowns=system.rows.shape[1],
        solves=solves,
        method="two whole tables for each target, sought by walks and by HiGHS, checked exactly",
        warnings=tuple(warnings),
    )


def settled(
    ledger: Ledger, made: Draft, tables: Iterable[Integers], names: tuple[str, ...], plan: Plan, solves: int
) -> Audit:
    """The last word on an edition, without any search: every target against every attacker, by tables found before.

    ``tables`` are whole tables by atom of the pieces. Each is checked anew against every row of the whole ledger.
    """
    system = system_of(ledger, made.atoms)
    united, few = [small(system.united(table)) for table in tables], parts_of(system)
    _refuse_lost(system, few)
    parts = np.array([system.gathered(each) for each in made.amounts])
    known = len(plan.known_whole)
    floors = list(coalitions(names, parts, system, plan.colluding, known))
    findings: dict[tuple[int, int], Finding] = {}
    nearest: Nearest | None = None
    for part in few:
        seen = Seen(part.system)
        for table in united:
            seen.see(table[part.columns])
        if not seen.tables:
            raise Refused(not_proven(len(system.asked)))
        spans = seen.spans_of(floor[part.columns] for _, floor in floors)
        for (who, _), span in zip(floors, spans, strict=True):
            nearest = _nearer(ledger, part.system, span, who, nearest)
            for target in np.flatnonzero(span < part.system.widths):
                found = _finding(ledger, part.system, int(target), who, None, None)
                findings.setdefault(part.system.asked[target], found)
    return replace(
        _told(findings, system, attackers(names, plan.colluding, known), solves, alone=not names), nearest=nearest
    )


def _nearer(
    ledger: Ledger, system: System, spans: Integers, who: tuple[str, ...], so_far: Nearest | None
) -> Nearest | None:
    """The target that this attacker comes nearest to, where it is nearer than any before."""
    if not len(spans) or (so_far is not None and int(spans.min()) >= so_far.span):
        return so_far
    target = int(np.argmin(spans))
    found = _finding(ledger, system, target, who, None, None)
    return Nearest(found.edition, found.label, who, max(0, int(spans[target])), found.width)
