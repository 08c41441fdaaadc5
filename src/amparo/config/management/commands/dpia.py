"""``./amparo dpia --language es``: the annex of the data protection assessment, from the inventory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.config.inventory import HEADINGS, annex, read


class Command(BaseCommand):
    """Print the inventory as a document."""

    help = gettext_lazy("Print the annex of the data protection assessment (Markdown) from docs/data-inventory.toml.")  # type: ignore[assignment]
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """In which language the headings are."""
        parser.add_argument("--language", choices=sorted(HEADINGS), default="es", help=_("of the headings"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(annex(read(), options["language"]))
