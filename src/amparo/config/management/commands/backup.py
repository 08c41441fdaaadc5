"""``./amparo backup FOLDER``: a copy of the house, while it is open."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons import clock
from amparo.config import backup
from amparo.config.env import HOUSE_FILE

POSTGRES = "pg_dump --format=custom --no-owner --exclude-table-data=vault_unlock --exclude-table-data=django_session"


class Command(BaseCommand):
    """Copy both databases and the recordings."""

    help = gettext_lazy("Copy the house into FOLDER, which is not there yet or is empty. It may be open meanwhile.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", metavar=_("FOLDER"), help=_("where the copy goes; best on a disk that is not always plugged in")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say what is not in the copy and when it has to be deleted."""
        folder = Path(options["folder"])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(
                _("%(folder)s is not an empty folder. Name one that is not there yet.") % {"folder": folder}
            )
        on = clock.today()
        elsewhere = backup.make_copy(folder, databases=settings.DATABASES, audio=Path(settings.MEDIA_ROOT), on=on)
        self.stdout.write(_("The copy is in %(folder)s.") % {"folder": folder})
        for room in elsewhere:
            self.stdout.write(
                _("%(room)s is kept by PostgreSQL. Copy it too: %(how)s")
                % {"room": room, "how": f"{POSTGRES} --file={folder}/{room}.dump {room}"}
            )
        self.stdout.write(
            _("Not in it: %(file)s, which holds the key of the house. Keep a copy of it in another place.")
            % {"file": HOUSE_FILE}
        )
        if apps.is_installed("amparo.vault"):
            self.stdout.write(
                _("Nor %(ledger)s, the ledger of what was destroyed: keep a copy of it too, never beside this one.")
                % {"ledger": settings.SHRED_LEDGER}
            )
        self.stdout.write(
            _("Delete this copy on %(day)s at the latest: what is destroyed meanwhile is still in it.")
            % {"day": backup.delete_on(on)}
        )
