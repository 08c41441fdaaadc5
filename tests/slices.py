"""What the tests of slices share: a house with a clinic and whoever answers for it, and what was passed on to her."""

import re
from typing import Any

from amparo.access.focal_points.models import FocalPoint
from amparo.casework.actions import slices
from amparo.casework.models import Case
from amparo.casework.queries.slices import slices_for
from amparo.commons.accounts.models import User
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Service
from tests.cases import person
from tests.focal import accredited, with_key
from tests.integration.test_finding import make
from tests.letters import Letters, with_open_key
from tests.referrals import NEED, NOW, TODAY, allows, one, refer

HEALTH = "health_now"


def clinics(place: Any) -> dict[str, Service]:
    """A clinic of an organisation, a public hospital, and a house that gives something else."""
    made = {
        "clinica": make("Clínica Ejemplo", place, needs=(HEALTH,), operator="civil_society"),
        "hospital": make("Hospital Ejemplo", place, needs=(HEALTH,), operator="health_state"),
        "otra": make("Casa Ejemplo", place, needs=(NEED,)),
    }
    project_all()
    return made


def who_answers(place: Any, of: Service, name: str = "Nubia de ejemplo", *, confirmed: bool = True) -> FocalPoint:
    """Whoever answers for this service's body, with a key that counts or waits."""
    found = accredited(place, of.organisation, name=name, on=TODAY)
    with_key(found, confirmed=confirmed)
    return found


def her(focal: FocalPoint) -> Any:
    """The focal point, with her key open."""
    return with_open_key(User.objects.get(pk=focal.user_id))


def passed(house: Letters, case: Case, there: dict[str, Service], *content: str, door: str = "clinica") -> str:
    """A referral that was passed on to whoever answers; its opaque name."""
    reference = refer(house, case, there[door], "told", need=HEALTH)
    allows(house, case, one(house, case, reference), "coded_only", "need_summary", "identity", "contact")
    pass_on(house, case, reference, *(content or ("coded_only", "need_summary", "identity")))
    return reference


def pass_on(house: Letters, case: Case, reference: str, *content: str, to: str = "", by: str = "ana") -> None:
    who = to or User.objects.get(name_used="Nubia de ejemplo").reference
    seen = one(house, case, reference, by).part.number
    slices.pass_on(case, reference=reference, to=who, content=content, seen=seen, by=person(house, by), now=NOW)


def answer(focal: FocalPoint, to: str, **said: str) -> None:
    (found,) = slices_for(her(focal))
    slices.answer_slice(found.reference, to=to, said=said, by=her(focal), now=NOW)


def read(focal: FocalPoint) -> set[str]:
    """The questions whose answers she reads."""
    (found,) = slices_for(her(focal))
    return {question.code for question, _answer in found.told}


def plain(text: str) -> str:
    """A page without its token, and without the address that she asked for herself."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|entrada/[0-9a-f]{16}', "", text)
