"""A file of someone else's, opened: which form it has, and the reader for it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from amparo.formats.codes import CONTENT
from amparo.formats.hsds import Limits, Problem, Tally, read_datapackage, read_json
from amparo.formats.hsds.mapped import read_mapped
from amparo.formats.hsds.mapping import FieldMapping, read_mapping
from amparo.formats.hsds.records import Record

MAPPINGS = CONTENT / "mappings"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class From:
    """Where the records come from that do not say it themselves."""

    code: str
    name: str = ""
    licence: str = ""
    as_of: date | None = None


def mapping_names() -> list[str]:
    """The mappings that come with the house."""
    return sorted(path.stem for path in MAPPINGS.glob("*.toml"))


def find_mapping(name: str) -> FieldMapping | None:
    """A mapping by its name or its path; None where there is none. Raises ``Refused`` where it cannot be used."""
    if name in mapping_names():
        return read_mapping((MAPPINGS / f"{name}.toml").read_bytes())
    path = Path(name)
    return read_mapping(path.read_bytes()) if path.suffix == ".toml" and path.is_file() else None


def from_mapping(mapping: FieldMapping, said: From) -> From:
    """What the mapping says of its source, and what the person says above it."""
    return From(
        code=said.code or mapping.source[:40],
        name=said.name,
        licence=said.licence or mapping.licence[:80],
        as_of=said.as_of or first_day(mapping.as_of),
    )


def first_day(text: str) -> date | None:
    """The first day a date may mean: 2020 is the first of January, the careful side."""
    for end in ("", "-01", "-01-01"):
        try:
            return date.fromisoformat(text + end)
        except ValueError:
            continue
    return None


def records_in(
    place: Path, mapping: FieldMapping | None, *, source: str, tally: Tally, limits: Limits | None = None
) -> Iterator[Record | Problem]:
    """The records and problems of a file or folder, as they come."""
    if mapping is None and (place.is_dir() or is_zip(place)):
        yield from read_datapackage(place, source=source, tally=tally, limits=limits)
        return
    with place.open("rb") as stream:
        yield from records_of(stream, mapping, source=source, tally=tally, limits=limits)


def records_of(
    stream: BinaryIO, mapping: FieldMapping | None, *, source: str, tally: Tally, limits: Limits | None = None
) -> Iterator[Record | Problem]:
    """The records and problems of JSON, or of what a mapping reads."""
    if mapping is None:
        yield from read_json(stream, source=source, tally=tally, limits=limits)
    else:
        yield from read_mapped(stream, mapping, tally=tally, limits=limits)


def records_in_bytes(
    data: bytes, mapping: FieldMapping | None, *, source: str, tally: Tally
) -> Iterator[Record | Problem]:
    """The same for a small file that came with a page; a package stands in memory too."""
    if mapping is None and data.startswith(ZIP):
        # ``read_datapackage`` asks a path whether it is a folder, and zipfile reads any open file.
        yield from read_datapackage(_Opened(data), source=source, tally=tally)  # type: ignore[arg-type]
        return
    yield from records_of(io.BytesIO(data), mapping, source=source, tally=tally)


class _Opened(io.BytesIO):
    """Bytes that say of themselves that they are no folder."""

    def is_dir(self) -> bool:
        return False


def is_zip(place: Path) -> bool:
    """Does the file begin as a zip does?"""
    with place.open("rb") as stream:
        return stream.read(4) == ZIP
