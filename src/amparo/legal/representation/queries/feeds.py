"""What an address of a calendar shows: days on which something is due, without a key, a name or a kind."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.ical import uid_of
from amparo.legal.representation.models import Feed, Matter, MatterPart
from amparo.legal.representation.policies import may_represent
from amparo.vault.queries.opened import hers

BEFORE = timedelta(days=30)  # so long a day that is past stays in a calendar
MOST = 2_000


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day, by an opaque name that is not that of the part: a calendar is kept elsewhere."""

    uid: str
    on: date


def feeds_of(actor: Actor) -> list[Feed]:
    """Her addresses, the newest first."""
    return list(Feed.objects.filter(user_id=actor.pk).order_by("-made_on", "pk"))


def days_for(check_of: str, *, today: date) -> tuple[str, list[DueDay]]:
    """Her language and her due days, of whoever made this address; hidden where there is no such address.

    Whoever works on legal matters no more, or whose account is closed, shows nothing.
    """
    feed: Any = Feed.objects.select_related("user").filter(check_of=check_of, user__is_active=True).first()
    if feed is None or not may_represent.allows(feed.user):
        raise Hidden
    key = bytes.fromhex(check_of)  # so it is the same in one calendar, and another one in each
    # Asked is also whether she has a key: after an old backup she may stand there as whose it is, and read it no more.
    own = hers(Matter.objects.filter(owner=feed.user, closed_on=None), feed.user)
    rows = MatterPart.objects.filter(matter__in=own.values("pk"), ended_on=None, due_on__gte=today - BEFORE)
    found = rows.order_by("due_on", "pk").values_list("reference", "due_on")[:MOST]
    return feed.user.language, [DueDay(uid_of(key, reference), on) for reference, on in found if on is not None]
