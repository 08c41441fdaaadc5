"""The made-up places where children are minded, and one made-up child who stays tonight."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.apps import apps

from amparo.commons.accounts.actions import give_role
from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid

VETTED = 40  # days ago


def lay_minding(people: dict[str, Any], teams: dict[str, Any], laid: Laid) -> None:
    """All of it, where the house minds children. One of the team gets the role of who minds, and her key opens."""
    if not apps.is_installed("amparo.access.alternative_care"):
        return
    from amparo.access.alternative_care.actions.places import make_place, vet_carer
    from amparo.vault.actions.readers import confirm_reader
    from amparo.vault.queries.readers import reader_of

    facts = town.read("minding")
    keeps, minds = people[facts["keeps"]], people[facts["minds"]]
    for person, team in ((keeps, facts["keeps_team"]), (minds, facts["team"])):
        give_role(person, team=teams[team], role="carer", by=SETUP)
        person.forget_roles()
        key: Any = reader_of(person)  # who may open more waits for a second person's word
        confirm_reader(key, by=SETUP, seen=key.fingerprint, on=laid.today)
    made = {}
    for row in facts["places"]:
        said = {name: value for name, value in row.items() if name != "key"}
        hours = {name: time.fromisoformat(said[name]) for name in ("opens", "closes")}
        made[row["key"]] = make_place(by=keeps, **(said | hours))
        vet_carer(
            made[row["key"]], user=minds, days=row["days"], until=laid.today + timedelta(days=180), by=keeps,
            on=laid.before(VETTED),
        )  # fmt: skip
    for row in facts["children"]:
        lay_child(row, made[row["place"]], minds, laid)


def lay_child(row: dict[str, Any], place: Any, by: Any, laid: Laid) -> None:
    """A record, who may collect, and stays that begin so many days from tonight, as the place counts its nights."""
    from amparo.access.alternative_care.actions.bookings import book
    from amparo.access.alternative_care.actions.children import add_collector, begin_child
    from amparo.access.alternative_care.queries.room import tonight_at

    answers = {code: town.answer_of(said) for code, said in row["said"].items()}
    child = begin_child(answers=answers, by=by)
    for each in row["collectors"]:
        add_collector(child, until=laid.today + timedelta(days=60), by=by, **each)
    tonight = tonight_at(place, laid.now)
    noon = datetime.combine(tonight, time(12), UTC)
    for ahead in row["nights"]:
        book(child, place=place, on=tonight + timedelta(days=ahead), by=by, now=noon)
