"""From the plain values of one HSDS record to a frozen record, with its problems said on the way."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields as dataclass_fields
from functools import cache
from typing import Any, cast

from amparo.formats.hsds import fields, records, values
from amparo.formats.hsds.identity import as_uuid, kind_referred_to, stable_id
from amparo.formats.hsds.problems import Problem, Refused, Tally, Where
from amparo.formats.web import has_other_scheme

# The parts of a rule that make it less than "every week on these days".
_NARROWING = ("byweekno", "bymonthday", "byyearday", "count", "until")


# What is read as which kind of value, the first that holds a field's name.
_WAYS: tuple[tuple[str, Collection[str]], ...] = (
    ("parts", fields.MANY),
    ("part", fields.ONE),
    ("code", fields.CODES),
    ("day", fields.DATES),
    ("hour", fields.TIMES),
    ("moment", fields.MOMENTS),
    ("number", fields.NUMBERS),
    ("degrees", fields.DEGREES),
)
_MOST_TERMS = 5_000  # different terms of one file that are kept


@cache
def typed_names(cls: type) -> Mapping[str, tuple[str, str]]:
    """Return the HSDS names that a record of this class has its own field for: our name, and how it is read."""
    ours = {field.name for field in dataclass_fields(cls)} - {"id", "extra", "tier", "weekdays"}
    return {fields.HSDS_NAME.get(name, name): (name, _way(fields.HSDS_NAME.get(name, name))) for name in ours}


def _way(name: str) -> str:
    for way, names in _WAYS:
        if name in names:
            return way
    if name.endswith("_id"):
        return "reference"
    return "marked" if name in fields.NAMES or name in fields.LINKS else "text"


class Decoder:
    """Decodes the records of one file: knows its source, counts what it leaves out, remembers who is whose parent."""

    def __init__(self, source: str, tally: Tally) -> None:
        """Begin a file."""
        self.source = source
        self.tally = tally
        self.mended: list[Problem] = []
        self.parents: list[tuple[str, str, str, Where]] = []  # kind, child, parent, where it was said
        self._terms: dict[tuple[object, ...], Any] = {}  # a file says the same few terms a thousand times

    def decode(self, cls: type, value: object, where: Where, parent: str = "") -> Any:
        """Return the record of this class, or raise Refused."""
        if not isinstance(value, dict):
            raise Refused(Problem(code="wrong_type", where=where, params={"field": where.path, "expected": "object"}))
        raw = cast("dict[str, Any]", value)
        kind = fields.KIND_NAME[cls]
        identifier = self._identifier(raw, kind, where, parent)
        extra: dict[str, Any] = {}
        taken: dict[str, Any] = {"id": identifier, "extra": extra}
        typed = typed_names(cls)
        for key, content in raw.items():
            if key == "id" or content is None:
                continue
            if key in typed:
                name, way = typed[key]
                is_plain = way == "text" and type(content) is str and content.isprintable()
                taken[name] = content if is_plain else self._typed(way, kind, key, content, where.at(key), identifier)
            elif not self._is_left_out(kind, key, content):
                extra[values.without_controls(key)] = self._kept(kind, key, content, where.at(key))
        self._finish(cls, taken, where)
        self._remember_parent(kind, taken, where)
        return cls(**taken)

    def _identifier(self, raw: Mapping[str, Any], kind: str, where: Where, parent: str) -> str:
        """Return the record's UUID; a part without one gets one made of what it says, a whole record is refused."""
        given = values.text(raw.get("id"), where.at("id")).strip()
        if given:
            return as_uuid(given, self.source, kind)
        if not parent:
            raise Refused(Problem(code="missing_field", where=where, params={"field": "id"}))
        made = stable_id(self.source, parent, kind, json.dumps(raw, sort_keys=True, default=str))
        self._mend("missing_id", where, given=made)
        return made

    def _typed(self, way: str, kind: str, key: str, content: Any, where: Where, identifier: str) -> Any:
        """Return the value of a field that the record has."""
        match way:
            case "parts":
                return self._parts(fields.MANY[key], content, where, identifier)
            case "part":
                return self._part(fields.ONE[key], content, where, identifier)
            case "code":
                return self._code(key, content, where)
            case "day":
                return values.day(content, where)
            case "hour":
                return values.hour(content, where)
            case "moment":
                return values.moment(content, where)
            case "number":
                return values.number(content, where)
            case "degrees":
                degrees = values.number(content, where)
                return None if degrees is None else float(degrees)
            case "reference":
                given = values.text(content, where).strip()
                return as_uuid(given, self.source, kind_referred_to(key, kind)) if given else ""
        return self._text(key, content, where)

    def _text(self, key: str, content: Any, where: Where) -> str:
        """Return a text without what does not belong in one."""
        written = values.text(content, where)
        if values.has_controls(written):
            written = values.without_controls(written)
            self._mend("control_characters", where, field=key)
        if key in fields.NAMES:
            plain = values.without_tags(written)
            if plain != written:
                self._mend("html_in_name", where, field=key, kept=plain)
            return plain.strip()
        if key in fields.LINKS and has_other_scheme(written):
            self._mend("not_a_link", where, field=key)
            return ""
        return written

    def _code(self, key: str, content: Any, where: Where) -> str:
        """Return a code of a closed list, however its letters were cased."""
        written = values.text(content, where).strip()
        allowed = fields.CODES[key]
        code = written.lower().replace("_", " ")
        if written and code not in allowed:
            params = {"field": key, "value": written[:60], "allowed": allowed}
            raise Refused(Problem(code="unknown_code", where=where, params=params))
        return code

    def _parts(self, cls: type, content: Any, where: Where, parent: str) -> tuple[Any, ...]:
        """Return the parts of a list, without those that lack what makes them a part."""
        if not isinstance(content, list):
            raise Refused(
                Problem(code="wrong_type", where=where, params={"field": where.path.split(".")[-1], "expected": "list"})
            )
        found = []
        for position, item in enumerate(content, start=1):
            place = Where(record=where.record, path=f"{where.path}[{position}]", line=where.line, file=where.file)
            part = self._part(cls, item, place, parent)
            if part is not None:
                found.append(part)
        return tuple(found)

    def _part(self, cls: type, content: Any, where: Where, parent: str) -> Any:
        """Return one part, or nothing when it lacks what makes it a part: a phone without a number is no phone."""
        if isinstance(content, dict):
            for name in fields.REQUIRED.get(cls, ()):
                if content.get(name) in (None, ""):
                    self._mend("missing_part", where, part=fields.KIND_NAME[cls], field=name)
                    return None
        if cls is records.TaxonomyTerm:
            return self._term(content, where, parent)
        return self.decode(cls, content, where, parent)

    def _term(self, content: Any, where: Where, parent: str) -> Any:
        """Return a term; one that this file said before, and of which there was nothing to say, is that one."""
        said = _texts_of(content)
        if said is not None and said in self._terms:
            return self._terms[said]
        before = len(self.mended), len(self.parents)
        term = self.decode(records.TaxonomyTerm, content, where, parent)
        if said is not None and before == (len(self.mended), len(self.parents)) and len(self._terms) < _MOST_TERMS:
            self._terms[said] = term
        return term

    def _kept(self, kind: str, key: str, content: Any, where: Where) -> Any:
        """Return a value that we have no field for, without the names of persons and without control characters."""
        if isinstance(content, str):
            if key in fields.DATES:
                values.day(content, where)
            if key in fields.NUMBERS:
                return values.number(content, where)
            if key in fields.REFERENCES and content:
                return as_uuid(content, self.source, kind_referred_to(key, kind))
            return self._text(key, content, where)
        if isinstance(content, list):
            kept = [self._kept(kind, key, item, where) for item in content if item is not None]
            # A contact of which only the identifier is left says nothing more.
            return [item for item in kept if not (key == "contacts" and isinstance(item, dict) and set(item) <= {"id"})]
        if isinstance(content, dict):
            inside = content.items()
            named = key.removesuffix("s")  # contacts hold contacts, programs hold programs
            return {
                values.without_controls(name): self._kept(named, name, item, where.at(name))
                for name, item in inside
                if item is not None and not self._is_left_out(key, name, item)
            }
        return content

    def _is_left_out(self, kind: str, key: str, content: Any) -> bool:
        """Say whether a value is one we never take, and count it if there was something in it."""
        if key not in fields.ALWAYS_LEFT_OUT and key not in fields.LEFT_OUT.get(kind, frozenset()):
            return False
        if content not in ("", [], {}):
            self.tally.left_out[f"{kind}.{key}"] += len(content) if isinstance(content, list) else 1
        return True

    def _finish(self, cls: type, taken: dict[str, Any], where: Where) -> None:
        """Look at the record as a whole, before it becomes one."""
        for name in fields.REQUIRED.get(cls, ()):
            if not taken.get(fields.SPELT.get(name, name)):
                raise Refused(Problem(code="missing_field", where=where, params={"field": name}))
        if cls is records.Location:
            self._finish_location(taken, where)
        if cls is records.Schedule:
            taken["extra"], taken["weekdays"] = self._weekly(taken["extra"], where)
        if cls is records.Address and not taken.get("address_type"):
            taken["address_type"] = "physical"

    def _finish_location(self, taken: dict[str, Any], where: Where) -> None:
        """Check the two numbers together: apart they always look right."""
        taken["location_type"] = taken.get("location_type") or "physical"
        latitude, longitude = taken.get("latitude"), taken.get("longitude")
        if not values.check_coordinates(latitude, longitude, where.at("latitude")):
            for name in ("latitude", "longitude"):
                if taken.get(name) is not None:
                    taken["extra"][name] = taken.pop(name)
            self._mend("impossible_coordinates", where.at("latitude"), latitude=latitude, longitude=longitude)

    def _weekly(self, extra: dict[str, Any], where: Where) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return the weekdays of a plain weekly rule and what is left; any other rule stays whole in ``extra``."""
        freq = str(extra.get("freq") or "").upper()
        if freq not in ("", "WEEKLY", "MONTHLY"):
            self._mend("unreadable_rule", where.at("freq"), field="freq", value=str(extra["freq"])[:40])
            return extra, ()
        days = [part.strip().upper() for part in str(extra.get("byday") or "").split(",") if part.strip()]
        if freq != "WEEKLY" or not days or any(extra.get(part) not in (None, "") for part in _NARROWING):
            return extra, ()
        if str(extra.get("interval") or 1) not in ("1", "1.0"):
            return extra, ()
        if not set(days) <= set(fields.WEEKDAYS):
            self._mend("unreadable_rule", where.at("byday"), field="byday", value=str(extra["byday"])[:40])
            return extra, ()
        rest = {key: value for key, value in extra.items() if key not in ("freq", "byday")}
        return rest, tuple(day for day in fields.WEEKDAYS if day in days)

    def _remember_parent(self, kind: str, taken: Mapping[str, Any], where: Where) -> None:
        """Note who says that it hangs from whom; the guard looks for circles."""
        extra = taken["extra"]
        said: Iterable[object] = ()
        if kind == "organization":
            said = (taken.get("parent_organisation_id"),)
        elif kind == "taxonomy_term":
            said = (taken.get("parent_id"),)
        elif kind == "location":
            said = (extra.get("parent_id"), extra.get("parent_location_id"))
        for parent in said:
            if isinstance(parent, str) and parent:
                self.parents.append((kind, taken["id"], parent, where))

    def _mend(self, code: str, where: Where, **params: object) -> None:
        self.mended.append(Problem(code=code, where=where, params=params))


def _texts_of(content: object) -> tuple[object, ...] | None:
    """Return what an object says where that is texts alone and nothing that is left out; else nothing."""
    if not isinstance(content, dict) or not content.get("id"):
        return None
    said: list[object] = []
    for key, value in content.items():
        text = value if type(value) is str else _texts_of(value)
        if text is None or key in fields.ALWAYS_LEFT_OUT:
            return None
        said += (key, text)
    return tuple(said)
