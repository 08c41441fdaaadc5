"""``./amparo demo`` calls this: a made-up border town, to try every role in five minutes."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from amparo.commons import clock
from amparo.config.demo import laying, tour
from amparo.config.demo.agreed_doors import lay_doors
from amparo.config.demo.asking import lay_studies
from amparo.config.demo.bodies import lay_focal_points
from amparo.config.demo.evidence import lay_evidence, open_evidence
from amparo.config.demo.home import keep_sheets_aside, remember_place
from amparo.config.demo.letters import lay_letters, lay_readers
from amparo.config.demo.people import open_accounts
from amparo.config.management.commands.tidy import count_anew


class Command(BaseCommand):
    """Lay the town out, once."""

    help = "Lay out the made-up town Puerto Claro, with a team, in a demo: never beside real places."

    def handle(self, *args: Any, **options: Any) -> None:
        """The first time: write all of it and tell the passphrases. Afterwards: the tour alone."""
        if not settings.DEMO:
            raise CommandError("This house is not a demo. Made-up places never stand beside real ones: ./amparo demo")
        if laying.town_code():
            self.tell(*tour.tour_lines(), "", tour.said("shown_before"))
            return
        with transaction.atomic(using=laying.CARE):
            laid = laying.lay_out(clock.now())
            people = open_accounts(laid)
            house = lay_readers(laid)
            answering = lay_focal_points(laid)  # before the cases, which pass something on to one of them
            words = lay_letters(house, laid)
            lay_doors(laid)
            asking = lay_studies(house, laid)
            counting, told = open_evidence(house, laid)
        if apps.is_installed("amparo.doors.deidentify"):
            count_anew(clock.now())  # what the night would do, so that there is something to count today
        lay_evidence(counting, laid)
        remember_place(settings.DATA, laid.home)
        keep_sheets_aside(settings.DATA, house.sheets)
        self.tell(
            *tour.account_lines([*people, *house.told, *answering, *asking.people, *told]),
            *tour.letter_lines(words),
            *tour.coupon_lines(asking.coupons),
            *tour.tour_lines(),
        )

    def tell(self, *lines: str) -> None:
        """Write lines on the terminal."""
        for line in lines:
            self.stdout.write(line)
