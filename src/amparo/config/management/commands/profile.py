"""``./amparo profile again REFERENCE``: make a kept profile of risks again, and compare it byte for byte."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Command(BaseCommand):
    """Make it again; the exit code says whether it is the same."""

    help = gettext_lazy("Make a profile of risks again from its inputs and seed, and compare it byte for byte.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and of which profile."""
        parser.add_argument("what", choices=["again"], help=_("what to do"))
        parser.add_argument("reference", help=_("the reference of the profile, as its address has it"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say what differs."""
        if not apps.is_installed("amparo.information.risk_profiles"):
            raise CommandError(_("There are no profiles here: only the profile red makes them."))
        from amparo.commons.jobs.queries import in_words
        from amparo.information.risk_profiles.jobs.making import KIND, compare_again
        from amparo.information.risk_profiles.queries import kept
        from amparo.methods.estimate import Refused

        row = kept(options["reference"], KIND)
        if row is None:
            raise CommandError(_("There is no such result."))
        try:
            compare_again(row)
        except Refused as error:
            said = [in_words(each.text, dict(each.values)) for each in error.remarks]
            raise CommandError(" ".join(said)) from error
        self.stdout.write(_("Made again, it is the same, byte for byte.") + f" {row.digest}")
