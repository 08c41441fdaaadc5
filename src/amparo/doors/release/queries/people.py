"""Who is counted today, in the finest cells of the plans of a codebook, by the organisation that brought her.

A row has no name, no day and no key of where it came from: a build replaces the one before, so nobody can say which row
is new. What came since an edition is therefore the difference of two counts, cell by cell. Where a count shrank,
because somebody took her permission back or her time ended, the old one stands: a figure that goes down by one would
tell who that was. Only what a figure counted stands so; who was noted, and went before any figure counted her, goes.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from amparo.doors.exchange.queries.partnerships import senders
from amparo.evidence.queries import PARTNER, rows_of, sources
from amparo.formats.codebook import LEVELS, codebook
from amparo.formats.fold import fold
from amparo.formats.plans import UNSAID, Dimension, Plan, world

PERIOD = "period"
OWN = "cases"  # this house as an organisation, by the name of its first source
OURS = frozenset({OWN, "legal"})  # its sources
type Key = tuple[str, ...]  # the organisation, then a leaf for each dimension
type Counted = Counter[Key]


def names_of(plan: Plan) -> tuple[str, ...]:
    """By what the people of a plan's codebook are told apart, in the order of a key."""
    return (*([PERIOD] if plan.time else []), *(each.name for each in world(plan.codebook)))


def read_counts(text: str) -> Counted:
    """Who was counted, as it was kept with a request."""
    return Counter({tuple(key): many for *key, many in json.loads(text)["cells"]})


def version_of(plan: Plan) -> int:
    """The version of its codebook, as it is today."""
    return codebook(plan.codebook).version


def book_of_sample(books: Iterable[str]) -> str:
    """By which codebook a sample was asked: the newest, where it was asked by several versions of one."""
    return max(books, key=lambda each: int(each.partition("/")[2]))


def digest_of(*texts: str) -> str:
    """SHA-256 over what a request keeps."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def counted_today(
    plan: Plan, version: int, until: str, *, instead: Mapping[str, Iterable[Any]] = MappingProxyType({})
) -> Counted:
    """Everybody whose row stands in the room today, up to a period; by organisation and finest cell.

    ``instead``: rows that are looked at in place of the build of a source.
    """
    found: Counted = Counter()
    books = {f"{plan.codebook}/{each}" for each in (version, *plan.same_as)}
    dimensions, known = world(plan.codebook), senders()
    every = {*sources(), *instead}
    for source in sorted(every if plan.kind != "totals" else every & OURS):
        who = organisation(source, known)
        for book, row in instead[source] if source in instead else rows_of(source):
            if book in books:
                when = row["codes"].get(plan.time, [""])[0] if plan.time else ""
                if plan.time and not (when and when <= until):
                    continue
                leaves = tuple(leaf_of(each, row) for each in dimensions)
                found[who, *([when] if plan.time else []), *leaves] += 1
    return found


def leaf_of(dimension: Dimension, row: Mapping[str, Any]) -> str:
    """In which of its finest codes somebody stands; of a part that comes more than once the first says it."""
    part = dimension.variable.part
    codes = row["codes"] if not part else next((each[1] for each in row["parts"] if each[0] == part), {})
    values = codes.get(dimension.variable.code, [])
    if dimension.only:
        return "yes" if dimension.only in values else "no"
    if not values:
        return UNSAID
    if dimension.finest:
        units = values[0].split("-")[: LEVELS.index(dimension.finest) + 1]
        return "-".join(units) if len(units) > LEVELS.index(dimension.finest) else UNSAID  # only the country is known
    return str(values[0])


def organisation(source: str, known: Mapping[str, str]) -> str:
    """Who brought a source. A partner is one organisation under each of its agreements, however it wrote its name."""
    return called(known[source]) if source in known else OWN if source in OURS else source


def called(partner: str) -> str:
    """A partner as the organisation that it is, by the name it goes by."""
    return PARTNER + fold(re.sub(r"[.'’]", "", partner)).replace(" ", "_")


def came_since(today: Counted, known: Sequence[Counted], editions: Sequence[Any] = (), *, until: str = "") -> Counted:
    """Who is counted today and was not before, cell by cell; where fewer are left nobody is taken out of a figure.

    Below zero: so many were noted with editions that did not count them, and are not there any more.

    Parameters
    ----------
    known : who was noted with each edition.
    editions : what the ledger says of each of them.
    until : the last period that was counted today; of later ones nothing is known now.
    """
    closed, waiting = _told_and_waiting(known, editions)
    found: Counted = Counter()
    for key in {**today, **waiting}:
        if not until or key[1] <= until:
            found[key] = max(0, today[key] - closed[key]) - waiting[key]
    return Counter({key: many for key, many in found.items() if many})


def took_back(then: Counted, now: Counted, editions: Sequence[Any], *, revises: bool) -> bool:
    """Has anybody gone of those whom an edition would count for the first time?

    Whom a figure counts already it counts on: it stands as it was, and its next one says nothing of her. Of a cell that
    is closed an edition that counts no late ones counts nobody anew.
    """
    scopes = [[set(leaves) for _name, leaves in each.scope] for each in editions]

    def is_counted(key: Key) -> bool:
        closed = any(all(leaf in some for leaf, some in zip(key[1:], scope, strict=True)) for scope in scopes)
        return revises or not closed

    return any(now[key] < then[key] and is_counted(key) for key in {**then, **now})


def _told_and_waiting(known: Sequence[Counted], editions: Sequence[Any]) -> tuple[Counted, Counted]:
    """Of each cell who is within a figure that left, and who was noted since the last edition that counted it anew."""
    scopes = [[set(leaves) for _name, leaves in each.scope] for each in editions]  # in the order of a key
    told: Counted = Counter()
    waits: Counted = Counter()
    for key in {key for one in known for key in one}:
        last = -1
        for number, (edition, scope) in enumerate(zip(editions, scopes, strict=True)):
            covers = all(leaf in leaves for leaf, leaves in zip(key[1:], scope, strict=True))
            if covers and (edition.revises or last < 0):
                last = number
        told[key] = sum(one[key] for one in known[: last + 1])
        waits[key] = sum(one[key] for one in known[last + 1 :])
    return told, waits


def settled(noted: Sequence[Counted]) -> list[Counted]:
    """The same people with nobody below zero: who went before any figure counted her is taken out where she was noted.

    No edition between the two counted her, so none can tell where she was taken out.
    """
    left = [Counter(one) for one in noted]
    for place, one in enumerate(left):
        for key, gone in [(key, -many) for key, many in one.items() if many < 0]:
            one[key] = 0
            for before in reversed(left[:place]):
                out = min(gone, before[key])
                before[key] -= out
                gone -= out
    return left
