"""``./amparo panic``: lock the house from the server."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.accounts import actions


class Command(BaseCommand):
    """Lock everything that anybody has open, and end every session."""

    help = gettext_lazy(
        "Lock everything that anybody of the team has open, and end every session. At once, without a question."
    )  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say so."""
        actions.lock_house(by=actions.SERVER)
        self.stdout.write(_("Locked. Nobody has anything open, and everybody comes in again with her passphrase."))
