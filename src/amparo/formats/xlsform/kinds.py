"""What kind of file a spreadsheet is, and whether it may be opened at all. Only the child looks inside."""

import io
import zipfile

from amparo.formats.xlsform.faults import BadSheet
from amparo.formats.xlsform.limits import INSIDE, LARGEST, PARTS

KINDS = (".xlsx", ".xls", ".csv", ".md")
_MACROS = (".xlsm", ".xltm", ".xlam")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED, _BOOKS = "EncryptedPackage", ("Workbook", "Book")


def kind_of(data: bytes, file_name: str) -> str:
    """The kind by its name, where its first bytes agree; ``.xls`` also for an old workbook that is called .xlsx."""
    if not data:
        raise BadSheet("empty")
    if len(data) > LARGEST:
        raise BadSheet("too_large", {"most": str(LARGEST // 1_000_000)})
    dot = file_name.rfind(".")
    ending = file_name[dot:].lower() if dot >= 0 else ""
    if ending in _MACROS:
        raise BadSheet("macros")
    if ending not in KINDS:
        raise BadSheet("unknown_kind")
    if ending == ".xlsx" and data.startswith(_OLE):
        return _in_old_container(data)
    if (ending == ".xlsx") != data.startswith(_ZIP) or (ending == ".xls" and not data.startswith(_OLE)):
        raise BadSheet("other_kind")
    return ending


def _in_old_container(data: bytes) -> str:
    """What an .xlsx is that comes in the container of the older format: one with a password, or an .xls renamed."""
    if _holds(data, _LOCKED):
        raise BadSheet("password")
    if not any(_holds(data, f"{name}\0") for name in _BOOKS):
        raise BadSheet("other_kind")
    return ".xls"


def _holds(data: bytes, name: str) -> bool:
    """Does a part of an old container bear this name?"""
    return name.encode("utf-16-le") in data


def look_inside(data: bytes, kind: str) -> None:
    """Refuse what is too much, locked, or not a workbook, before anything of it is unpacked."""
    if kind == ".xls":
        if _holds(data, "_VBA_PROJECT"):
            raise BadSheet("macros")
        if _holds(data, _LOCKED):
            raise BadSheet("password")
    elif kind == ".xlsx":
        _look_into_zip(data)
    else:
        _look_into_text(data)


def _look_into_zip(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise BadSheet("broken") from None
    if len(parts) > PARTS or sum(part.file_size for part in parts) > INSIDE:
        raise BadSheet("too_much")
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise BadSheet("password")
    if any("vbaproject" in name.lower() for name in names):
        raise BadSheet("macros")
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        raise BadSheet("broken")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise BadSheet("no_workbook")


def _look_into_text(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSheet("not_utf8") from None
    if "\0" in text:
        raise BadSheet("broken")
