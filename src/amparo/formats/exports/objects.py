"""Rows out of JSON that was saved to a file: OData of Central, and the interface of KoboToolbox.

Central lets what belongs together stand inside; Kobo writes the whole place of each answer. Both tell again what was
told again as a list. Where Central left a list out and only says where it could be fetched, nothing is brought in.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from amparo.formats.exports.columns import Columns
from amparo.formats.exports.faults import BadExport, BadValue, RowFault, shown
from amparo.formats.exports.limits import LARGEST, ROWS
from amparo.formats.exports.records import Cell, Index, Told
from amparo.formats.hsds.problems import Refused
from amparo.formats.hsds.stream import Limits, json_records

_LISTS = frozenset({"value", "results"})
_LINK = "@odata.navigationLink"
_MORE = (b'"next":"', b'"next": "', b"@odata.nextLink")
_LARGE = frozenset({"too_large", "too_deep"})


def is_a_part(data: bytes) -> bool:
    """Does the file say that there is more of it elsewhere?"""
    ends = data[:2_000] + data[-2_000:]
    return any(each in ends for each in _MORE)


def objects(data: bytes, columns: Columns) -> Iterator[Told]:
    """Each object of the file as a row."""
    limits = Limits(file_bytes=LARGEST * 5, rows=ROWS)
    try:
        for number, (_list, said) in enumerate(json_records(BytesIO(data), limits, rows=_LISTS), 1):
            if not isinstance(said, dict):
                yield Told(number, [], [RowFault(number, BadValue("not_an_answer"))])
                continue
            yield Told(number, list(_cells(said, columns, columns.root, ())))
    except Refused as refused:
        problem = refused.problem
        if problem.params.get("what") == "rows":
            raise BadExport("too_many_rows", most=f"{ROWS:,}".replace(",", " ")) from None
        code = "json_too_large" if problem.code in _LARGE else "not_json"
        raise BadExport(code, line=str(problem.where.line or 1)) from None


def _cells(said: dict[str, Any], columns: Columns, at: str, index: Index) -> Iterator[Cell]:
    for key, value in said.items():
        if value is None or value == "" or value == [] or value == {}:
            if not _inside(key, columns, at):
                columns.of(key, at=at)
        elif key.endswith(_LINK):
            _refuse_link(key, columns, at)
        elif isinstance(value, list):
            yield from _of_list(key, value, columns, at, index)
        elif isinstance(value, dict):
            yield from _of_object(key, value, columns, at, index)
        else:
            yield Cell(columns.of(key, at=at), _text(value), index)


def _inside(key: str, columns: Columns, at: str) -> str:
    """The path of the group that a key names, seen from where it stands or from the form; an empty text for none."""
    return next((each for each in (f"{at}/{key}", f"{columns.root}/{key}") if each in columns.groups), "")


def _of_list(key: str, value: list[Any], columns: Columns, at: str, index: Index) -> Iterator[Cell]:
    path = _inside(key, columns, at)
    if path not in columns.repeats:
        yield Cell(columns.of(key, at=at), json.dumps(value), index)
        return
    for number, each in enumerate(value, 1):
        if isinstance(each, dict):
            yield from _cells(each, columns, path, (*index, number))


def _of_object(key: str, value: dict[str, Any], columns: Columns, at: str, index: Index) -> Iterator[Cell]:
    if path := _inside(key, columns, at):
        yield from _cells(value, columns, path, index)
        return
    if key.startswith("__"):  # what Central says of the answers; they are in the parts that its tables name
        for name in value:
            columns.of(f"{key}/{name}", at=at)
    elif (column := columns.of(key, at=at)).path:
        yield Cell(column, _place(value), index)


def _refuse_link(key: str, columns: Columns, at: str) -> None:
    """Only a list of this form that is left out is missed."""
    name = key.removesuffix(_LINK)
    if f"{at}/{name}" in columns.repeats:
        raise BadExport("not_expanded", name=shown(name))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _place(value: dict[str, Any]) -> str:
    """GeoJSON, written as a phone writes a place."""
    found: Any = value.get("coordinates")
    about = value.get("properties")
    exact = about.get("accuracy") if isinstance(about, dict) else None
    if value.get("type") == "Polygon" and isinstance(found, list) and found:
        found = found[0]
    points = found if isinstance(found, list) and found and isinstance(found[0], list) else [found]
    said = []
    for point in points:
        if not isinstance(point, list) or len(point) < 2 or not all(isinstance(each, int | float) for each in point):
            return "?"
        numbers = [point[1], point[0], *point[2:3]]
        if exact is not None and len(points) == 1:
            numbers = [*numbers, *([0] if len(numbers) == 2 else []), exact]
        said.append(" ".join(_text(each) for each in numbers))
    return "; ".join(said)
