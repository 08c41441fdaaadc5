"""``./amparo panic``: lock the house from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons import lockdown
from amparo.commons.accounts import actions


class Command(BaseCommand):
    """Lock everything that anybody has open, and end every session."""

    help = gettext_lazy(
        "Lock everything that anybody of the team has open, and end every session. At once, without a question."
    )  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say so."""
        try:
            actions.lock_house(by=actions.SERVER)
        except DatabaseError as error:
            if not lockdown.is_on():
                raise
            raise CommandError(
                _(
                    "Locked: nobody opens anything any more. But nothing could be written, so sessions have not ended. "
                    "Make room on the disk, and run this again."
                )
            ) from error
        self.stdout.write(_("Locked. Nobody has anything open, and everybody comes in again with her passphrase."))
