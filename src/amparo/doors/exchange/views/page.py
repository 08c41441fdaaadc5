"""What the page of an agreement shows of it, to this reader, today."""

from typing import Any

from django.utils.translation import get_language

from amparo.casework.queries.partners import PARTNER_KIND
from amparo.commons import clock
from amparo.commons.policy.policies import Actor
from amparo.doors.exchange.forms import FileForm, MarkedFileForm, MarkForm, PersonForm
from amparo.doors.exchange.policies import is_in_force, may_confirm, may_decide, may_end, may_keep, may_send, may_take
from amparo.doors.exchange.queries import partnerships as queries
from amparo.formats.codes import by_code
from amparo.formats.passing.rows import FEWEST, FEWEST_NEW
from amparo.vault.queries.readers import people_of_rings


def page_of(actor: Actor, found: Any) -> dict[str, Any]:
    """Everything that stands on it."""
    found.refresh_from_db()
    return {
        "found": found, "drawn": found.is_drawn, "last": queries.newest(found),
        "parcels": queries.parcels_of(found), "variables": queries.said_variables(found, get_language() or "es"),
        "knows_book": queries.book_of(found) is not None,
        "why_not_now": None if not found.is_in_force else is_in_force.reason(actor, found, clock.today()),
        "why_not_confirm": may_confirm.reason(actor, found), "why_not_end": may_end.reason(actor, found),
        "keeps": may_keep.allows(actor, found, clock.today()), "decides": may_decide.allows(actor),
        "asks": found.end_asked_by is not None and found.end_asked_by == actor,
        "confirm_form": MarkForm(),
        **(_going(actor, found) if found.sends else _coming(actor, found)),
    }  # fmt: skip


def _going(actor: Actor, found: Any) -> dict[str, Any]:
    """Of rows that go from here."""
    return {
        "why_not_send": may_send.reason(actor), "receipt_form": FileForm(), "fewest": FEWEST, "fewest_new": FEWEST_NEW,
        "took_back": found.is_in_force and queries.took_back(found),
        "aloud": by_code("consent_kind")[PARTNER_KIND].more["aloud"],
    }  # fmt: skip


def _coming(actor: Actor, found: Any) -> dict[str, Any]:
    """Of rows that come here."""
    opens = not found.is_over and not found.is_aside and queries.opens_it(actor, found)
    people = queries.could_open(found) if opens else []
    return {
        "why_not_take": may_take.reason(actor), "opens": opens, "key_is_old": queries.key_is_old(found),
        "who_opens": people_of_rings([found.ring]).get(found.ring, []), "people": people,
        "rows_form": MarkedFileForm(), "person_form": PersonForm(people=people),
    }  # fmt: skip
