"""``./amparo tidy``: once a night, delete what the house promised to keep no longer."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.directory import retention as directory
from amparo.commons.directory.actions.whole_lists import write_whole_lists
from amparo.commons.nightly.actions import is_agreed
from amparo.commons.room import lay_ballast, takes_files
from amparo.config import nights
from amparo.formats.codes import label

ROOMS = {"directory": directory}  # every app that keeps something for a time stands here


class Command(BaseCommand):
    """Run the retention of every app."""

    help = gettext_lazy("Delete what is kept for a time and whose time is over. Run it once a night.")  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        """Shred what is due and say how much it was."""
        tidy(clock.now(), self.stdout.write)


def tidy(now: datetime, tell: Callable[[str], Any]) -> None:
    """Shred what is due at this moment. The moment is an argument: no command lets anybody choose it.

    What cannot be destroyed holds nothing else back, in no room: it ends the night with its error. Where the clock may
    be wrong nothing is destroyed before two people said so.
    """
    found = rooms()
    doubt = nights.doubt_of(now, found)
    held = doubt if doubt and not is_agreed(clock.day(now), why=doubt.why, going=doubt.going) else None
    if held:
        nights.tell_of(held, clock.day(now), tell)
    troubles = []
    if held is None or not held.is_of_the_clock:
        nights.put_off(now, found, doubt)
        troubles = shred_due(now, found, held, tell)
        by_the_day(now, tell)
    lay_ballast()
    if settings.HSDS_API and takes_files():
        write_whole_lists(clock.day(now))
    if apps.is_installed("amparo.vault") and not sweep(now):
        tell(_("PostgreSQL still has what was deleted in its log. The guide says how it lets go of that."))
    nights.note(now, doubt, is_whole=held is None)
    if troubles:
        raise troubles[0]


def shred_due(now: datetime, found: dict[str, Any], held: nights.Doubt | None, tell: Callable[[str], Any]) -> list[Any]:
    """Shred what is due and does not wait; what went wrong."""
    troubles: list[Exception] = []
    for name, room in found.items():
        shredded = 0
        for item in [] if held and held.holds(name) else list(room.due(now)):
            try:
                with its_day():
                    room.shred(item)
            except Exception as error:
                troubles.append(error)
            else:
                shredded += 1
        tell(_("%(room)s: %(n)s deleted") % {"room": label("night_room", name, get_language() or "en"), "n": shredded})
    return troubles


def its_day() -> AbstractContextManager[None]:
    """What is destroyed inside is destroyed by the clock: for some days a copy that is put back wins over it."""
    if not apps.is_installed("amparo.vault"):
        return nullcontext()
    from amparo.vault.actions.ledger import its_day_came

    return its_day_came()


def by_the_day(now: datetime, tell: Callable[[str], Any]) -> None:
    """What else hangs on the day: sessions that ended, rows whose month came, coupons, what may be counted."""
    call_command("clearsessions")
    if apps.is_installed("amparo.vault"):
        drop_lapsed_rows(now)
    if apps.is_installed("amparo.fieldwork"):
        expire_coupons(now)
    if apps.is_installed("amparo.doors.deidentify"):
        count_anew(now)
        tell(_("What may be counted was copied anew."))


def drop_lapsed_rows(now: datetime) -> None:
    """Coded rows whose month has come."""
    from amparo.vault.actions.coded import drop_lapsed

    drop_lapsed(now)


def expire_coupons(now: datetime) -> None:
    """Coupons that were given and whose day is over."""
    from amparo.fieldwork.actions.coupons import expire

    expire(clock.day(now))


def count_anew(now: datetime) -> None:
    """Through the door, without anything that says whose it is."""
    from amparo.doors.deidentify.actions import run
    from amparo.doors.release.actions import count_again

    run(now=now)
    count_again()


def rooms() -> dict[str, Any]:
    """Every room of this profile that keeps something for a time."""
    if not apps.is_installed("amparo.access.reporting"):
        return ROOMS
    from amparo.access.focal_points import retention as focal_points
    from amparo.access.health import retention as doors
    from amparo.access.reporting import retention as letters
    from amparo.casework import retention as cases

    ours = {"letters": letters, "cases": cases, "focal_points": focal_points, "doors": doors}
    asked = (room_of_children, room_of_studies, room_of_drafts, room_of_jobs, room_of_exchange, room_of_matters)
    return ROOMS | ours | {name: room for each in asked for name, room in each().items()}


def room_of_children() -> dict[str, Any]:
    """The room of children who are minded, where the house has one."""
    if not apps.is_installed("amparo.access.alternative_care"):
        return {}
    from amparo.access.alternative_care import retention as children

    return {"children": children}


def room_of_studies() -> dict[str, Any]:
    """The room of what is asked in the field, where the house has one."""
    if not apps.is_installed("amparo.fieldwork"):
        return {}
    from amparo.fieldwork import retention as studies

    return {"studies": studies}


def room_of_drafts() -> dict[str, Any]:
    """The room of forms that somebody put down for another day, where the house has one."""
    if not apps.is_installed("amparo.doors.intake"):
        return {}
    from amparo.doors.intake import retention as drafts

    return {"drafts": drafts}


def room_of_exchange() -> dict[str, Any]:
    """The room of what was agreed with other houses, where the house has one."""
    if not apps.is_installed("amparo.doors.exchange"):
        return {}
    from amparo.doors.exchange import retention as exchange

    return {"exchange": exchange}


def room_of_matters() -> dict[str, Any]:
    """The room of legal matters, where the house has one. What hangs on a matter goes after it."""
    if not apps.is_installed("amparo.legal.representation"):
        return {}
    from amparo.legal.exhibits import retention as exhibits
    from amparo.legal.representation import retention as matters

    return {"matters": matters, "exhibits": exhibits}


def room_of_jobs() -> dict[str, Any]:
    """The room of long work, where the house has one."""
    if not apps.is_installed("amparo.commons.jobs"):
        return {}
    from amparo.commons.jobs import retention as jobs

    return {"jobs": jobs}


def sweep(now: Any) -> bool:
    """Keys that were left open or lost, what deleted keys left in the log of the database, the order in which rows lie.

    Whether the log lets go of it.
    """
    from amparo.vault.actions.burning import cut_the_log, end_the_log, lay_anew
    from amparo.vault.actions.rings import sweep_retired
    from amparo.vault.actions.staff import sweep_unlocks

    sweep_unlocks(now)
    sweep_retired()
    lay_anew()
    cut_the_log()
    return end_the_log()
