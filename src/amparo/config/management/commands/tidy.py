"""``./amparo tidy``: once a night, delete what the house promised to keep no longer."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from amparo.commons.directory import retention as directory

ROOMS = {"directory": directory}  # every app that keeps something for a time stands here


class Command(BaseCommand):
    """Run the retention of every app."""

    help = "Delete what is kept for a time and whose time is over. Run it once a night."

    def handle(self, *args: Any, **options: Any) -> None:
        """Shred what is due and say how much it was."""
        now = timezone.now()
        for name, room in ROOMS.items():
            shredded = 0
            for item in list(room.due(now)):
                room.shred(item)
                shredded += 1
            self.stdout.write(f"{name}: {shredded} deleted")
        call_command("clearsessions")  # staff sessions that ended
