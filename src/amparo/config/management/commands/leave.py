"""``./amparo leave FOLDER``: an organisation leaves. All of it goes into one archive; then the house is emptied."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons import clock
from amparo.commons.accounts.queries import is_empty, person_named
from amparo.commons.policy.policies import SERVER, Hidden
from amparo.config import backup, leaving, lock


class Command(BaseCommand):
    """Write, open again, compare, ask, destroy, certify."""

    help = gettext_lazy(
        "Leave: open everything with the sheets of paper, seal it into one archive for age keys of yours, open that "
        "again, and only then empty the house."
    )  # type: ignore[assignment]

    def __init__(
        self, *args: Any, ask: Callable[[str], str] = getpass, say: Callable[[str], str] = input, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask, self.say = ask, say

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("where the archive goes: new, or empty"))
        parser.add_argument("--to", action="append", default=[], help=_("an age key (age1...) that opens it; repeat"))
        parser.add_argument("--check-with", type=Path, help=_("the file with the age identity of one of these keys"))
        parser.add_argument(
            "--leave-behind", type=int, default=0, metavar="N", help=_("so many things that the sheets do not open")
        )

        parser.add_argument(
            "--leave-matters", type=int, default=0, metavar="N", help=_("so many legal matters, which no archive holds")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go on where it was cut, or begin; the house is not open meanwhile."""
        with lock.held(Path(settings.DATA), alone=True):
            left = leaving.begun()
            if left is not None and left.done and not is_empty():
                left = None  # a house that was begun anew in the same folder
            if left is None:
                left = self.prepare(options)
            self.finish(left, options["folder"])

    def prepare(self, options: dict[str, Any]) -> leaving.Left:
        """Everything until nothing is missing but to destroy."""
        identities, to = self.keys(options)
        self.check_matters(options["leave_matters"])
        folder, on = own_folder(options["folder"]), clock.today()
        seeds_of = self.opened()
        shut: list[str] = []
        archive = folder / leaving.ARCHIVE
        self.write(archive, seeds_of, shut, to, on)
        call_command("export_services", to=folder / leaving.PLACES, stdout=self.stdout)
        items = self.look(archive, identities, seeds_of, on)
        if len(shut) != options["leave_behind"]:
            raise CommandError(
                _(
                    "Things that the sheets do not open: %(n)s. They are complaints about this house, or what was left "
                    "out of them. Who stands outside reads those first: ./amparo outside FOLDER. Nothing was "
                    "destroyed. To leave them behind for good, add --leave-behind %(n)s."
                )
                % {"n": len(shut)}
            )
        people = self.two_people()
        with archive.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        rows = leaving.rows_that_go()
        left = leaving.Left(
            on.isoformat(), str(archive), digest, items, len(shut), rows, rows.get("vault_wrap", 0), people
        )  # fmt: skip
        leaving.remember(left)
        return left

    def check_matters(self, said: int) -> None:
        """Nothing begins while there are legal matters that nobody said may go: no archive holds them."""
        matters = leaving.not_carried()
        if matters != said:
            raise CommandError(
                _(
                    "Legal matters, with their proof and their papers, do not go into the archive: %(n)s. Their "
                    "lawyers take along first what she wants to keep. Nothing was destroyed. To destroy them with "
                    "the house, add --leave-matters %(n)s."
                )
                % {"n": matters}
            )

    def keys(self, options: dict[str, Any]) -> tuple[str, list[str]]:
        """The keys it is sealed to, and the identity that opens it again: one of them, or nothing begins."""
        from amparo.vault.actions.archives import NotAKey, key_file, named_key, opens_for

        if not options["to"] or options["check_with"] is None:
            raise CommandError(
                _("Say for which keys it is, and with which it is checked: --to age1... --check-with FILE")
            )
        try:
            identities, named = key_file(options["check_with"]), [named_key(each) for each in options["to"]]
        except NotAKey as error:
            raise CommandError(_("One of these is no age key. age-keygen makes one.")) from error
        if not opens_for(identities, [recipient for recipient, _mark in named]):
            raise CommandError(_("The identity in that file belongs to none of these keys."))
        for recipient, mark in named:
            self.stdout.write(f"{mark}  {recipient}")
        return identities, [recipient for recipient, _mark in named]

    def opened(self) -> Callable[[str], dict[int, bytes]]:
        """The sheets, typed without being shown; what they open."""
        from amparo.vault.actions import archives, recovery
        from amparo.vault.management.commands.sheets import REFUSALS
        from amparo.vault.queries.desk import get_sheets

        try:
            found = get_sheets(SERVER, that_count=True).recovery
        except Hidden as error:
            raise CommandError(_("There are no sheets that count, so nothing here can be opened.")) from error
        asked = _("Sheet, %(n)s of %(all)s: ")
        typed = [self.ask(asked % {"n": n, "all": found.threshold}) for n in range(1, found.threshold + 1)]
        try:
            return archives.open_with_sheets(found, sheets=typed, by=SERVER).seeds
        except recovery.WrongSheets as error:
            raise CommandError(str(REFUSALS[error.kind])) from error

    def write(self, archive: Path, seeds_of: Any, shut: list[str], to: list[str], on: date) -> None:
        """The archive, line by line."""
        from amparo.vault.actions.archives import seal_lines

        seal_lines(leaving.all_lines(seeds_of, shut, on), to=to, file=archive)
        self.stdout.write(_("Written: %(file)s. Now it is opened again.") % {"file": archive})

    def look(self, archive: Path, identities: str, seeds_of: Any, on: date) -> dict[str, int]:
        """Open it and compare it with the house; how many of what."""
        from amparo.vault.actions.archives import Unopenable

        try:
            reading = leaving.compare(archive, identities, leaving.all_lines(seeds_of, [], on))
        except (Unopenable, leaving.NotTheSame, ValueError) as error:
            raise CommandError(_("The archive is not what stands in the house. Nothing was destroyed.")) from error
        for name, count in sorted(reading.counts.items()):
            self.stdout.write(f"  {name}: {count}")
        self.stdout.write(_("Every line was opened and is as it stands in the house."))
        return reading.counts

    def two_people(self) -> list[str]:
        """The sentence, and two people of different hands who want it."""
        wanted = _("empty this house for good")
        if self.say(_("Write: %(sentence)s") % {"sentence": wanted} + "\n").strip().casefold() != wanted.casefold():
            raise CommandError(_("That is not the sentence. Nothing was destroyed."))
        names = [self.say(_("Who wants this, %(n)s of 2: the name she comes in with: ") % {"n": n}) for n in (1, 2)]
        people = [person for name in names if (person := person_named(name.strip().lower()))]
        if len(people) < 2 or people[0].hands() & people[1].hands():
            raise CommandError(
                _("Two people are needed, with an account each that is in no common hand. Nothing was destroyed.")
            )
        return [each.reference for each in people]

    def finish(self, left: leaving.Left, folder: Path) -> None:
        """Destroy, and say what was destroyed."""
        if not left.done:
            leaving.destroy()
            left = replace(left, done=True)
            leaving.remember(left)
        said = certificate(left)
        if folder.is_dir():
            (folder / leaving.CERTIFICATE).write_text(said + "\n", encoding="utf-8")
        self.stdout.write(said)


