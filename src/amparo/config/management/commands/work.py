"""``./amparo work``: do what takes long. ``./amparo run`` and ``./amparo demo`` start one beside the pages."""

import os
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Command(BaseCommand):
    """The executor, with what the rooms of this house do."""

    help = gettext_lazy("Do what takes long, like a profile of risks, until it is stopped.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to end when nothing waits, or with the server that started it."""
        parser.add_argument("--once", action="store_true", help=_("end when nothing waits any more"))
        parser.add_argument("--beside", type=int, default=0, help=_("end with the server of this number"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if not apps.is_installed("amparo.commons.jobs"):
            raise CommandError(_("Nothing takes long here: only the profile red has such work."))
        from amparo.commons.jobs import jobs
        from amparo.config.long_work import handlers

        os.nice(5)  # whoever opens a page does not wait for it
        if not options["once"]:
            jobs.work(handlers(), beside=options["beside"])
        done = 0
        while jobs.run_one(handlers(), beats=True) is not None:
            done += 1
        self.stdout.write(_("Pieces of work that were done: %(n)s") % {"n": done})
