"""Incidents as rows for GBVIMS: from cases that she opens, of those who allowed it for this very organisation.

Her permission is a filter here (the flow ``gbvims``). What the flow needs besides, a second person, is asked by whoever
hands the export out. Nothing of a conversation about force and deceit is read here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from amparo.casework.models import Case
from amparo.casework.queries.incidents import (
    OTHERWISE,
    ROW,
    SURVIVOR,
    day_said,
    decided_of,
    incidents_in,
)
from amparo.casework.queries.parts import OpenPart, parts_in
from amparo.casework.queries.permissions import recipient_named, why_not_flow
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, answer_of
from amparo.formats.consent.permission import Scope
from amparo.formats.gbvims.incident import Incident
from amparo.formats.gbvims.recorder import Export, export
from amparo.formats.genders import counted_as
from amparo.formats.incidents import NOT_ASKED
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import BODY

GENDER, AGE = "gender", "age_band"
FLOW, CODED = "gbvims", Scope(frozenset({"coded_only"}))


def rows_for(actor: Actor, cases: Iterable[Case], *, to: str, on: datetime) -> Export:
    """Rows of the incidents in these cases, as far as her key opens them, for the organisation that is called ``to``.

    Few questions a case: hand over the cases with their parts fetched.
    """
    reasons: dict[str, str | None] = {}
    found: list[Incident] = []
    recipient = recipient_named(to, is_state=False)
    for case in cases:
        parts, answers = _opened(actor, case)
        told = incidents_in(parts)
        reason = why_not_flow(parts, FLOW, recipient, CODED, on=on) if told else None
        for part in told:
            found.append(incident_of(part, answers))
            reasons[found[-1].incident_id] = reason
    return export(found, consent=lambda incident: reasons[incident.incident_id])


def incident_of(part: OpenPart, answers: dict[str, Answer]) -> Incident:
    """One incident in codes. Her words, her name, days of birth and places do not come along.

    The kind is that of the rule: a count is comparable only where everybody decides alike. Her age is a band, for what
    GBVIMS concludes of it, and does not leave.
    """
    who = part.said("who", ())
    genders, age = answers.get(GENDER, Answer()).value, answers.get(AGE, Answer()).value
    day = day_said(part, "happened_day")
    return Incident(
        incident_id=str(part.more[ROW]),
        survivor_code=str(part.more[SURVIVOR]),
        told_on=part.on,
        happened_on=day,
        only_month=day is None and bool(part.said("happened_month")),
        age_band=age if isinstance(age, str) else "",
        genders=tuple(dict.fromkeys(map(counted_as, genders))) if isinstance(genders, tuple) else (),
        displacement_phase=part.said("phase", ""),
        time_of_day=part.said("day_part", ""),
        place_kind=part.said("place", ""),
        decided=decided_of(part),
        goods_exchanged=answered(part, "goods"),
        abduction=part.said("abduction", ""),
        told_before=answered(part, "told_before"),
        earlier_incidents=answered(part, "earlier"),
        who_count=part.said("who_count", ""),
        who_before=answered(part, "who_before"),
        relationship=who[0] if len(who) == 1 else "",
        several_who=len(who) > 1,
        wants_legal_action=answered(part, "legal"),
        seen_otherwise=bool(part.more.get(OTHERWISE)),
    )


def answered(part: OpenPart, code: str) -> str:
    """Her answer to a question with yes or no (list ``answer``); what was left out was not asked."""
    given = part.answers.get(code)
    return str(given.value or given.said or NOT_ASKED) if given else NOT_ASKED


def _opened(actor: Actor, case: Case) -> tuple[list[OpenPart], dict[str, Answer]]:
    """The parts of a case, and of her answers the two that a row needs: nothing else of hers is opened."""
    rows: list[Any] = list(case.parts.all())
    kept = fields_of(actor, case.ring, [case.reference, *(each.reference for each in rows)], names={BODY, GENDER, AGE})
    answers = {name: answer_of(each.answer) for name, each in kept[case.reference].items() if each.opens}
    return parts_in(case, rows, kept), answers
