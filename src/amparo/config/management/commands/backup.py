"""``./amparo backup FOLDER``: a copy of the house, while it is open."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.commons.policy.queries import day
from amparo.config import backup
from amparo.config.env import HOUSE_FILE

POSTGRES = "pg_dump --format=custom --no-owner --exclude-table-data=vault_unlock --exclude-table-data=django_session"


class Command(BaseCommand):
    """Copy both databases and the recordings."""

    help = "Copy the house into FOLDER, which is not there yet or is empty. It may be open meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="where the copy goes; best on a disk that is not always plugged in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say what is not in the copy and when it has to be deleted."""
        folder = Path(options["folder"])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder. Name one that is not there yet.")
        on = day()
        elsewhere = backup.make_copy(folder, databases=settings.DATABASES, audio=Path(settings.MEDIA_ROOT), on=on)
        self.stdout.write(f"The copy is in {folder}.")
        for room in elsewhere:
            self.stdout.write(
                f"{room} is kept by PostgreSQL. Copy it too: {POSTGRES} --file={folder}/{room}.dump {room}"
            )
        self.stdout.write(
            f"Not in it: {HOUSE_FILE}, which holds the key of the house, and {settings.SHRED_LEDGER}, the ledger of "
            "what was destroyed. Keep a copy of each in another place, never beside this one."
        )
        self.stdout.write(
            f"Delete this copy on {backup.delete_on(on)} at the latest: what is destroyed meanwhile opens from it."
        )
