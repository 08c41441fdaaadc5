"""What the tests of referrals share: doors near the house, a case, and a referral made as the pages make it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import referrals as actions
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.actions.taking_back import take_back
from amparo.casework.models import Case
from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.queries.permissions import permission_for
from amparo.casework.queries.referrals import SHARE, Referral
from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Service
from amparo.formats.case_questions import Answer
from tests.cases import person
from tests.integration.test_finding import make
from tests.letters import Letters

NEED = "shelter_tonight"


def _tuesday() -> datetime:
    """The latest Tuesday before today, at ten in the morning in Ecuador: pages ask the clock, and permissions end."""
    today = clock.today()
    return datetime.combine(today - timedelta(days=(today.weekday() - 1) % 7 or 7), time(15), UTC)


NOW = _tuesday()
TODAY = clock.day(NOW)


def ahead(days: int) -> str:
    """A day of an appointment, as it is written down."""
    return (TODAY + timedelta(days=days)).isoformat()


def doors(place: Any) -> dict[str, Service]:
    """A house of an organisation, a State office, the police, and a hospital that tells the police."""
    made = {
        "casa": make("Casa Ejemplo", place, needs=(NEED,)),
        "otra": make("Otra Ejemplo", place, needs=(NEED,), km=3),
        "mujer": make("Oficina Ejemplo", place, needs=(NEED,), operator="social_state", km=1),
        "policia": make("Puesto Ejemplo", place, needs=(NEED,), operator="police"),
        "avisa": make("Albergue Ejemplo", place, needs=(NEED,), shares=("police",)),
        "hospital": make("Hospital Ejemplo", place, needs=("health_now",), operator="health_state", shares=("police",)),
    }
    project_all()
    return made


def refer(house: Letters, case: Case, service: Service, way: str = "slip", *, by: str = "ana", **more: Any) -> str:
    """A referral that somebody made; its opaque name."""
    said = {"ref_urgency": Answer("days"), "ref_with": Answer("nobody")} | more.pop("answers", {})
    need = more.pop("need", NEED)
    part = actions.refer(
        case, service=service.reference, need=need, way=way, answers=said, by=person(house, by), now=NOW, **more
    )
    return str(part.reference)


def one(house: Letters, case: Case, reference: str, by: str = "ana") -> Referral:
    """A referral as it stands now."""
    found = case_actions.open_case(case, by=person(house, by)).of_kind(REFERRAL)
    return Referral(next(each for each in found if each.reference == reference), case)


def step(house: Letters, case: Case, reference: str, to: str, *, by: str = "ana", **more: Any) -> None:
    """What happened there, written by somebody who saw how it stands."""
    seen, now = more.pop("seen", None), more.pop("now", NOW)
    seen = one(house, case, reference, by).part.number if seen is None else seen
    said = {code: Answer(value) for code, value in more.items()}
    actions.step(case, reference=reference, to=to, answers=said, seen=seen, by=person(house, by), now=now)


def tell(house: Letters, case: Case, reference: str, *content: str, by: str = "ana", now: datetime = NOW) -> None:
    seen = one(house, case, reference, by).part.number
    actions.tell(case, reference=reference, content=content, seen=seen, by=person(house, by), now=now)


def attempt(house: Letters, case: Case, reference: str, on: datetime) -> None:
    seen = one(house, case, reference).part.number
    actions.attempt(case, reference=reference, seen=seen, by=person(house, "ana"), now=on)


def took_back(house: Letters, case: Case, reference: str) -> None:
    seen = one(house, case, reference).part.number
    take_back(case, reference=reference, seen=seen, by=person(house, "ana"), now=NOW)


def agree(house: Letters, case: Case, reference: str, by: str) -> None:
    seen = one(house, case, reference, by).part.number
    actions.agree(case, reference=reference, seen=seen, by=person(house, by), now=NOW)


def allows(house: Letters, case: Case, found: Referral, *content: str, answer: str = "yes", **more: Any) -> str:
    """What she says to telling these very ones; the opaque name of the permission."""
    ana, door = person(house, "ana"), found.door
    standing = permission_for(case_actions.open_case(case, by=ana).parts, SHARE, door.recipient)
    said = Said(
        SHARE, answer, door.recipient, door.organisation, frozenset(content), "written",
        seen=standing.part.number if standing else None, **more,
    )  # fmt: skip
    write_permission(case, said=said, by=ana, now=NOW)
    given = permission_for(case_actions.open_case(case, by=ana).parts, SHARE, door.recipient)
    assert given is not None
    return given.part.reference
