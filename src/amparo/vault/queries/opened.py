"""An open session: her seed, for as long as she is here, and what it opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from amparo.commons.policy.policies import Actor, Hidden, Locked
from amparo.sealing.boxes import Unopenable, unlock
from amparo.sealing.wraps import unwrap
from amparo.vault.models import ACTIVE, RETIRED, CaseKey, Reader, Unlock, Wrap

IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=8)
HANDLE, SECRET = 32, 64  # characters of the two halves of the cookie


@dataclass(frozen=True, slots=True)
class Opened:
    """Her key, opened. It stands in no log, no page and no message of an error."""

    reader_id: int
    handle: str
    seed: bytes

    def __repr__(self) -> str:
        return "Opened(…)"


def opened_of(user: Actor, raw: str, *, now: datetime) -> Opened | None:
    """What the cookie of this person opens, or None: nothing tells why not."""
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
    return Opened(reader.pk, handle, seed) if reader else None


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


def rings_of(actor: Actor) -> set[str]:
    """The rings that hold a wrap for her; none for a stranger, for an empty desk, and before she was approved."""
    if not actor.is_authenticated or getattr(actor, "is_empty_desk", False):
        return set()
    wraps = Wrap.objects.filter(reader__user_id=actor.pk, reader__state=ACTIVE)
    return set(wraps.values_list("case_key__ring", flat=True))


def case_seed(actor: Actor, ring: str, version: int) -> bytes:
    """The seed of one version of a ring, opened with her key; :class:`Hidden` where it is not wrapped to her."""
    opened = opened_by(actor)
    wrap = Wrap.objects.filter(
        case_key__ring=ring, case_key__version=version, reader_id=opened.reader_id, reader__state=ACTIVE
    ).first()
    if wrap is None:
        raise Hidden
    return unwrap(bytes(wrap.box), opened.seed)


def case_seeds(actor: Actor, ring: str) -> dict[int, bytes]:
    """The seeds of every version of a ring that is wrapped to her; what a browser wrapped wrongly is passed over."""
    opened = opened_by(actor)
    wraps = Wrap.objects.filter(case_key__ring=ring, reader_id=opened.reader_id, reader__state=ACTIVE)
    return unwrapped(wraps.values_list("case_key__version", "box"), opened.seed)


def unwrapped(rows: Iterable[tuple[int, Any]], secret: bytes) -> dict[int, bytes]:
    """The seeds in these wraps by version. Whoever writes to us may have sealed anything there: only seeds count."""
    found: dict[int, bytes] = {}
    for version, box in rows:
        try:
            found[version] = unwrap(bytes(box), secret)
        except Unopenable:
            continue
    return found


def newest_key(ring: str) -> CaseKey:
    """The key to which one seals for a ring today."""
    return CaseKey.objects.filter(ring=ring).latest("version")


def rings_with_keys() -> set[str]:
    """Every ring that still has a key."""
    return set(CaseKey.objects.values_list("ring", flat=True))
