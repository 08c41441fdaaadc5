"""A form that was filled in on a page of the house: it becomes what a phone would send, is sealed, and is gone here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from amparo.access.reporting.actions import tallies
from amparo.access.reporting.queries.tickets import NoTicket
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.doors.intake.actions.drafts import forget_draft, ring_in
from amparo.doors.intake.actions.flow import is_full
from amparo.doors.intake.forms.phones import NotSent
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.policies import Conflict, Refused
from amparo.formats.openrosa.filling import Filling, written
from amparo.formats.openrosa.filling.files import name_file

CARE = "default"


@unaudited("hers: a line would say when")
def send_hers(deployment: Any, filling: Filling, *, ticket: str, draft: str = "", now: datetime) -> None:
    """Seal what she filled in, use her ticket up, and forget what she had put down for another day.

    Raises
    ------
    NoTicket : it was sent before; nothing is doubled. NotSent : nothing was taken, and she has all of it still.
    """
    if is_full():
        raise NotSent("no_room", 503)
    xml = written(filling)
    try:
        with transaction.atomic(using=CARE):
            tallies.use_ticket(ticket, clock.day(now))
            receive(deployment, Sent(xml), now=now)
            forget_draft(ring_in(draft))
    except Conflict as error:  # it was taken up twice, in two windows, and is here already
        raise NoTicket("used") from error
    except Refused as error:
        raise NotSent(error.code) from error
    except OperationalError as error:
        raise NotSent("busy", 503) from error


@unaudited("of who asked or was on a round: a line would say when")
def send_from_desk(
    deployment: Any, filling: Filling, *, files: Mapping[str, tuple[str, bytes]] | None = None, now: datetime
) -> bool:
    """The same from the desk, with files by the question that they answer: (name, bytes). Whether it was new."""
    sent: dict[str, bytes] = {}
    for key, (name, data) in (files or {}).items():
        name_file(filling, key, name)
        sent[name] = data
    try:
        taken: Any = receive(deployment, Sent(written(filling), sent), now=now, at_the_desk=True)
    except Conflict:
        return False  # pressed twice, and the clock went on meanwhile
    except Refused as error:
        raise NotSent(error.code) from error
    except OperationalError as error:
        raise NotSent("busy", 503) from error
    return bool(taken.is_new)
