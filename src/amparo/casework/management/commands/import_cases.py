"""``./amparo import_cases FILE``: cases of another house, out of its archive, sealed anew to readers of this one."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.casework.actions.carrying import bring_case, coming
from amparo.commons import clock
from amparo.commons.policy.policies import SERVER
from amparo.formats.case_archive.documents import Refused
from amparo.formats.case_archive.reading import Reading
from amparo.vault.actions.archives import NotAKey, Unopenable, key_file, open_lines
from amparo.vault.actions.ledger import remembered_rings
from amparo.vault.queries.desk import keys_that_count, name_of


def outcomes() -> dict[str, str]:
    """What becomes of a case, in words."""
    return {
        "": _("Cases that come in: %(n)s."),
        "here": _("Cases that are here already: %(n)s."),
        "destroyed": _("Cases that were destroyed here, and stay destroyed: %(n)s."),
        "over": _("Cases whose time is over, which do not come back: %(n)s."),
        "nobody": _("Cases that cannot come, because each of these readers was left out or nobody can tell: %(n)s."),
    }


class Command(BaseCommand):
    """Look through all of it first; then bring in, one case at a time."""

    help = gettext_lazy("Bring in cases of another house from an archive. What is here already is not brought twice.")  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the archive, an age file"))
        parser.add_argument("--key", type=Path, required=True, help=_("the file with the age identity that opens it"))
        parser.add_argument(
            "--reader", action="append", default=[], help=_("who reads them here: the name she comes in with; repeat")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("say what would come and change nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Twice through the archive: nothing is written before its last line was seen to be whole."""
        readers, today = chosen(options["reader"]), clock.today()
        try:
            identities = key_file(options["key"])
            tally, reading = Counter[str](), Reading()
            gone = remembered_rings()
            walk(options["file"], identities, reading, lambda case, _parts: tally.update(
                [coming(case, readers, on=today, gone=gone).why_not]))  # fmt: skip
            self.tell(readers, tally, reading)
            if options["dry_run"]:
                self.stdout.write(_("This was a rehearsal: nothing was changed."))
                return
            again = Reading()
            walk(options["file"], identities, again, lambda case, parts: bring(case, parts, readers, today))
        except Refused as error:
            raise CommandError(f"{_('This archive is not whole, or is none.')} {error}") from error
        except NotAKey as error:
            raise CommandError(_("%(file)s holds no age identity.") % {"file": options["key"]}) from error
        except Unopenable as error:
            raise CommandError(_("This key does not open this archive, or the archive is damaged.")) from error
        self.stdout.write(_("Done. Each case is nobody's yet: say at the desk whose it is."))

    def tell(self, readers: list[Any], tally: Counter[str], reading: Reading) -> None:
        """What would come, what cannot, and what is not known here."""
        names = ", ".join(name_of(each) for each in readers)
        self.stdout.write(_("Readers: %(names)s, and the sheets of paper.") % {"names": names})
        for code, said in outcomes().items():
            if tally[code]:
                self.stdout.write(said % {"n": tally[code]})
        if not sum(tally.values()):
            self.stdout.write(_("There is no case in this archive."))
        if threads := reading.counts.get("thread", 0):
            self.stdout.write(
                _("Threads that stay in the archive, because her words open nothing here: %(n)s.") % {"n": threads}
            )
        for name in sorted(reading.unknown)[:50]:
            self.stdout.write(_("Not known here, and kept as it came: %(what)s") % {"what": name})


def chosen(names: list[str]) -> list[Any]:
    """The readers that were named: confirmed keys, at least one."""
    keys = {each.user.sign_in_name if each.user else each.reference: each for each in keys_that_count()}
    unknown = sorted({name.lower() for name in names} - set(keys))
    if unknown or not names:
        said = _("Nobody with a confirmed key comes in as “%(name)s”. There are: %(known)s.")
        if not names:
            said = _("Say who reads them: --reader NAME. There are: %(known)s.")
        raise CommandError(said % {"name": ", ".join(unknown), "known": ", ".join(sorted(keys)) or "–"})
    return [keys[name] for name in sorted({name.lower() for name in names})]


def walk(file: Path, identities: str, reading: Reading, take: Callable[[dict[str, Any], list[Any]], Any]) -> None:
    """Every case with its parts, in the order of the archive."""
    held: list[tuple[dict[str, Any], list[Any]]] = []

    def line(text: bytes) -> None:
        document = reading.take(text)
        if document is not None and document["item"] == "part":
            held[-1][1].append(document)
            return
        if held:
            take(*held.pop())
        if document is not None and document["item"] == "case":
            held.append((document, []))

    with file.open("rb") as sealed:
        open_lines(sealed, identities=identities, take=line)
    reading.finish()


def bring(case: dict[str, Any], parts: list[Any], readers: list[Any], today: date) -> None:
    """One case, where it may come."""
    found = coming(case, readers, on=today)
    if not found.why_not:
        bring_case(found, parts, by=SERVER, on=today)
