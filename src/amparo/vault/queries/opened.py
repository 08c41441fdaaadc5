"""An open session: her seed, for as long as she is here, and what it opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef

from amparo.commons import lockdown
from amparo.commons.policy.policies import Actor, Hidden, Locked
from amparo.sealing.boxes import Unopenable, unlock
from amparo.sealing.keys import identity_of
from amparo.sealing.wraps import unwrap
from amparo.vault.models import ACTIVE, RETIRED, CaseKey, Reader, Unlock, Wrap

IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=8)
FEW = 5_000  # rings: so many are looked up and put in order within some hundredths of a second
HANDLE, SECRET = 32, 64  # characters of the two halves of the cookie


@dataclass(frozen=True, slots=True)
class Opened:
    """Her key, opened. It stands in no log, no page and no message of an error."""

    reader_id: int
    handle: str
    seed: bytes
    seen_at: datetime | None = None  # when it was last used before, to the minute

    def __repr__(self) -> str:
        return "Opened(…)"


def opened_of(user: Actor, raw: str, *, now: datetime) -> Opened | None:
    """What the cookie of this person opens, or None: nothing tells why not."""
    if lockdown.is_on():
        return None
    handle, secret = raw[:HANDLE], raw[HANDLE:]
    if len(secret) != SECRET or not raw.isascii():
        return None
    row = Unlock.objects.filter(handle=handle, user_id=user.pk).first()
    if row is None or is_over(row, now):
        return None
    try:
        seed = unlock(bytes.fromhex(secret), bytes(row.box), whose_unlock(user, handle))
    except (Unopenable, ValueError):
        return None
    reader = Reader.objects.filter(user_id=user.pk).exclude(state=RETIRED).first()
    return Opened(reader.pk, handle, seed, row.seen_at) if reader else None


def is_over(row: Unlock, now: datetime) -> bool:
    """Has it been idle for too long, or open for too long?"""
    return now - row.seen_at > IDLE or now - row.opened_at > ABSOLUTE


def whose_unlock(user: Actor, handle: str) -> str:
    """What the box of an unlock is bound to."""
    return f"unlock:{user.pk}:{handle}"


def opened_by(actor: Actor) -> Opened:
    """Her open key, or :class:`Locked`."""
    opened: Opened | None = getattr(actor, "opened", None)
    if opened is None:
        raise Locked
    return opened


def hers(rows: Any, actor: Actor) -> Any:
    """Of these rows, each with a ``ring``, those that are wrapped to her: the database asks it of each it looks at.

    None for a stranger, for an empty desk, and before she was approved.
    """
    return _walked(rows, _wraps_of(actor))


def hers_in_order(rows: Any, actor: Actor) -> Any:
    """The same of a long list of which one page is read, from its beginning.

    Where few rings are wrapped to her, hers are looked up and put in order; where many are, the list is walked, and
    her page is full after a few steps. Either alone takes a second for somebody in a house of 100,000 cases.
    """
    wraps = _wraps_of(actor)
    if _are_more(wraps, FEW):
        return _walked(rows, wraps)
    return rows.filter(ring__in=wraps.values("case_key__ring"))


def reads_more_than(actor: Actor, few: int) -> bool:
    """Are more rings than so many wrapped to her?"""
    return _are_more(_wraps_of(actor), few)


def _are_more(wraps: Any, few: int) -> bool:
    return bool(wraps[: few + 1].count() > few)


def rings_of(actor: Actor) -> Any:
    """The rings that hold a wrap for her, as a question that may stand within another; ``hers`` says for whom none."""
    return _wraps_of(actor).values_list("case_key__ring", flat=True)


def _walked(rows: Any, wraps: Any) -> Any:
    """Asked of each row. SQLite knows no figures of its tables, and would go through all that is wrapped to her for
    each: there the question says itself that the keys of the ring come first. PostgreSQL finds that out.
    """
    if connections[rows.db].vendor == "sqlite":
        keys = CaseKey.objects.filter(ring=OuterRef(OuterRef("ring"))).values("pk")
        return rows.filter(Exists(wraps.filter(case_key__in=keys)))
    return rows.filter(Exists(wraps.filter(case_key__ring=OuterRef("ring"))))


def _wraps_of(actor: Actor) -> Any:
    """What is wrapped to her key. The key is asked for first: PostgreSQL then knows how much she reads, and so whether
    to walk or to look up.
    """
    if not actor.is_authenticated or getattr(actor, "is_empty_desk", False):
        return Wrap.objects.none()
    own = Reader.objects.filter(user_id=actor.pk, state=ACTIVE).values_list("pk", flat=True)
    return Wrap.objects.filter(reader__in=list(own))


def mine_for_a_time(actor: Actor) -> dict[str, datetime]:
    """The rings that she reads for a time, and until when."""
    wraps = Wrap.objects.filter(reader__user_id=actor.pk, reader__state=ACTIVE, until__isnull=False)
    return {ring: until for ring, until in wraps.order_by("until").values_list("case_key__ring", "until") if until}


def rings_for_good(actor: Actor) -> set[str]:
    """Of these the rings that she reads without an end."""
    if not actor.is_authenticated or getattr(actor, "is_empty_desk", False):
        return set()
    wraps = Wrap.objects.filter(reader__user_id=actor.pk, reader__state=ACTIVE, until=None)
    return set(wraps.values_list("case_key__ring", flat=True))


def rings_of_each(ids: Iterable[int]) -> dict[int, set[str]]:
    """The rings that hold a wrap for each of these accounts, in one question."""
    wraps = Wrap.objects.filter(reader__user_id__in=list(ids), reader__state=ACTIVE)
    found: dict[int, set[str]] = {}
    for user_id, ring in wraps.values_list("reader__user_id", "case_key__ring"):
        found.setdefault(user_id, set()).add(ring)
    return found


def rings_read_by(reader: Reader) -> Any:
    """The rings that hold a wrap for a reader, as a question that may stand within another."""
    return Wrap.objects.filter(reader=reader).values_list("case_key__ring", flat=True)


def every_ring() -> set[str]:
    """Every ring that still has a key, for the day all of them are destroyed."""
    return set(CaseKey.objects.values_list("ring", flat=True))


def case_seed(actor: Actor, ring: str, version: int) -> bytes:
    """The seed of one version of a ring, opened with her key; :class:`Hidden` where it is not wrapped to her."""
    opened = opened_by(actor)
    wrap = Wrap.objects.filter(
        case_key__ring=ring, case_key__version=version, reader_id=opened.reader_id, reader__state=ACTIVE
    ).first()
    if wrap is None:
        raise Hidden
    return unwrap(bytes(wrap.box), opened.seed)


def keys_of(rings: Iterable[str]) -> Any:
    """The keys of these rings, for a question about wraps: so SQLite does not go through all that somebody reads."""
    return CaseKey.objects.filter(ring__in=list(rings)).values("pk")


def case_seeds(actor: Actor, ring: str) -> dict[int, bytes]:
    """The seeds of every version of a ring that is wrapped to her; what a browser wrapped wrongly is passed over."""
    opened = opened_by(actor)
    wraps = Wrap.objects.filter(case_key__in=keys_of([ring]), reader_id=opened.reader_id, reader__state=ACTIVE)
    return unwrapped(wraps.values_list("case_key__version", "box"), opened.seed)


def seeds_of_many(actor: Actor, rings: Iterable[str]) -> dict[str, dict[int, bytes]]:
    """The seeds of every version of these rings that is wrapped to her, in one question; empty where there is none."""
    opened, found = opened_by(actor), {ring: list[tuple[int, Any]]() for ring in rings}
    wraps = Wrap.objects.filter(reader_id=opened.reader_id, reader__state=ACTIVE, case_key__in=keys_of(found))
    for ring, version, box in wraps.values_list("case_key__ring", "case_key__version", "box"):
        found[ring].append((version, box))
    identity = identity_of(opened.seed)
    return {ring: unwrapped(rows, identity) for ring, rows in found.items()}


def unwrapped(rows: Iterable[tuple[int, Any]], secret: Any) -> dict[int, bytes]:
    """The seeds in these wraps by version. Whoever writes to us may have sealed anything there: only seeds count.

    ``secret``: her key, or its identity where many wraps are opened one after the other.
    """
    found: dict[int, bytes] = {}
    secret = identity_of(secret) if isinstance(secret, bytes) else secret
    for version, box in rows:
        try:
            found[version] = unwrap(bytes(box), secret)
        except Unopenable:
            continue
    return found


def newest_key(ring: str) -> CaseKey:
    """The key to which one seals for a ring today."""
    return CaseKey.objects.filter(ring=ring).latest("version")


def has_keys() -> Any:
    """Of a row with a ``ring``: is there still a key of it? As a condition for the database."""
    return Exists(CaseKey.objects.filter(ring=OuterRef("ring")))
