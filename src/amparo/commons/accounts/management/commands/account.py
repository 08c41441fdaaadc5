"""``./amparo account NAME``: an account that no colleague holds in her hand, or a passphrase for who lost hers.

``./amparo account lost NAME``: her phone is gone; all her sessions end. ``--sheet``: numbers on paper for her.

Whoever opens an account at the desk knows its first passphrase, so two accounts opened by one person are one person's.
A signature needs two. The server is the one place outside the desk where a second hand can begin.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from amparo.commons.accounts import actions
from amparo.commons.accounts.forms import OpenAccountForm
from amparo.commons.accounts.queries import person_named, team_for_setup
from amparo.formats.codes import by_code


class Command(BaseCommand):
    """Open an account, or hand a passphrase to one that is there."""

    help = "Open an account from the server, or hand a new passphrase to one that is open. It is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sign_in_name", nargs="+", help="what she types to come in; before it: lost, for a lost phone"
        )
        parser.add_argument(
            "--sheet", action="store_true", help="with lost: numbers on paper instead of her second step"
        )
        parser.add_argument("--name", default="", help="the name she uses; by itself it is the name to come in")
        parser.add_argument("--language", default="es", help="es, pt or en")
        parser.add_argument("--role", action="append", default=[], help="a role for a fresh account; may be repeated")
        parser.add_argument("--team", default="", help="the team of those roles; by itself the first one")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the two, and say the passphrase; or close what was open on a lost phone."""
        *before, options["sign_in_name"] = options["sign_in_name"]
        if before == ["lost"]:
            self.lose(options["sign_in_name"], with_sheet=options["sheet"])
            return
        if before or options["sheet"]:
            raise CommandError("Write the name alone, or lost and the name. --sheet goes with lost.")
        unknown = sorted(set(options["role"]) - set(by_code("house_role")))
        if unknown:
            raise CommandError(f"No such role: {', '.join(unknown)}. There are: {', '.join(by_code('house_role'))}.")
        passphrase = actions.fresh_passphrase()
        known = person_named(options["sign_in_name"].lower())
        if known and (options["role"] or options["name"] or options["team"]):
            raise CommandError(
                f"There is an account {known.sign_in_name}. A coordinator changes its roles on the page of the team. "
                "For a new passphrase give the name alone."
            )
        with transaction.atomic(using=actions.CARE):
            if known is None:
                known = self.open(passphrase, options)
            else:
                actions.set_password(known, password=passphrase, by=actions.SERVER)
        self.stdout.write(f"\nName to come in: {known.sign_in_name}\nPassphrase:      {passphrase}\n")
        self.stdout.write("It is shown this once. Give it to her in person: coming in, she chooses her own.")

    def lose(self, name: str, *, with_sheet: bool) -> None:
        """End all her sessions, lock what she has open; say the numbers of her sheet where she is to have one."""
        person = person_named(name.lower())
        if person is None:
            raise CommandError(f"There is no open account {name}.")
        with transaction.atomic(using=actions.CARE):
            actions.lose_phone(person, by=actions.SERVER)
            numbers = actions.hand_sheet(person, by=actions.SERVER) if with_sheet else []
        self.stdout.write(f"Everything of {person.sign_in_name} is closed.")
        for place in range(0, len(numbers), 5):
            row = enumerate(numbers[place : place + 5], place + 1)
            self.stdout.write("   ".join(f"{number:>2}: {figures[:3]} {figures[3:]}" for number, figures in row))
        if numbers:
            self.stdout.write("It is shown this once. Give it to her in person: coming in, she makes another one.")

    def open(self, passphrase: str, options: dict[str, Any]) -> Any:
        """A fresh account with these roles."""
        name = options["name"] or options["sign_in_name"]
        typed = {"sign_in_name": options["sign_in_name"], "name_used": name, "language": options["language"]}
        form = OpenAccountForm(typed)
        if not form.is_valid():
            raise CommandError(" ".join(str(error) for errors in form.errors.values() for error in errors))
        person = actions.open_account(password=passphrase, by=actions.SERVER, **form.cleaned_data)
        team = team_for_setup(options["team"]) if options["role"] else None
        for role in options["role"]:
            if team is None:
                raise CommandError("There is no such team. A coordinator makes teams on the page of the team.")
            actions.give_role(person, team=team, role=role, by=actions.SERVER)
        return person
