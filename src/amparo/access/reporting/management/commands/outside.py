"""``./amparo outside FOLDER``: what a reader without an account is to read, as files that the program age opens."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.access.reporting.actions.outside import hand_out
from amparo.commons.policy.policies import SERVER


class Command(BaseCommand):
    """Write a folder for each reader outside who keeps a key of her own."""

    help = gettext_lazy(
        "Write the threads of each outside reader without an account into FOLDER, as files that age alone opens."
    )  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar=_("FOLDER"), help=_("a folder that is not there yet, or is empty"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, and say for whom."""
        folder = Path(options["folder"])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(
                _("%(folder)s is not an empty folder. Name one that is not there yet.") % {"folder": folder}
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        given = hand_out(folder, by=SERVER)
        if not given:
            self.stdout.write(_("Nobody outside keeps a key of her own: there is nothing to hand out."))
        for name in given:
            self.stdout.write(
                _("%(folder)s: give it to her as it is. It opens with her key only.") % {"folder": folder / name}
            )
