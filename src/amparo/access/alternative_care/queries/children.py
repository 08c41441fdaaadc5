"""Children who are minded, opened with the key of whoever minds them. For everybody else there is none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from amparo.access.alternative_care.models import CAME, Booking, Carer, Child, ProtectionNote
from amparo.access.alternative_care.policies import MINDING, PROTECTS, may_mind, may_protect
from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_with
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import CHILD, Answer, answer_of, questions
from amparo.formats.codes import by_code
from amparo.vault.actions.sending import open_notes
from amparo.vault.queries.fields import fields_of, fields_of_each
from amparo.vault.queries.opened import hers, opened_by
from amparo.vault.queries.readers import has_own_desk

COLLECT, TURNED = "collect", "turned"  # names of sealed fields: who may collect; who came and may not
CALLED, MARK, AGE = "called", "told_apart", "age"


@dataclass(frozen=True, slots=True)
class Collector:
    """Somebody who may collect a child: told apart by position, which never changes. The word stands on no page."""

    position: int
    name: str = field(repr=False)
    word: str = field(repr=False)
    shows: str = field(repr=False)
    until: date

    def may_on(self, day: date) -> bool:
        """Does it still hold on this day?"""
        return day <= self.until


@dataclass(frozen=True, slots=True)
class OpenChild:
    """A child's record, opened with her key."""

    child: Child
    answers: dict[str, Answer] = field(repr=False)
    numbers: dict[str, int] = field(repr=False)
    collectors: list[Collector] = field(repr=False)

    @property
    def called(self) -> str:
        """What the child is called."""
        return _words(self.answers, CALLED)

    @property
    def mark(self) -> str:
        """How one tells the child from another of the same name."""
        return _words(self.answers, MARK) or self.child.reference[:4]

    @property
    def ages(self) -> range:
        """The years that the child may have; empty where nobody said."""
        band = by_code("care_age").get(str(self.answers.get(AGE, Answer()).value))
        return range(band.more["from"], band.more["to"] + 1) if band else range(0)


@dataclass(frozen=True, slots=True)
class Line:
    """A child on a list. ``mark`` is there where another on it bears the same name."""

    child: Child
    name: str = field(repr=False)
    mark: str = field(repr=False, default="")
    booking: Booking | None = None


def _words(answers: dict[str, Answer], code: str) -> str:
    given = answers.get(code)
    return str(given.value) if given and given.value else ""


def children_for(actor: Actor) -> Any:
    """Every child whose record is wrapped to her."""
    may_mind.check(actor)
    return hers(Child.objects.all(), actor).order_by("-last_on", "pk")


def get_child(actor: Actor, reference: str, *, held: bool = False) -> Child:
    """One child of hers, still shut, while her key is open. ``held``: for an act, until it is over."""
    rows = children_for(actor).filter(reference=reference)
    child: Child | None = (rows.select_for_update(of=("self",)) if held else rows).first()
    if child is None:
        raise Hidden
    opened_by(actor)
    return child


def get_booking(actor: Actor, reference: str, *, held: bool = False) -> Booking:
    """One stay of a child whose record is hers to open."""
    may_mind.check(actor)
    row = Booking.objects.select_related("child", "place").filter(reference=reference).first()
    if row is None:
        raise Hidden
    get_child(actor, row.child.reference, held=held)
    if held:
        row = Booking.objects.select_for_update(of=("self",)).select_related("child", "place").get(pk=row.pk)
    return row


def opened(actor: Actor, child: Child) -> OpenChild:
    """What is known of a child. ``actions.children.open_child`` calls it, and writes who opened."""
    names = {COLLECT, *questions(CHILD)}
    kept = fields_of(actor, child.ring, [child.reference], names=names)[child.reference]
    open_ones = {name: each for name, each in kept.items() if each.opens}
    answers = {name: answer_of(each.answer) for name, each in open_ones.items() if name != COLLECT}
    rows = open_ones[COLLECT].answer if COLLECT in open_ones else []
    collectors = [
        Collector(place, row["name"], row["word"], row["shows"], date.fromisoformat(row["until"]))
        for place, row in enumerate(rows)
    ]
    return OpenChild(child, answers, {name: each.number for name, each in kept.items()}, collectors)


