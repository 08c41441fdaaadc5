"""Writing a workbook (.xlsx) of plain text: the smallest that a spreadsheet program opens, the same bytes every time.

A workbook is a zip of a few files in XML. Written by hand it needs no library in the process that answers pages, leaves
nothing in a folder for passing files, and carries no date, no name of a person and no name of a program.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

type Rows = Iterable[Sequence[str]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_LONGEST = 32_767  # letters of a cell
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no XML can hold
_ALIGNED = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'  # long text goes on in the next line
_STYLES = (  # two: plain, and bold for the headings
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="2"><xf {_ALIGNED}<xf fontId="1" applyFont="1" {_ALIGNED}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_VIEW = (  # the headings stay in sight
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView>'
    "</sheetViews>"
    '<cols><col min="1" max="64" width="24" customWidth="1"/></cols>'
)


def packed(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets, in this order; the first row of each is its heading."""
    names = list(sheets)
    leads = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    parts = {
        "[Content_Types].xml": _types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations([*leads, ("styles", "styles.xml")]),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 0  # nor which system made it
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)
    return into.getvalue()


def _types(many: int) -> str:
    """Which file of the zip is what."""
    kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    kinds += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, many + 1)]
    said = "".join(f'<Override PartName="{name}" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    """Which file leads to which."""
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _book(names: Sequence[str]) -> str:
    """The sheets and what they are called."""
    said = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{said}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    """One sheet."""
    said = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{_MAIN}">{_VIEW}<sheetData>{said}</sheetData></worksheet>'


def _row(number: int, row: Sequence[str]) -> str:
    style = ' s="1"' if number == 1 else ""
    cells = "".join(
        f'<c r="{_column(place)}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'
        for place, text in enumerate(row)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _text(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError("A cell of a workbook holds no more than 32,767 letters.")
    return escape(_UNSEEN.sub("", text))


def _column(place: int) -> str:
    """``A``, ``B``, …, ``Z``, ``AA``: the name of a column."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
