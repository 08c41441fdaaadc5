"""What the tests about the pages of a study share: a questionnaire that wants help near, two places of which one was
confirmed, and a study with its protocol. All of it is made up.
"""

import re
from typing import Any

from django.urls import reverse
from django.utils import translation

from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Attribute, Service
from amparo.commons.places.models import Admin1, Country, Landmark, Loaded, Place
from amparo.fieldwork.actions import instruments
from amparo.fieldwork.models import Study
from tests.cast import make_cast
from tests.desk import checked, days_ago, service
from tests.field import MAPPING, TODAY, XFORM, make_people
from tests.letters import opened_client, with_open_key

NEEDS = ("survivor_care", "lawyer")
PLAN = {
    "name": "Río azul, inventado", "aim": "Saber qué falta.", "design": "rds", "place": "EC-C", "zone": "border",
    "language": "es", "starts_on": "2026-12-01", "ends_on": "2027-03-01",
}  # fmt: skip
TEXTS = {
    "agreed": "Con la organización de ejemplo.", "benefit": "A quienes contestan.", "danger": "Se para y se llama.",
    "help": "La casa de ejemplo contesta de noche.", "told": "En marzo, en la casa.",
}  # fmt: skip
LINES = {
    "who-TOTAL_FORMS": "2", "who-INITIAL_FORMS": "0", "who-0-ask": "¿Vives en esta provincia?", "who-0-wanted": "yes",
    "who-1-ask": "¿Contestaste ya?", "who-1-wanted": "no", "paid-TOTAL_FORMS": "1", "paid-INITIAL_FORMS": "0",
    "paid-0-role": "interviewer", "paid-0-many": "3", "paid-0-amount": "120.50",
}  # fmt: skip


def a_small_map() -> dict[str, Place]:
    """Two towns of two parts of one country, instead of whatever map is there; and a neighbour without a town."""
    Landmark.objects.all().delete()
    for model in (Place, Admin1, Country, Loaded):
        model.objects.all()._raw_delete("default")
    for code, zone in (("EC", "America/Guayaquil"), ("CO", "America/Bogota")):
        Country.objects.create(code=code, timezone=zone)
    towns = {}
    for unit, country, name, town, folded, lat in (
        ("EC-C", "EC", "Carchi", "Tulcán", "tulcan", 0.812), ("EC-P", "EC", "Pichincha", "Quito", "quito", -0.23),
        ("CO-NAR", "CO", "Nariño", "", "", 0.0),
    ):  # fmt: skip
        Admin1.objects.create(code=unit, country_id=country, name=name, timezone="America/Guayaquil")
        if town:
            towns[folded] = Place.objects.create(
                code=folded, name=town, folded=folded, admin1_id=unit, lat=lat, lon=-77.7, population=90_000
            )
    Loaded.objects.create(digest="a map for tests")
    return towns


class House:
    """Those who ask, a questionnaire that wants help near, and two places of which one was confirmed."""

    def __init__(self) -> None:
        cast, places = make_cast(), a_small_map()
        self.border = cast.border
        _letters, self.people = make_people(cast)
        self.people["carla"], self.people["diana"] = cast.carla, cast.diana
        leda = with_open_key(self.people["leda"])
        made = instruments.make_instrument(key="trial", kind="interview", by=leda)
        brought = instruments.Brought(b"sheet", "prueba.xlsx", XFORM.encode())
        self.version = instruments.write_version(
            made, brought, by=leda, mapping=MAPPING, needs=NEEDS, is_sensitive=True
        )
        instruments.sign(self.version, by=self.people["iris"], was_paid=True, on=TODAY)
        self.clinic = a_place("Consulta de la mañana", "survivor_care", places["tulcan"], **checked(3))
        self.counsel = a_place("Casa de la esquina", "lawyer", places["tulcan"])
        a_place("Lejos", "lawyer", places["quito"], **checked(3))
        project_all()

    def client(self, name: str) -> Any:
        return opened_client(self.people[name], raise_request_exception=False)

    def post(self, page: str, sent: dict[str, Any], *more: str) -> Any:
        return self.client("leda").post(at(page, Study.objects.get().reference, *more), sent)

    def read(self, page: str, who: str = "leda") -> str:
        return text(self.client(who).get(at(page, Study.objects.get().reference)))


def a_place(name: str, need: str, town: Any, **more: Any) -> Service:
    made = service(name, **more)
    Attribute.objects.filter(service=made).update(code=need)
    location = made.at_locations.get().location
    location.place, location.country = town, town.admin1.country_id
    location.save()
    made.phones.update(checked_on=made.checked_on)
    return made


def at(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def text(answer: Any) -> str:
    assert answer.status_code == 200, (answer.status_code, answer.text[-500:])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).order_by("number").values_list("verb", flat=True))


def confirm(house: House) -> None:
    """Somebody rang the other place."""
    Service.objects.filter(pk=house.counsel.pk).update(**checked(0))
    house.counsel.phones.update(checked_on=days_ago(0))
    project_all()


def planned_study() -> House:
    """The study is planned and its protocol written."""
    house = House()
    assert house.client("leda").post(at("study_new"), PLAN).status_code == 302
    assert house.post("study_protocol", TEXTS | LINES).status_code == 302
    return house
