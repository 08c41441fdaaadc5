"""``./amparo stamp_day``: a question for an authority of time about one list a day, and its answer.

The house sends nothing. The question is a file of some seventy bytes; a person carries it, from whatever computer she
chooses, and brings the answer back.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.policy.policies import SERVER
from amparo.formats.codes import label
from amparo.formats.custody_chain.stamps import NoStamp
from amparo.legal.exhibits.actions.days import ask_about_day, keep_answer


class Command(BaseCommand):
    """Ask, or keep what was answered."""

    help = gettext_lazy("Write a question about the chains of today for an authority of time, or keep its answer.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ask", type=Path, metavar=_("FILE"), help=_("write the question of today into this file"))
        parser.add_argument("--keep", type=Path, metavar=_("FILE"), help=_("keep the answer that is in this file"))
        parser.add_argument("--authority", type=Path, metavar=_("FILE"), help=_("the certificates of the authority"))
        parser.add_argument("--day", type=date.fromisoformat, help=_("of which day, where it is not today"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the two."""
        day = (options["day"] or clock.day(zone_name="UTC")).isoformat()  # as an authority counts days
        try:
            if options["ask"] and not options["keep"]:
                options["ask"].write_bytes(ask_about_day(day, by=SERVER))
                self.stdout.write(_("The question is written. Carry it to the authority, and bring its answer back."))
            elif options["keep"] and options["authority"]:
                answer, authority = options["keep"].read_bytes(), options["authority"].read_bytes()
                stamp = keep_answer(day, answer=answer, authority=authority, by=SERVER)
                moment = stamp.at.strftime("%Y-%m-%d %H:%M UTC")
                self.stdout.write(_("Kept. The authority saw it at %(moment)s.") % {"moment": moment})
            else:
                raise CommandError(_("Say --ask FILE, or --keep FILE with --authority FILE."))
        except NoStamp as refusal:
            raise CommandError(label("stamp_fault", refusal.why, get_language() or "es")) from refusal
        except OSError as error:
            raise CommandError(_("This file cannot be read or written: %(why)s.") % {"why": error.strerror}) from error
