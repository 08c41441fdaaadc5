"""Opening an export, whatever it is: ``read_export`` finds out by what is in it, never by its name alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from amparo.formats.exports.archives import MAGIC, Archive
from amparo.formats.exports.assembling import assembled
from amparo.formats.exports.columns import KEPT, Columns
from amparo.formats.exports.faults import BadExport, BadForm, shown
from amparo.formats.exports.filled_forms import filled_forms, forms_in
from amparo.formats.exports.limits import LARGEST
from amparo.formats.exports.objects import is_a_part, objects
from amparo.formats.exports.records import Column, Row
from amparo.formats.exports.separated import Opening, Separated, separated
from amparo.formats.exports.tables import PARENT, PARENT_KEY, Table, Tables
from amparo.formats.exports.workbooks import BOOK, Workbook
from amparo.formats.openrosa.forms import Form, Question

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_FILE = 20_000_000  # bytes of a photo or a recording


@dataclass(slots=True)
class Export:
    """An export that is open. Its columns are all known once its rows were read."""

    form: Form
    columns: Columns
    reading: Callable[[], Iterable[Row]] = field(repr=False)
    archive: Archive | None = None
    others: tuple[str, ...] = ()  # tables of which nobody knows what they belong to
    is_part: bool = False  # it says itself that there is more elsewhere

    def rows(self) -> Iterator[Row]:
        """Its rows, read anew each time; :class:`BadExport` where reading has to end."""
        any_row = says_more = False
        for row in self.reading():
            any_row = True
            says_more = says_more or bool(row.sealed) or any(isinstance(each.why, BadForm) for each in row.faults)
            yield row
        if not any_row:
            raise BadExport("empty_file")
        if not says_more:
            self.check()

    def check(self) -> None:
        """Does it answer any question of this form, by name?"""
        if self.columns.names_words():
            raise BadExport("label_headers")
        if not any(each.path and each.use in KEPT for each in self.columns.found.values()):
            raise BadExport("no_question_found")

    def left_behind(self) -> list[Column]:
        """The columns that are not brought in."""
        return [each for each in self.columns.found.values() if each.use not in KEPT]

    def missing(self) -> tuple[Question, ...]:
        """The questions that nothing in it answers."""
        return self.columns.missing()

    def file(self, folder: str, name: str) -> bytes | None:
        """A photo or a recording of an answer, where it came along."""
        found = self._part(folder, name)
        return self.archive.read(found) if self.archive is not None and found else None

    def has_file(self, folder: str, name: str) -> bool:
        """Did it come along?"""
        return bool(self._part(folder, name))

    def _part(self, folder: str, name: str) -> str:
        """Under which name it lies in the zip; an empty text where it does not, or is too large."""
        if self.archive is None or "/" in name or "\\" in name:
            return ""
        wanted = [f"{folder}/{name}"] if folder else [f"media/{name}", name]
        parts = self.archive.parts
        return next((each for each in wanted if parts.get(each, LARGEST_FILE + 1) <= LARGEST_FILE), "")


def read_export(data: bytes, form: Form) -> Export:
    """Open an export of answers to a form, or :class:`BadExport` with a code that says why it cannot be.

    Nothing of it is written anywhere, and nothing is asked of another server.
    """
    if not data.strip():
        raise BadExport("empty_file")
    if len(data) > LARGEST:
        raise BadExport("too_large", megabytes=f"{LARGEST // 1_000_000}")
    columns = Columns(form)
    if data.startswith(MAGIC):
        return _of_zip(Archive(data), columns)
    if data.startswith(_OLE):
        raise BadExport("old_workbook")
    start = data[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return _of_json(data, columns)
    if start.startswith(b"<") and b"<html" not in start.lower() and b"<!doctype html" not in start.lower():
        return Export(form, columns, partial(filled_forms, [("", data)], columns))
    return _of_tables([_text_table("", lambda: BytesIO(data), columns)], columns)


def _of_json(data: bytes, columns: Columns) -> Export:
    reading = lambda: assembled(columns, objects(data, columns), {})  # noqa: E731 (one line says it)
    return Export(columns.form, columns, reading, is_part=is_a_part(data))


def _of_zip(archive: Archive, columns: Columns) -> Export:
    if BOOK in archive.parts:
        return _of_book(archive, columns)
    if forms := forms_in(archive):
        reading = partial(_forms, archive, forms, columns)
        return Export(columns.form, columns, reading, archive)
    if tables := archive.ending(".csv"):
        texts = [_text_table(each, partial(archive.open, each), columns) for each in tables]
        return _of_tables(texts, columns, archive)
    inside = archive.ending(".json", ".xlsx")
    if len(inside) == 1 and len(archive.parts) == 1:
        data = archive.read(inside[0], LARGEST)
        if inside[0].lower().endswith(".json"):
            return _of_json(data, columns)
        return _of_book(Archive(data), columns)
    raise BadExport("nothing_inside")


def _of_book(archive: Archive, columns: Columns) -> Export:
    sheets = Workbook(archive).sheets() if BOOK in archive.parts else []
    if not sheets:
        raise BadExport("empty_file")
    return _of_tables(sheets, columns)


def _forms(archive: Archive, names: list[str], columns: Columns) -> Iterable[Row]:
    return filled_forms(((name, archive.read(name, 2_000_000)) for name in names), columns)


def _text_table(name: str, opening: Opening, columns: Columns) -> Separated:
    def known(heading: list[str]) -> int:
        tried = Columns(columns.form)
        return sum(tried.of(each).use != "unknown" for each in heading[:1_000])

    return separated(name.rpartition("/")[2].removesuffix(".csv"), opening, known)


def _of_tables(tables: Sequence[Table], columns: Columns, archive: Archive | None = None) -> Export:
    """The main table is the one whose rows belong to no other."""
    beside = [each for each in tables if PARENT_KEY in each.heading or PARENT in each.heading]
    mains = [each for each in tables if each not in beside]
    if not mains:
        raise BadExport("no_main_table")
    others = []
    if len(mains) > 1:
        if archive is not None:
            raise BadExport("two_tables", names=", ".join(shown(each.name) for each in mains[:6]))
        others = [shown(each.name) for each in mains[1:]]  # a workbook: further sheets are somebody's notes
    read = Tables(columns, mains[0], beside, others)
    reading = lambda: assembled(columns, read.rows(), read.turned)  # noqa: E731 (one line says it)
    export = Export(columns.form, columns, reading, archive, tuple(read.others))
    export.check()
    return export
