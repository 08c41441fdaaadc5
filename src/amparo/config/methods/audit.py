"""``./amparo methods audit``: a table that somebody protected, as an attacker reads it."""

import argparse

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.methods.planning import read_plan
from amparo.methods.disclosure import Audit, Dimension, as_published, audit, dimension
from amparo.methods.disclosure.names import alike
from amparo.methods.workers import workers

EXAMPLE = "./amparo methods audit docs/methods/examples/bulletin.csv --by place,kind --value persons"


def purpose() -> str:
    """What it is for."""
    return _("Find in a table that somebody protected the hidden cells that can be told all the same.")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("file", help=_("CSV: one row a cell, totals too"))
    parser.add_argument("--by", required=True, help=_("the columns of its dimensions, with commas"))
    parser.add_argument("--value", required=True, help=_("the column of figures; empty where hidden"))
    parser.add_argument("--hidden", help=_("a column of yes and no: is the cell hidden?"))
    parser.add_argument("--sensitive", help=_("a column of yes and no: has it to stay hidden for its own sake?"))
    parser.add_argument("--total", default="Total", help=_("the code of a total"))
    parser.add_argument("--plan", help=_("TOML: for dimensions with groups between cell and total"))
    parser.add_argument("--width", type=int, default=1, help=_("of the interval that is left; 1: not told exactly"))
    parser.add_argument("--zeros-shown", action="store_true", help=_("no zero of this table is ever hidden"))
    parser.add_argument("--seconds", type=float, default=120.0, help=_("for the solver; the rest counts as told"))


def run(options: argparse.Namespace) -> showing.Answer:
    """Read the table as published, and attack it."""
    table = reading.read(options.file)
    names = [each.strip() for each in options.by.split(",")]
    columns = [table.texts(each) for each in names]
    values = table.numbers(options.value)
    hidden = table.flags(options.hidden, missing=False) if options.hidden else [float(each != each) for each in values]
    own = table.flags(options.sensitive, missing=False) if options.sensitive else hidden
    _refuse_values(table, options.value, values, hidden)
    without = _without_total(table, dict(zip(names, columns, strict=True)), options)
    rows = [
        (codes, None if gap else int(value), bool(sensitive))
        for codes, value, gap, sensitive in zip(zip(*columns, strict=True), values, hidden, own, strict=True)
    ]
    dimensions = _dimensions(options.plan, names, columns, options.total)
    for name, column in zip(names, columns, strict=True):
        _refuse_names(table.name, name, [*column, *([] if options.plan else [options.total])])
    with showing.speaking_of(table.lines):
        ledger = as_published(
            rows, dimensions=dimensions, width=options.width, zeros="shown" if options.zeros_shown else "protected"
        )
        told = audit(ledger, time_limit_s=options.seconds, progress=showing.progress, executor=workers())
    return showing.Answer(
        told, tables=(_findings(names, told),) if told.findings else (), said=(_verdict(told), *without),
        assumptions=told.assumptions, remarks=told.warnings,
    )  # fmt: skip


def _without_total(table: reading.Table, columns: dict[str, list[str]], options: argparse.Namespace) -> list[str]:
    """Dimensions without a total. Where no total is found at all, nothing adds up, and all would seem safe."""
    if options.plan:
        return []
    without = [name for name, column in columns.items() if options.total not in column]
    said = {"file": table.name, "columns": ", ".join(without), "total": options.total}
    if len(without) == len(columns):
        raise reading.Unreadable(
            _("%(file)s has no row of a total: “%(total)s” stands nowhere in %(columns)s. Say with --total how it is "
              "called there.") % said
        )  # fmt: skip
    if not without:
        return []
    return [_("%(columns)s: no row is called “%(total)s” there. It was read as a table without such totals.") % said]


def _refuse_names(file: str, name: str, codes: list[str]) -> None:
    """One category in two spellings would be two, and add up to nothing."""
    if same := alike(sorted(set(codes))):
        raise reading.Unreadable(
            _("%(file)s, %(column)s: names that are blank, or one name written in two ways: %(names)s.")
            % {"file": file, "column": name, "names": ", ".join(map(repr, same))}
        )


def _refuse_values(table: reading.Table, column: str, values: list[float], hidden: list[float]) -> None:
    wrong = [
        str(line)
        for line, value, gap in zip(table.lines, values, hidden, strict=True)
        if not gap and not (value >= 0 and value == int(value))
    ]
    if wrong:
        raise reading.Unreadable(
            _("%(file)s, %(column)s: a cell that is not hidden has no whole number from 0 on (lines %(lines)s).")
            % {"file": table.name, "column": column, "lines": ", ".join(wrong[: reading.MOST_FAULTS])}
        )


def _dimensions(plan: str | None, names: list[str], columns: list[list[str]], total: str) -> list[Dimension]:
    if plan is not None:
        known = {each.name: each for each in read_plan(plan)[0].dimensions}
        missing = [each for each in names if each not in known]
        if missing:
            raise reading.Unreadable(_("The plan has no dimension %(names)s.") % {"names": ", ".join(missing)})
        return [known[each] for each in names]
    return [
        dimension(name, sorted(set(column) - {total}), total=total or None)
        for name, column in zip(names, columns, strict=True)
    ]


def _findings(names: list[str], told: Audit) -> showing.Rows:
    rows = tuple((*each.label[1:], each.low, each.high, each.width) for each in told.findings)
    title = _("Hidden cells that can be told")
    return showing.Rows(title, (*names, _("at least"), _("at most"), _("width asked for")), rows)


def _verdict(told: Audit) -> str:
    if told.safe:
        said = _("Safe from a stranger: none of %(many)s sensitive cells can be told so narrowly.")
        return said % {"many": told.targets}
    return _("Not safe: of %(many)s sensitive cells %(found)s can be told too narrowly, %(exact)s of them exactly.") % {
        "many": told.targets,
        "found": len(told.findings),
        "exact": told.exact,
    }
