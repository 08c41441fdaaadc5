"""What holds of every deadline, whatever the rule, the day and the calendar. The oracle counts day by day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from amparo.formats.deadlines.calendars import Calendar, Edit, with_edits
from amparo.formats.deadlines.counting import COUNTED, Reading, due
from amparo.formats.deadlines.doubts import compute, still
from amparo.formats.deadlines.national import national
from amparo.formats.deadlines.rules import Count, Rule, Source, rules
from amparo.formats.deadlines.triggers import Trigger, at_moment, in_month, on_day, zones_of
from amparo.formats.deadlines.words import explained

ANY = rules()["co_tutela_ruling"]
COUNTRIES = ("BR", "CL", "CO", "DO", "EC", "MX", "PA", "PE")
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
CALENDARS = st.sampled_from([national(each) for each in COUNTRIES])
COUNTS = st.builds(
    Count, st.integers(1, 120), st.just("days"), st.sampled_from(["calendar", "working", "unknown"]),
    st.sampled_from(["same_day", "day_after", "next_working_day", "unknown"]),
)  # fmt: skip
MONTHS = st.builds(
    Count, st.integers(1, 24), st.just("months"), st.just("calendar"),
    st.sampled_from(["same_day", "day_after", "next_working_day", "unknown"]),
)  # fmt: skip
HOURS = st.builds(Count, st.integers(1, 240), st.just("hours"), st.just("calendar"), st.just("same_day"))
TRIGGERS = st.one_of(
    DAYS.map(on_day),
    st.builds(in_month, st.integers(2015, 2035), st.integers(1, 12)),
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31)).map(at_moment),
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)).map(at_moment),
)


def made(*counts: Count, country: str = "CO") -> Rule:
    """A rule with these ways of counting; the first is its own."""
    pages = tuple(Source("made by a test", each) for each in counts)
    return replace(ANY, country=country, count=counts[0], sources=pages)


def ends(rule: Rule, trigger: Trigger, calendar: Calendar) -> tuple[Reading, Reading]:
    """Both readings."""
    found = due(rule, trigger, calendar)
    assert found.state == COUNTED
    assert found.safe is not None
    assert found.legal is not None
    return found.safe, found.legal


def by_steps(count: Count, day: date, off: Iterable[date], *, saturday_off: bool) -> date:
    """Day by day: the oracle for days."""
    closed = set(off)

    def is_worked(each: date) -> bool:
        return each not in closed and each.isoweekday() != 7 and not (saturday_off and each.isoweekday() == 6)

    def counts(each: date) -> bool:
        return count.day_type != "working" or is_worked(each)

    if count.start != "same_day":
        day += timedelta(1)
    while count.start == "next_working_day" and not is_worked(day):
        day += timedelta(1)
    left = count.number
    while True:
        left -= counts(day)
        if left == 0:
            return day
        day += timedelta(1)


@given(COUNTS, DAYS, CALENDARS)
def test_both_dates_are_those_of_an_oracle_that_goes_day_by_day(count: Count, day: date, calendar: Calendar) -> None:
    assume(count.start != "unknown" and count.day_type != "unknown")
    safe, legal = ends(made(count), on_day(day), calendar)
    assert safe.on == by_steps(count, day, calendar.holidays, saturday_off=calendar.saturday == "off")
    assert legal.on == by_steps(count, day, calendar.holidays, saturday_off=calendar.saturday != "works")


@given(COUNTS, DAYS, CALENDARS)
def test_the_safe_date_is_the_earliest_of_all_readings(count: Count, day: date, calendar: Calendar) -> None:
    """What a page does not say is read in every way; none ends before the safe date, and the legal is one of them."""
    starts = ["same_day", "day_after"] if count.start == "unknown" else [count.start]
    kinds = ["calendar", "working"] if count.day_type == "unknown" else [count.day_type]
    saturdays = {"off": [True], "works": [False], "unknown": [True, False]}[calendar.saturday]
    every = [
        by_steps(replace(count, start=start, day_type=kind), day, calendar.holidays, saturday_off=saturday)
        for start in starts for kind in kinds for saturday in saturdays
    ]  # fmt: skip
    safe, legal = ends(made(count), on_day(day), calendar)
    assert safe.on == min(every)
    assert legal.on in every


@given(st.lists(st.one_of(COUNTS, HOURS, MONTHS), min_size=1, max_size=3), TRIGGERS, CALENDARS)
def test_safe_is_never_after_legal_and_nothing_ends_before_it_began(
    counts: list[Count], trigger: Trigger, calendar: Calendar
) -> None:
    rule = made(*counts, country=calendar.code)
    safe, legal = ends(rule, trigger, calendar)
    assert safe.on <= legal.on
    if safe.at and legal.at:
        assert safe.at <= legal.at
    first = min(trigger.days(each)[0] for each in zones_of(calendar.code))
    assert first <= safe.on
    for reading in (safe, legal):
        assert all(first <= each.day <= reading.on for each in reading.skipped)


@given(st.integers(1, 90), DAYS, st.sampled_from(["same_day", "day_after"]), CALENDARS)
def test_working_days_take_at_least_as_long(number: int, day: date, start: str, calendar: Calendar) -> None:
    every, working = (Count(number, "days", kind, start) for kind in ("calendar", "working"))
    for one, other in zip(
        ends(made(every), on_day(day), calendar), ends(made(working), on_day(day), calendar), strict=True
    ):
        assert one.on <= other.on
    assert calendar.strict.is_worked(ends(made(working), on_day(day), calendar)[0].on)


@given(st.one_of(COUNTS, MONTHS), DAYS, st.integers(0, 40), CALENDARS)
def test_who_begins_later_ends_no_earlier(count: Count, day: date, later: int, calendar: Calendar) -> None:
    early = ends(made(count), on_day(day), calendar)
    late = ends(made(count), on_day(day + timedelta(later)), calendar)
    assert all(one.on <= other.on for one, other in zip(early, late, strict=True))


@given(st.integers(1, 48), DAYS, CALENDARS)
def test_months_end_on_the_same_number_or_on_the_last_day(number: int, day: date, calendar: Calendar) -> None:
    _, legal = ends(made(Count(number, "months", "calendar", "day_after")), on_day(day), calendar)
    months = (legal.on.year - day.year) * 12 + legal.on.month - day.month
    assert months == number
    assert legal.on.day == day.day or (legal.on.day < day.day and (legal.on + timedelta(1)).day == 1)
    safe, _ = ends(made(Count(number, "months", "calendar", "unknown")), on_day(day), calendar)
    assert safe.on == legal.on - timedelta(1)


@given(st.integers(1, 500), st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31)), st.sampled_from(COUNTRIES))
def test_hours_are_hours_whatever_the_clocks_do(number: int, moment: datetime, country: str) -> None:
    exact = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    count = Count(number, "hours", "calendar", "same_day")
    for reading in ends(made(count, country=country), at_moment(exact), national(country)):
        assert reading.at == exact + timedelta(hours=number)
        assert reading.at is not None
        assert reading.at.tzinfo == zones_of(country)[0]
        assert reading.on == reading.at.date()


@given(COUNTS, DAYS, st.lists(st.tuples(st.integers(-5, 150), st.booleans()), max_size=8), CALENDARS)
def test_days_that_a_house_says(count: Count, day: date, said: list[tuple[int, bool]], calendar: Calendar) -> None:
    """A day off that is added never moves the safe date, and the other one only on; one taken away only back."""
    edits = [Edit(day + timedelta(each), is_off, "of the house") for each, is_off in said]
    plain = ends(made(count), on_day(day), calendar)
    added = ends(made(count), on_day(day), with_edits(calendar, [each for each in edits if each.is_off]))
    taken = ends(made(count), on_day(day), with_edits(calendar, [each for each in edits if not each.is_off]))
    both = ends(made(count), on_day(day), with_edits(calendar, edits))
    assert added[0].on == plain[0].on
    assert added[1].on >= plain[1].on
    assert all(one.on <= other.on for one, other in zip(taken, plain, strict=True))
    assert both[0].on <= both[1].on


@given(DAYS, st.sampled_from(["Bogotá", ""]))
def test_a_day_of_one_place_is_of_no_other(day: date, place: str) -> None:
    calendar = national("CO")
    assume(calendar.usual.is_worked(day))
    edits = [Edit(day, True, "of the house", place=place)]
    assert not with_edits(calendar, edits, "Bogotá").usual.is_worked(day)
    assert with_edits(calendar, edits, "Cali").usual.is_worked(day) is bool(place)


@given(DAYS, DAYS, st.sampled_from(sorted(rules())))
def test_no_rule_counts_where_it_does_not_hold(day: date, today: date, code: str) -> None:
    rule = rules()[code]
    found = compute(rule, on_day(day), national(rule.calendar), today=today)
    begun = rule.valid_from is None or rule.valid_from <= day
    holds = rule.state == "in_force" and begun and (rule.valid_to is None or day <= rule.valid_to)
    assert (found.state != "not_in_force") is holds
    if not holds:
        assert found.safe is found.legal is None
        assert found.instead is None or (found.instead.family == rule.family and found.instead.in_force_on(day))
    assert not found.trusted  # nobody has checked any of them


@given(DAYS, st.integers(-400, 800), st.sampled_from(sorted(rules())), st.sampled_from(["es", "pt", "en"]))
def test_no_word_ever_says_that_it_is_too_late(day: date, later: int, code: str, language: str) -> None:
    rule, today = rules()[code], day + timedelta(later)
    found = compute(rule, on_day(day), national(rule.calendar), today=today)
    told = explained(found, language, today=today)
    text = " ".join(each.text for each in told).lower()
    assert not [word for word in ("tarde", "tarde demais", "too late", "vencid", "expired", "perdi") if word in text]
    assert "{" not in text
    assert bool(still(found, today)) is (found.legal is not None and today > found.legal.on)


@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)), COUNTS)
def test_in_a_country_with_several_zones_the_earliest_day_is_the_safe_one(moment: datetime, count: Count) -> None:
    calendar, zones = national("BR"), zones_of("BR")
    alone = [due(made(count, country="BR"), at_moment(moment), calendar, [zone]).safe_on for zone in zones]
    found = due(made(count, country="BR"), at_moment(moment), calendar)
    assert found.safe_on == min(each for each in alone if each is not None)
    assert found.legal_on == due(made(count), at_moment(moment), calendar, [ZoneInfo("America/Sao_Paulo")]).legal_on
