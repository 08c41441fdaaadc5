"""Reading the trail and proving that it is whole."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max

from amparo.commons import clock
from amparo.commons.audit.actions import HEAD, digest_of, opaque
from amparo.commons.audit.models import Act, Head

NOTHING = "0" * 64  # the digest before the first act


def last_acts(*, using: str, most: int = 50) -> list[Act]:
    """The newest acts of one room."""
    return list(Act.objects.using(using).order_by("-number")[:most])


def last_day(*, using: str) -> date | None:
    """The organisation's day of the act that was written last; None where nothing was."""
    newest = Act.objects.using(using).order_by("-number").values_list("at", flat=True).first()
    return None if newest is None else clock.day(newest)


def how_often(verb: str, *, by: object, since: datetime, using: str) -> int:
    """How many times somebody did something since a moment."""
    return Act.objects.using(using).filter(verb=verb, actor=opaque(by), at__gte=since).count()


def who_did_it_to_what(verb: str, *, since: datetime, using: str) -> dict[tuple[str, str], datetime]:
    """Who did something since a moment, each with what she did it to, by their opaque names; and in which hour last."""
    rows = Act.objects.using(using).filter(verb=verb, at__gte=since).order_by()
    return {(actor, target): last for actor, target, last in rows.values_list("actor", "target").annotate(Max("at"))}


def first_broken(*, using: str) -> int | None:
    """The number of the first act that is missing or was changed, or None where the chain is whole."""
    previous, number = NOTHING, 0
    for act in Act.objects.using(using).order_by("number").iterator():
        number += 1
        if act.number != number or act.previous != previous or act.digest != digest_of(act):
            return number
        previous = act.digest
    head = Head.objects.using(using).filter(pk=HEAD).first()
    ends = (head.number, head.digest) if head else (0, NOTHING)
    return None if ends == (number, previous) else number + 1


def has_done(who: str, verbs: Iterable[str], *, on: Iterable[str], using: str) -> bool:
    """Did somebody do any of this to any of these things (all by their opaque names), however long ago?"""
    found = Act.objects.using(using).filter(actor=who, target__in=list(on), verb__in=list(verbs))
    return bool(found.exists())


def acts_on(target: str, verbs: Iterable[str], *, using: str, most: int = 400) -> list[Act]:
    """What was done to one thing (its opaque name), the newest first."""
    found = Act.objects.using(using).filter(target=target, verb__in=list(verbs)).order_by("-number")
    return list(found[:most])


def targets_of(verb: str, *, using: str, after: str = "") -> set[str]:
    """Everything to which this was ever done, by its opaque name; ``after``: since that was done last, if it was."""
    last = Act.objects.using(using).filter(verb=after).order_by("-number").first() if after else None
    since = Act.objects.using(using).filter(verb=verb, number__gt=last.number if last else 0)
    return set(since.values_list("target", flat=True))
