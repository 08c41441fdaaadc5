"""What was agreed, for a browser that opens by itself: her copy goes out sealed, her changes come in sealed.

Whatever changes something bears a ticket, once, and the ticket is sealed to her words: who copied a request of hers on
its way cannot send it again, and with the lookup in it alone gets no other.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext, gettext_lazy

from amparo.access.reporting.actions.letters import NotSealedRight
from amparo.access.reporting.actions.tallies import once
from amparo.access.reporting.forms import sealed as parts
from amparo.access.reporting.queries.hers import NOTHING_TAKEN
from amparo.access.reporting.queries.sealed import SealedPage
from amparo.access.reporting.queries.tickets import NoTicket, ticket_for, ticket_in
from amparo.access.reporting.templatetags.hers import role_text
from amparo.casework.actions import hers as actions
from amparo.casework.queries.her_doors import next_places
from amparo.casework.queries.hers import Hers, Seen, hers_of
from amparo.commons import clock
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.codes import by_code, label
from amparo.vault.actions.hers import seal_small, words_of_ring
from amparo.vault.queries.opened import newest_key

type Body = dict[str, Any]
type Act = Callable[[HttpRequest, SealedPage], Body]
AGAIN = gettext_lazy("It was sent already, or this page lay open for long. Look at what stands here, and press again.")


def with_ticket(act: Act) -> Act:
    """Once for a ticket, and only for whoever opened it with these words."""

    def does(request: HttpRequest, page: SealedPage) -> Body:
        try:
            ticket = ticket_in(request.POST.get("t", ""), page.check)
            return once(ticket, lambda: act(request, page), clock.today())
        except NoTicket:
            return {"ok": False, "sentence": str(AGAIN), "again": True}

    return does


def ticket_box(page: SealedPage) -> str:
    """A ticket, sealed to her words."""
    words = words_of_ring(page.thread.ring)
    return parts.text_of(seal_small(words, ticket_for(page.check))) if words else ""


def case(request: HttpRequest, page: SealedPage) -> Body:
    """Her copy, what she took back since, and who opened her case."""
    found = hers_of(page.thread.ring)
    actions.end_lapsed(found.case)  # here, and not with what she says: what is refused undoes all that it did
    key = newest_key(found.case.ring) if found.case else None
    return {
        "ok": True,
        "case": key.recipient if key else "",
        "version": key.version if key else 0,
        "state": found.case.state if found.case else "",
        "box": parts.text_of(found.box) if found.box else "",
        "ticket": ticket_box(page),
        "stays": found.stays,
        "holds": list(found.holds),
        "taken": sorted(found.taken),
        "seen": [line(each) for each in found.seen],
        "readers": [{"role": each.role, "who": each.who} for each in found.readers],
    }


def line(seen: Seen) -> str:
    """Who did what on which day, in the language of her page."""
    act, role = label("case_act", seen.act, get_language() or "es"), role_text(seen.role)
    return f"{day_text(seen.on)}: {act} ({role})" if role else f"{day_text(seen.on)}: {act}"


def take(request: HttpRequest, page: SealedPage) -> Body:
    """She takes a permission back, or all of them."""
    sent = request.POST
    if not actions.take_back(hers(page).case, sent.get("part", ""), takes=sent.get("takes", "")):
        return {"ok": False, "sentence": str(NOTHING_TAKEN), "again": True}
    return {"ok": True}


def say(request: HttpRequest, page: SealedPage) -> Body:
    """She changes her name or how to reach her, or says yes to the summary."""
    case, version = hers(page).case, request.POST.get("version", "")
    actions.end_lapsed(case)
    if version != str(newest_key(case.ring).version):
        said = gettext("Who reads this changed while you were writing. Press again.")
        return {"ok": False, "sentence": said, "again": True}
    if not actions.take_word(case, parts.part_of(request, "message"), int(version)):
        return {"ok": False, "sentence": gettext("You changed it many times today. Write us a message instead.")}
    return {"ok": True, "places": next_doors(request)}


def next_doors(request: HttpRequest) -> list[str]:
    """Where somebody turned her away: the next places, a line each. What is asked for that is used and forgotten."""
    sent = request.POST
    if not sent.get("need"):
        return []
    shut, skip = (frozenset(sent.get(name, "")[:400].split()) for name in ("shut", "skip"))
    known = shut & set(by_code("operator"))
    found = next_places(sent["need"][:24], sent.get("svc", "")[:16], shut=known, skip=skip, now=clock.now())
    return [place_line(each) for each in found]


def place_line(place: Any) -> str:
    """A place in a line: its name, phones, where it is."""
    where = [", ".join(filter(None, (each.street, each.town))) for each in place.places]
    return " · ".join([place.name, *(each.number for each in place.phones), *filter(None, where)])


def close(request: HttpRequest, page: SealedPage) -> Body:
    """She closes her case."""
    if request.POST.get("sure") != "1":
        raise NotSealedRight("not sure")
    if not actions.close_hers(hers(page).case, takes=request.POST.get("takes", "")):
        return {"ok": False, "sentence": str(AGAIN), "again": True}
    return {"ok": True}


def hers(page: SealedPage) -> Hers:
    """What her words lead to; it is not right to act on a case that is not there."""
    found = hers_of(page.thread.ring)
    if found.case is None:
        raise NotSealedRight("no case")
    return found


ACTS: dict[str, Act] = {
    "case": case, "case_take": with_ticket(take), "case_say": with_ticket(say), "case_close": with_ticket(close),
}  # fmt: skip
