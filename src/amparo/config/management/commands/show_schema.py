"""``./amparo show_schema``: run all migrations on two empty databases, and keep the tables for new houses."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands.migrate import Command as Migrate

from amparo.config import schema


class Command(BaseCommand):
    """Write schema.sql."""

    help = "Make the tables of a new house anew, of all migrations."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, and write."""
        from django.db import connections

        for room in connections:
            call_command(Migrate(), database=room, verbosity=0)
        schema.FILE.write_text(schema.written({room: connections[room] for room in connections}), encoding="utf-8")
