"""Whether a night may be whole: what the clock says against what is known, and how much would go at once.

A clock that is wrong by months would destroy most of what is here, and no backup would bring it back. So the nightly
work compares its day with the last night that was whole, with the newest rows and with the ledger; where they do not
fit, or where much would go, it destroys nothing of that and asks two people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connections
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.audit.queries import last_day
from amparo.commons.nightly import actions, queries
from amparo.formats.brakes import MOST_DAYS, is_ahead_of, is_far, is_many
from amparo.formats.codes import label

DAYS, ROWS, MANY = "days", "rows", "many"  # the list ``night_doubt``


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a night is not whole, and what waits of it."""

    last: date | None
    why: list[str]
    going: dict[str, tuple[int, int]]  # by name of what waits how many would go, and how many are here

    @property
    def is_of_the_clock(self) -> bool:
        """Return whether the day itself is doubted: then everything waits that hangs on it."""
        return DAYS in self.why or ROWS in self.why

    def holds(self, name: str) -> bool:
        """Return whether what is due in this room waits."""
        return self.is_of_the_clock or name in self.going


def doubt_of(now: datetime, rooms: Mapping[str, Any]) -> Doubt | None:
    """Return why the work of this night waits, or None where nothing speaks against it."""
    today, last = clock.day(now), queries.last_night()
    day, newest = last.day if last else None, newest_row()
    going = {name: room.at_stake(now) for name, room in rooms.items() if hasattr(room, "at_stake")}
    if is_far(today, day or newest) or is_ahead_of(today, newest):
        return Doubt(day, [DAYS if is_far(today, day or newest) else ROWS], going)
    many = {name: counts for name, counts in going.items() if is_many(*counts)}
    return Doubt(day, [MANY], many) if many else None


def put_off(now: datetime, rooms: Mapping[str, Any], doubt: Doubt | None) -> None:
    """Keep messages for some days more that may be due only because the clock was wrong.

    Where two people said of a doubted day that it is right: all that are due. On any other night: those that an earlier
    night should have taken, unless much waits there.
    """
    last, was_doubted = queries.last_night(), doubt is not None and doubt.is_of_the_clock
    before = None if was_doubted else last and last.day - timedelta(days=MOST_DAYS)
    waits = () if was_doubted or doubt is None else doubt.going
    for name, room in rooms.items():
        if hasattr(room, "put_off") and (was_doubted or before) and name not in waits:
            room.put_off(now, before=before)


def newest_row() -> date | None:
    """The newest day that the audit logs know, and the ledger where it grew since the last night."""
    known = [last_day(using=room) for room in ("default", "evidence") if room in connections]
    last, size = queries.last_night(), ledger_size()
    if size and (last is None or size != last.ledger):
        from amparo.vault.actions.ledger import read_ledger

        known.append(read_ledger().last)
    return max((each for each in known if each), default=None)


def ledger_size() -> int:
    """How long the ledger is, in bytes; 0 where this organisation has none."""
    if not apps.is_installed("amparo.vault"):
        return 0
    from amparo.vault.actions.ledger import ledger

    return ledger().stat().st_size if ledger().is_file() else 0


def tell_of(doubt: Doubt, today: date, tell: Callable[[str], Any]) -> None:
    """Say on the terminal why nothing was destroyed, and what to do."""
    language = get_language() or "en"
    for each in doubt.why:
        tell(f"{label('night_doubt', each, language)}.")
    said = {
        "today": date_format(today, "DATE_FORMAT"),
        "last": date_format(doubt.last, "DATE_FORMAT") if doubt.last else "?",
    }
    tell(_("The clock of this computer says %(today)s; the last night that was whole was %(last)s.") % said)
    tell(_("It waits for two people: they find it on the page Today. If the clock is wrong, set it right."))


def note(now: datetime, doubt: Doubt | None, *, is_whole: bool) -> None:
    """Write down how this night ended."""
    today = clock.day(now)
    if doubt is not None and not is_whole:
        actions.ask(today, last=doubt.last, why=doubt.why, going=doubt.going)
    else:
        actions.stop_asking()
    if is_whole or doubt is None or not doubt.is_of_the_clock:
        actions.note_night(today, ledger=ledger_size())
