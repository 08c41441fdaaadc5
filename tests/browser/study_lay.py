"""Laid into the made-up town before it opens: somebody who leads studies, somebody who asks, and a questionnaire.

Run by itself (``python -m tests.browser.study_lay``) over the folder of the town. The questionnaire asks for something
for which another part of the country has one place, and nobody has confirmed that one. It tells the passphrases.
"""

import json
import secrets
from typing import Any

from amparo.commons import clock

NEED = "peers"
PLACE = "Mesa de Jacinta, ejemplo"


def lay() -> dict[str, str]:
    """Everything; the passphrases by the names with which they come in."""
    import django

    django.setup()
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team
    from amparo.fieldwork.actions import instruments
    from amparo.vault.actions import readers as keys
    from amparo.vault.models import Reader
    from tests.field import MAPPING, XFORM
    from tests.peers import reviews_for_peers

    told: dict[str, str] = {}
    team = Team.objects.order_by("pk")[0]
    people = {}
    for name, role in (("leda", "study_lead"), ("yara", "interviewer"), ("rut", "reviewer")):
        told[name] = "-".join(secrets.token_hex(3) for _ in range(3))
        people[name] = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=told[name], by=accounts.SETUP
        )
        if role == "reviewer":
            reviews_for_peers(people[name])
        else:
            accounts.give_role(people[name], team=team, role=role, by=accounts.SETUP)
    confirm_key(people["leda"], told["leda"], keys, Reader)
    instrument = instruments.make_instrument(key="trial", kind="interview", by=people["leda"])
    brought = instruments.Brought(b"sheet", "prueba.xlsx", XFORM.encode())
    version = instruments.write_version(instrument, brought, by=people["leda"], mapping=MAPPING, needs=[NEED])
    instruments.sign(version, by=people["rut"], was_paid=True, on=clock.today())
    lay_place()
    return told


def confirm_key(person: Any, passphrase: str, keys: Any, readers: Any) -> None:
    """Her key, confirmed by a second person."""
    from amparo.commons.accounts.actions import SETUP
    from amparo.sealing.keys import fingerprint
    from amparo.vault.actions.staff import open_or_make_key

    kek = person.try_passphrase(passphrase).kek
    open_or_make_key(person, kek, clock.now())
    row = readers.objects.get(user=person)
    keys.confirm_reader(row, by=SETUP, seen=fingerprint(row.recipient), on=clock.today())


def lay_place() -> None:
    """One place for it, far from the town of the others, which nobody has confirmed."""
    from amparo.commons.directory.actions.projection import project_all
    from amparo.commons.directory.models import Attribute, Location, Organisation, Phone, Service, ServiceAtLocation
    from amparo.commons.places.models import Place

    town = Place.objects.get(name="Loja", admin1="EC-L")
    organisation = Organisation.objects.create(name=PLACE, operator="civil_society")
    service = Service.objects.create(organisation=organisation, name=PLACE, status="active", is_example=True)
    Attribute.objects.create(service=service, taxonomy="need", code=NEED)
    location = Location.objects.create(
        organisation=organisation, place=town, place_text=town.name, country="EC", lat=town.lat, lon=town.lon
    )
    ServiceAtLocation.objects.create(service=service, location=location)
    Phone.objects.create(service=service, number="+593 99 000 0077")
    project_all()


if __name__ == "__main__":
    print(json.dumps(lay()))
