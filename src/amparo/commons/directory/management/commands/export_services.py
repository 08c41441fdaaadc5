"""Hand out the public part of the directory as HSDS: one JSON file, or a folder of tables."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.commons.directory.queries.export import exported, undated
from amparo.formats.hsds import write_datapackage, write_json


class Command(BaseCommand):
    help = gettext_lazy("Write the public services as HSDS 3.0. What is not public is never written.")  # type: ignore[assignment]

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--to", required=True, type=Path, metavar=_("FILE"), help=_("the file (json) or the folder (csv) to write")
        )
        parser.add_argument(
            "--format", choices=("json", "csv"), default="json", help=_("one file, or a folder of tables")
        )
        parser.add_argument(
            "--tier",
            type=int,
            choices=(0, 1),
            default=1,
            help=_("0: only places that may be said whole; 1: also those without their address"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dataset, to = exported(highest_tier=options["tier"]), options["to"]
        try:
            if options["format"] == "csv":
                write_datapackage(dataset, to)
            else:
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(write_json(dataset))
        except OSError as error:
            raise CommandError(_("This cannot be written: %(what)s") % {"what": error}) from error
        count = len(dataset.services)
        self.stdout.write(ngettext("%(n)s service written.", "%(n)s services written.", count) % {"n": count})
        if left := undated():
            self.stdout.write(
                ngettext(
                    "%(n)s service stays here: nobody confirmed it and its source names no day.",
                    "%(n)s services stay here: nobody confirmed them and their source names no day.",
                    left,
                )
                % {"n": left}
            )
