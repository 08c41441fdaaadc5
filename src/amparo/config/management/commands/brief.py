"""``./amparo brief``: make the page from the brief to the folders anew."""

from typing import Any

from django.core.management.base import BaseCommand

from amparo.config.pages import write


class Command(BaseCommand):
    """Write into docs."""

    help = "Make the page from the brief to the folders anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write."""
        write("brief.md")
