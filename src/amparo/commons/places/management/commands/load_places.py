"""Bring the shipped geography into the house; it can be run at any time, and again."""

from typing import Any

from django.core.management.base import BaseCommand

from amparo.commons.places.actions import load_places


class Command(BaseCommand):
    help = "Load the countries, units and places that come with Amparo."

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_places()
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} places loaded." if count else "The places are up to date.")
