"""``./amparo keys``: who reads, which keys wait, what is missing; confirming or taking away a key from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.commons.policy.policies import SERVER, Hidden
from amparo.vault.actions import readers
from amparo.vault.actions.key_log import first_broken_entry, unlogged_keys
from amparo.vault.queries.desk import get_key, keys_page, name_of


class Command(BaseCommand):
    """List, confirm, retire."""

    help = "Say who reads and what is missing before letters may come; confirm a key that you compared, or retire one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="list", choices=["list", "confirm", "retire"])
        parser.add_argument("reference", nargs="?", default="", help="the name of a key, as the list shows it")
        parser.add_argument("--fingerprint", default="", help="the four groups that she read aloud, to confirm her key")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the three."""
        if options["what"] == "list":
            return self.show()
        try:
            reader = get_key(SERVER, options["reference"])
        except Hidden as error:
            raise CommandError("There is no such key. ./amparo keys lists them.") from error
        if options["what"] == "retire":
            readers.retire_reader(reader, by=SERVER)
            self.stdout.write(f"The key of {name_of(reader)} is taken away. It opens nothing any more.")
        else:
            self.confirm(reader, " ".join(options["fingerprint"].lower().split()))
        return None

    def confirm(self, reader: Any, said: str) -> None:
        """The fingerprint has to be typed: whoever cannot hear it cannot confirm it."""
        if not said:
            raise CommandError('Ring her, and write what she reads aloud: --fingerprint "1a2b 3c4d 5e6f 7a8b".')
        try:
            readers.confirm_reader(reader, by=SERVER, seen=said)
        except readers.ChangedKey as error:
            raise CommandError(
                "That is not this key, or it counts already. Do not confirm it; ring her again."
            ) from error
        self.stdout.write(f"The key of {name_of(reader)} counts.")

    def show(self) -> None:
        """The keys by state, the sheets, what is missing, and whether the log is whole."""
        page = keys_page(SERVER)
        for title, lines in (("Of the team", page.team), ("From outside", page.outside), ("Waiting", page.waiting)):
            self.stdout.write(f"{title}:")
            for line in lines:
                self.stdout.write(f"  {line.reader.reference}  {line.fingerprint}  {line.name}")
            if not lines:
                self.stdout.write("  none")
        for title, sheets in (("Sheets", page.sheets), ("Sheets in the making", page.making)):
            if sheets:
                shown = sum(bool(each.confirmed_on) for each in sheets.shares)
                rehearsed = sheets.recovery.rehearsed_on or "not yet"
                plan = f"{sheets.recovery.threshold} of {sheets.recovery.count}"
                self.stdout.write(f"{title}: {plan}; read by their holders: {shown}; rehearsed: {rehearsed}")
        for sentence in page.missing:
            self.stdout.write(f"Missing: {sentence}")
        self.stdout.write("The house takes letters." if page.is_open else "The house takes no letters.")
        broken = first_broken_entry()
        if broken is not None:
            raise CommandError(f"The key log was changed from line {broken} on. Trust no key until you know why.")
        if strangers := unlogged_keys():
            raise CommandError(
                f"Keys are in use that the log does not know: {', '.join(strangers)}. Ask who wrote them."
            )
