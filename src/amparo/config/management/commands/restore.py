"""``./amparo restore FOLDER``: put a copy of the house back, and destroy again what was destroyed since."""

from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.nightly.actions import stop_asking
from amparo.config import backup, lock, prepare

POSTGRES = "pg_restore --clean --if-exists --no-owner --dbname={room} {folder}/{room}.dump"


class Command(BaseCommand):
    """Put a copy back."""

    requires_system_checks: list[str] = []  # they would open the database, and so make an empty one
    help = gettext_lazy(
        "Put the copy of the house in FOLDER back. What is there now is replaced. The house must not be open."
    )  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar=_("FOLDER"), help=_("the copy that ./amparo backup made"))
        parser.add_argument("--replace", action="store_true", help=_("yes, what the house holds now may go"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the copy, put it back, destroy again, and only then say that it is ready."""
        folder, data = Path(options["folder"]), Path(settings.DATA)
        try:
            on = backup.check_copy(folder, databases=settings.DATABASES)
        except backup.BadCopy as error:
            raise CommandError(f"{error} {_('Nothing was changed.')}") from error
        held = [room for room, alias in backup.ROOMS.items() if Path(str(settings.DATABASES[alias]["NAME"])).is_file()]
        if held and not options["replace"]:
            raise CommandError(
                _(
                    "The house holds data already (%(rooms)s). Nothing was changed. To put the copy of %(day)s in its "
                    "place, add --replace."
                )
                % {"rooms": ", ".join(held), "day": on}
            )
        with lock.held(data, alone=True):
            connections.close_all()
            backup.put_back(folder, databases=settings.DATABASES, audio=Path(settings.MEDIA_ROOT))
            for room, alias in backup.ROOMS.items():
                if not str(settings.DATABASES[alias]["ENGINE"]).endswith("sqlite3"):
                    command = POSTGRES.format(room=room, folder=folder)
                    said = _("%(room)s is kept by PostgreSQL. Put it back yourself: %(how)s")
                    self.stdout.write(said % {"room": room, "how": command})
            self.make_ready(data)
        self.say_what_is_back(on)

    def say_what_is_back(self, on: date) -> None:
        """What came back that had gone since; a guide has no keys and destroys nothing that is sealed."""
        if not apps.is_installed("amparo.vault"):
            self.stdout.write(_("The house is as it was on %(day)s.") % {"day": on})
            self.stdout.write(
                _("Accounts that were closed since are open again: look at the page of the team after ./amparo run.")
            )
            return
        self.stdout.write(_("The house is as it was on %(day)s, without what was destroyed since.") % {"day": on})
        self.stdout.write(
            _(
                "Accounts that were closed since are open again, and keys that were taken away count again: look at "
                "the page of the team and at ./amparo keys before you open the house with ./amparo run."
            )
        )

    def make_ready(self, data: Path) -> None:
        """Bring it up to date; the ledger is replayed there. Then what has lost its key goes too."""
        if apps.is_installed("amparo.vault") and not Path(settings.SHRED_LEDGER).is_file():
            self.stdout.write(
                _(
                    "There is no ledger at %(ledger)s. If things were destroyed since this copy was made, they are "
                    "back: put the ledger there, and run this again."
                )
                % {"ledger": settings.SHRED_LEDGER}
            )
        prepare.ready(data=data)
        stop_asking()  # what two people said of another night came back with the copy
        if apps.is_installed("amparo.vault"):
            from amparo.vault.actions.coded import forget_rows

            forget_rows()  # some were taken back since; the build that came back is made anew without them
        if apps.is_installed("amparo.legal.representation"):
            from amparo.legal.representation.actions.feeds import forget_feeds

            forget_feeds()  # some were ended since: a phone was lost, and its calendar would see the days again
        call_command("tidy", stdout=self.stdout)
