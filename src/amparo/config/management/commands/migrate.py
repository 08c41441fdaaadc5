"""``./amparo migrate``: as Django does it, and a new house on SQLite begins with the tables of ``schema.sql``."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from amparo.config.schema import lay

PART_OF_IT = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        """Lay what all migrations would make, where all are asked for and nothing is there; the rest is Django's."""
        is_whole = not any(options[name] for name in PART_OF_IT)
        if is_whole and lay(connections[options["database"]]) and options["verbosity"] >= 1:
            self.stdout.write("The tables of a new house were laid from schema.sql.")
        super().handle(*args, **options)
