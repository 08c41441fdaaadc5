"""Whoever goes with her asks a lawyer of the house: who the sides are goes to her, and nothing of what happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amparo.casework.actions.holding import held
from amparo.casework.actions.parts import add_part as add_to_case
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.cases import OpenCase, opened, whole
from amparo.casework.queries.flowing import check_flow
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.consent.permission import HOUSE, Scope
from amparo.legal.representation.actions.matters import lay_matter
from amparo.legal.representation.actions.parts import CARE
from amparo.legal.representation.models import Matter, MatterPart
from amparo.legal.representation.policies import may_ask
from amparo.legal.representation.queries.matters import CALLED, CASE, COUNTRY, KIND
from amparo.vault.actions.exclusion import handed_on, leave_ring_out, readers_for
from amparo.vault.actions.fields import write_new_fields
from amparo.vault.actions.rings import leave_rings
from amparo.vault.policies import RECOVERY
from amparo.vault.queries.parts import BODY, body_of
from amparo.vault.queries.readers import Somebody, readers_of_ring

ASKED = "lawyer"  # of the list case_part
TOLD = frozenset(
    {"need_summary", "identity", "contact"}
)  # who she is and where: without it nobody looks for a conflict


@audited("matter.asked", using=CARE)
def ask_lawyer(
    found: OpenCase,
    *,
    reader: Any,
    kind: str,
    country: str = "",
    other: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime | None = None,
) -> Matter:
    """Begin a matter for a lawyer of the house out of a case: she looks for a conflict before she is told anything.

    Whom she left out of the case is left out of the matter. The lawyer is not let into the case by it.
    """
    case, moment = held(found.case, by), now or clock.now()
    found = opened(by, case)  # as it is now: what she said since the page was made counts
    may_ask.check(by, reader)
    may_write_more.check(by, case, found.she_stopped)
    check_flow(
        by,
        found.parts,
        "colleague",
        HOUSE,
        Scope(TOLD),
        on=moment,
        met={"on_the_case", "needs_it"},
    )
    facts = handed_on(case, by=by)
    readers = readers_for([reader], facts, case.ring)
    may_ask.check(by, reader if reader in readers else None)
    matter, seed = lay_matter(readers=readers, facts=facts, owner=reader.user, now=now)
    said = {KIND: Answer(kind), COUNTRY: Answer(country or None), CALLED: Answer(found.name or None)}
    data = {code: each.as_data() for code, each in checked_all(said, "matter").items()}
    write_new_fields(matter.ring, matter.reference, {**data, CASE: case.reference}, seed)
    her = {"party_role": Answer("client"), "party_name": Answer(found.name or None), "party_phone": _where(found)}
    sides = [her, {"party_role": Answer("opposing"), **{k: Answer(v) for k, v in (other or {}).items() if v}}]
    for each in sides if other and any(other.values()) else sides[:1]:
        part = MatterPart.objects.create(matter=matter)
        body = body_of("party", moment, opaque(by), checked_all(each, "party"), {})
        write_new_fields(matter.ring, part.reference, {BODY: body}, seed)
    more = {"matter": matter.reference}
    add_to_case(case, kind=ASKED, answers={"lawyer_kind": Answer(kind)}, by=by, more=more, now=now)
    return matter


@unaudited("a part of leaving somebody out of a case, which is audited")
def leave_out_along(case: Any, somebody: Somebody, has_sheet: bool, by: Actor) -> None:
    """Whom she leaves out of her case later is left out of its matters, too; also where it is the lawyer herself."""
    asked = whole(by, case).of_kind(ASKED)
    # Held, as whoever lets somebody into one of them holds it: the later of the two sees what the other did.
    rows = Matter.objects.select_for_update()
    for row in rows.filter(reference__in=[str(each.more.get("matter", "")) for each in asked]):
        if has_sheet:
            for sheet in (each for each in readers_of_ring(row.ring) if each.kind == RECOVERY):
                leave_rings([row.ring], sheet)
        leave_ring_out(row.ring, somebody)
        if somebody.user is not None and row.owner_id == somebody.user.pk:
            Matter.objects.filter(pk=row.pk).update(owner=None)


def _where(found: OpenCase) -> Answer:
    given = found.answers.get("contact_where", Answer())
    return Answer(str(given.value)[:200]) if given.value else Answer()
