"""A file of recruits as a sample: CSV by recruiter or by coupons, with columns under usual names, or RDSAT."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.terminal import stop
from amparo.methods.hidden import Rdsat, Sample, from_coupons, from_recruiters, read_rdsat

IDS = ("id", "ID", "code", "participant")
RECRUITERS = ("recruiter.id", "recruiter", "recruiter_id")
DEGREES = ("degree", "network.size", "network_size", "network")
SEED_WORDS = ("", "seed", "SEED", "semilla", "semente")


@dataclass(frozen=True, slots=True)
class Recruits:
    """The sample, the columns beside it, and on which line of the file each person stands."""

    sample: Sample
    lines: Sequence[int]
    table: reading.Table | None = None
    rdsat: Rdsat | None = None

    def groups(self, column: str) -> list[str | None]:
        """A column of categories; ``None`` where nothing is known."""
        if self.table is not None:
            return self.table.groups(column)
        assert self.rdsat is not None
        if column not in self.rdsat.columns:
            raise reading.Unreadable(
                _("%(file)s has no column “%(column)s”. It has: %(known)s.")
                % {"file": "RDSAT", "column": column, "known": ", ".join(self.rdsat.columns)}
            )
        return list(self.rdsat.columns[column])


def read_recruits(options: argparse.Namespace) -> Recruits:
    """The recruits of a file. What is wrong with it is said with its lines."""
    text = reading.text_of(options.file)
    if text.partition("\n")[0].strip() == "RDS":
        return _of_rdsat(options, text)
    table = reading.parse(text, options.file)
    ids = table.texts(_column(table, options.id, IDS, "--id"))
    degrees = table.texts(_column(table, options.degree, DEGREES, "--degree"))
    with showing.speaking_of(table.lines):
        if options.coupon is not None:
            if options.issued is None:
                stop(_("--coupon needs --issued: in which columns are the coupons that she was given?"))
            given = [table.texts(each.strip()) for each in options.issued.split(",")]
            issued = list(zip(*given, strict=True))
            return Recruits(from_coupons(ids, table.groups(options.coupon), issued, degrees), table.lines, table)
        by = table.groups(_column(table, options.recruiter, RECRUITERS, "--recruiter"))
        words = (*SEED_WORDS, *(("0",) if "0" not in ids else ()))
        return Recruits(from_recruiters(ids, by, degrees, seed_words=words), table.lines, table)


def _column(table: reading.Table, said: str | None, usual: tuple[str, ...], option: str) -> str:
    """The column that was said, or the first of the usual names that is there."""
    if said is not None:
        return said
    found = next((name for name in usual if name in table.columns), None)
    if found is None:
        raise reading.Unreadable(
            _("%(file)s has no column “%(column)s”. Name it with %(option)s. It has: %(known)s.")
            % {"file": table.name, "column": usual[0], "option": option, "known": ", ".join(table.columns)}
        )
    return found


def _of_rdsat(options: argparse.Namespace, text: str) -> Recruits:
    found = read_rdsat(text)
    with showing.speaking_of(found.lines):
        return Recruits(found.sample(unmatched_are_seeds=options.unmatched_are_seeds), found.lines, rdsat=found)
