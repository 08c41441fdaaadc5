"""Writing what was agreed with a place: the way in, its hours, that somebody made sure of it, and that it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from amparo.access.health.models import HELD, SLOTS, Channel, Slot, Window
from amparo.access.health.policies import may_agree_hours, may_check, may_move_hours, may_write
from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.policy.models import random_reference

CARE = "default"
COLUMNS = ("receives", "ask_for", "no_papers", "no_complaint", "name_used", "since")


class Conflict(Exception):
    """Somebody else changed this while the page was open."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A line of agreed hours as somebody wrote it; ``reference`` names the line that it was before."""

    kind: str
    days: int
    opens: time
    closes: time
    capacity: int = 0
    reference: str = ""


@audited("agreed_door.opened", using=CARE)
def open_channel(
    service: Any, location: Any, *, facts: Mapping[str, Any], hours: Sequence[Hours], checked_on: date, by: Any
) -> Channel:
    """Write a way in that was agreed; whoever agreed on it has just made sure of it."""
    may_write.check(by)
    may_agree_hours.check(by, hours)
    channel = Channel(service=service, location=location, checked_on=checked_on)
    _write(channel, facts)
    for line in hours:
        _write_line(Window(channel=channel), line)
    return channel


@audited("agreed_door.changed", target="channel", using=CARE)
def change_channel(
    channel: Channel, *, facts: Mapping[str, Any], hours: Sequence[Hours], seen: int, now: datetime, by: Any
) -> Channel:
    """Write it anew; refuse where somebody changed it since the page was opened, or where somebody carries a code."""
    may_write.check(by)
    may_agree_hours.check(by, hours)
    current = Channel.objects.select_for_update().get(pk=channel.pk)
    if current.version != seen:
        raise Conflict
    current.version += 1
    _write(current, facts)
    held = {each.reference: each for each in current.windows.all()}
    for line in hours:
        window = held.pop(line.reference, None) or Window(channel=current)
        if window.pk and _moves(window, line):
            _keeps_codes(window, now, by)
        _write_line(window, line)
    for window in held.values():
        _keeps_codes(window, now, by)
        window.delete()
    return current


@audited("agreed_door.checked", target="channel", using=CARE)
def check_channel(channel: Channel, *, on: date, by: Any) -> None:
    """Somebody asked them, and all of it holds. An older day never takes the place of a newer one."""
    may_check.check(by)
    current = Channel.objects.select_for_update().get(pk=channel.pk)
    current.checked_on = max(current.checked_on, on)
    current.save(update_fields=["checked_on"])


@audited("agreed_door.ended", target="channel", using=CARE)
def end_channel(channel: Channel, *, on: date, by: Any) -> None:
    """It is not offered any more, from this day on. Codes that somebody carries stay on the list of their day."""
    may_write.check(by)
    current = Channel.objects.select_for_update().get(pk=channel.pk)
    if current.ended_on is None:
        current.ended_on = max(on, current.since)
        current.save(update_fields=["ended_on"])


def _write(channel: Channel, facts: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        setattr(channel, name, facts[name])
    channel.needs = list(facts["needs"])
    channel.save()


def _write_line(window: Window, line: Hours) -> None:
    window.kind, window.days, window.opens, window.closes = line.kind, line.days, line.opens, line.closes
    window.capacity = line.capacity if line.kind == SLOTS else 0
    window.reference = window.reference or random_reference()
    window.save()


def _moves(window: Window, line: Hours) -> bool:
    """Would a code for these hours be wrong afterwards? More room is never wrong; less may be."""
    before = (window.kind, window.days, window.opens, window.closes)
    return before != (line.kind, line.days, line.opens, line.closes) or line.capacity < window.capacity


def _keeps_codes(window: Window, now: datetime, by: Any) -> None:
    """Refuse where somebody carries a code; yesterday's may be of hours that end this morning."""
    since = clock.day(now) - timedelta(days=2)
    may_move_hours.check(by, window, list(Slot.objects.filter(window=window, state=HELD, day__gte=since)))
