"""Looking whether there is a conflict, before anything of what happened is read; and deciding what was found."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.alike import who_knows
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions.parts import CARE, write_part
from amparo.legal.representation.models import CONFLICT_CHECK, INQUIRY, Matter
from amparo.legal.representation.policies import may_change, may_settle
from amparo.legal.representation.queries.conflicts import (
    OURS,
    THEIRS,
    Finding,
    codes_of,
    digest_of_sides,
    findings_in,
    last_look,
    of_the_house,
    on_side,
    owners_of,
    side_of,
    sides_in,
    who_is_missing,
    whom_to_ask,
    words_of,
)
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.legal.representation.queries.parts import OpenPart
from amparo.vault.actions.alike import CASE, SIDE, Code, make_known, rings_by_code
from amparo.vault.actions.exclusion import facts_of, leaves_out_anybody
from amparo.vault.actions.index import index_key
from amparo.vault.queries.opened import case_seeds

FEWEST_WORDS = 2  # of a name that sound alike, where it has as many: of one first name there are many people
NOT_YET = _(
    "Your key does not open the list of names yet, so a look would find nothing and mean nothing. Ask a colleague who "
    "reads messages to come in once and open a case; then look again."
)


@audited("matter.looked", target="matter", using=CARE)
def look(matter: Matter, *, by: Actor, now: datetime | None = None) -> list[Finding]:
    """Look for everybody of the other side among those we accompany, other matters, the team and the list of places;
    for ours among the other sides of other matters. ``TooOften`` where she looked too often within the hour.

    It is kept sealed what was found and whom to ask, and for which sides. Of what was found nothing else comes out.
    """
    held, moment = get_matter(by, matter.reference, held=True), now or datetime.now(UTC)
    may_change.check(by, held)
    found = opened(by, held)
    if missing := who_is_missing(found.parts):
        raise Denied(missing)
    if index_key(by) is None:
        raise Denied(NOT_YET)
    findings = [each for side in sides_in(found.parts) for each in _of_side(side, held, by, moment)]
    more = {"sides": digest_of_sides(found.parts), "found": [each.as_data() for each in findings]}
    write_part(held, "conflict_check", {}, by, moment, more)
    if held.state == INQUIRY:
        Matter.objects.filter(pk=held.pk).update(state=CONFLICT_CHECK)
    return findings


@audited("matter.settled", target="matter", using=CARE)
def settle(matter: Matter, *, verdict: str, words: str, by: Actor, now: datetime | None = None) -> None:
    """Decide what a look found, with a reason. Where it is a conflict, nothing more opens, and it is closed so."""
    held, moment = get_matter(by, matter.reference, held=True), now or datetime.now(UTC)
    may_change.check(by, held)
    found = opened(by, held)
    last = last_look(found.parts)
    may_settle.check(by, verdict, words, findings_in(last))
    assert last is not None
    said = {"conflict_verdict": Answer(verdict), "conflict_words": Answer(words.strip())}
    write_part(held, "conflict_check", said, by, moment, last.more)


@unaudited("a part of opening, which is audited")
def know_sides(found: OpenMatter, *, by: Actor) -> None:
    """See that the sides are found by the looks of other matters, where nobody was left out of this one."""
    matter = found.matter
    seeds = case_seeds(by, matter.ring)
    codes = [each for side in sides_in(found.parts) for each in _as_known(side)]
    to_all = not leaves_out_anybody(facts_of(matter, seeds), ring=matter.ring)
    make_known(by, matter.ring, codes, seeds, to_all=to_all, anew=True, among=SIDE)


def _as_known(part: OpenPart) -> Iterable[Code]:
    side = side_of(part)
    return on_side(side, codes_of(part)) if side else ()


def _of_side(part: OpenPart, matter: Matter, by: Actor, now: datetime) -> list[Finding]:
    """What is found of one side."""
    side = side_of(part)
    if not side or not codes_of(part):
        return []
    opposite = THEIRS if side == OURS else OURS
    rings = _alike(part, f"{opposite}.", by=by, now=now, among=SIDE) - {matter.ring}
    found = [Finding(part.reference, "our_matter", each) for each in whom_to_ask(by, owners_of(rings))]
    if side == THEIRS:
        names, is_alone = who_knows(by, cases := _alike(part, "", by=by, now=now, among=CASE))
        own = [by.name_used] if cases and not names and not is_alone else []
        asked = [*names, *own, *([""] if is_alone else [])]
        found += [Finding(part.reference, "our_client", each) for each in asked]
        found += of_the_house(part)
    return found


def _alike(part: OpenPart, mark: str, *, by: Actor, now: datetime, among: str) -> set[str]:
    """The locks where somebody of this number, account or paper stands, or of a name of which two words sound so."""
    codes = [(mark + kind, code) for kind, code in codes_of(part)]
    lying = rings_by_code(by=by, codes=codes, now=now, among=among)
    sure = {ring for (kind, _code), rings in lying.items() if kind != f"{mark}name" for ring in rings}
    words = words_of(part)
    heard = [{ring for code in word for ring in lying.get((f"{mark}name", code), ())} for word in words]
    needed = min(FEWEST_WORDS, len(words))
    named = {ring for rings in heard for ring in rings if sum(ring in each for each in heard) >= needed}
    return sure | named
