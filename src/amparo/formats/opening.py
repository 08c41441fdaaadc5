"""Opening hours: weekly spans, what is open at a moment, and the half hours of a week as bits.

A span whose closing hour is before its opening hour ends the next morning; both equal is the whole day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MINUTES = 24 * 60
SLOT = 30  # minutes of one bit
SLOTS = MINUTES // SLOT
WEEK = 7 * MINUTES


@dataclass(frozen=True, slots=True)
class Span:
    """On these days of the week (bit 0 is Monday), from one hour to another, local time of the place."""

    days: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """First and last minute, counted from the midnight before opening; the last may be past the next one."""
        first = self.opens.hour * 60 + self.opens.minute
        last = self.closes.hour * 60 + self.closes.minute
        return first, last if last > first else last + MINUTES

    def counts_on(self, day: date) -> bool:
        """Does it open on this day?"""
        in_season = (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )
        return in_season and bool(self.days >> day.weekday() & 1)


def closing(spans: Iterable[Span], moment: datetime) -> datetime | None:
    """When what is open at this local moment closes; None where it is closed.

    The moment of closing is no longer open; the moment of opening is.
    """
    latest = None
    for span in spans:
        first, last = span.minutes
        for day in (moment.date(), moment.date() - timedelta(days=1)):
            if not span.counts_on(day):
                continue
            midnight = datetime.combine(day, time(), tzinfo=moment.tzinfo)
            begins, ends = midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)
            if begins <= moment < ends and (latest is None or ends > latest):
                latest = ends
    return latest


def opening(spans: Iterable[Span], moment: datetime, *, days: int = 7) -> datetime | None:
    """When it next opens after this local moment, within some days; None where it does not."""
    best = None
    for span in spans:
        first, _ = span.minutes
        for ahead in range(days + 1):
            day = moment.date() + timedelta(days=ahead)
            if span.counts_on(day):
                begins = datetime.combine(day, time(), tzinfo=moment.tzinfo) + timedelta(minutes=first)
                if begins > moment and (best is None or begins < best):
                    best = begins
    return best


def on_day(spans: Iterable[Span], day: date) -> list[tuple[time, time]]:
    """The hours of one day, in order."""
    return sorted((span.opens, span.closes) for span in spans if span.counts_on(day))


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """The first two spans that hold at the same minute of a week; None where no two do. A week knows no season.

    A span that ends the next morning reaches into that day, and from Sunday into Monday.
    """
    taken: list[tuple[int, int, Span]] = []
    for span in spans:
        first, last = span.minutes
        mine = []
        for day in (day for day in range(7) if span.days >> day & 1):
            begins, ends = day * MINUTES + first, day * MINUTES + last
            mine += [(begins, min(ends, WEEK), span)] + ([(0, ends - WEEK, span)] if ends > WEEK else [])
        for begins, ends, _span in mine:
            for other_begins, other_ends, other in taken:
                if begins < other_ends and other_begins < ends:
                    return other, span
        taken += mine
    return None


def is_always_open(spans: Iterable[Span]) -> bool:
    """Day and night, every day?"""
    return any(
        span.days == 127 and span.opens == span.closes and not span.valid_from and not span.valid_to for span in spans
    )


def week_bits(spans: Iterable[Span]) -> tuple[int, ...]:
    """Seven masks, Monday first; bit n is the half hour from n*30 minutes, set when open during any of it.

    A week knows no season: whether a span holds on a day, :func:`day_bits` says.
    """
    week = [0] * 7
    for span in spans:
        first, last = span.minutes
        for weekday in range(7):
            if span.days >> weekday & 1:
                for slot in range(first // SLOT, -(-last // SLOT)):
                    week[(weekday + slot // SLOTS) % 7] |= 1 << slot % SLOTS
    return tuple(week)


def day_bits(spans: Iterable[Span], day: date) -> int:
    """The mask of one day, of the spans that hold then, with what the night before leaves of its morning."""
    bits = 0
    for span in spans:
        first, last = span.minutes
        for begins, before in ((day, 0), (day - timedelta(days=1), SLOTS)):
            if span.counts_on(begins):
                slots = range(max(0, first // SLOT - before), min(SLOTS, -(-last // SLOT) - before))
                bits |= sum(1 << slot for slot in slots)
    return bits


def has_season(text: str) -> bool:
    """Does one of the spans of such a text hold for some days only? A day is written with hyphens, nothing else is."""
    return "-" in text


def written(spans: Iterable[Span]) -> str:
    """The spans as one short text, read back by :func:`from_text`."""
    return ";".join(
        f"{span.days},{span.opens:%H%M},{span.closes:%H%M},{span.valid_from or ''},{span.valid_to or ''}"
        for span in spans
    )


def from_text(text: str) -> list[Span]:
    """Spans out of the text that :func:`written` made."""
    spans = []
    for part in filter(None, text.split(";")):
        days, opens, closes, valid_from, valid_to = part.split(",")
        spans.append(
            Span(
                int(days),
                time(int(opens[:2]), int(opens[2:])),
                time(int(closes[:2]), int(closes[2:])),
                date.fromisoformat(valid_from) if valid_from else None,
                date.fromisoformat(valid_to) if valid_to else None,
            )
        )
    return spans
