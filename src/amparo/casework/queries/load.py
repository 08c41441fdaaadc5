"""What each of those who accompany carries. She herself sees what is seen of her, and nobody is compared.

Only cases that whoever looks may know of are counted: those that are wrapped to her. With any other count, also in
bands, somebody who was left out of a case would learn that there is one when a colleague's figure moves. What is left
is what the colleague says of herself. So for every one who looks the page is the same with and without a case that she
may not know of, and a house that wants to see more shares more cases for supervision.

What was told is counted too: the accounts of violence in the cases that she opened. The page of a case shows each of
them, so whoever opened the case met them. An account that was written after she last opened it is not counted, and
what is told in a letter is not. The trail says only that a case was opened, never what in it, so nothing new lies on
the disk for this: which parts of a case are accounts, the key of whoever asks says. Somebody who does not read what is
told would learn by such a figure that there is something to read; for her it is not counted, and that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from amparo.casework.models import CLOSED, Carried, Case, Part, Supervised
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.load import ROLES, enough
from amparo.casework.queries.cases import supervised_by
from amparo.casework.queries.incidents import INCIDENT
from amparo.casework.queries.parts import open_part
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import who_did_it_to_what
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import accompanying
from amparo.formats.case_questions import Answer, answer_of
from amparo.vault.queries.desk import keys_of_the_house
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.opened import rings_of, rings_of_each
from amparo.vault.queries.parts import BODY

CARE, CARD, OPENED = "default", "card", "case.opened"
QUALITY, IDENTITY, NARRATIVE = "quality", "identity", "narrative"  # areas of content/access.toml
DAYS = 14  # back from today: what was opened, and for how long her own word counts
HOUR = timedelta(hours=1)  # the trail keeps no less
NIGHT = 1  # days after a night round on which rest is due, whatever else she says


type Told = Mapping[int, Sequence[datetime]]


@dataclass(frozen=True, slots=True)
class Card:
    """What she says of herself."""

    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    on: date | None = None
    number: int = 0  # the number it bears since it was written last

    def said(self, code: str) -> str:
        """What she said to a question; nothing where she did not."""
        given = self.answers.get(code)
        return str(given.value) if given and given.value else ""

    @property
    def night(self) -> date | None:
        """Her last night round."""
        said = self.said("card_night")
        return date.fromisoformat(said) if said else None

    def rest_is_due(self, today: date) -> bool:
        """Has she rest to take: by her word, or because she was out at night?"""
        was_out = self.night is not None and timedelta() <= today - self.night <= timedelta(days=NIGHT)
        return self.said("card_rest") == "rest_due" or (was_out and self.said("card_rest") != "rested")


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries, as somebody who looks may know it."""

    name: str
    owns: int  # open cases
    reads: int  # open cases
    opened: int  # different cases, in fourteen days
    told: int | None  # accounts of violence in them; None where whoever looks does not read what is told
    card: Card
    rest_is_due: bool

    @property
    def enough(self) -> list[str]:
        """Why she has enough, in words."""
        return enough(self.owns, rest_is_due=self.rest_is_due)


def with_keys() -> list[Any]:
    """Who of the house has a confirmed key and accompanies, by name; whoever only minds children is not among them."""
    people = [each.user for each in keys_of_the_house() if each.user and each.user.has_role(*accompanying())]
    return sorted(people, key=lambda each: (each.name_used.casefold(), each.reference))


def people_here() -> list[Any]:
    """Who of them accompanies today, whether she reads letters or not."""
    return with_keys()


def who_supervises() -> list[Any]:
    """Who of them supervises or coordinates."""
    return [each for each in with_keys() if each.has_role(*ROLES)]


