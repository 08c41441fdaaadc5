"""A whole list as lines, for programs: made once a night into a file, and checked against today as it is handed out.

A line of the file is used only where what it was made of is as it was (its stamp). What changed since, or is new, is
made anew for this answer; what is public no more is left out in the same second. So an answer costs what changed since
the night, and not what there is.
"""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from amparo.commons.directory.models import ServiceAtLocation
from amparo.commons.directory.queries.api import (
    doors_of,
    listed,
    minimal,
    organisations_of,
    read_services,
    visible,
)
from amparo.commons.directory.queries.asked import Asked, Plain

BATCH = 200  # records that are read at once
MOST_ANEW = 200  # records that one answer makes anew; with more the list waits for the night
CHUNK = 64_000  # bytes that are handed out at once

type Stamps = dict[str, str]
"""Of each record that is public today, by its identifier: what its line hangs on."""


class NotYet(Exception):
    """Too much changed since this list was made: it is made again in the night."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A list that can be had as a whole: of which records, and how much each says."""

    kind: str
    much: str = ""  # "full", "full_service" or "minimal"

    @property
    def file(self) -> Path:
        """Where the night keeps it."""
        return Path(settings.DATA) / "lists" / f"{self.kind}{f'-{self.much}' if self.much else ''}.ndjson"


def whole_of(kind: str, asked: Asked) -> Whole | None:
    """Which whole list a program asks for; None where it asks for a part, or for a list that is short."""
    much = [name for name in ("minimal", "full", "full_service") if getattr(asked, name)]
    all_of_it = Asked(minimal=asked.minimal, full=asked.full, full_service=asked.full_service)
    if kind not in STAMPS or asked != all_of_it:
        return None
    if kind == "organizations" and "full_service" in much:
        return Whole(kind, "full_service")
    return Whole(kind, much[0] if much else "")


def every_whole() -> list[Whole]:
    """The lists that a night makes: of services also what says little is asked for often, and it needs no file."""
    some = [Whole(kind, much) for kind in STAMPS for much in ("", "full")]
    return [*some, Whole("organizations", "full_service")]


def stamps_of_services(today: date) -> Stamps:
    """By service."""
    rows = visible(today).values_list("uid", "changed_at", "known_on")
    return {str(uid): f"{changed.isoformat()} {known}" for uid, changed, known in rows}


def stamps_of_doors(today: date) -> Stamps:
    """By door: that of its service."""
    services = stamps_of_services(today)
    rows = ServiceAtLocation.objects.order_by().values_list("uid", "service__uid")
    return {str(uid): f"{owner} {services[str(owner)]}" for uid, owner in rows if str(owner) in services}


def stamps_of_organisations(today: date) -> Stamps:
    """By organisation: a digest of those of all its services that are public."""
    rows = visible(today).order_by("uid").values_list("organisation__uid", "uid", "changed_at", "known_on")
    found: dict[str, Any] = {}
    for organisation, *service in rows:
        found.setdefault(str(organisation), sha256()).update(repr(service).encode())
    return {uid: digest.hexdigest() for uid, digest in found.items()}


STAMPS: dict[str, Callable[[date], Stamps]] = {
    "services": stamps_of_services,
    "service_at_locations": stamps_of_doors,
    "organizations": stamps_of_organisations,
}


def records(whole: Whole, ids: Iterable[str], today: date) -> Iterator[Plain]:
    """Records as they may leave today, read a few at once, in the order of their identifiers."""
    for some in batched(sorted(ids), BATCH):
        uids = [UUID(each) for each in some]
        if whole.kind == "services":
            for one in read_services(visible(today).filter(uid__in=uids).order_by("uid")):
                yield one if whole.much == "full" else listed(one)
        elif whole.kind == "service_at_locations":
            rows = ServiceAtLocation.objects.filter(uid__in=uids).order_by("uid").values_list("uid", "service__uid")
            yield from doors_of(list(rows), today, full=whole.much == "full")
        else:
            asked = Asked(full=whole.much == "full", full_service=whole.much == "full_service")
            there = visible(today).filter(organisation__uid__in=uids).values_list("organisation__uid", flat=True)
            yield from organisations_of(sorted(set(there), key=str), today, asked)


def as_line(one: Plain) -> str:
    """One record as a line of an answer."""
    return json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n"


def lines(whole: Whole, today: date) -> Iterator[bytes]:
    """A whole list as it is today, in pieces. :class:`NotYet`, before anything is handed out, where it waits."""
    if whole.much == "minimal":
        rows = visible(today).order_by("uid").values_list("uid", "known_on")
        return _joined(as_line(minimal(uid, day)) for uid, day in rows)
    stamps = STAMPS[whole.kind](today)
    kept = {uid for uid, stamp, _line in _kept(whole) if stamps.get(uid) == stamp}
    anew = stamps.keys() - kept
    if len(anew) > MOST_ANEW:
        raise NotYet
    made = [(str(one["id"]), as_line(one)) for one in records(whole, anew, today)]
    as_they_were = ((uid, line) for uid, stamp, line in _kept(whole) if uid in kept and stamps[uid] == stamp)
    return _joined(line for _uid, line in heapq.merge(as_they_were, sorted(made)))


def _kept(whole: Whole) -> Iterator[tuple[str, str, str]]:
    """What the night kept of a list, by identifier: identifier, stamp and line; nothing before a night."""
    try:
        with whole.file.open(encoding="utf-8") as file:
            for row in file:
                uid, stamp, line = row.split("\t", 2)
                yield uid, stamp, line
    except FileNotFoundError:
        return


def _joined(each_line: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces that are worth being sent."""
    gathered: list[str] = []
    size = 0
    for line in each_line:
        gathered.append(line)
        size += len(line)
        if size > CHUNK:
            yield "".join(gathered).encode()
            gathered, size = [], 0
    yield "".join(gathered).encode()
