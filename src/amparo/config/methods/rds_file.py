"""A file of recruits as a sample: CSV by recruiter or by coupons, with columns under usual names, or RDSAT."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.terminal import stop
from amparo.methods.hidden import Outcome, Rdsat, Sample, from_coupons, from_recruiters, read_rdsat
from amparo.methods.hidden.bottlenecks import columns_of

IDS = ("id", "ID", "code", "participant")
RECRUITERS = ("recruiter.id", "recruiter", "recruiter_id")
DEGREES = ("degree", "network.size", "network_size", "network")
STRUCTURE = ("id", "recruiter", "coupon", "issued", "degree", "day", "device", "coupons", "expires", "seed_column")
MOST_GROUPS = 12  # of a column that nobody named: more are days, ages or ids
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

    def beside(self, options: argparse.Namespace, *without: str) -> dict[str, Outcome]:
        """The columns by which a bottleneck is looked for: those that were named, or each that is a set of groups."""
        return beside(self.sample, self.table or self.rdsat, options, *without)


def read_recruits(options: argparse.Namespace) -> Recruits:
    """The recruits of a file. What is wrong with it is said with its lines."""
    text = reading.text_of(options.file)
    if text.partition("\n")[0].strip() == "RDS":
        return _of_rdsat(options, text)
    table = reading.parse(text, options.file)
    with showing.speaking_of(table.lines):
        return Recruits(sample_of(table, options), table.lines, table)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words that say where in the file all that stands."""
    column = _("COLUMN")
    parser.add_argument("--id", metavar=column, help=_("who she is; where nothing is said: id"))
    parser.add_argument("--recruiter", metavar=column, help=_("the id of her recruiter, blank for a seed"))
    parser.add_argument("--coupon", metavar=column, help=_("instead: the coupon she came with, blank for a seed"))
    parser.add_argument("--issued", metavar=f"{column},…", help=_("and the coupons she was given, a column for each"))
    parser.add_argument(
        "--seed-column", metavar=column,
        help=_("with --coupon: yes for each seed; else each participant without a coupon is taken for one"),
    )  # fmt: skip
    parser.add_argument("--degree", metavar=column, help=_("how many of this population she knows"))
    parser.add_argument("--day", metavar=column, help=_("day of the interview: nobody comes before her recruiter"))
    parser.add_argument("--device", metavar=column, help=_("what was answered on: many on one day are told"))
    parser.add_argument("--coupons", metavar=f"N|{column}", help=_("how many coupons each got: nobody brings more"))
    parser.add_argument(
        "--beside", metavar=f"{column},…",
        help=_("by which columns a bottleneck is looked for; where nothing is said: each of at most twelve groups"),
    )  # fmt: skip
    parser.add_argument("--expires", metavar=column, help=_("with --coupon: the last day of the coupon she came with"))


def beside(
    sample: Sample, table: reading.Table | Rdsat | None, options: argparse.Namespace, *without: str
) -> dict[str, Outcome]:
    """Those columns of a file, as groups; none of those that say who recruited whom, nor of those ``without``."""
    assert table is not None
    if options.beside is not None:
        names = [each.strip() for each in options.beside.split(",")]
        if gone := [each for each in names if each not in table.columns]:
            raise reading.Unreadable(
                _("%(file)s has no column “%(column)s”. It has: %(known)s.")
                % {"file": options.file, "column": gone[0], "known": ", ".join(table.columns)}
            )
    else:
        named = (getattr(options, each) or "" for each in STRUCTURE)
        said = {each.strip() for value in (*named, *without) for each in value.split(",")}
        usual = {name for names in (IDS, RECRUITERS, DEGREES) for name in names}
        names = [each for each in table.columns if each not in said | usual]
    columns = {name: table.groups(name) if isinstance(table, reading.Table) else list(table.columns[name])
               for name in names}  # fmt: skip
    if options.beside is None:
        columns = {name: each for name, each in columns.items() if len(set(each) - {None, ""}) <= MOST_GROUPS}
    return columns_of(sample, columns)


def looked_by(columns: Iterable[str]) -> str:
    """By which columns a bottleneck was looked for, beside what is asked."""
    names = ", ".join(columns)
    if not names:
        return _("Parts that hardly recruit across were looked for by what is asked alone.")
    return _("Parts that hardly recruit across were looked for by what is asked, and by: %(names)s.") % {"names": names}


def sample_of(table: reading.Table, options: argparse.Namespace) -> Sample:
    """The sample of a table. Only a blank or a word for seeds makes a seed: “NA” is an id that is not there."""
    ids = table.texts(_column(table, options.id, IDS, "--id"))
    degrees = table.texts(_column(table, options.degree, DEGREES, "--degree"))
    more: dict[str, Any] = {
        "days": None if options.day is None else table.groups(options.day),
        "devices": None if options.device is None else table.groups(options.device),
    }
    if options.coupon is None:
        if options.expires is not None:
            stop(_("--expires needs --coupon: in which column is the coupon that she came with?"))
        if options.seed_column is not None:
            stop(_("--seed-column needs --coupon: with --recruiter a seed is who has no recruiter."))
        by = table.texts(_column(table, options.recruiter, RECRUITERS, "--recruiter"))
        words = (*SEED_WORDS, *(("0",) if "0" not in ids else ()))
        return from_recruiters(ids, by, degrees, seed_words=words, coupons=_coupons(table, options.coupons), **more)
    if options.issued is None:
        stop(_("--coupon needs --issued: in which columns are the coupons that she was given?"))
    if options.coupons is not None:
        stop(_("--coupons does not go with --coupon: the columns of --issued say how many she got."))
    own, given = table.texts(options.coupon), [table.groups(each.strip()) for each in options.issued.split(",")]
    if options.expires is not None:
        last = table.groups(options.expires)
        more["expires"] = {mine: day for mine, day in zip(own, last, strict=True) if mine}
    if options.seed_column is not None:
        flags = table.flags(options.seed_column)
        more["seeds"] = [name for name, is_seed in zip(ids, flags, strict=True) if is_seed == 1]
    return from_coupons(ids, own, list(zip(*given, strict=True)), degrees, **more)


def _coupons(table: reading.Table, said: str | None) -> int | list[str | None] | None:
    """A number for all, or what a column says of each."""
    if said is None:
        return None
    return int(said) if said.isdigit() and said not in table.columns else table.groups(said)


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
