"""What a program sends to the HSDS interface, read strictly: what is not understood is refused, never ignored.

A filter that is misspelt and silently dropped would give the whole list as if it all fitted.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.commons.directory.queries.asked import LAST_PAGE, LONGEST_SEARCH, MOST_A_PAGE, MOST_IDS, PARAMETERS, Asked

A_PAGE = 50
LARGEST_BODY = 10_000
NO_POSTCODES = (
    "postcode",
    "proximity",
)  # the standard has them for service_at_locations, and they are refused in words


class BadAsk(Exception):
    """It cannot be answered; the message is a sentence for whoever wrote the program."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list, and how."""

    number: int = 1
    size: int = A_PAGE
    lines: bool = False


def read_query(query: Mapping[str, list[str]], kind: str) -> tuple[Asked, Page]:
    """What the address says after the question mark."""
    return read({name: values[0] if len(values) == 1 else values for name, values in query.items()}, kind)


def read_body(body: bytes, kind: str) -> tuple[Asked, Page]:
    """What a POST says: the same names in a JSON object, and nothing of it in any address."""
    if len(body) > LARGEST_BODY:
        raise BadAsk(_("That is too long. At most %(n)s bytes.") % {"n": LARGEST_BODY})
    try:
        said = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise BadAsk(_("The body is not JSON.")) from None
    if not isinstance(said, dict):
        raise BadAsk(_("The body has to be a JSON object."))
    return read(said, kind)


def read(said: Mapping[str, Any], kind: str) -> tuple[Asked, Page]:
    """All of it, or :class:`BadAsk`."""
    known = PARAMETERS[kind]
    if kind == "service_at_locations" and any(name in said for name in NO_POSTCODES):
        raise BadAsk(_("There is no search by postal code here: much of the region has none. Search by words."))
    for name in said:
        if name not in known:
            raise BadAsk(_("“%(name)s” is not known here. It can be: %(known)s.")
                         % {"name": str(name)[:40], "known": ", ".join(known)})  # fmt: skip
    asked = Asked(
        search=_one(said, "search", _search, ""),
        terms=_ids(said, "taxonomy_term_id"),
        taxonomies=_ids(said, "taxonomy_id"),
        organisation=_one(said, "organization_id", _id, None),
        modified_after=_one(said, "modified_after", _day, None),
        parent=_one(said, "parent_id", _id, None),
        full=_one(said, "full", _flag, False),
        full_service=_one(said, "full_service", _flag, False),
        minimal=_one(said, "minimal", _flag, False),
    )
    _one(said, "top_only", _flag, False)
    page = Page(
        number=_one(said, "page", lambda name, value: _number(name, value, LAST_PAGE), 1),
        size=_one(said, "per_page", lambda name, value: _number(name, value, MOST_A_PAGE), A_PAGE),
        lines=_one(said, "format", _format, False),
    )
    return asked, page


def _one[Value](said: Mapping[str, Any], name: str, read_one: Callable[[str, Any], Value], default: Value) -> Value:
    """One value, or the default where it is not said."""
    if name not in said:
        return default
    if isinstance(said[name], list | dict) or said[name] is None:
        raise BadAsk(_("“%(name)s” takes one value.") % {"name": name})
    return read_one(name, said[name])


def _ids(said: Mapping[str, Any], name: str) -> tuple[UUID, ...]:
    """One identifier or several; several are all asked for together."""
    values = said.get(name, [])
    listed: Iterable[Any] = values if isinstance(values, list) else [values]
    found = tuple(_id(name, value) for value in listed)
    if len(found) > MOST_IDS:
        raise BadAsk(_("“%(name)s” takes at most %(n)s values.") % {"name": name, "n": MOST_IDS})
    return found


def _id(name: str, value: Any) -> UUID:
    """An identifier."""
    found = uid_of(value)
    if found is None:
        raise BadAsk(_("“%(name)s” has to be an identifier, a UUID.") % {"name": name})
    return found


def uid_of(value: Any) -> UUID | None:
    """A UUID in its usual spelling; None for anything else."""
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def _search(name: str, value: Any) -> str:
    """Words."""
    if not isinstance(value, str) or len(value) > LONGEST_SEARCH or not all(c.isprintable() for c in value):
        raise BadAsk(_("“%(name)s” has to be words, at most %(n)s letters.") % {"name": name, "n": LONGEST_SEARCH})
    return value


def _day(name: str, value: Any) -> date:
    """The first day that is not before this moment: days are all that is known here."""
    wrong = BadAsk(_("“%(name)s” has to be a day or a moment, like 2026-11-24.") % {"name": name})
    if not isinstance(value, str):
        raise wrong
    try:
        moment = datetime.fromisoformat(value)
        begins = moment.time() == datetime.min.time()
        return moment.date() if begins else moment.date() + timedelta(days=1)
    except (ValueError, OverflowError):
        raise wrong from None


def _flag(name: str, value: Any) -> bool:
    """Yes or no."""
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise BadAsk(_("“%(name)s” has to be true or false.") % {"name": name})


def _number(name: str, value: Any, most: int) -> int:
    """A whole number from 1."""
    if isinstance(value, float) and value.is_integer():  # 2.0 is a whole number in JSON
        value = int(value)
    text = str(value) if not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= most):
        raise BadAsk(_("“%(name)s” has to be a whole number from 1 to %(n)s.") % {"name": name, "n": most})
    return int(text)


def _format(name: str, value: Any) -> bool:
    """Whether it is to come as lines."""
    if value not in ("json", "ndjson"):
        raise BadAsk(_("“%(name)s” can be json or ndjson.") % {"name": name})
    return bool(value == "ndjson")
