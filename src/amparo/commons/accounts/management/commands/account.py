"""``./amparo account NAME``: a passphrase for who lost hers; with ``--new`` an account that is in no colleague's hand.

``./amparo account lost NAME``: her phone is gone; all her sessions end. ``--sheet``: numbers on paper for her.

Whoever opens an account at the desk knows its first passphrase, so two accounts opened by one person are one person's.
A signature needs two. The server is the one place outside the desk where a second hand can begin. A name that nobody
has opens nothing by itself: it is a slip of the finger more often than somebody new.
"""

import difflib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.accounts import actions
from amparo.commons.accounts.forms import OpenAccountForm
from amparo.commons.accounts.queries import names_for_setup, person_named, teams_for_setup
from amparo.formats.codes import by_code


class Command(BaseCommand):
    """Open an account, or hand a passphrase to one that is there."""

    help = gettext_lazy(
        "Hand a new passphrase to somebody who lost hers, or open an account with --new. It is shown once."
    )  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sign_in_name",
            nargs="+",
            metavar="NAME",
            help=_("what she types to come in; before it: lost, for a lost phone"),
        )
        parser.add_argument("--new", action="store_true", help=_("she has no account yet: open one"))
        parser.add_argument(
            "--sheet", action="store_true", help=_("with lost: numbers on paper instead of her second step")
        )
        parser.add_argument("--name", default="", help=_("with --new: the name she uses, if it is another"))
        parser.add_argument("--language", default="es", choices=["es", "pt", "en"], help=_("with --new: of her desk"))
        parser.add_argument("--role", action="append", default=[], help=_("with --new: a role; may be repeated"))
        parser.add_argument("--team", default="", help=_("the team of those roles, where there are several"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the two, and say the passphrase; or close what was open on a lost phone."""
        *before, name = options["sign_in_name"]
        if before == ["lost"]:
            self.lose(name, with_sheet=options["sheet"])
            return
        if before or options["sheet"]:
            raise CommandError(_("Write the name alone, or lost and the name. --sheet goes with lost."))
        passphrase = actions.fresh_passphrase()
        with transaction.atomic(using=actions.CARE):
            if options["new"]:
                known = self.open(name, passphrase, options)
            else:
                known = self.known(name, options)
                actions.set_password(known, password=passphrase, by=actions.SERVER)
        self.stdout.write("\n" + _("Name to come in: %(name)s") % {"name": known.sign_in_name})
        self.stdout.write(_("Passphrase: %(passphrase)s") % {"passphrase": passphrase} + "\n")
        self.stdout.write(_("It is shown this once. Give it to her in person: coming in, she chooses her own."))

    def known(self, name: str, options: dict[str, Any]) -> Any:
        """Who is to have a new passphrase."""
        person = person_named(name.lower())
        if person is None:
            raise CommandError(f"{nobody(name)} {_('To open an account: ./amparo account NAME --new')}")
        if options["role"] or options["name"] or options["team"]:
            raise CommandError(
                _(
                    "There is an account %(name)s. A coordinator changes its roles on the page of the team. "
                    "For a new passphrase give the name alone."
                )
                % {"name": person.sign_in_name}
            )
        return person

    def lose(self, name: str, *, with_sheet: bool) -> None:
        """End all her sessions, lock what she has open; say the numbers of her sheet where she is to have one."""
        person = person_named(name.lower())
        if person is None:
            raise CommandError(nobody(name))
        with transaction.atomic(using=actions.CARE):
            actions.lose_phone(person, by=actions.SERVER)
            numbers = actions.hand_sheet(person, by=actions.SERVER) if with_sheet else []
        self.stdout.write(_("Everything of %(name)s is closed.") % {"name": person.sign_in_name})
        for place in range(0, len(numbers), 5):
            row = enumerate(numbers[place : place + 5], place + 1)
            self.stdout.write("   ".join(f"{number:>2}: {figures[:3]} {figures[3:]}" for number, figures in row))
        if numbers:
            self.stdout.write(_("It is shown this once. Give it to her in person: coming in, she makes another one."))

    def open(self, name: str, passphrase: str, options: dict[str, Any]) -> Any:
        """A fresh account with these roles."""
        if person_named(name.lower()):
            raise CommandError(
                _("There is an account %(name)s already. For a new passphrase write it without --new.") % {"name": name}
            )
        if unknown := sorted(set(options["role"]) - set(by_code("house_role"))):
            raise CommandError(
                _("There is no role %(roles)s. There are: %(known)s.")
                % {"roles": ", ".join(unknown), "known": ", ".join(by_code("house_role"))}
            )
        team: Any = the_team(options["team"]) if options["role"] or options["team"] else None
        typed = {"sign_in_name": name, "name_used": options["name"] or name, "language": options["language"]}
        form = OpenAccountForm(typed)
        if not form.is_valid():
            raise CommandError(" ".join(str(error) for errors in form.errors.values() for error in errors))
        person = actions.open_account(password=passphrase, by=actions.SERVER, **form.cleaned_data)
        for role in options["role"]:
            actions.give_role(person, team=team, role=role, by=actions.SERVER)
        return person


def nobody(name: str) -> str:
    """That nobody has this name, and who has one like it."""
    said = _("Nobody comes in as “%(name)s”.") % {"name": name}
    near = difflib.get_close_matches(name.lower(), names_for_setup(), n=3)
    return f"{said} {_('Did you mean %(name)s?') % {'name': ' / '.join(near)}}" if near else said


def the_team(name: str) -> Any:
    """The team that was named; where none was, the only one there is. A role in another's team is never a guess."""
    teams = {team.name: team for team in teams_for_setup()}
    known = ", ".join(teams) or "–"
    found = [team for each, team in teams.items() if each.lower() == name.lower()] if name else list(teams.values())
    if len(found) == 1:
        return found[0]
    if name or not teams:
        raise CommandError(
            _("There is no such team. There are: %(known)s. A coordinator makes teams on the page of the team.")
            % {"known": known}
        )
    raise CommandError(
        _("There are several teams. Say in which: --team NAME. There are: %(known)s.") % {"known": known}
    )
