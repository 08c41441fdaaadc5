"""Keeping a place at a door: a code on paper, never a name.

The trail says that somebody took a code, once an hour, and neither which nor where: beside the hour in which she wrote
in a case it would say at which door whoever that case is about stands.
"""

import secrets
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.access.health.models import FREED, HELD, MISSED, USED, Channel, Slot, Window
from amparo.access.health.policies import may_free, may_take
from amparo.access.health.queries.channels import free_slots, works, zone_at
from amparo.access.health.queries.slots import get_slot, is_code
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.sittings import AHEAD_DAYS, sitting_on

CARE = "default"
NOTHING = "nothing"  # no argument is called so: the trail names neither door nor code
# A letter and a figure by turns spell no word; none of these looks like another one. 17 and 7 signs, three times each.
LETTERS, FIGURES = "CDFGHJKLMNPRTVWXY", "2346789"
CHANCE = secrets.SystemRandom()


@unaudited("it changes nothing")
def new_code(rng: Random = CHANCE) -> str:
    """A code that means nothing: K7M4T9."""
    return "".join(rng.choice(LETTERS) + rng.choice(FIGURES) for _turn in range(3))


@audited("door_code.taken", target=NOTHING, using=CARE, hourly=True)
def take_slot(
    channel: Channel, window: str, day: date, *, by: Any, now: datetime, code: str = "", rng: Random = CHANCE
) -> Slot:
    """Keep a place in these hours of this day. Who sends the same page again gets the same place, not another one.

    The row of the channel is locked first: of fifty who ask at once one asks at a time, so nobody is promised a place
    that is not there. Were the lock to fail, the constraint on seats would hold.
    """
    may_take.check(by)
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    line = _line(channel, window)
    same = Slot.objects.filter(code=code).select_related("window__channel").first() if is_code(code) else None
    if same is not None:
        return _the_same(same, line, day)
    _is_open(channel, line, day, now)
    taken = set(Slot.objects.filter(window=line, day=day).exclude(state=FREED).values_list("seat", flat=True))
    if len(taken) >= line.capacity:
        raise Denied(_full(channel, now))
    seat = rng.choice([each for each in range(1, line.capacity + 1) if each not in taken])
    return Slot.objects.create(window=line, day=day, seat=seat, code=_fresh(code, rng))


@audited("door_code.freed", target=NOTHING, using=CARE, hourly=True)
def free_slot(channel: Channel, code: str, *, by: Any, now: datetime) -> None:
    """She does not need it any more: somebody else may have the place."""
    slot = _locked(channel, code)
    ends = sitting_on(slot.window, slot.day, zone_at(channel)).ends
    may_free.check(by, slot, now >= ends)
    slot.state = FREED
    slot.save(update_fields=["state"])


@audited("door_code.noted", target=NOTHING, using=CARE, hourly=True)
def note_slot(channel: Channel, code: str, *, was_used: bool, by: Any, now: datetime) -> None:
    """What became of it. A mistake is put right by saying it again; a place that went back stays with others."""
    may_take.check(by)
    slot = _locked(channel, code)
    if slot.state == FREED:
        raise Denied(_("This place went back to others. Nothing more is written of it."))
    if now < sitting_on(slot.window, slot.day, zone_at(channel)).begins:
        raise Denied(_("These hours have not begun. If she does not need the place, give it back."))
    slot.state = USED if was_used else MISSED
    slot.save(update_fields=["state"])


def _locked(channel: Channel, code: str) -> Slot:
    """One code of this door, with the door locked."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    return get_slot(channel, code)


def _line(channel: Channel, window: str) -> Window:
    line = channel.windows.filter(reference=window).first()
    if line is None:
        raise Hidden
    return line


def _the_same(slot: Slot, line: Window, day: date) -> Slot:
    """The page was sent twice: it is the same place; for other hours it is a new page that is needed."""
    if slot.window_id != line.pk or slot.day != day or slot.state != HELD:
        raise Denied(
            _("With this page a code was taken already. Open the door's page again, and take another one there.")
        )
    return slot


def _is_open(channel: Channel, line: Window, day: date, now: datetime) -> None:
    """Does this door give out codes, for these hours, of a day that is near?"""
    if not works(channel, now):
        raise Denied(_("Nobody is sent to this door now. Its page says why, and what is near."))
    if not line.capacity:
        raise Denied(
            _("In these hours one just comes: no code is needed. Tell her the hours, and what to say at the door.")
        )
    zone = zone_at(channel)
    here = now.astimezone(zone).date()
    if not line.days >> day.weekday() & 1 or now >= sitting_on(line, day, zone).ends:
        raise Denied(_("These hours are over, or are not of that day. Choose from the free places on the door's page."))
    if day > here + timedelta(days=AHEAD_DAYS):
        raise Denied(
            format_lazy(_("Codes are given out for at most {n} days ahead. Choose an earlier day."), n=AHEAD_DAYS)
        )


def _full(channel: Channel, now: datetime) -> Any:
    """No room: the nearest that is free, in the same sentence."""
    free = free_slots(channel.windows.all(), zone_at(channel), now)
    if not free:
        return _("There is no room left at this door within two weeks. Its page says what is near.")
    first = free[0].sitting
    return format_lazy(
        _("Somebody else took the last place of these hours. The next free one is on {day} at {hour}."),
        day=f"{first.begins:%d/%m/%Y}", hour=f"{first.begins:%H:%M}",
    )  # fmt: skip


def _fresh(code: str, rng: Random) -> str:
    """The code of the page, or a new one that nobody carries."""
    if is_code(code):
        return code
    code = new_code(rng)
    while Slot.objects.filter(code=code).exists():
        code = new_code(rng)
    return code
