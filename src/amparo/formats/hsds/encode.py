"""From records to the plain values of HSDS, and to bytes that are the same for the same records.

Canonical means: keys sorted, no spaces between them, lists of parts by identifier, one record a line, UTF-8, LF.
What leaves here has been asked of :func:`publishable` first: records of tier 2 and above are never written, those of
tier 1 are written without their place.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from functools import cache
from typing import Any

from amparo.formats.hsds import fields, values
from amparo.formats.hsds.records import Dataset, Schedule
from amparo.formats.hsds.tiers import publishable_dataset
from amparo.formats.web import has_other_scheme


def to_hsds(record: Any) -> dict[str, Any]:
    """Return the HSDS object of one record, without asking who may see it."""
    cls: type = type(record)
    written: dict[str, Any] = _kept(record.extra)
    for own_name, name, is_written_empty in _written_names(cls):
        value = getattr(record, own_name)
        if value and isinstance(value, str):  # what a reader would mend is not written in the first place
            value = values.clean(value, name in fields.NAMES)
            value = "" if _is_no_link(name, value) else value
        if value is None or value == "" or value == ():
            if is_written_empty:
                written[name] = ""
            continue
        written[name] = _plain(value)
    if isinstance(record, Schedule) and record.weekdays:
        written["freq"] = "WEEKLY"
        written["byday"] = ",".join(day for day in fields.WEEKDAYS if day in record.weekdays)
    _without_repeated_references(written)
    return written


@cache
def _written_names(cls: type) -> tuple[tuple[str, str, bool], ...]:
    """Return what is written of a record of this class: our name, that of HSDS, and whether it is also when empty."""
    ours = [field.name for field in dataclass_fields(cls) if field.name not in ("extra", "tier", "weekdays")]
    names = [(name, fields.HSDS_NAME.get(name, name)) for name in ours]
    return tuple((name, theirs, theirs in fields.WRITTEN_EMPTY.get(cls, ())) for name, theirs in names)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [to_hsds(part) for part in (sorted(value, key=_by_identity) if len(value) > 1 else value)]
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int):
        return value
    return to_hsds(value)


def _kept(value: Any) -> Any:
    """Return what a source said beyond our fields, without characters that no file should carry."""
    if isinstance(value, str):
        return values.without_controls(value)
    if isinstance(value, Mapping):
        said = {key: inside for key, inside in value.items() if not _is_no_link(key, inside)}
        return {values.without_controls(key): _kept(inside) for key, inside in said.items()}
    return [_kept(inside) for inside in value] if isinstance(value, list | tuple) else value


def _is_no_link(name: str, value: object) -> bool:
    """Say whether a field for an address of the web holds another thing, which nobody should be able to press."""
    return name in fields.LINKS and isinstance(value, str) and has_other_scheme(value)


def _by_identity(part: Any) -> tuple[str, str]:
    """Order by identifier; two parts with one identifier, which a careless source can send, by what they say."""
    return part.id, canonical(to_hsds(part))


def _without_repeated_references(written: dict[str, Any]) -> None:
    """Say an organisation, a location or a term once: inside, or by identifier when it is not inside."""
    for inside, reference in (
        ("organization", "organization_id"),
        ("location", "location_id"),
        ("taxonomy_term", "taxonomy_term_id"),
        ("taxonomy_detail", "taxonomy_id"),
    ):
        if isinstance(written.get(inside), dict):
            written.pop(reference, None)


def canonical(value: Any) -> str:
    """Return the one way to write a JSON value."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _lines(records: Iterable[Any]) -> str:
    ordered = sorted(records, key=_by_identity)
    body = ",\n".join(canonical(to_hsds(record)) for record in ordered)
    return f"[\n{body}\n]" if body else "[]"


def standalone_organisations(dataset: Dataset) -> tuple[Any, ...]:
    """Return the organisations that no service carries inside: the others would be written twice."""
    carried = {service.organisation.id for service in dataset.services if service.organisation}
    return tuple(organisation for organisation in dataset.organisations if organisation.id not in carried)


def write_json(dataset: Dataset) -> bytes:
    """Return the dataset as one HSDS 3.0 page of full services, the same bytes for the same records."""
    dataset = publishable_dataset(dataset)
    total = len(dataset.services)
    beside: Sequence[tuple[str, Sequence[Any]]] = (
        ("locations", dataset.locations),
        ("organizations", standalone_organisations(dataset)),
        ("taxonomies", dataset.taxonomies),
        ("taxonomy_terms", dataset.taxonomy_terms),
    )
    # The keys stand in the order that sorting would give them; "contents" first lets a reader stream.
    parts = [f'"contents":{_lines(dataset.services)}', f'"empty":{canonical(total == 0)}']
    parts += ['"first_page":true', '"last_page":true']
    parts += [f'"{name}":{_lines(found)}' for name, found in beside[:2] if found]
    parts += ['"page_number":1', f'"size":{total}']
    parts += [f'"{name}":{_lines(found)}' for name, found in beside[2:] if found]
    parts += [f'"total_items":{total}', '"total_pages":1']
    return ("{" + ",\n".join(parts) + "}\n").encode("utf-8")


def write_ndjson(dataset: Dataset) -> bytes:
    """Return the services of the dataset, one full service a line."""
    services = publishable_dataset(dataset).services
    lines = [canonical(to_hsds(service)) for service in sorted(services, key=_by_identity)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
