"""Printing what a method answered: a table a person can read, or JSON; what is weak about it always stands below."""

import contextlib
import math
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods.reading import Unreadable
from amparo.methods.estimate import SHOWN_ROWS, Refused, Remark, as_json

FIRST_LINE = 2  # of a file whose line 1 names the columns
GAP = 2  # blanks between two columns
LEAST_WORDS = 20  # letters of a line that a column of words needs


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
    parts = [grid(table) for table in answer.tables]
    if answer.said:
        parts.append("\n".join(wrapped(each) for each in answer.said))
    if answer.assumptions:
        taken = [wrapped(_(each), "  – ") for each in answer.assumptions]
        parts.append("\n".join([_("It takes for granted:"), *taken]))
    if answer.remarks:
        said = [wrapped(in_words(each, answer.lines), "  ! ") for each in answer.remarks]
        parts.append("\n".join([_("To be said with it:"), *said]))
    print("\n\n".join(parts))


_json: Callable[[Any], str] = as_json


def width() -> int:
    """How many letters a line of the terminal holds; 80 where there is no terminal."""
    return max(40, shutil.get_terminal_size().columns)


def wrapped(text: str, begin: str = "") -> str:
    """A sentence in lines that fit; those after the first stand below its words."""
    begin += text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.strip(), width(), initial_indent=begin, subsequent_indent=" " * len(begin), break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip


def in_shell(command: str) -> str:
    """A command in lines that fit, as a shell takes them."""
    lines = textwrap.wrap(
        command, width() - 4, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
    return " \\\n".join(lines)


def whole(people: float) -> str:
    """A number of people; no upper end is said as such."""
    return "∞" if people == math.inf else f"{people:.0f}"


def grid(table: Rows) -> str:
    """A table in columns, numbers to the right. What is too wide gets its last words in lines, or lies on its side."""
    cells = [list(table.names), *([_cell(each) for each in row] for row in table.rows)]
    right = [all(isinstance(row[at], int | float | None) for row in table.rows) for at in range(len(table.names))]
    wide = _wide(cells)
    if sum(wide) + GAP * (len(wide) - 1) <= width():
        lines = _lines(cells, right)
    elif not right[-1] and (room := width() - sum(wide[:-1]) - GAP * (len(wide) - 1)) >= LEAST_WORDS:
        lines = _lines(_last_in_lines(cells, room), right)
    else:
        lines = _on_its_side(cells)
    return "\n".join([*([wrapped(table.title)] if table.title else []), *lines])


def _wide(cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*cells, strict=True)]


def _lines(cells: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """Each row as a line, with a rule below the names."""
    wide = _wide(cells)
    return [
        "  ".join(
            each.rjust(many) if to_right else each.ljust(many)
            for each, many, to_right in zip(row, wide, right, strict=True)
        ).rstrip()
        for row in (cells[0], ["-" * many for many in wide], *cells[1:])
    ]


def _last_in_lines(cells: Sequence[Sequence[str]], room: int) -> list[list[str]]:
    """The same rows, with the last column cut into lines."""
    rows = []
    for row in cells:
        first, *more = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        rows += [[*row[:-1], first], *([*[""] * (len(row) - 1), each] for each in more)]
    return rows


def _on_its_side(cells: Sequence[Sequence[str]]) -> list[str]:
    """Each row as a column, as many beside each other as fit."""

    def turned(many: int) -> list[list[str]]:
        return [list(each) for each in zip(cells[0], *rows[:many], strict=True)]

    rows, lines = list(cells[1:]), list[str]()
    while rows:
        many = 1
        while many < len(rows) and sum(_wide(turned(many + 1))) + GAP * (many + 1) <= width():
            many += 1
        lines += [*([""] if lines else []), *_lines(turned(many), [False] + [True] * many)]
        rows = rows[many:]
    return lines


def _cell(value: Any) -> str:
    """A number with four digits that mean something; nothing as a dash. No separators: they differ by language."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        if math.isinf(value):
            return "∞" if value > 0 else "-∞"
        return f"{value:.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    return str(value)


def in_words(remark: Remark, lines: Sequence[int] = ()) -> str:
    """A remark in the language of the terminal, with the lines of the file it is about."""
    said = _(remark.text) % dict(remark.values)
    if not remark.rows:
        return said
    on = [lines[row] if row < len(lines) else row + FIRST_LINE for row in remark.rows[:SHOWN_ROWS]]
    more = ", …" if len(remark.rows) > SHOWN_ROWS else ""
    return f"{said} ({_('lines')} {', '.join(map(str, on))}{more})"


def refused(error: Refused, lines: Sequence[int] = (), file: str = "") -> str:
    """Why there is no answer; ``file``: of which one, where there are several."""
    said = [wrapped(in_words(each, lines), "  – ") for each in error.remarks]
    begin = (
        _("There is no honest answer to %(file)s:") % {"file": file}
        if file
        else _("There is no honest answer to this:")
    )
    return "\n".join([begin, *said])


@contextlib.contextmanager
def speaking_of(lines: Sequence[int], file: str = "") -> Iterator[None]:
    """What a method refuses inside is said with the lines of this file, and its name where there are several."""
    try:
        yield
    except Refused as error:
        raise Unreadable(refused(error, lines, file)) from error


def progress(done: int, total: int) -> None:
    """How far it is, on a terminal only; long work says so."""
    if total and sys.stderr.isatty():
        print(f"\r{done * 100 // total:3d} %", end="\n" if done == total else "", file=sys.stderr, flush=True)


def over_progress() -> None:
    """What is said next stands where it was told how far it is."""
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
