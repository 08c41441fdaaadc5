"""What the tests of care for children share: who minds, two places, a child, and the night of 27 November 2026.

The house stands in Guayaquil, five hours behind universal time and without summer time. ``NOW`` is 20:00 there. Casa
Uno opens at 19:00 and closes at 07:00, every day, for three children from 3 to 11; Casa Dos by day, for two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from amparo.access.alternative_care.actions import bookings, children, places
from amparo.access.alternative_care.models import Booking, CarePlace, Child
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import readers as keys
from amparo.vault.models import Reader
from tests.cast import PASSPHRASE, Cast
from tests.letters import OPENED_ON, Letters, a_house_for_letters, opened_client, own_key, with_open_key

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # 20:00 of the 27th in Guayaquil
MORNING = NOW + timedelta(hours=11)  # 07:00 of the 28th there: Casa Uno has just closed
ZONE = "America/Guayaquil"
EVERY_DAY = "0123456"
NAME, WORD, SHOWS = "Lunita de ejemplo", "Caracol Azul", "media tarjeta verde"
ALLERGY, NUMBER = "al maní de ejemplo", "0990 000 222 de ejemplo"
WHO = {"vera": ("carer",), "noa": ("carer",), "pilar": ("carer", "child_protection")}


@dataclass
class Minding:
    """A house in which children are minded."""

    letters: Letters
    people: dict[str, Any]
    one: CarePlace
    two: CarePlace

    def person(self, name: str) -> Any:
        """One of them, with her key open."""
        return with_open_key(self.people[name])

    def client(self, name: str) -> Any:
        """Her browser."""
        return opened_client(self.people[name], raise_request_exception=False)


def make_minding(cast: Cast, letters: Letters | None = None) -> Minding:
    """Lay it out: Vera minds at Casa Uno, Noa at both, Pilar protects, Ana coordinates and minds nobody."""
    letters = letters or a_house_for_letters(cast)
    people = {"ana": cast.ana, "berta": cast.berta}
    for name, roles in WHO.items():
        people[name] = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=PASSPHRASE, by=accounts.SETUP
        )
        for role in roles:
            accounts.give_role(people[name], team=cast.border, role=role, by=accounts.SETUP)
        confirmed(people[name])
    by = with_open_key(people["pilar"])
    one = places.make_place(by=by, where="detras del molino de ejemplo", **uno())
    two = places.make_place(by=by, **dos())
    for place, name in ((one, "vera"), (one, "noa"), (two, "noa")):
        vet(place, people[name], by)
    return Minding(letters, people, one, two)


def confirmed(person: Any) -> Reader:
    """Her key, which counts."""
    own_key(person)
    row = Reader.objects.get(user=person)
    keys.confirm_reader(row, by=accounts.SETUP, seen=fingerprint(row.recipient), on=OPENED_ON)
    return row


def uno() -> dict[str, Any]:
    """What Casa Uno is."""
    return {
        "name": "Casa Uno, un ejemplo", "kind": "night", "days": EVERY_DAY, "opens": time(19), "closes": time(7),
        "zone": ZONE, "capacity": 3, "age_from": 3, "age_to": 11,
    }  # fmt: skip


def dos() -> dict[str, Any]:
    """What Casa Dos is."""
    return {
        "name": "Casa Dos, un ejemplo", "kind": "day_centre", "days": EVERY_DAY, "opens": time(8), "closes": time(18),
        "zone": ZONE, "capacity": 2,
    }  # fmt: skip


def vet(place: CarePlace, who: Any, by: Any, *, days: str = EVERY_DAY, until: date = date(2027, 6, 1)) -> Any:
    """Somebody may mind there, looked at a month ago."""
    return places.vet_carer(place, user=who, days=days, until=until, by=by, on=date(2026, 10, 27))


def a_child(house: Minding, by: str = "vera", *, name: str = NAME, age: str = "from_6", **more: str) -> Child:
    """A child with a record."""
    said = {"called": name, "age": age, "allergies": ALLERGY, "call_where": NUMBER, **more}
    answers = {code: Answer(value) for code, value in said.items() if value}
    return children.begin_child(answers=answers, by=house.person(by), now=NOW)


def may_collect(house: Minding, child: Child, name: str = "Rosa, ejemplo", word: str = WORD, **more: Any) -> None:
    """Somebody on the list."""
    said = {"shows": SHOWS, "until": date(2026, 12, 31), **more}
    children.add_collector(child, name=name, word=word, by=house.person("vera"), **said)


def book(
    house: Minding, child: Child, place: Any = None, on: date = TODAY, by: str = "vera", now: Any = NOW
) -> Booking:
    """A stay with room."""
    return bookings.book(child, place=place or house.one, on=on, by=house.person(by), now=now)


def here(house: Minding, child: Child, by: str = "vera") -> Booking:
    """A stay at Casa Uno tonight, and the child came."""
    stay = book(house, child, by=by)
    bookings.move(stay, to="came", by=house.person(by), now=NOW)
    stay.refresh_from_db()
    return stay
