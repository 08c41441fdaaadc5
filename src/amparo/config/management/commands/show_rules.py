"""``./amparo show_rules``: make the page of the 54 rules anew."""

from typing import Any

from django.core.management.base import BaseCommand

from amparo.config.pages import write


class Command(BaseCommand):
    """Write into docs."""

    help = "Make the page of the 54 rules anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write."""
        write("safety-rules.md")
