"""``./amparo show_pages``: make every page of docs that is made from the house anew."""

from typing import Any

from django.core.management.base import BaseCommand

from amparo.config.pages import write


class Command(BaseCommand):
    """Write into docs."""

    help = "Make every page of docs that is made from the house anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write."""
        write()
