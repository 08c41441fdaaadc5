"""The second made-up study: a short form on a page of the house, and rounds of a peer. And a form that nobody read yet.

Nothing of it went through the door, so that a visitor can open it herself.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.config.demo.questionnaires import HOUR, signed, written
from amparo.fieldwork.actions import studies
from amparo.fieldwork.actions.phones import give_phone
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.formats.instruments import instrument
from amparo.formats.instruments.simulating import made_up
from amparo.formats.openrosa.filling import blank_form


def lay_listening(facts: dict[str, Any], people: dict[str, Any], laid: Laid) -> None:
    """Planned, sent out and begun by who leads it; each who asks has a phone of it."""
    said, lead = facts["listening"], people["irma"]
    began = laid.before(said["days"])
    study = studies.plan_study(
        by=lead, is_example=True, place=town.read("town")["unit"], starts_on=began,
        ends_on=laid.today + timedelta(days=said["ends"]), plan=said["plan"],
        **{name: said[name] for name in ("name", "aim", "design", "zone", "size")},
    )  # fmt: skip
    for phone in said["phones"]:
        give_phone(study, person=people[phone["who"]], label=phone["label"], by=lead, on=began)
    rng, asked = Random(facts["seed"] + 2), []
    for row in said["asked"]:
        version, form = signed(row["instrument"], kind=row["kind"], modules=[], lead=lead, on=began)
        asked.append((studies.send_out(version, study=study, by=lead, on_web=row["on_web"], now=laid.now), form, row))
    studies.begin_study(study, by=lead, on=laid.today)
    for deployment, form, row in asked:
        study.refresh_from_db()
        _come(deployment, form, row, laid, rng)


def _come(deployment: Any, form: bytes, row: dict[str, Any], laid: Laid, rng: Random) -> None:
    """What came, sealed as it came: from her own phone over the page, or of a round at the desk."""
    blank, asked = blank_form(form), instrument(row["instrument"])
    for number in range(row["came"]):
        now = datetime.combine(laid.before(1 + number % 7), HOUR, UTC)
        xml = made_up(
            blank, asked, deployment.study.zone, rng, number=f"uuid:{UUID(int=rng.getrandbits(128))}", now=now, given={}
        )
        receive(deployment, Sent(xml), now=now, at_the_desk=not row["on_web"])


def lay_unread(facts: dict[str, Any], lead: Any) -> None:
    """A questionnaire that waits for a paid reviewer."""
    written(facts["instrument"], kind=facts["kind"], modules=facts["modules"], lead=lead)
