"""What is left of her acts: how many there were on a day. And tickets, used once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from amparo.access.reporting.models import Tally, UsedTicket
from amparo.access.reporting.queries.tickets import NoTicket, digest_of
from amparo.commons.audit.actions import unaudited

HEARD, LETTER, SENTENCE, REPLY, CHANGED, WITHDRAWN = "heard", "letter", "sentence", "reply", "changed", "withdrawn"


@unaudited("it is the count that stands for her acts")
def count(what: str, on: date) -> None:
    """One more."""
    if not Tally.objects.filter(on=on, what=what).update(count=F("count") + 1):
        _row, made = Tally.objects.get_or_create(on=on, what=what, defaults={"count": 1})
        if not made:
            Tally.objects.filter(on=on, what=what).update(count=F("count") + 1)


@unaudited("her own act leaves no row that names her")
def use_ticket(ticket: str, on: date) -> None:
    """Use a ticket up; a second use, also at the same moment in another process, meets the row of the first.

    The transaction it is part of ends with a refusal: nothing of it is kept.
    """
    try:
        with transaction.atomic(using="default", savepoint=False):
            UsedTicket.objects.create(check_of=digest_of(ticket), on=on)
    except IntegrityError as error:
        raise NoTicket("used") from error


@unaudited("her own act leaves no row that names her")
def end_ticket(ticket: str, on: date) -> bool:
    """End a form, whatever came of it; False where it had ended before."""
    try:
        with transaction.atomic(using="default"):
            use_ticket(ticket, on)
    except NoTicket:
        return False
    return True


@unaudited("her own act leaves no row that names her")
def once(ticket: str, act: Callable[[], dict[str, Any]], on: date) -> dict[str, Any]:
    """Do something and use a ticket up with it, both or neither. What was refused used nothing up.

    Raises
    ------
    NoTicket : where it was used before; nothing is done then.
    """
    with transaction.atomic(using="default"):
        use_ticket(ticket, on)
        said = act()
        if not said["ok"]:
            transaction.set_rollback(True, using="default")
    return said
