"""``./amparo words``: gather the messages of the house into the catalogues of es and pt."""

from typing import Any

from django.core.management.base import BaseCommand

from amparo.config.prepare import compile_words
from amparo.config.words import missing, update


class Command(BaseCommand):
    help = "Gather the messages of the code into the word catalogues, and say which wait for words."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        update()
        compile_words()
        faults = missing()
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write(f"{len(faults)} to mend." if faults else "Both catalogues are complete.")
