"""What stands on the page of a case besides her answers, a block for each noun."""

from typing import Any

from django.utils.translation import get_language

from amparo.casework.policies.areas import may_destroy, may_let_in, may_write_state
from amparo.casework.policies.cases import TOOK_ALL_BACK, may_change, may_close, may_go, may_leave, took_all_back
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.policies.screens import may_screen
from amparo.casework.policies.stopping import SHE_STOPPED, may_write_more
from amparo.casework.policies.transfer import may_say_arrived
from amparo.casework.queries.calling_back import recalls_in
from amparo.casework.queries.incidents import incidents_shown, not_to
from amparo.casework.queries.legal_names import legal_name_in, looks_at
from amparo.casework.queries.notices import notices_in
from amparo.casework.queries.permissions import (
    SUMMARY,
    digest_of_text,
    is_approved,
    kinds_asked,
    permissions_in,
)
from amparo.casework.queries.reading import besides
from amparo.casework.queries.screens import SCREEN
from amparo.casework.queries.transfer import on_its_way, transfers_in, why_not_theirs
from amparo.casework.queries.young import young_of
from amparo.commons import clock
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import label


def permissions_block(opened: Any) -> dict[str, Any]:
    """What the page of a case says of her permissions and her summary."""
    on, language = clock.now(), get_language() or "es"
    known = next(iter(opened.of_kind(SUMMARY)), None)
    return {
        "permissions": [(each, each.state(on), each.is_given(on)) for each in permissions_in(opened.parts)],
        "kinds": [(kind, label("consent_kind", kind, language)) for kind in kinds_asked()],
        "summary": known,
        "summary_text": known.said("summary_text", "") if known else "",
        "summary_digest": digest_of_text(known.said("summary_text", "")) if known else "",
        "summary_approved": bool(known and is_approved(known)),
    }


def young_block(actor: Actor, opened: Any) -> dict[str, Any]:
    """What it says where she is under 18, and of the name on her papers: that there is one, never the name."""
    minor, legal, looks = young_of(actor, opened), legal_name_in(opened), looks_at(opened)
    return {"young": opened.is_young, "minor": minor, "legal": legal, "looks": looks}


def told_block(opened: Any, actor: Any) -> dict[str, Any]:
    """What happened to her, to whom nobody sends her because of it, conversations about force and deceit; and who was
    told without her yes.
    """
    return {
        "notices": notices_in(actor, opened),
        "incidents": incidents_shown(opened.parts, clock.now()),
        "not_to": not_to(opened.parts),
        "screens": sorted(opened.of_kind(SCREEN), key=lambda part: part.is_over),
        "asks_screen": may_screen.allows(actor, opened.case),
    }


def rights_block(actor: Actor, opened: Any, held_until: Any) -> dict[str, Any]:
    """What she may do with a case, or why not."""
    found, reading = opened.case, opened.reading
    return {
        "why_not_write": may_change.reason(actor, found),
        **more_block(actor, opened),
        "why_not_close": may_close.reason(actor, found),
        "why_not_move": may_write_state.reason(actor) or (TOOK_ALL_BACK if took_all_back(found) else None),
        "why_not_share": may_let_in.reason(actor),
        "why_not_destroy": may_destroy.reason(actor, besides(reading.people, actor)),
        "why_not_go": may_go.reason(actor, held_until),
        "why_not_give_on": may_give_on.reason(actor, reading.until(actor)),
        "why_not_leave": may_leave.reason(actor, found, besides(reading.for_good, actor)),
    }


def more_block(actor: Actor, opened: Any) -> dict[str, Any]:
    """Why no more of her is written, or None; and whether it is because she goes with us no more."""
    why_not = may_write_more.reason(actor, opened.case, opened.she_stopped)
    return {"open": opened, "why_not_more": why_not, "has_stopped": why_not is SHE_STOPPED}


def transfer_block(actor: Actor, opened: Any) -> dict[str, Any]:
    """What the page of a case says of other organisations: what is on its way, what arrived, what is called back."""
    sent = on_its_way(opened.parts)
    reason = why_not_theirs(opened.parts, sent, clock.now()) if sent else None
    return {
        "on_its_way": sent,
        "sent": transfers_in(opened.parts),
        "why_not_arrived": may_say_arrived.reason(actor, opened.case, sent, reason) if sent else None,
        "back": recalls_in(opened.parts),
    }
