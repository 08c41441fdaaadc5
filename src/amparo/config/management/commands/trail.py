"""``./amparo trail``: is the trail of the staff whole, in both databases, and what was done last?"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons import clock
from amparo.commons.audit.queries import first_broken, last_acts
from amparo.config.inventory import ROOMS


class Command(BaseCommand):
    """Print the last acts of each room; an error where its chain is broken."""

    help = gettext_lazy(
        "Say whether the trail of the staff is whole, and what was done last: the act, by whom, to what, all opaque."
    )  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        """How many acts."""
        parser.add_argument("--most", type=int, default=10, help=_("so many acts of each room"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Both rooms, then the verdict."""
        broken = []
        for room, alias in ROOMS.items():
            for act in reversed(last_acts(using=alias, most=options["most"])):
                hour = f"{clock.local(act.at):%Y-%m-%d %H} h"
                self.stdout.write(f"{room} {act.number} {hour} {act.verb} {act.actor} {act.target}")
            number = first_broken(using=alias)
            said = _("whole") if number is None else _("broken at act %(number)s") % {"number": number}
            self.stdout.write(f"{room}: {said}")
            broken += [] if number is None else [room]
        broken += self._published()
        if broken:
            raise CommandError(_("Somebody changed the trail, or took a line out of it. Ask who had the database."))

    def _published(self) -> list[str]:
        """The chain of what was released has its own verdict; a house that publishes nothing has none."""
        if not apps.is_installed("amparo.publications"):
            return []
        from amparo.publications.queries import first_broken as first_broken_edition

        number = first_broken_edition()
        said = _("whole") if number is None else _("broken at edition %(number)s") % {"number": number}
        self.stdout.write(_("what was released: %(said)s") % {"said": said})
        return [] if number is None else ["publications"]
