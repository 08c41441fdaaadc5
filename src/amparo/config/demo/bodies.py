"""The made-up focal points: officials of the bodies of the town, in each state a visitor may want to see."""

from typing import Any

from amparo.access.focal_points import actions
from amparo.commons.accounts import backends
from amparo.commons.places.queries import get_place
from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid
from amparo.config.demo.letters import open_key
from amparo.config.demo.people import Person, as_shown, fresh_phrase
from amparo.formats.access import FOCAL_POINT
from amparo.formats.opening import Span
from amparo.vault.actions.readers import confirm_reader
from amparo.vault.queries.readers import reader_of


def lay_focal_points(laid: Laid) -> list[Person]:
    """Everybody of the file; what the terminal tells are those who have something to try first."""
    made, told = {}, []
    for row in town.read("focal_points")["people"]:
        phrase = fresh_phrase()
        focal = invited(row, phrase, laid)
        made[row["key"]] = focal
        lay_states(focal, row, phrase, laid)
        if "first" in row:
            told.append(as_shown(row, FOCAL_POINT, phrase))
    for row in town.read("focal_points")["people"]:
        if "deputy" in row:
            focal = made[row["key"]]
            actions.change(focal, place=focal.place, deputy=made[row["deputy"]], facts=facts_of(row, laid), by=SETUP)
    return told


def invited(row: town.Row, phrase: str, laid: Laid) -> Any:
    """Her account, in a team of her body."""
    person = {"sign_in_name": row["sign_in_name"], "name_used": row["name_used"], "language": "es"}
    focal = actions.invite(
        organisation=laid.organisations[row["organisation"]], place=get_place(laid.places[row["place"]]), person=person,
        password=phrase, facts=facts_of(row, laid), by=SETUP, today=laid.before(row["invited"]),
    )  # fmt: skip
    focal.is_example = True
    focal.save(update_fields=["is_example"])
    return focal


def facts_of(row: town.Row, laid: Laid) -> dict[str, Any]:
    """What is written of her."""
    hours = [
        Span(sum(1 << day for day in each["days"]), each["opens"], each["closes"]) for each in town.hours(row["hours"])
    ]
    trained = {code: laid.before(days) for code, days in row["trainings"].items()}
    return {"competences": row["competences"], "languages": row["languages"], "hours": hours, "trainings": trained}


def lay_states(focal: Any, row: town.Row, phrase: str, laid: Laid) -> None:
    """What became of her since."""
    if "checked" in row:
        actions.accredit(focal, by=SETUP, on=laid.before(row["checked"]))
    if row.get("key_counts"):  # today: the log of keys tells its days in order, and those of the house were first
        open_key(focal.user, phrase, on=laid.today)
        reader: Any = reader_of(focal.user)
        confirm_reader(reader, by=SETUP, seen=reader.fingerprint, on=laid.today)
        backends.keeper.lock_person(focal.user)
    for visit in row.get("visits", ()):
        saw = {name: said for name, said in visit.items() if name != "days"}
        on = laid.before(visit["days"])
        actions.note_visit(focal, on=on, saw=saw, thanked=True, role="peer", by=SETUP, today=on)
    if "ended" in row:
        actions.end(focal, by=SETUP, on=laid.before(row["ended"]))
