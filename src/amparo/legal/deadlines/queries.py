"""What is known of the rules, the calendars and their standing; and what a rule comes to from a day.

``House`` is all of it as it stands now, read once: whoever counts many deadlines takes one for all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.codes import label
from amparo.formats.deadlines import doubts, rules
from amparo.formats.deadlines.calendars import Calendar, Edit, with_edits
from amparo.formats.deadlines.counting import Computed
from amparo.formats.deadlines.doubts import Standing
from amparo.formats.deadlines.national import VERSION, national, told
from amparo.formats.deadlines.rules import Rule
from amparo.formats.deadlines.triggers import Trigger, written, zones_of
from amparo.formats.fold import fold
from amparo.formats.frozen import canonical, digest
from amparo.legal.deadlines.models import HolidayEdit, RuleCheck
from amparo.legal.deadlines.policies import may_look

SHORT = 16


class NoSuchRule(LookupError):
    """A code that no file has, or has any more."""


@dataclass(frozen=True)
class House:
    """The checks of rules and the days of a house, as they stand now."""

    standing: Mapping[str, Standing] = field(default_factory=dict)
    days: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Sixteen characters that change when a rule, a check, a day or the package of holidays does."""
        told_of = {
            "rules": [each.digest for each in rules.rules().values()],
            "standing": {code: [each.digest, str(each.checked_on), str(each.review_by)]
                         for code, each in self.standing.items()},
            "days": {code: [_plain(each) for each in days] for code, days in self.days.items()},
            "holidays": VERSION,
            "saturdays": {code: each.saturday for code, each in told().items()},
        }  # fmt: skip
        return digest(canonical(told_of))[:SHORT]

    def calendar(self, code: str, place: str = "") -> Calendar:
        """The calendar of a country, or of a city or a court in it."""
        return calendar_with(code, self.days.get(code, ()), place)

    def compute(
        self, rule_code: str, trigger: Trigger | str, *, today: date, place: str = "", unit: str = ""
    ) -> Computed:
        """What a rule comes to from a day.

        Parameters
        ----------
        trigger : when it happened, or how that is written: ``2026-03-05T14:30``, ``2026-03-05``, ``2026-03``.
        place : a city or a court whose own days count, as the calendar names it.
        unit : a first-level unit of the country, whose zone it is; without it every zone of the country is looked at.
        """
        found = get_rule(rule_code)
        return doubts.compute(
            found,
            written(trigger) if isinstance(trigger, str) else trigger,
            self.calendar(found.calendar, place),
            today=today,
            standing=self.standing.get(found.code),
            zones=zones_of(found.country, unit),
        )


def house_now() -> House:
    """All checks and days that stand. Examples count in the demo only."""
    believed: dict[str, Any] = {"ended_on": None} | ({} if settings.DEMO else {"is_example": False})
    standing: dict[str, Standing] = {}
    for check in RuleCheck.objects.filter(**believed).order_by("checked_on", "pk"):
        known = rules.rules().get(check.rule)
        if known is not None and known.digest == check.digest:
            standing[check.rule] = Standing(check.digest, check.checked_on, check.review_by)
    days: dict[str, list[Edit]] = {}
    for each in HolidayEdit.objects.filter(**believed).order_by("calendar", "place", "day", "pk"):
        days.setdefault(each.calendar, []).append(_edit(each))
    return House(standing, {code: tuple(found) for code, found in days.items()})


def rules_for(country: str, kind: str = "") -> tuple[Rule, ...]:
    """The rules of a country that fit a kind of matter; all of them without one."""
    return rules.rules_for(country, kind)


def get_rule(code: str) -> Rule:
    """A rule by its code, or :class:`NoSuchRule`."""
    found = rules.rules().get(code)
    if found is None:
        raise NoSuchRule(code)
    return found


