"""Looking whether there is a conflict, before anything of what happened is read; and deciding what was found."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.alike import who_knows
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions.parts import CARE, when_sides_change, write_part
from amparo.legal.representation.models import CONFLICT_CHECK, INQUIRY, Matter, MatterPart
from amparo.legal.representation.policies import may_change, may_settle
from amparo.legal.representation.queries.conflicts import (
    OURS,
    THEIRS,
    Finding,
    alike_in,
    codes_of,
    digest_of_sides,
    findings_in,
    is_same,
    last_look,
    of_the_house,
    on_side,
    owners_of,
    side_of,
    sides_in,
    who_is_missing,
    whom_to_ask,
)
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, matters_for, opened
from amparo.legal.representation.queries.parts import OpenPart, open_part
from amparo.vault.actions.alike import SIDE, Code, make_known, rings_by_code
from amparo.vault.actions.exclusion import facts_of, leaves_out_anybody
from amparo.vault.actions.fields import Past
from amparo.vault.actions.index import index_key
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.parts import BODY

LOOK = "look"  # the name under which it is told that it was looked again
AT_ONCE = 5  # sides that are asked for together
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
    held, moment = get_matter(by, matter.reference, held=True), now or clock.now()
    may_change.check(by, held)
    found = opened(by, held)
    if missing := who_is_missing(found.parts):
        raise Denied(missing)
    if index_key(by) is None:
        raise Denied(NOT_YET)
    sides = sides_in(found.parts)
    lying, hers = _lying(sides, by, moment), _in_hers(by, held)
    findings = [each for side in sides for each in _of_side(side, held, lying, hers, by)]
    more = {"sides": digest_of_sides(found.parts), "found": [each.as_data() for each in findings]}
    write_part(held, "conflict_check", {}, by, moment, more)
    if held.state == INQUIRY:
        Matter.objects.filter(pk=held.pk).update(state=CONFLICT_CHECK)
    return findings


@audited("matter.settled", target="matter", using=CARE)
def settle(matter: Matter, *, look: str, verdict: str, words: str, by: Actor, now: datetime | None = None) -> None:
    """Decide what a look found, with a reason. Where it is a conflict, nothing more opens, and it is closed so.

    ``look`` is the opaque name of the one that she read; ``fields.Past`` where it is not the last: what another one
    found meanwhile she has not decided about.
    """
    held, moment = get_matter(by, matter.reference, held=True), now or clock.now()
    may_change.check(by, held)
    found = opened(by, held)
    last = last_look(found.parts)
    may_settle.check(by, verdict, words, findings_in(last))
    assert last is not None
    if last.reference != look:
        raise Past([LOOK])
    said = {"conflict_verdict": Answer(verdict), "conflict_words": Answer(words.strip())}
    write_part(held, "conflict_check", said, by, moment, last.more)


@unaudited("a part of opening or writing, which is audited")
def know_sides(found: OpenMatter, *, by: Actor, anew: bool = False) -> None:
    """See that the sides are found by the looks of other matters, where nobody was left out of this one.

    ``anew`` where they changed. Opening alone writes nothing where all is there: what is drawn by chance beside it
    would change each time, and two copies of the disk would tell the one from the other.
    """
    matter = found.matter
    seeds = case_seeds(by, matter.ring)
    codes = [each for side in sides_in(found.parts) for each in _as_known(side)]
    to_all = not leaves_out_anybody(facts_of(matter, seeds), ring=matter.ring)
    make_known(by, matter.ring, codes, seeds, to_all=to_all, anew=anew, among=SIDE)


when_sides_change.append(lambda found, by, now: know_sides(found, by=by, anew=True))


def _as_known(part: OpenPart) -> Iterable[Code]:
    side = side_of(part)
    return on_side(side, codes_of(part)) if side else ()


def _lying(sides: list[OpenPart], by: Actor, now: datetime) -> dict[Code, set[str]]:
    """Of each code of these sides the locks of matters that have it across, and of cases. Some sides are asked at once:
    each asking counts against how often she may look, and a matter with very many sides is looked at all the same.
    """
    found: dict[Code, set[str]] = {}
    for start in range(0, len(sides), AT_ONCE):
        some = sides[start : start + AT_ONCE]
        across = [each for side in some for each in _across(side)]
        theirs = [each for side in some if side_of(side) == THEIRS for each in codes_of(side)]
        found |= rings_by_code(by=by, codes=theirs, sides=across, now=now)
    return found


def _across(side: OpenPart) -> list[Code]:
    """By what somebody is found who stands on the other side elsewhere."""
    own = side_of(side)
    return on_side(THEIRS if own == OURS else OURS, codes_of(side)) if own else []


def _in_hers(by: Actor, matter: Matter) -> list[tuple[str, OpenPart]]:
    """The sides of the other matters she reads, each with its lock. No list knows those that leave somebody out."""
    others = matters_for(by).order_by().exclude(pk=matter.pk)
    rows = list(MatterPart.objects.filter(matter__in=others.values("pk")).select_related("matter"))
    kept = fields_of_each(by, {each.reference: each.matter.ring for each in rows}, [BODY]) if rows else {}
    opened_ = [(each.matter.ring, open_part(each, kept.get(each.reference, {}).get(BODY))) for each in rows]
    return [(ring, part) for ring, part in opened_ if sides_in([part])]


def _of_side(
    part: OpenPart, matter: Matter, lying: dict[Code, set[str]], hers: list[tuple[str, OpenPart]], by: Actor
) -> list[Finding]:
    """What is found of one side."""
    side = side_of(part)
    if not side or not codes_of(part):
        return []
    opposite = THEIRS if side == OURS else OURS
    own = {ring for ring, other in hers if side_of(other) == opposite and is_same(part, other)}
    rings = (alike_in(part, lying, f"{opposite}.") | own) - {matter.ring}
    found = [Finding(part.reference, "our_matter", each) for each in whom_to_ask(by, owners_of(rings))]
    if side == THEIRS:
        names, is_alone = who_knows(by, cases := alike_in(part, lying))
        herself = [by.name_used] if cases and not names and not is_alone else []
        asked = [*names, *herself, *([""] if is_alone else [])]
        found += [Finding(part.reference, "our_client", each) for each in asked]
        found += of_the_house(part)
    return found
