"""Printing what a method answered: a table a person can read, or JSON; what is weak about it always stands below."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods.reading import Unreadable
from amparo.methods.estimate import SHOWN_ROWS, Refused, Remark, as_json

FIRST_LINE = 2  # of a file whose line 1 names the columns


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: the whole result for programs, and tables, sentences and remarks for people."""

    result: Any
    tables: tuple["Rows", ...] = ()
    said: tuple[str, ...] = ()  # sentences, translated already
    assumptions: tuple[str, ...] = ()  # message ids
    remarks: tuple[Remark, ...] = ()
    lines: Sequence[int] = field(default=(), repr=False)  # on which line of the file each row stood


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: a title, names of columns, and cells that are texts or numbers."""

    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def show(answer: Answer, *, as_json: bool) -> None:
    """Print it."""
    if as_json:
        print(_json(answer.result))
        return
    for table in answer.tables:
        print(grid(table), end="\n\n")
    for sentence in answer.said:
        print(sentence)
    if answer.assumptions:
        print("\n" + _("It takes for granted:"))
        for each in answer.assumptions:
            print("  – " + _(each))
    if answer.remarks:
        print("\n" + _("To be said with it:"))
        for remark in answer.remarks:
            print("  ! " + in_words(remark, answer.lines))


_json: Callable[[Any], str] = as_json


def grid(table: Rows) -> str:
    """A table in columns; numbers to the right."""
    cells = [[_cell(each) for each in row] for row in table.rows]
    wide = [max(map(len, column)) for column in zip(table.names, *cells, strict=True)]
    right = [all(isinstance(row[place], int | float | None) for row in table.rows) for place in range(len(wide))]
    lines = [list(table.names), ["-" * each for each in wide], *cells]
    drawn = [
        "  ".join(
            each.rjust(width) if to_right else each.ljust(width)
            for each, width, to_right in zip(line, wide, right, strict=True)
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*([table.title] if table.title else []), *drawn])


def _cell(value: Any) -> str:
    """A number with four digits that mean something; nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    return str(value)


def in_words(remark: Remark, lines: Sequence[int] = ()) -> str:
    """A remark in the language of the terminal, with the lines of the file it is about."""
    said = _(remark.text) % dict(remark.values)
    if not remark.rows:
        return said
    on = [lines[row] if row < len(lines) else row + FIRST_LINE for row in remark.rows[:SHOWN_ROWS]]
    more = ", …" if len(remark.rows) > SHOWN_ROWS else ""
    return f"{said} ({_('lines')} {', '.join(map(str, on))}{more})"


def refused(error: Refused, lines: Sequence[int] = ()) -> str:
    """Why there is no answer."""
    return "\n".join(
        [_("There is no honest answer to this:"), *("  – " + in_words(each, lines) for each in error.remarks)]
    )


@contextlib.contextmanager
def speaking_of(lines: Sequence[int]) -> Iterator[None]:
    """What a method refuses inside is said with the lines of this file."""
    try:
        yield
    except Refused as error:
        raise Unreadable(refused(error, lines)) from error


def progress(done: int, total: int) -> None:
    """How far it is, on a terminal only; long work says so."""
    if sys.stderr.isatty():
        print(f"\r{done * 100 // total:3d} %", end="\n" if done == total else "", file=sys.stderr, flush=True)
