"""``./amparo sheets``: the sheets of paper from the terminal. What is on them is typed, never an argument.

Arguments stand in the list of processes and in the history of the shell; what is asked here stands in neither.
"""

from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.commons.policy.policies import SERVER, Denied, Hidden
from amparo.vault.actions import recovery
from amparo.vault.queries.desk import get_key, get_sheets, name_of

REFUSALS = {
    "few": "These are too few sheets. One that is typed twice counts once.",
    "mixed": "These sheets are not of one set.",
    "unread": "A word is not as it is printed. Look at each sheet once more.",
    "other": "These sheets are not those of this house, or of an older set.",
    "retired": "Another set was made meanwhile.",
}


class Command(BaseCommand):
    """Make, read, rehearse, confirm, use."""

    help = "The sheets of paper for the day a key is lost: make, read NUMBER, rehearse, confirm, use KEY."

    def __init__(self, *args: Any, ask: Callable[[str], str] = getpass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["make", "read", "rehearse", "confirm", "use"])
        parser.add_argument("which", nargs="?", default="", help="the number of the sheet, or the name of the key")
        parser.add_argument("--plan", default="2-3", choices=["2-3", "3-5"], help="how many open, of how many")
        parser.add_argument("--holder", action="append", default=[], help="who keeps each sheet, in order")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of them; a refusal is a sentence."""
        try:
            getattr(self, options["what"])(options)
        except recovery.WrongSheets as error:
            raise CommandError(REFUSALS[error.kind]) from error
        except recovery.WrongSheet as error:
            raise CommandError("This is not what stands on that sheet.") from error
        except Hidden as error:
            raise CommandError("There are no such sheets or no such key. ./amparo keys lists what there is.") from error
        except Denied as error:
            raise CommandError(str(error.sentence)) from error

    def make(self, options: dict[str, Any]) -> None:
        """Make a set, and show it this once."""
        count = int(options["plan"][-1])
        names = list(dict.fromkeys(each.strip() for each in options["holder"] if each.strip()))
        if len(names) != count:
            raise CommandError(f"Say {count} different people who keep one each: --holder NAME, {count} times.")
        _made, sheets = recovery.make_sheets(plan=options["plan"], holders=[(None, name) for name in names], by=SERVER)
        self.stdout.write("They are shown this once and kept nowhere. Write each by hand, then clear this terminal.\n")
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), 1):
            words = sheet.split()
            self.stdout.write(f"Sheet {number} of {count}, {name}:")
            for start in range(0, len(words), 6):
                row = enumerate(words[start : start + 6], start + 1)
                self.stdout.write("  " + "  ".join(f"{place:>2} {word:<10}" for place, word in row))
            self.stdout.write("")

    def read(self, options: dict[str, Any]) -> None:
        """Its holder types her sheet once."""
        sheets = get_sheets(SERVER)
        share = next((each for each in sheets.shares if str(each.number) == options["which"]), None)
        if share is None:
            raise CommandError("Which sheet? Write its number: ./amparo sheets read 1")
        recovery.confirm_sheet(share, sheet=self.ask(f"Sheet {share.number}, {share.holder}: "), by=SERVER)
        self.stdout.write("The sheet can be read.")

    def rehearse(self, options: dict[str, Any]) -> None:
        """Put enough of them together; nothing is opened."""
        sheets = get_sheets(SERVER)
        recovery.rehearse(sheets.recovery, sheets=self.typed(sheets.recovery.threshold), by=SERVER)
        self.stdout.write("The sheets go together. Nothing was opened.")

    def confirm(self, options: dict[str, Any]) -> None:
        """From now on they count."""
        recovery.confirm_sheets(get_sheets(SERVER).recovery, by=SERVER)
        self.stdout.write("The sheets count. New letters are locked to them too.")

    def use(self, options: dict[str, Any]) -> None:
        """Give a confirmed key back what the sheets open."""
        sheets, reader = get_sheets(SERVER, that_count=True), get_key(SERVER, options["which"])
        if reader.state != "active":
            raise CommandError("Confirm her key first: ./amparo keys confirm")
        recovery.recover(sheets.recovery, sheets=self.typed(sheets.recovery.threshold), reader=reader, by=SERVER)
        self.stdout.write(f"{name_of(reader)} reads again what the sheets open.")

    def typed(self, count: int) -> list[str]:
        """So many sheets, without showing them."""
        return [self.ask(f"Sheet, {number} of {count}: ") for number in range(1, count + 1)]