def named(actor: Actor, rows: Iterable[tuple[Child, Booking | None]]) -> list[Line]:
    """Children with what they are called, in two questions; who shares a name is told apart by a mark."""
    pairs = list(rows)
    rings = {child.reference: child.ring for child, _booking in pairs}
    kept = fields_of_each(actor, rings, [CALLED, MARK]) if rings else {}
    names: dict[str, dict[str, str]] = {}
    for reference, fields in kept.items():
        said = {name: answer_of(each.answer) for name, each in fields.items() if each.opens}
        names[reference] = {name: _words(said, name) for name in (CALLED, MARK)}
    alike = [one[CALLED].casefold() for one in names.values()]
    found = []
    for child, booking in pairs:
        name, mark = names[child.reference][CALLED], names[child.reference][MARK]
        is_twice = not name or alike.count(name.casefold()) > 1
        found.append(Line(child, name, (mark or child.reference[:4]) if is_twice else "", booking))
    return found


def list_of(actor: Actor) -> list[Line]:
    """Her children, the one whose stay ends last first. Needs her key open."""
    opened_by(actor)
    return named(actor, ((child, None) for child in children_for(actor)[:200]))


def stays_on(actor: Actor, nights: Iterable[Any], now: datetime) -> dict[int, list[Line]]:
    """By place the stays of these nights, and whoever is still here of an earlier one. Needs her key open."""
    opened_by(actor)
    days = {each.place.pk: each.day for each in nights}
    mine = children_for(actor).order_by().values("pk")
    rows = Booking.objects.filter(place__in=list(days), child__in=mine).select_related("child", "place")
    rows = rows.filter(state=CAME) | rows.filter(day__in=set(days.values()))
    wanted = [each for each in rows.order_by("state", "pk") if each.state == CAME or each.day == days[each.place_id]]
    found: dict[int, list[Line]] = {}
    for line in named(actor, ((each.child, each) for each in wanted)):
        assert line.booking is not None
        found.setdefault(line.booking.place_id, []).append(line)
    return found


def bookings_of(child: Child) -> list[Booking]:
    """Every stay of a child, the latest first."""
    return list(child.bookings.select_related("place").order_by("-day", "pk"))


def who_came(actor: Actor, booking: Booking) -> list[dict[str, Any]]:
    """Who came for a child and may not collect, as it was written down, and on which day of the place (``day``)."""
    kept = fields_of(actor, booking.child.ring, [booking.reference], names={TURNED})[booking.reference].get(TURNED)
    found = kept.answer if kept and kept.opens else []
    zone = booking.place.zone
    return [each | {"day": clock.day(datetime.fromisoformat(each["at"]), zone)} for each in found]


def protecting() -> list[Any]:
    """The confirmed keys of who minds children and bears the mark of child protection."""
    people = {each.pk for each in accounts_with(PROTECTS)} & {each.pk for each in accounts_with(*MINDING)}
    return [each for each in has_own_desk() if each.user_id in people]


def minding_at(place: Any, today: date) -> list[Any]:
    """The confirmed keys of who may mind children at a place today, and has that role."""
    users = set(Carer.objects.filter(place=place, until__gte=today).values_list("user", flat=True)) - {None}
    people = users & {each.pk for each in accounts_with(*MINDING)}
    return [each for each in has_own_desk() if each.user_id in people]


def who_could_mind() -> list[Any]:
    """The open accounts that have a role of those who mind."""
    return sorted(accounts_with(*MINDING), key=lambda each: (each.name_used, each.pk))


def notes_of(actor: Actor, child: Child) -> list[tuple[ProtectionNote, str]]:
    """What child protection wrote, the newest first; nothing of it where her key does not open it."""
    may_protect.check(actor)
    opened = open_notes(actor, child.notes.order_by("-on", "pk"))
    return [(row, str(note["text"])) for row, note in opened]