def compute(
    rule_code: str, trigger: Trigger | str, *, today: date, place: str = "", unit: str = "", house: House | None = None
) -> Computed:
    """What one rule comes to; with the house as it stands, unless the caller holds it already."""
    return (house or house_now()).compute(rule_code, trigger, today=today, place=place, unit=unit)


def digest_now() -> str:
    """A short digest of all that a date hangs on: when it changes, dates are to be counted again."""
    return house_now().digest


@lru_cache(maxsize=128)
def calendar_with(code: str, days: tuple[Edit, ...], place: str) -> Calendar:
    """A calendar with days of the house; kept, because it is the same for thousands of deadlines."""
    return with_edits(national(code), days, place)


def _edit(row: HolidayEdit) -> Edit:
    return Edit(row.day, row.is_off, row.name, row.source, row.place)


def _plain(edit: Edit) -> list[str]:
    return [edit.day.isoformat(), str(edit.is_off), edit.name, edit.place]


# --- the desk ---


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list, and how it stands today."""

    rule: Rule
    standing: Standing | None
    is_past: bool

    @property
    def state(self) -> str:
        """A code of the list ``rule_standing``."""
        if self.rule.state == rules.BILL:
            return "bill"
        if self.rule.count is None and not self.rule.any_time:
            return "no_number"
        if self.standing is None and not self.rule.verified_by:
            return "unverified"
        return "past_review" if self.is_past else "checked"


def countries(language: str) -> list[tuple[str, str]]:
    """The countries of which there are rules, by their names."""
    named = [(code, label("country", code, language)) for code in rules.countries()]
    return sorted(named, key=lambda pair: fold(pair[1]))


def lines(actor: Actor, country: str, *, today: date) -> list[Line]:
    """The rules of a country, bills too, and how each stands."""
    may_look.check(actor)
    standing = house_now().standing
    return [_line(each, standing.get(each.code), today) for each in rules.rules_of(country)]


def line(actor: Actor, code: str, *, today: date) -> Line:
    """One rule and how it stands; Hidden where there is none."""
    may_look.check(actor)
    found = rules.rules().get(code)
    if found is None:
        raise Hidden
    return _line(found, house_now().standing.get(code), today)


def _line(rule: Rule, standing: Standing | None, today: date) -> Line:
    until = standing.review_by if standing else rule.review_by
    return Line(rule, standing, today > until)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day of a calendar as the desk lists it; ``reference`` where the house said so."""

    day: date
    name: str
    is_off: bool
    place: str = ""
    source: str = ""
    reference: str = ""


def days_of(actor: Actor, code: str, year: int) -> list[DayOff]:
    """The days of a year: the holidays of the country, and what the house says, each by its day."""
    may_look.check(actor)
    if code not in told():
        raise Hidden
    ours = HolidayEdit.objects.filter(calendar=code, day__year=year, ended_on=None)
    if not settings.DEMO:
        ours = ours.filter(is_example=False)
    found = [DayOff(each.day, each.name, each.is_off, each.place, each.source, each.reference) for each in ours]
    named = [DayOff(day, name, True) for day, name in national(code).holidays.items() if day.year == year]
    return sorted([*named, *found], key=lambda each: (each.day, bool(each.reference), each.place))


def places_of(code: str) -> list[str]:
    """The cities and courts of which the house has said something, for a list to choose from."""
    found = HolidayEdit.objects.filter(calendar=code, ended_on=None).exclude(place="")
    return sorted(set(found.values_list("place", flat=True)))


def get_day(actor: Actor, reference: str) -> HolidayEdit:
    """A day that the house said, by its reference."""
    may_look.check(actor)
    found = HolidayEdit.objects.filter(reference=reference, ended_on=None).first()
    if found is None:
        raise Hidden
    return found


def checked_by(code: str) -> RuleCheck | None:
    """The check of a rule that stands."""
    known = rules.rules().get(code)
    if known is None:
        return None
    return RuleCheck.objects.filter(rule=code, digest=known.digest, ended_on=None).first()
