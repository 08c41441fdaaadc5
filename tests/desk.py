"""What the tests of the desk share: someone with a role, a place, a page filled in as an editor does."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Team, User
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Attribute, Location, Organisation, Phone, Service, ServiceAtLocation


def person(*roles: str) -> User:
    """Someone with these roles."""
    made = accounts.open_account(
        sign_in_name=f"p{User.objects.count()}", name_used="Ana", password="irrelevante aqui", by=accounts.SETUP
    )
    team = Team.objects.first() or accounts.make_team(name="Casa", by=accounts.SETUP)
    for role in filter(None, roles):
        accounts.give_role(made, team=team, role=role, by=accounts.SETUP)
    return made


def client_of(user: User) -> Client:
    """A browser in which she has come in."""
    client = Client()
    client.force_login(user)
    return client


def client_with(*roles: str) -> Client:
    """A browser of someone with these roles."""
    return client_of(person(*roles))


def service(name: str = "Consulta", **more: object) -> Service:
    """A place with one door and one number."""
    organisation, _ = Organisation.objects.get_or_create(name="Casa Maíz", operator="civil_society")
    made = Service.objects.create(organisation=organisation, name=name, **more)
    Attribute.objects.create(service=made, taxonomy="need", code="food")
    location = Location.objects.create(organisation=organisation, place_text="Tulcán", street="Calle Olmedo 12")
    ServiceAtLocation.objects.create(service=made, location=location)
    Phone.objects.create(service=made, number="+593 99 000 0000")
    return made


def days_ago(days: int) -> date:
    """So many days before today, where the house stands."""
    return clock.today() - timedelta(days=days)


def checked(days: int, **more: object) -> dict[str, object]:
    """The columns of a place that was confirmed so many days ago."""
    return {"checked_on": days_ago(days), "checked_by_role": "checker", "checked_how": "phone", **more}


def found(service: Service, what: str = "holds", *, on: str = "", how: str = "phone") -> dict[str, str]:
    """The page of who confirms, filled in after the place was read out as it stands now."""
    service.refresh_from_db()
    today = f"{days_ago(0):%d/%m/%Y}"
    return {"holds": what, "how": how, "on": on or today, "changed_at": service.changed_at.isoformat()}


def rung(service: Service, **answers: str) -> dict[str, str]:
    """The page of the numbers, filled in for the place as it stands now: what was found, by the number's figures."""
    service.refresh_from_db()
    found = {
        str(phone.uid): answers.get("".join(filter(str.isdecimal, phone.number)), "") for phone in service.phones.all()
    }
    return found | {"changed_at": service.changed_at.isoformat()}


def last_number() -> int:
    """The number of the last act."""
    return Act.objects.count()


def verbs_since(number: int) -> list[str]:
    """What the trail says was done after this act."""
    return list(Act.objects.filter(number__gt=number).values_list("verb", flat=True))


def typed(**changes: object) -> dict[str, object]:
    """A page filled in as an editor does."""
    page: dict[str, object] = {
        "organisation_name": "Casa Maíz",
        "operator": "civil_society",
        "shares_with": ["police"],
        "website": "",
        "name": "Consulta de la mañana",
        "summary": "Te ven hoy, sin papeles.",
        "description": "",
        "language": "es",
        "status": "active",
        "needs": ["health_now", "food"],
        "welcome": ["trans_women"],
        "commitments": ["no_police_call"],
        "languages": ["es", "ht"],
        "papers": "none",
        "cost": "free",
        "cost_note": "",
        "access_modes": ["walk_in"],
        "how_to_ask": "",
        "they_ask": "El nombre que usas.",
        "must_tell": "",
        "eligibility": "",
        "minimum_age": "",
        "maximum_age": "",
        "answers_within_hours": "24",
        "alert": "",
        "at": "",
        "place": "Tulcán",
        "street": "Calle Olmedo 12",
        "coordinates": "0.8119, -77.7173",
        "as_people_go": "A pie desde el puente",
        "accessibility": ["step_free"],
        "tier": "0",
        "changed_at": "",
        "hours-TOTAL_FORMS": "2",
        "hours-INITIAL_FORMS": "0",
        "hours-0-days": ["0", "1", "2", "3", "4"],
        "hours-0-opens": "8",
        "hours-0-closes": "12:30",
        "hours-1-days": ["5"],
        "hours-1-opens": "20h00",
        "hours-1-closes": "02.00",
        "phones-TOTAL_FORMS": "1",
        "phones-INITIAL_FORMS": "0",
        "phones-0-number": "+593 99 000 0000",
        "phones-0-kind": "whatsapp",
        "phones-0-hours": "",
    }
    return page | changes


def written(client: Client, **changes: object) -> Service:
    """A service put on the list through the page."""
    answer = client.post(reverse("desk_new"), typed(**changes))
    assert answer.status_code == 302, [(str(f.label), str(f.errors)) for _, f in answer.context["entry"].wrong()]
    return Service.objects.get(reference=answer.url.rsplit("/", 1)[1])
