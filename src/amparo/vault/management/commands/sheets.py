"""``./amparo sheets``: the sheets of paper from the terminal. What is on them is typed, never an argument.

Arguments stand in the list of processes and in the history of the shell; what is asked here stands in neither.
"""

from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.policy.policies import SERVER, Denied, Hidden
from amparo.vault.actions import recovery
from amparo.vault.queries.desk import get_key, get_sheets, name_of

REFUSALS = {
    "few": gettext_lazy("These are too few sheets. One that is typed twice counts once."),
    "mixed": gettext_lazy("These sheets are not of one set."),
    "unread": gettext_lazy("A word is not as it is printed. Look at each sheet once more."),
    "other": gettext_lazy("These sheets are not those of this house, or of an older set."),
    "retired": gettext_lazy("Another set was made meanwhile."),
}


class Command(BaseCommand):
    """Make, read, rehearse, confirm, use."""

    help = gettext_lazy("The sheets of paper for the day a key is lost: make, read NUMBER, rehearse, confirm, use KEY.")  # type: ignore[assignment]

    def __init__(self, *args: Any, ask: Callable[[str], str] = getpass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["make", "read", "rehearse", "confirm", "use"], help=_("what to do"))
        parser.add_argument(
            "which", nargs="?", default="", metavar="WHICH", help=_("the number of the sheet, or the name of the key")
        )
        parser.add_argument("--plan", default="2-3", choices=["2-3", "3-5"], help=_("how many open, of how many"))
        parser.add_argument("--holder", action="append", default=[], help=_("who keeps each sheet, in order"))

    def handle(self, *args: Any, **options: Any) -> None:
        """One of them; a refusal is a sentence."""
        try:
            getattr(self, options["what"])(options)
        except recovery.WrongSheets as error:
            raise CommandError(str(REFUSALS[error.kind])) from error
        except recovery.WrongSheet as error:
            raise CommandError(_("This is not what stands on that sheet.")) from error
        except Hidden as error:
            raise CommandError(
                _("There are no such sheets or no such key. ./amparo keys lists what there is.")
            ) from error
        except Denied as error:
            raise CommandError(str(error.sentence)) from error

    def make(self, options: dict[str, Any]) -> None:
        """Make a set, and show it this once."""
        count = int(options["plan"][-1])
        names = list(dict.fromkeys(each.strip() for each in options["holder"] if each.strip()))
        if len(names) != count:
            raise CommandError(
                _("Say %(n)s different people who keep one each: --holder NAME, %(n)s times.") % {"n": count}
            )
        _made, sheets = recovery.make_sheets(plan=options["plan"], holders=[(None, name) for name in names], by=SERVER)
        self.stdout.write(
            _("They are shown this once and kept nowhere. Write each by hand, then clear this terminal.") + "\n\n"
        )
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), 1):
            words = sheet.split()
            self.stdout.write(_("Sheet %(n)s of %(all)s, %(name)s:") % {"n": number, "all": count, "name": name})
            for start in range(0, len(words), 6):
                row = enumerate(words[start : start + 6], start + 1)
                self.stdout.write("  " + "  ".join(f"{place:>2} {word:<10}" for place, word in row))
            self.stdout.write("")

    def read(self, options: dict[str, Any]) -> None:
        """Its holder types her sheet once."""
        sheets = get_sheets(SERVER)
        share = next((each for each in sheets.shares if str(each.number) == options["which"]), None)
        if share is None:
            raise CommandError(_("Which sheet? Write its number: ./amparo sheets read 1"))
        asked = _("Sheet %(n)s, %(name)s: ") % {"n": share.number, "name": share.holder}
        recovery.confirm_sheet(share, sheet=self.ask(asked), by=SERVER)
        self.stdout.write(_("The sheet can be read."))

    def rehearse(self, options: dict[str, Any]) -> None:
        """Put enough of them together; nothing is opened."""
        sheets = get_sheets(SERVER)
        recovery.rehearse(sheets.recovery, sheets=self.typed(sheets.recovery.threshold), by=SERVER)
        self.stdout.write(_("The sheets go together. Nothing was opened."))

    def confirm(self, options: dict[str, Any]) -> None:
        """From now on they count."""
        recovery.confirm_sheets(get_sheets(SERVER).recovery, by=SERVER)
        self.stdout.write(_("The sheets count. New messages are locked to them too."))

    def use(self, options: dict[str, Any]) -> None:
        """Give a confirmed key back what the sheets open."""
        sheets, reader = get_sheets(SERVER, that_count=True), get_key(SERVER, options["which"])
        if reader.state != "active":
            raise CommandError(_("Confirm her key first: ./amparo keys confirm"))
        recovery.recover(sheets.recovery, sheets=self.typed(sheets.recovery.threshold), reader=reader, by=SERVER)
        self.stdout.write(_("%(name)s reads again what the sheets open.") % {"name": name_of(reader)})

    def typed(self, count: int) -> list[str]:
        """So many sheets, without showing them."""
        return [
            self.ask(_("Sheet, %(n)s of %(all)s: ") % {"n": number, "all": count}) for number in range(1, count + 1)
        ]
