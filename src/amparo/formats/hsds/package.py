"""The tabular datapackage of HSDS 3.0: a folder or a zip of CSV files, read and written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from amparo.formats.hsds import fields
from amparo.formats.hsds.encode import standalone_organisations, to_hsds
from amparo.formats.hsds.problems import Problem, Refused, Tally, Where
from amparo.formats.hsds.read import Reader
from amparo.formats.hsds.records import Dataset, Record
from amparo.formats.hsds.rows import csv_rows
from amparo.formats.hsds.stream import Limits, too_many_rows
from amparo.formats.hsds.tables import TABLES, Flattener, Nester
from amparo.formats.hsds.tiers import publishable_dataset


def read_datapackage(
    place: Path, *, source: str = "", tally: Tally | None = None, limits: Limits | None = None
) -> Iterator[Record | Problem]:
    """Yield the records and problems of a datapackage in a folder or a zip file.

    Rows name each other across files, so the whole package stands in memory while it is read: all its files together,
    unpacked, may weigh a quarter of what a stream may.
    """
    reader = Reader(source, tally, limits or Limits())
    nester = Nester()
    try:
        _read_tables(place, nester, reader)
    except Refused as refused:
        yield reader.note(refused.problem)
        return
    for problem in nester.problems:
        yield reader.note(problem)
    for key, node, where in nester.records():
        yield from reader.read(key, node, where)
        if reader.has_had_enough:
            yield reader.note(Problem(code="too_many_problems", where=where, params={"limit": reader.limits.problems}))
            return


def _read_tables(place: Path, nester: Nester, reader: Reader) -> None:
    """Read every table that is there, parents first."""
    left = reader.limits.file_bytes // 4
    found, rows = False, 0
    with _Package(place, left) as package:
        for kind, table in TABLES.items():
            stream = package.open(table.file)
            if stream is None:
                continue
            found = True
            with stream:
                for line, row in csv_rows(stream, reader.limits, table.file):
                    rows += 1
                    if rows > reader.limits.rows // 4:  # they all stand in memory
                        raise Refused(too_many_rows(replace(reader.limits, rows=reader.limits.rows // 4)))
                    _count_left_out(kind, row, reader.tally)
                    nester.add(kind, row, Where(record=line - 1, file=table.file, line=line))
                    if len(nester.problems) >= reader.limits.problems:
                        where = Where(file=table.file, line=line)
                        params = {"limit": reader.limits.problems}
                        raise Refused(Problem(code="too_many_problems", where=where, params=params))
        metadata = package.open("metadata.csv")
        if metadata is not None:
            with metadata:
                reader.tally.left_out["metadata"] += sum(1 for _ in csv_rows(metadata, reader.limits, "metadata.csv"))
    if not found:
        raise Refused(Problem(code="missing_file", params={"file": TABLES["service"].file}))


def _count_left_out(kind: str, row: dict[str, str], tally: Tally) -> None:
    """Drop the columns we never take before anything is kept of them."""
    for listed in (kind, TABLES[kind].key):
        for name in fields.LEFT_OUT.get(listed, frozenset()):
            if row.pop(name, ""):
                tally.left_out[f"{listed}.{name}"] += 1


class _Package:
    """A folder or a zip, seen the same way: a name gives a stream or nothing. Nothing is ever unpacked to disk."""

    def __init__(self, place: Path, limit: int) -> None:
        self._place = place
        self._limit = limit
        self._zip: zipfile.ZipFile | None = None
        self._prefix = ""

    def __enter__(self) -> _Package:
        if not self._place.is_dir():
            try:
                self._zip = zipfile.ZipFile(self._place)
            except (zipfile.BadZipFile, OSError):
                raise Refused(Problem(code="not_zip")) from None
            names = self._zip.namelist()
            starts = [name.removesuffix("services.csv") for name in names if name.split("/")[-1] == "services.csv"]
            self._prefix = min(starts, key=len, default="")
        self._check_size()
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def _check_size(self) -> None:
        """Refuse by what the files say of their size; a zip that lies about it stops at the size it claimed."""
        if self._zip is not None:
            total = sum(entry.file_size for entry in self._zip.infolist())
        else:
            total = sum(path.stat().st_size for path in self._place.glob("*.csv"))
        if total > self._limit:
            raise Refused(Problem(code="too_large", params={"what": "file_bytes", "limit": self._limit}))

    def open(self, name: str) -> BinaryIO | None:
        if self._zip is None:
            path = self._place / name
            return path.open("rb") if path.is_file() else None
        try:
            return io.BytesIO(self._zip.read(self._prefix + name))
        except KeyError:
            return None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
            raise Refused(Problem(code="not_zip", where=Where(file=name))) from None


def write_datapackage(dataset: Dataset, folder: Path) -> None:
    """Write the dataset as a datapackage: the same bytes for the same records.

    Every table is written, also an empty one, so that a folder written twice holds nothing of the first time. What
    came in fields that no HSDS table has stays behind: only JSON can carry it.
    """
    dataset = publishable_dataset(dataset)
    flattener = Flattener()
    for kind, found in (
        ("taxonomy", dataset.taxonomies),
        ("taxonomy_term", dataset.taxonomy_terms),
        ("organization", standalone_organisations(dataset)),
        ("location", dataset.locations),
        ("service", dataset.services),
    ):
        for record in sorted(found, key=lambda each: each.id):
            flattener.add(kind, to_hsds(record))
    folder.mkdir(parents=True, exist_ok=True)
    for kind, table in TABLES.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, table.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for _, row in sorted(flattener.rows[kind].items()))
        (folder / table.file).write_bytes(text.getvalue().encode("utf-8"))
    (folder / "datapackage.json").write_bytes(_description())


def _description() -> bytes:
    """Return datapackage.json: which file holds which columns of which type."""
    resources = [
        {
            "name": kind,
            "path": table.file,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"primaryKey": "id", "fields": [_field(column) for column in table.columns]},
        }
        for kind, table in sorted(TABLES.items())
    ]
    package = {"name": "human_services_data", "profile": "tabular-data-package", "resources": resources}
    return (json.dumps(package, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def _field(column: str) -> dict[str, str]:
    """Return the type of a column; hours and moments are ISO 8601 of any precision."""
    if column in fields.NUMBERS | fields.DEGREES:
        return {"name": column, "type": "number"}
    if column in fields.DATES:
        return {"name": column, "type": "date"}
    if column in fields.TIMES:
        return {"name": column, "type": "time", "format": "any"}
    if column in fields.MOMENTS:
        return {"name": column, "type": "datetime", "format": "any"}
    return {"name": column, "type": "string"}
