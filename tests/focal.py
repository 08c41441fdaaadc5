"""What the tests of focal points share: a body of the list, one of its people, and what the trail says."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from amparo.access.focal_points import actions
from amparo.access.focal_points.models import FocalPoint
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Organisation
from amparo.formats.opening import Span
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import readers as keys
from amparo.vault.models import Reader
from tests.cast import PASSPHRASE
from tests.letters import OPENED_ON, own_key

TODAY = date(2026, 11, 26)
WORKDAYS = 0b0011111
MORNING = Span(WORKDAYS, time(8), time(12))
_number = count(1)


def body(name: str = "Hospital de Ejemplo", operator: str = "health_state", **more: Any) -> Organisation:
    """A body of the list of places."""
    made, _ = Organisation.objects.get_or_create(name=name, defaults={"operator": operator, **more})
    return made


def facts(**more: Any) -> dict[str, Any]:
    """What is written of somebody who answers for health in the mornings."""
    known = {"competences": ["health"], "languages": ["es"], "hours": [MORNING], "trainings": {}}
    return known | more


def invited(place: Any, of: Organisation | None = None, *, on: date = TODAY, name: str = "", **more: Any) -> FocalPoint:
    """Somebody who was invited on a day, and has not come in."""
    number = next(_number)
    person = {"name_used": name or f"Enlace {number}", "sign_in_name": f"enlace{number}", "language": "es"}
    return actions.invite(
        organisation=of or body(), place=place, person=person, password=PASSPHRASE, facts=facts(**more),
        by=accounts.SETUP, today=on,
    )  # fmt: skip


def accredited(place: Any, of: Organisation | None = None, *, on: date = TODAY, **more: Any) -> FocalPoint:
    """Somebody who was accredited on a day."""
    focal = invited(place, of, on=on, **more)
    actions.accredit(focal, by=accounts.SETUP, on=on)
    return again(focal)


def with_key(focal: FocalPoint, *, confirmed: bool = True) -> Reader:
    """Her key, made by her first sign-in; confirmed by a second person or not."""
    person: Any = User.objects.get(pk=focal.user_id)
    own_key(person)
    reader = Reader.objects.get(user=person)
    if confirmed:
        keys.confirm_reader(reader, by=accounts.SETUP, seen=fingerprint(reader.recipient), on=OPENED_ON)
        reader.refresh_from_db()
    return reader


def again(focal: FocalPoint) -> FocalPoint:
    """She, as she is kept now."""
    return FocalPoint.objects.get(pk=focal.pk)


def before(days: int) -> date:
    """So many days before the day of these tests."""
    return TODAY - timedelta(days=days)


def said(verb: str) -> list[tuple[str, str]]:
    """Who did this to what, as the trail has it."""
    return [(each.actor, each.target) for each in Act.objects.filter(verb=verb).order_by("number")]
