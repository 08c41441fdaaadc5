"""The ways by which something of a case reaches a door: told there by a person, or sealed to whoever answers there."""

from typing import Any

from amparo.access.focal_points.models import FocalPoint
from amparo.casework.models import Case
from amparo.casework.queries.slices import slices_for
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Service
from amparo.vault.actions import rings
from tests.cases import person
from tests.flows import GOES, LESS, NO, WHO, Day
from tests.focal import accredited, with_key
from tests.integration.test_finding import make
from tests.letters import with_open_key
from tests.referrals import one, refer

HEALTH = "health_now"


def _door(day: Day, operator: str) -> Service:
    """A service of the organisation that every row of the table names."""
    found = Service.objects.filter(organisation__name=WHO).first()
    if found is None:
        found = make("Puerta Ejemplo", day.place, needs=(HEALTH,), operator=operator)
        type(found.organisation).objects.filter(pk=found.organisation.pk).update(name=WHO)
        project_all()
    return found


def is_sent(day: Day, case: Case, operator: str = "civil_society") -> None:
    """Somebody chose that door for her; nothing of hers was told there yet."""
    day.waiting = refer(day.house, case, _door(day, operator), "told", need=HEALTH)


def is_sent_to_state(day: Day, case: Case) -> None:
    is_sent(day, case, "health_state")


def second_agrees(day: Day, case: Case) -> None:
    """To a body of the State, and Berta, who reads the case, says that it may be told there."""
    is_sent_to_state(day, case)
    rings.share_ring(case.ring, day.house.readers["berta"], by=person(day.house, "ana"))
    sent = {"seen_part": one(day.house, case, day.waiting).part.number}
    day.plainly(lambda: day.press("case_referral_agree", [case.reference, day.waiting], sent, "berta"))


def tells(day: Day, case: Case) -> str:
    """Ana writes that what she needs was told there."""
    sent = {"content": ["coded_only"], "seen_part": one(day.house, case, day.waiting).part.number}
    day.press("case_referral_tell", [case.reference, day.waiting], sent)
    return GOES if one(day.house, case, day.waiting).told else NO


def passes(day: Day, case: Case) -> str:
    """Sealed to whoever answers there: what she finds in it when she comes in."""
    service = _door(day, "civil_society")
    focal = FocalPoint.objects.first()
    if focal is None:
        focal = accredited(day.place, service.organisation, on=clock.today())
        with_key(focal)
    her: Any = with_open_key(User.objects.get(pk=focal.user_id))
    before, found = len(slices_for(her)), one(day.house, case, day.waiting)
    sent = {"to": her.reference, "content": ["coded_only", "identity"], "seen_part": found.part.number}
    day.press("case_referral_pass", [case.reference, day.waiting], sent)
    passed = [each for each in slices_for(her) if each.note["code"] == found.code]
    assert len(slices_for(her)) == before + len(passed)
    if not passed:
        return NO
    return GOES if "name_used" in passed[0].note["later"] else LESS
