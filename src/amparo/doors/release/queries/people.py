"""Who is counted today, in the finest cells of the plans of a codebook, by the organisation that brought her.

A row has no name, no day and no key of where it came from: a build replaces the one before, so nobody can say which row
is new. What came since an edition is therefore the difference of two counts, cell by cell. Where a count shrank,
because somebody took her permission back or her time ended, the old one stands: a figure that goes down by one would
tell who that was.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from amparo.evidence.queries import rows_of, sources
from amparo.formats.codebook import LEVELS, codebook
from amparo.formats.plans import UNSAID, Dimension, Plan, world

PERIOD = "period"
type Key = tuple[str, ...]  # the organisation, then a leaf for each dimension
type Counted = Counter[Key]


def names_of(plan: Plan) -> tuple[str, ...]:
    """By what the people of a plan's codebook are told apart, in the order of a key."""
    return (*([PERIOD] if plan.time else []), *(each.name for each in world(plan.codebook)))


def version_of(plan: Plan) -> int:
    """The version of its codebook, as it is today."""
    return codebook(plan.codebook).version


def digest_of(*texts: str) -> str:
    """SHA-256 over what a request keeps."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def counted_today(plan: Plan, version: int, until: str) -> Counted:
    """Everybody whose row stands in the room today, up to a period; by organisation and finest cell."""
    found: Counted = Counter()
    books = {f"{plan.codebook}/{each}" for each in (version, *plan.same_as)}
    dimensions = world(plan.codebook)
    for source in sorted(sources()):
        for book, row in rows_of(source):
            if book in books:
                when = row["codes"].get(plan.time, [""])[0] if plan.time else ""
                if plan.time and not (when and when <= until):
                    continue
                leaves = tuple(leaf_of(each, row) for each in dimensions)
                found[source, *([when] if plan.time else []), *leaves] += 1
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


def came_since(today: Counted, known: Iterable[Counted]) -> Counted:
    """Who is counted today and was not before, cell by cell; where fewer are left nobody is taken away."""
    before: Counted = Counter()
    for each in known:
        before.update(each)
    return Counter({key: many - before[key] for key, many in today.items() if many > before[key]})
