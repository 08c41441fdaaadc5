"""``./amparo restore FOLDER``: put a copy of the house back, and destroy again what was destroyed since."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from amparo.config import backup, lock, prepare

POSTGRES = "pg_restore --clean --if-exists --no-owner --dbname={room} {folder}/{room}.dump"


class Command(BaseCommand):
    """Put a copy back."""

    requires_system_checks: list[str] = []  # they would open the database, and so make an empty one
    help = "Put the copy of the house in FOLDER back. What is there now is replaced. The house must not be open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="the copy that ./amparo backup made")
        parser.add_argument("--replace", action="store_true", help="yes, what the house holds now may go")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the copy, put it back, destroy again, and only then say that it is ready."""
        folder, data = Path(options["folder"]), Path(settings.DATA)
        try:
            on = backup.check_copy(folder)
        except backup.BadCopy as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        held = [room for room, alias in backup.ROOMS.items() if Path(str(settings.DATABASES[alias]["NAME"])).is_file()]
        if held and not options["replace"]:
            raise CommandError(
                f"The house holds data already ({', '.join(held)}). Nothing was changed. To put the copy of {on} in "
                "its place, add --replace."
            )
        with lock.held(data, alone=True):
            connections.close_all()
            backup.put_back(folder, databases=settings.DATABASES, audio=Path(settings.MEDIA_ROOT))
            for room, alias in backup.ROOMS.items():
                if not str(settings.DATABASES[alias]["ENGINE"]).endswith("sqlite3"):
                    command = POSTGRES.format(room=room, folder=folder)
                    self.stdout.write(f"{room} is kept by PostgreSQL. Put it back yourself: {command}")
            self.make_ready(data)
        self.stdout.write(f"The house is as it was on {on}, without what was destroyed since.")
        self.stdout.write(
            f"Accounts that were closed since {on} are open again, and keys that were taken away count again: look at "
            "the page of the team and at ./amparo keys before you open the house with ./amparo run."
        )

    def make_ready(self, data: Path) -> None:
        """Bring it up to date; the ledger is replayed there. Then what has lost its key goes too."""
        if not Path(settings.SHRED_LEDGER).is_file():
            self.stdout.write(
                f"There is no ledger at {settings.SHRED_LEDGER}. If things were destroyed since this copy was made, "
                "they are back: put the ledger there, and run this again."
            )
        prepare.ready(data=data)
        call_command("tidy", stdout=self.stdout)