def loads_for(
    looking: Any, people: Iterable[Any], cards: Mapping[int, Card], told: Told | None = None, *, today: date
) -> list[Load]:
    """What these people carry, as ``looking`` may know it; by name, and in as many questions however many they are.

    ``told`` is opened with the key of whoever asks: hers who looks, or hers who is looked at. Of the cases that both
    read it says the same.
    """
    known = list(Case.objects.filter(ring__in=rings_of(looking)).exclude(state=CLOSED))
    several, names = list(people), {opaque(case): case for case in known}
    theirs, lately = rings_of_each(each.pk for each in several), opened_lately(today)
    masked = set(Supervised.objects.filter(case__in=list(told or {})).values_list("user", "case"))
    found = []
    for each in several:
        card, rings, me = cards.get(each.pk, Card()), theirs.get(each.pk, set()), opaque(each)
        last = {names[target]: at for (who, target), at in lately.items() if who == me and target in names}
        owns, reads = sum(case.owner_id == each.pk for case in known), sum(case.ring in rings for case in known)
        both = [
            case for case in last if case.ring in rings and not masked & {(each.pk, case.pk), (looking.pk, case.pk)}
        ]
        met = sum(at < last[case] + HOUR for case in both for at in (told or {}).get(case.pk, ()))
        met = met if met and NARRATIVE in areas_of(each) else 0  # else her page of those cases shows none of them
        seen = met if NARRATIVE in areas_of(looking) else None
        found.append(Load(each.name_used, owns, reads, len(last), seen, card, card.rest_is_due(today)))
    return found


def cards_for(actor: Actor, *, today: date) -> dict[int, Card]:
    """What each says of herself, by account, as far as the key of whoever looks opens it, for as long as it counts."""
    rows = list(Carried.objects.all())
    kept = fields_of_each(actor, {each.reference: each.ring for each in rows}, [CARD])
    found = {}
    for row in rows:
        body = kept[row.reference].get(CARD)
        if body is None or not body.opens:
            continue
        on = date.fromisoformat(body.answer["on"])
        answers = {code: answer_of(each) for code, each in body.answer["answers"].items()}
        counts = today - on <= timedelta(days=DAYS)
        found[row.user_id] = Card(answers if counts else {}, on if counts else None, body.number)
    return found


def opened_lately(today: date) -> dict[tuple[str, str], datetime]:
    """Who opened which case in these days, and in which hour last."""
    since = clock.at(today - timedelta(days=DAYS))
    return who_did_it_to_what(OPENED, since=since, using=CARE)


def told_in_cases(actor: Actor, *, today: date) -> Told:
    """When each account of violence was written, by case, of those that were opened in these days; by her key."""
    targets = {target for _who, target in opened_lately(today)}
    rows = Case.objects.filter(ring__in=rings_of(actor)).exclude(state=CLOSED)
    rings = {case.pk: case.ring for case in rows if opaque(case) in targets}
    parts = list(Part.objects.filter(case__in=list(rings), ended_on=None))
    kept = fields_of_each(actor, {each.reference: rings[each.case_id] for each in parts}, [BODY])
    found: dict[int, list[datetime]] = {}
    for part in (open_part(each, kept[each.reference].get(BODY)) for each in parts):
        if part.kind == INCIDENT and part.at:
            found.setdefault(part.part.case_id, []).append(part.at)
    return found


def load_of(actor: Actor, person: Any, *, today: date) -> Load:
    """What one colleague carries, as ``actor`` may know it: asked before she gets another case."""
    cards, told = cards_for(actor, today=today), told_in_cases(actor, today=today)
    (found,) = loads_for(actor, [person], cards, told, today=today)
    return found


def why_enough(actor: Actor, reader: Any, owner_id: int | None, *, today: date) -> list[str]:
    """Why whoever would get something has enough already, in words; nothing where it is hers, or goes to nobody."""
    if reader is None or reader.user_id is None or reader.user_id == owner_id:
        return []
    (found,) = loads_for(actor, [reader.user], cards_for(actor, today=today), today=today)
    return found.enough


def supervised_cases(actor: Actor) -> list[Any]:
    """The cases that somebody reads to look at their quality."""
    rows, reads = Case.objects.filter(ring__in=rings_of(actor)), areas_of(actor)
    if QUALITY not in reads or IDENTITY in reads:  # by her role alone she sees no more of any case
        rows = rows.filter(pk__in=supervised_by(actor).values("case"))
    return list(rows.order_by("-last_on", "pk"))


def get_supervised(actor: Actor, reference: str) -> Any:
    """One of them; hidden where it is not hers to look at."""
    found = next((each for each in supervised_cases(actor) if each.reference == reference), None)
    if found is None:
        raise Hidden
    return found
