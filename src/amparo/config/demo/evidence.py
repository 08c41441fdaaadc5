"""The made-up room of evidence: who counts and who checks, and the rows that four other houses sent.

Nothing is written past a door: an agreement is drawn up and its mark compared, the other house seals its file to the
key of that agreement, and the file is taken in with the key of who counts. What the other houses would have sealed is
drawn here, from one seed.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from operator import itemgetter
from random import Random
from typing import Any

from django.apps import apps

from amparo.commons.accounts import backends
from amparo.commons.accounts.actions import give_role, open_account
from amparo.commons.accounts.queries import person_named
from amparo.config.demo import town
from amparo.config.demo.between import lay_between, lay_totals
from amparo.config.demo.laying import SETUP, Laid
from amparo.config.demo.letters import House, open_readers
from amparo.config.demo.people import Person, as_shown, fresh_phrase

type Happened = tuple[date, Callable[[], None]]  # on which day, and what
OF_INCIDENTS = ("core_type", "care_delay")  # in the part of a row that says what was done to her


def open_evidence(house: House, laid: Laid) -> tuple[dict[str, Any], list[Person]]:
    """The accounts of who counts, with a key to which other houses seal, and of who checks; none in a small house."""
    if not apps.is_installed("amparo.evidence"):
        return {}, []
    rows = town.read("evidence")["people"]
    people, told = open_readers([row for row in rows if row.get("key")], house.teams, on=laid.today)
    for row in rows:
        if not row.get("key"):
            phrase = fresh_phrase()
            people[row["sign_in_name"]] = user = open_account(
                sign_in_name=row["sign_in_name"], name_used=row["name_used"], password=phrase, language="es", by=SETUP
            )
            give_role(user, team=house.teams[row["team"]], role=row["roles"][0], by=SETUP)
            told.append(as_shown(row, row["roles"][0], phrase))
    return people, told


def lay_evidence(people: dict[str, Any], laid: Laid) -> None:
    """What other houses sent and what was asked to leave, day by day; and what was reckoned, where anything is."""
    if not people:
        return
    facts = town.read("evidence")
    by, happened = people[facts["exchange"]["by"]], lay_partners(people, laid)
    if has_statistics():
        from amparo.config.demo.releases import requests_of
        from amparo.config.demo.results import lay_results

        happened += requests_of(people, laid)
        lay_results(by, laid)
    for _on, happens in sorted(happened, key=itemgetter(0)):
        happens()
    if has_statistics():
        from amparo.information.risk_profiles.jobs.coming import keep_came

        keep_came(by=by.reference)  # the last rows came after the profile was made
    lay_between(by, laid)
    if has_statistics():
        lay_totals(people, laid, partial(drawn_row, facts["shares"]))
    for person in people.values():
        backends.keeper.lock_person(person)


def has_statistics() -> bool:
    """Is there what counts? A house that only gathers does without, and shows no figure."""
    try:
        import numpy  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


def lay_partners(people: dict[str, Any], laid: Laid) -> list[Happened]:
    """Four agreements; and the files that came by each, on their days: the later one holds who came in between, too."""
    from amparo.doors.exchange.actions.agreeing import confirm, draw

    facts = town.read("evidence")
    said, rng = facts["exchange"], Random(facts["seed"])
    come: list[Happened] = []
    by: Any = people[said["by"]]
    for row in facts["partners"]:
        agreed = draw(
            by=by, sender=row["name"], receiver=town.read("town")["house"], purpose=said["purpose"],
            variables=said["variables"], begins=laid.before(said["begins"]), ends=laid.before(-said["ends"]),
            sender_role=said["sender_role"], receiver_role=said["receiver_role"],
        )  # fmt: skip
        confirm(agreed, heard=agreed.mark, by=person_named(said["confirms"]))
        agreed.refresh_from_db()
        most = max(each["people"] for each in row["files"])
        drawn = [drawn_row(facts["shares"] | row.get("shares", {}), rng) for _ in range(most)]
        for number, each in enumerate(row["files"], start=1):
            on, rows = laid.before(each["days"]), drawn[: each["people"]]
            come.append((on, partial(take_their_file, agreed, number, rows, rng, on, by)))
    return come


def take_their_file(agreed: Any, number: int, rows: list[Any], rng: Random, on: Any, by: Any) -> None:
    """The other house shuffles and seals; here its mark is compared and the file is opened."""
    from amparo.doors.exchange.actions.taking_in import take_in
    from amparo.formats.coarse import month_of
    from amparo.formats.passing.documents import mark_of
    from amparo.formats.passing.rows import Rows, rows_as_file
    from amparo.vault.actions.passing import seal_passing

    rows = rng.sample(rows, len(rows))
    inside = Rows(number, rng.randbytes(16).hex(), month_of(on), rows)
    data = seal_passing(agreed.recipient, rows_as_file(agreed.agreement, inside))
    take_in(agreed, data, heard=mark_of(data), by=by, now=datetime.combine(on, time(15), UTC))


def drawn_row(shares: dict[str, Any], rng: Random) -> dict[str, Any]:
    """One row of somebody who is not there."""
    said = {name: rng.choices(list(of), list(of.values())) for name, of in shares.items() if name != "incident"}
    happened = {name: said.pop(name) for name in OF_INCIDENTS}
    return {"codes": said, "parts": [["incident", happened]] if rng.random() < shares["incident"] else []}
