"""Own totals on their way to another house and back, as the rules, the file and the pages see them."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

from amparo.commons.policy.policies import Actor, Hidden
from amparo.doors.exchange.policies import is_in_force
from amparo.doors.exchange.queries.partnerships import agreement_of_code, partnerships
from amparo.doors.release import policies
from amparo.doors.release.models import AskedOutside, Request, Theirs
from amparo.doors.release.policies.outside import Partner, Waiting, may_ask_outside, may_hear, may_say
from amparo.doors.release.queries.requests import standing
from amparo.formats.hsds.encode import canonical
from amparo.formats.passing.totals import Totals, signs_in
from amparo.formats.plans import EACH, TOTAL, Plan, Table
from amparo.vault.queries.readers import is_key_of_this_house


def partner_as_ruled(partnership: Any, today: date) -> Partner:
    """An agreement before the rules."""
    people = [each for each in (partnership.drawn_by, partnership.confirmed_by) if each is not None]
    return Partner(
        is_in_force.allows(None, partnership, today), partnership.sends, is_key_of_this_house(partnership.recipient),
        tuple(frozenset(each.hands()) for each in people),
    )  # fmt: skip


def as_sent(of: Request, partnership: Any, *, until: date, yes: str, no: str, team: Iterable[str]) -> Totals:
    """What the other house gets to see: every cell, without why one is hidden; the words; what the attack tried."""
    return Totals(
        partnership.code, partnership.sender, of.plan, of.plan_digest, of.period, of.name, bare(of.cells), of.words,
        of.report, of.digest, until, yes, no, tuple(team),
    )  # fmt: skip


def bare(cells: str) -> str:
    """Cells without the reasons: why one is hidden is for this house alone."""
    return canonical([[label, value, [], stands] for label, value, _reasons, stands in json.loads(cells)])


def outside_of(actor: Actor, of: Request, today: date) -> dict[str, Any]:
    """What the page of own totals says of the word that they need, and which houses can be asked."""
    stands = standing(of)
    asked: AskedOutside | None = of.asked_outside.filter(said="").first()
    return {
        "why_not_ask": may_ask_outside.reason(actor, stands), "why_not_hear": may_hear.reason(actor, stands),
        "asked": asked, "answered": of.asked_outside.exclude(said="").first(),
    }  # fmt: skip


def houses_for(actor: Actor) -> list[Any]:
    """Agreements by which this house sends: their houses could give the word."""
    return [each for each in partnerships(actor) if each.sends and each.state == "in_force"]


# --- in the other house ---


def theirs_for(actor: Actor) -> list[Theirs]:
    """The totals of other houses that came here, the newest first; for who counts and who checks."""
    return list(Theirs.objects.all()) if policies.may_see_figures.allows(actor) else []


def get_theirs(actor: Actor, reference: str) -> Theirs:
    """One of them."""
    found = Theirs.objects.filter(reference=reference).first() if policies.may_see_figures.allows(actor) else None
    if found is None:
        raise Hidden
    return found


def waiting_of(actor: Actor, of: Theirs, today: date) -> Waiting:
    """One of them before the rules."""
    agreed = agreement_of_code(of.partner)
    name = getattr(actor, "sign_in_name", "")
    known = bool(name) and bool(of.yes) and signs_in(name, of.yes) in of.team.split()
    return Waiting(bool(of.said), of.until, agreed is not None and is_in_force.allows(None, agreed, today), known)


def why_not_say(actor: Actor, of: Theirs, today: date) -> Any:
    """Why she cannot give the word; None where she can."""
    return may_say.reason(actor, waiting_of(actor, of, today), today)


def labels_of(plan: Plan) -> set[tuple[str, ...]]:
    """Every cell that a plan without a time and without a place shows, by its label."""
    return {label for table in plan.tables for label in _labels(plan, table)}


def _labels(plan: Plan, table: Table) -> list[tuple[str, ...]]:
    codes = [_codes(plan, name, table.show[name]) for name in sorted(table.show)]
    return [(table.code, *each) for each in product(*codes)]


def _codes(plan: Plan, name: str, levels: tuple[str, ...]) -> list[str]:
    one = plan.dimension(name)
    found = list(one.leaves) if EACH in levels else []
    found += [each.code for each in one.groups if each.level in levels]
    return found + ([TOTAL] if TOTAL in levels else [])