def own_folder(folder: Path) -> Path:
    """A folder with nothing in it but what an earlier try wrote."""
    ours = {leaving.ARCHIVE, f"{leaving.ARCHIVE}.part", leaving.PLACES}
    if folder.exists() and (not folder.is_dir() or {each.name for each in folder.iterdir()} - ours):
        raise CommandError(_("%(folder)s is not an empty folder. Name one that is not there yet.") % {"folder": folder})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def certificate(left: leaving.Left) -> str:
    """What was destroyed, how many, and until when an old backup still opens."""
    on = date.fromisoformat(left.on)
    told = [
        _("What was destroyed on %(day)s") % {"day": on},
        _("The archive: %(file)s, SHA-256 %(digest)s.") % {"file": left.archive, "digest": left.digest},
        *(f"  {name}: {count}" for name, count in sorted(left.items.items())),
        _("It was opened with a key of those it is for, and every line was as it stood in the house."),
        _("Keys to sealed things that were destroyed: %(n)s.") % {"n": left.wraps},
        _("Not in the archive, because the sheets did not open it, and destroyed: %(n)s.") % {"n": left.shut},
        _("Rows that were destroyed, by table:"),
        *(f"  {table}: {count}" for table, count in sorted(left.rows.items())),
        _("Kept: the list of places, the routes, the map, and the trail, in which nobody has a name."),
        _("Wanted by: %(people)s, as the trail calls them.") % {"people": ", ".join(left.people)},
        _(
            "A backup of that day or before opens with the key of somebody who read here, or with enough sheets, until "
            "it is gone. The last one is to be gone on %(day)s. Burn the sheets, and keep the ledger %(ledger)s until "
            "then."
        )
        % {"day": backup.delete_on(on), "ledger": settings.SHRED_LEDGER},
    ]
    return "\n".join(told)
