"""Rows out of folders of filled forms: as a phone keeps them, as ODK Briefcase pulls them, or one alone.

What was locked on a phone stays locked: it is handed on as it is, with its files, and opens with the key of its form or
not at all.
"""

from collections.abc import Iterable, Iterator

from amparo.formats.exports.archives import Archive
from amparo.formats.exports.assembling import Assembling
from amparo.formats.exports.columns import Columns
from amparo.formats.exports.faults import BadExport, BadForm, BadValue, RowFault
from amparo.formats.exports.limits import ROWS
from amparo.formats.exports.records import Cell, Row, Told
from amparo.formats.openrosa.submissions import BadSubmission, Submission, read_submission

FORM = "submission.xml"
_MOST = 2_000_000  # bytes of one form: more is refused in words by who reads it


def forms_in(archive: Archive) -> list[str]:
    """The filled forms of a zip: ``submission.xml`` of Briefcase, or ``<folder>/<folder>.xml`` of a phone."""
    found = []
    for name in archive.ending(".xml"):
        folder, _slash, own = name.rpartition("/")
        if own == FORM or (folder and own.removesuffix(".xml") == folder.rpartition("/")[2]):
            found.append(name)
    return found


def filled_forms(forms: Iterable[tuple[str, bytes]], columns: Columns) -> Iterator[Row]:
    """Each form as a row; ``forms`` are their names in the zip, and their bytes."""
    assembling = Assembling(columns)
    for number, (name, xml) in enumerate(forms, 1):
        if number > ROWS:
            raise BadExport("too_many_rows", most=f"{ROWS:,}".replace(",", " "))
        folder = name.rpartition("/")[0]
        try:
            form = _read(xml, columns)
        except BadSubmission as error:
            why = BadForm(error.code, **error.facts)
            yield Row(number, (), faults=(RowFault(number, why, folder.rpartition("/")[2]),))
            continue
        yield _locked(number, folder, xml, form, columns) if form.encrypted else _row(number, folder, form, assembling)


def _read(xml: bytes, columns: Columns) -> Submission:
    """A form as it was sent. On another server its root had another name."""
    form = read_submission(xml, repeats=columns.repeats)
    if form.root == columns.form.root or form.is_encrypted:
        return form
    repeats = {f"/{form.root}{each.removeprefix(columns.root)}" for each in columns.repeats}
    return read_submission(xml, repeats=repeats)


def _locked(number: int, folder: str, xml: bytes, form: Submission, columns: Columns) -> Row:
    assert form.encrypted is not None
    names = (*form.encrypted.media, form.encrypted.xml_file)
    is_ours = form.form_id == columns.form.id and form.version == columns.form.version and columns.form.public_key
    faults = () if is_ours else (RowFault(number, BadValue("locked")),)
    return Row(number, (), form.instance_id, media=names, faults=faults, folder=folder, sealed=xml)


def _row(number: int, folder: str, form: Submission, assembling: Assembling) -> Row:
    columns, start = assembling.columns, len(form.root) + 2
    cells = []
    for each in form.answers:
        at = columns.repeat_above(f"{columns.root}/{each.path[start:]}")
        name = each.path[start + len(at) - len(columns.root) :]
        cells.append(Cell(columns.of(name, at=at), each.value, each.index))
    row = assembling.row(Told(number, cells))
    return Row(number, row.answers, form.instance_id, media=row.media, faults=row.faults, folder=folder)
