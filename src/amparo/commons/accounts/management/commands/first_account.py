"""``./amparo first_account``: the first person of a house, who can then open the accounts of the others."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.accounts import actions
from amparo.commons.accounts.forms import OpenAccountForm
from amparo.commons.accounts.queries import is_empty

# One person can open a guide in ten minutes, so the first account may do everything a guide needs.
# Reviewing and legal signatures are never hers: they belong to somebody else.
ROLES = ("coordinator", "editor", "checker", "moderator")


class Command(BaseCommand):
    """Open the first account, once; afterwards the page of the team does it."""

    help = gettext_lazy("Open the first account of this house and show its passphrase once.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-in-name", default="", help=_("what she types to come in"))
        parser.add_argument("--name", default="", help=_("the name she uses"))
        parser.add_argument("--language", default="es", help=_("es, pt or en"))
        parser.add_argument("--team", default="Casa", help=_("the name of the first team"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask what is missing, open the account, say the passphrase."""
        if not is_empty():
            self.stdout.write(
                _("There are accounts already. A coordinator opens the next one on the page of the team.")
            )
            return
        form = self.ask_until_right(options)
        passphrase = actions.fresh_passphrase()
        with transaction.atomic(using=actions.CARE):
            person = actions.open_account(password=passphrase, by=actions.SETUP, **form.cleaned_data)
            team = actions.make_team(name=options["team"], by=actions.SETUP)
            for role in ROLES:
                actions.give_role(person, team=team, role=role, by=actions.SETUP)
        self.stdout.write("\n" + _("Name to come in: %(name)s") % {"name": person.sign_in_name})
        self.stdout.write(_("Passphrase: %(passphrase)s") % {"passphrase": passphrase} + "\n")
        self.stdout.write(_("Write it down now. It is shown this once; after coming in, change it to one of your own."))

    def ask_until_right(self, options: dict[str, Any]) -> OpenAccountForm:
        """The two names: from the command, or asked, and asked again where one of them cannot be used."""
        while True:
            form = OpenAccountForm(
                {
                    "sign_in_name": options["sign_in_name"] or self.ask(_("Name to come in"), "coordina"),
                    "name_used": options["name"] or self.ask(_("The name you use"), "Coordina"),
                    "language": options["language"],
                }
            )
            if form.is_valid():
                return form
            said = " ".join(str(error) for errors in form.errors.values() for error in errors)
            if not sys.stdin.isatty() or (options["sign_in_name"] and options["name"]):
                raise CommandError(said)
            print(said)

    def ask(self, question: str, default: str) -> str:
        """Ask on the terminal; where nobody answers, take the default and say so."""
        if sys.stdin.isatty():
            return input(f"{question} [{default}]: ").strip() or default
        self.stdout.write(f"{question}: {default} {_('(nobody answered, so this was taken)')}")
        return default
