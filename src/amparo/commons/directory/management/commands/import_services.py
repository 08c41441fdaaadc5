"""Bring services in from a file: HSDS 3.0 in any form, or a foreign file by a mapping."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons import clock
from amparo.commons.directory.actions.imports import BadFile, import_services, rehearse
from amparo.commons.directory.queries.incoming import (
    From,
    find_mapping,
    first_day,
    from_mapping,
    mapping_names,
    records_in,
)
from amparo.commons.directory.queries.problems import said, sentence
from amparo.commons.directory.queries.report import Line, Report
from amparo.commons.directory.queries.tally import tally_lines
from amparo.commons.policy.policies import Process
from amparo.formats.hsds import Refused, Tally


class Command(BaseCommand):
    help = gettext_lazy("Bring services in from a file, all that can be used or nothing at all.")  # type: ignore[assignment]

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar=_("FILE"),
            help=_("JSON, one record a line, a folder or zip of tables, CSV by a mapping"),
        )
        parser.add_argument(
            "--mapping", default="", help=_("its name or its path: %(known)s") % {"known": ", ".join(mapping_names())}
        )
        parser.add_argument("--source", default="", help=_("a short name for where the file is from"))
        parser.add_argument("--name", default="", help=_("what the desk calls it"))
        parser.add_argument("--licence", default="", help=_("of the file, like CC BY 4.0"))
        parser.add_argument("--as-of", default="", help=_("the day on which its facts were true, like 2026-11-24"))
        parser.add_argument(
            "--trust-checks",
            action="store_true",
            help=_("a file that this house handed out: its checks count as made here. Never for a file of others"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
        parser.add_argument(
            "--language",
            default="",
            choices=[code for code, _name in settings.LANGUAGES],
            help=_("of the texts in the file, and of the sentences here"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or translation.get_language()):
            self._handle(options | {"language": options["language"] or settings.LANGUAGE_CODE})

    def _handle(self, options: dict[str, Any]) -> None:
        path, today = options["file"], clock.today()
        if not path.exists():
            raise CommandError(_("There is no such file: %(path)s") % {"path": path})
        as_of = first_day(options["as_of"])
        if options["as_of"] and (as_of is None or as_of > today):
            raise CommandError(
                _("“%(text)s” is no day that has come. Write it like 2026-11-24.") % {"text": options["as_of"]}
            )
        mapping = self._mapping(options["mapping"])
        told = From(slugify(options["source"])[:40], options["name"][:160], options["licence"][:80], as_of)
        if mapping:
            told = from_mapping(mapping, told)
        elif not told.code:
            told = From(slugify(path.stem)[:40] or "file", told.name, told.licence, told.as_of)
        tally = Tally()
        found = records_in(path, mapping, source=told.code, tally=tally)
        run = rehearse if options["dry_run"] else import_services
        try:
            report = run(
                found,
                tally=tally,
                said=told,
                language=options["language"],
                today=today,
                by=Process("import_services"),
                trusts_checks=options["trust_checks"],
            )
        except BadFile as bad:
            report = bad.report
        self._tell(report, dry=options["dry_run"])

    def _mapping(self, name: str) -> Any:
        """The mapping that was asked for; none where none was."""
        if not name:
            return None
        try:
            mapping = find_mapping(name)
        except Refused as refused:
            problem = refused.problem
            raise CommandError(sentence(Line(problem.code, "", problem.params))) from None
        if mapping is None:
            known = ", ".join(mapping_names())
            raise CommandError(
                _("There is no mapping “%(name)s”. There are: %(known)s") % {"name": name, "known": known}
            )
        return mapping

    def _tell(self, report: Report, *, dry: bool) -> None:
        """The lines to look at, then the tally; a file that broke off ends with an error."""
        for line in self._lines(report):
            self.stdout.write(line)
        if report.stopped:
            last = next(said(line) for line in reversed(report.lines) if line.is_refused)
            raise CommandError(_("Nothing was brought in. %(why)s") % {"why": last})
        for label, figure in tally_lines(report):
            self.stdout.write(f"{label}: {figure}")
        if dry:
            self.stdout.write(_("This was a rehearsal: nothing was changed."))

    def _lines(self, report: Report) -> Iterator[str]:
        for line in report.lines:
            yield said(line)
        if report.more_lines:
            yield _("And %(n)s more lines.") % {"n": report.more_lines}
