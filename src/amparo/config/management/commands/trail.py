"""``./amparo trail``: is the trail of the staff whole, in both databases, and what was done last?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.commons.audit.queries import first_broken, last_acts
from amparo.config.inventory import ROOMS


class Command(BaseCommand):
    """Print the last acts of each room; an error where its chain is broken."""

    help = "Say whether the trail of the staff is whole, and what was done last: the act, by whom, to what, all opaque."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many acts."""
        parser.add_argument("--most", type=int, default=10, help="so many acts of each room")

    def handle(self, *args: Any, **options: Any) -> None:
        """Both rooms, then the verdict."""
        broken = []
        for room, alias in ROOMS.items():
            for act in reversed(last_acts(using=alias, most=options["most"])):
                self.stdout.write(f"{room} {act.number} {act.at:%Y-%m-%d %H} h {act.verb} {act.actor} {act.target}")
            number = first_broken(using=alias)
            self.stdout.write(f"{room}: {'whole' if number is None else f'broken at act {number}'}")
            broken += [] if number is None else [room]
        if broken:
            raise CommandError("Somebody changed the trail, or took a line out of it. Ask who had the database.")
