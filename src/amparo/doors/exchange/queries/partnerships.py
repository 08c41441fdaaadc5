"""Agreements as a page reads them, and of which partners she may be asked."""

from datetime import date, datetime
from typing import Any

from amparo.casework.queries.coded import partner_named
from amparo.commons import clock
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor, Hidden
from amparo.doors.exchange.models import COMING, DRAWN, ENDED, GRACE, HERE, IN_FORCE, Parcel, Partnership
from amparo.doors.exchange.policies import TAKING, may_see
from amparo.evidence.queries import has_batch
from amparo.formats import codebook as formats
from amparo.formats.fold import fold
from amparo.formats.passing.agreements import variables_of
from amparo.vault.actions.passing import key_of_ring
from amparo.vault.queries.coded import ids_for
from amparo.vault.queries.opened import hers
from amparo.vault.queries.readers import could_read

BOOK = "cases"  # what can be passed on today: what she allows stands in her case, and a study asks for itself alone


def partnerships(actor: Actor) -> list[Partnership]:
    """Every agreement; those in force first, what ended last."""
    may_see.check(actor)
    order = [IN_FORCE, DRAWN]
    found = Partnership.objects.select_related("drawn_by", "confirmed_by")
    return sorted(found, key=lambda each: (order.index(each.state) if each.state in order else 9, fold(each.partner)))


def get_partnership(actor: Actor, reference: str) -> Partnership:
    """One of them."""
    may_see.check(actor)
    rows = Partnership.objects.select_related("drawn_by", "confirmed_by")
    found: Partnership | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def partners_to_ask_of() -> list[str]:
    """The partners to which rows go today: she is asked of each by its name."""
    today = clock.today()
    found = Partnership.objects.filter(sends=True, state=IN_FORCE, begins__lte=today, ends__gte=today)
    return list(found.values_list("receiver", flat=True))


def other_with(partner: str, *, sends: bool) -> Partnership | None:
    """The agreement in force with the same house in the same direction: the same rows would count twice."""
    found = Partnership.objects.filter(sends=sends, state=IN_FORCE)
    return next((each for each in found if partner_named(each.partner) == partner_named(partner)), None)


def senders() -> dict[str, str]:
    """Of each source of rows that came here the house that sent it: the same one under every agreement with it."""
    return {each.source: each.sender for each in Partnership.objects.filter(sends=False)}


def opens_it(actor: Actor, found: Partnership) -> bool:
    """Does the lock of this agreement open with her key? Her key need not be open now."""
    return bool(found.ring) and bool(hers(Partnership.objects.filter(pk=found.pk), actor).exists())


def gone_after(on: date) -> date:
    """The day in whose night rows are destroyed that two people set aside on this day."""
    return on + GRACE


def key_is_old(found: Partnership) -> bool:
    """Did somebody who held the key leave since it was agreed?"""
    return found.state != ENDED and bool(found.ring) and key_of_ring(found.ring) != found.recipient


def could_open(found: Partnership) -> list[Any]:
    """Colleagues who count, have a confirmed key, and do not open this one."""
    readers = could_read(found.ring)
    may = [each.user for each in readers if each.user and each.user.is_active and each.user.has_role(*TAKING)]
    return sorted(may, key=lambda each: (each.name_used, each.pk))


def newest(found: Partnership) -> Parcel | None:
    """The last file that was made here; or the one whose rows are here, also where nobody could note it any more."""
    if found.sends:
        made: Parcel | None = found.parcels.first()
        return made
    coming = found.parcels.filter(state=COMING).first()
    if coming is not None and has_batch(coming.token):
        return coming
    here: Parcel | None = found.parcels.filter(state=HERE).first()
    return here


def parcels_of(found: Partnership) -> list[Parcel]:
    """Every file, the newest first."""
    last = newest(found)
    return [each for each in found.parcels.all() if each.state != COMING or each == last]


def book_today() -> formats.Codebook:
    """The codebook of what can be passed on, as this house has it today."""
    return formats.codebook(BOOK)


def book_of(found: Partnership) -> formats.Codebook | None:
    """The codebook of an agreement, as this house has it; None where it has another one under that name."""
    book = codebook_of(found.codebook)
    return book if book is not None and book.digest == found.digest else None


def named_variables(book: formats.Codebook, language: str) -> list[tuple[str, str]]:
    """The variables of a codebook, each as an agreement names it and as people do."""
    parts = {each.code: each.texts[language] for each in book.parts}
    of = {f"{each.part}.{each.code}" if each.part else each.code: each for each in book.variables}
    return [
        (name, f"{parts[part]}: {of[name].label(language)}" if part else of[name].label(language))
        for name, part in variables_of(book).items()
    ]


def said_variables(found: Partnership, language: str) -> list[str]:
    """What was agreed on, in words; by its name where this house has another codebook."""
    book = book_of(found)
    words: dict[str, Any] = dict(named_variables(book, language)) if book else {}
    order = [*words, *(each for each in found.variables if each not in words)]
    return [str(words.get(each, each)) for each in order if each in found.variables]


def allowed_ids(found: Partnership, now: datetime | None = None) -> list[int]:
    """The rows that may go to this partner today."""
    return ids_for(partner_named(found.partner), found.codebook, now)


def took_back(found: Partnership, now: datetime | None = None) -> bool:
    """Did somebody whose row went take her word back, or did its time end? Then they must have another file."""
    last = newest(found) if found.sends else None
    return last is not None and not set(last.rows) <= set(allowed_ids(found, now))


def agreement_of_code(code: str) -> Partnership | None:
    """The agreement that both houses know by this code; for another door, which asks for nobody."""
    found: Partnership | None = Partnership.objects.filter(code=code).first()
    return found
