"""The made-up letters: who reads them, with keys made now, and threads in each state a visitor may want to see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.letters import Envelope, take_letter, write_letter, write_reply
from amparo.access.reporting.queries.hers import her_page
from amparo.access.reporting.queries.tickets import lane_of, new_ticket
from amparo.commons.accounts import backends
from amparo.commons.accounts.actions import give_role, make_team, open_account
from amparo.commons.accounts.queries import teams_for
from amparo.config.demo import town
from amparo.config.demo.cases import lay_cases
from amparo.config.demo.laying import SETUP, Laid
from amparo.config.demo.minding import lay_minding
from amparo.config.demo.people import Person, as_shown, fresh_phrase
from amparo.vault.actions import as_phone, receipts
from amparo.vault.actions.readers import confirm_reader, open_channel, tie_reader
from amparo.vault.actions.recovery import confirm_sheet, confirm_sheets, make_sheets, rehearse
from amparo.vault.actions.staff import StaffKeys
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from amparo.vault.queries.readers import get_readers, reader_of

WRITING = 60  # seconds that somebody writes before she sends
# Days ago, in the order in which a house does it: the keys, the sheets, the open door; then somebody new.
KEYS_MADE, SHEETS_MADE, OPENED, KEY_WAITS = 33, 32, 30, 1
SHEETS = "hojas-de-ejemplo.txt"


@dataclass(frozen=True, slots=True)
class House:
    """Who reads, and the sheets of paper; what the terminal tells of them."""

    people: dict[str, Any]
    teams: dict[str, Any]
    told: list[Person]
    sheets: list[str]


def lay_readers(laid: Laid) -> House:
    """Readers with keys, the sheets, and the open channel."""
    facts = town.read("letters")
    reads, waits = ([row for row in facts["readers"] if bool(row.get("waits")) is still] for still in (False, True))
    teams = teams_of_readers(facts)
    people, told = open_readers(reads, teams, on=laid.before(KEYS_MADE))
    sheets = keep_sheets(facts, people, on=laid.before(SHEETS_MADE))
    open_channel(by=SETUP, on=laid.before(OPENED))
    later, told_later = open_readers(waits, teams, on=laid.before(KEY_WAITS))
    return House(people | later, teams, [*told, *told_later], sheets)


def lay_letters(house: House, laid: Laid) -> list[tuple[str, tuple[str, ...]]]:
    """The threads and the cases; the words of each who wrote, by what the terminal calls her."""
    people = house.people
    written = [(row, *write_thread(row, people, laid)) for row in town.read("letters")["threads"]]
    words = [(row["words"], each) for row, _thread, each in written]
    threads, words_of = ({row["key"]: found[at] for row, *found in written} for at in (0, 1))
    lay_cases(people, threads, words_of, laid)
    lay_minding(people, house.teams, laid)
    for person in people.values():
        backends.keeper.lock_person(person)
    return [(name, each) for name, each in words if name and each]


def teams_of_readers(facts: dict[str, Any]) -> dict[str, Any]:
    """The teams by their keys, with the one from outside."""
    make_team(name=facts["outside_team"]["name"], by=SETUP)
    by_name = {team.name: team for team in teams_for(SETUP)}
    return {row["key"]: by_name[row["name"]] for row in [*town.read("people")["teams"], facts["outside_team"]]}


def open_readers(rows: list[dict[str, Any]], teams: dict[str, Any], *, on: date) -> tuple[dict[str, Any], list[Person]]:
    """The accounts of those who read, each with a key that the process confirms: in a real house people do."""
    people, told = {}, []
    for row in rows:
        phrase = fresh_phrase()
        user = open_account(
            sign_in_name=row["sign_in_name"], name_used=row["name_used"], password=phrase, language="es", by=SETUP
        )
        for role in row["roles"]:
            give_role(user, team=teams[row["team"]], role=role, by=SETUP)
        open_key(user, phrase, on=on)
        reader: Any = reader_of(user)
        tie_reader(reader, ties=row["ties"], organisation=row.get("organisation", ""), by=SETUP)
        if not row.get("waits"):
            confirm_reader(reader, by=SETUP, seen=reader.fingerprint, on=on)
        people[row["sign_in_name"]] = user
        told.append(as_shown(row, row["roles"][0], phrase))
    return people, told


def open_key(user: Any, phrase: str, *, on: date) -> None:
    """Come in as she would have on that day: her key is made, and open for as long as the town is laid out."""
    request, keeper, then = SimpleNamespace(new_unlock=""), StaffKeys(), datetime.combine(on, time(12), UTC)
    keeper.came_half(request, user, user.try_passphrase(phrase).kek, now=then)
    user.opened = keeper.opened(user, request.new_unlock, now=then)


def keep_sheets(facts: dict[str, Any], people: dict[str, Any], *, on: date) -> list[str]:
    """The sheets of paper, confirmed and tried out."""
    holders = [(people.get(row["person"]), row["name"]) for row in facts["holders"]]
    made, sheets = make_sheets(plan="2-3", holders=holders, by=SETUP, on=on)
    for share, sheet in zip(made.shares.order_by("number"), sheets, strict=True):
        confirm_sheet(share, sheet=sheet, by=SETUP, on=on)
    rehearse(made, sheets=sheets[1:], by=SETUP, on=on)
    confirm_sheets(made, by=SETUP, on=on)
    return sheets


def write_thread(row: dict[str, Any], people: dict[str, Any], laid: Laid) -> tuple[Any, tuple[str, ...]]:
    """One thread, as its people would have written it, and her words."""
    asked = Asked(bodies=row.get("about", ()), complaint=row.get("complaint", ""))
    decided = decide_now(asked)
    first, *rest = row["said"]
    on = datetime.combine(laid.before(row["days"]), time(12), UTC)
    ticket = new_ticket(on.timestamp() - (0 if row.get("early") else WRITING))
    lane = lane_of(ticket, "", now=on.timestamp())
    write = from_phone if row["sealed"] == "phone" else in_the_house
    words = write(first["text"], decided.decision.readers, decided.facts, lane=lane, ticket=ticket, now=on)
    thread: Any = her_page(receipts.open_with_words(receipts.receipt_of_text(" ".join(words), "es"))).thread
    for number, said in enumerate(rest, 1):
        later = min(on + timedelta(days=number), datetime.combine(laid.today, time(12), UTC))
        if said["by"] == "her":
            write_reply(thread, text=said["text"], ticket=new_ticket(), now=later)
        else:
            desk.answer(thread, text=said["text"], role="reader", seen=number, by=people[said["reader"]], now=later)
    if note := row.get("note"):
        desk.note(thread, text=note["text"], by=people[note["reader"]], now=later)
    return thread, words


def in_the_house(text: str, chosen: tuple[str, ...], facts: dict[str, Any], **more: Any) -> tuple[str, ...]:
    """A letter that the house closed."""
    return write_letter(text=text, readers=chosen, facts=facts, language="es", **more)


def from_phone(text: str, chosen: tuple[str, ...], facts: dict[str, Any], **more: Any) -> tuple[str, ...]:
    """A letter that was closed on a phone with a script."""
    words, _receipt = receipts.new_words("es")
    lookup, secret = as_phone.receipt_of_phone(words)
    closed = as_phone.close_letter(text, get_readers(chosen), facts, lookup=lookup, secret=secret)
    envelope = Envelope(
        case=closed.case, wraps=closed.wraps, facts=closed.facts, message=closed.message, lookup=closed.lookup,
        receipt=closed.receipt,
    )  # fmt: skip
    take_letter(envelope, readers=chosen, language="es", **more)
    return words
