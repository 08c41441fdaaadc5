"""``./amparo keys``: who reads, which keys wait, what is missing; confirming or taking away a key from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.policy.policies import SERVER, Hidden
from amparo.vault.actions import readers
from amparo.vault.actions.key_log import first_broken_entry, unlogged_keys
from amparo.vault.queries.desk import get_key, keys_page, name_of


class Command(BaseCommand):
    """List, confirm, retire."""

    help = gettext_lazy(
        "Say who reads and what is missing before letters may come; confirm a key that you compared, or retire one."
    )  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            default="list",
            choices=["list", "confirm", "retire"],
            help=_("list them, confirm one or take one away"),
        )
        parser.add_argument(
            "reference", nargs="?", default="", metavar="KEY", help=_("the name of a key, as the list shows it")
        )
        parser.add_argument("--fingerprint", default="", help=_("with confirm: the five groups that she read aloud"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the three."""
        if options["what"] == "list":
            return self.show()
        try:
            reader = get_key(SERVER, options["reference"])
        except Hidden as error:
            raise CommandError(_("There is no such key. ./amparo keys lists them.")) from error
        if options["what"] == "retire":
            readers.retire_reader(reader, by=SERVER)
            self.stdout.write(
                _("The key of %(name)s is taken away. It opens nothing any more.") % {"name": name_of(reader)}
            )
        else:
            self.confirm(reader, " ".join(options["fingerprint"].lower().split()))
        return None

    def confirm(self, reader: Any, said: str) -> None:
        """The fingerprint has to be typed: whoever cannot hear it cannot confirm it."""
        if not said:
            raise CommandError(_('Ring her, and write what she reads aloud: --fingerprint "1a2b 3c4d 5e6f 7a8b".'))
        try:
            readers.confirm_reader(reader, by=SERVER, seen=said)
        except readers.ChangedKey as error:
            raise CommandError(
                _("That is not this key, or it counts already. Do not confirm it; ring her again.")
            ) from error
        self.stdout.write(_("The key of %(name)s counts.") % {"name": name_of(reader)})

    def show(self) -> None:
        """The keys by state, the sheets, what is missing, and whether the log is whole."""
        page = keys_page(SERVER)
        for title, lines in (
            (_("Of the team"), page.team),
            (_("From outside"), page.outside),
            (_("Focal points of other offices"), page.answering),
            (_("Waiting"), page.waiting),
        ):
            self.stdout.write(f"{title}:")
            for line in lines:
                self.stdout.write(f"  {line.reader.reference}  {line.fingerprint}  {line.name}")
            if not lines:
                self.stdout.write(f"  {_('none')}")
        for title, sheets in ((_("Sheets"), page.sheets), (_("Sheets in the making"), page.making)):
            if sheets:
                shown = sum(bool(each.confirmed_on) for each in sheets.shares)
                plan = {"few": sheets.recovery.threshold, "all": sheets.recovery.count, "shown": shown}
                said = _("%(few)s of %(all)s; read by their holders: %(shown)s; rehearsed: %(day)s")
                rehearsed = sheets.recovery.rehearsed_on or _("not yet")
                self.stdout.write(f"{title}: {said % (plan | {'day': rehearsed})}")
        for sentence in page.missing:
            self.stdout.write(_("Missing: %(sentence)s") % {"sentence": sentence})
        self.stdout.write(_("The house takes messages.") if page.is_open else _("The house takes no messages."))
        broken = first_broken_entry()
        if broken is not None:
            raise CommandError(
                _("The key log was changed from line %(line)s on. Trust no key until you know why.") % {"line": broken}
            )
        if strangers := unlogged_keys():
            raise CommandError(
                _("Keys are in use that the log does not know: %(keys)s. Ask who wrote them.")
                % {"keys": ", ".join(strangers)}
            )
