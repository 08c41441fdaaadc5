"""Writing the trail. An audited action and its row are one transaction: both happen, or neither."""

import functools
import hashlib
import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.models import Act, Head

HEAD = 1  # the one row of the head table


def audited[Function: Callable[..., Any]](
    verb: str, *, target: str = "", using: str, hourly: bool = False
) -> Callable[[Function], Function]:
    """Make a function an audited action of the room ``using``.

    Parameters
    ----------
    verb : what was done, ``noun.done`` (``service.checked``).
    target : the argument that was acted on; without it the result is the target.
    using : the database of the room, always named.
    hourly : one line says it for the hour, however often the same actor does it to the same thing. Where a page asks
        step by step, a line for each step would count her answers for whoever reads the trail without a key.

    The function must take ``by``: the actor, or the name of a process.
    """

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def action(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            with transaction.atomic(using=using):
                result = function(*args, **kwargs)
                thing = bound.arguments.get(target) if target else result
                if not (hourly and is_said(verb, by=bound.arguments["by"], target=thing, using=using)):
                    record(verb, by=bound.arguments["by"], target=thing, using=using)
            return result

        action.audited = verb  # type: ignore[attr-defined]
        return cast(Function, action)

    return decorate


def unaudited[Function: Callable[..., Any]](reason: str) -> Callable[[Function], Function]:
    """Say why a public function of an ``actions.py`` leaves no row: her own acts never do."""

    def decorate(function: Function) -> Function:
        function.unaudited = reason  # type: ignore[attr-defined]
        return function

    return decorate


@unaudited("it is the trail itself")
def record(verb: str, *, by: Any, target: Any, using: str, now: datetime | None = None) -> Act:
    """Add one act to the chain of the database ``using``, inside the caller's transaction.

    It keeps the hour and nothing finer, of every act: the minute of one would tell that of its neighbours in the
    chain, and so when a letter was read that somebody had just written.
    """
    with transaction.atomic(using=using, savepoint=False):
        head = hold(using=using)
        act = Act(
            number=head.number + 1,
            at=hour_of(now or clock.now()),
            verb=verb,
            actor=opaque(by),
            target=opaque(target),
            previous=head.digest,
        )
        act.digest = digest_of(act)
        act.save(using=using)
        head.number, head.digest = act.number, act.digest
        head.save(using=using, update_fields=["number", "digest"])
    return act


@unaudited("it changes nothing")
def hold(*, using: str) -> Head:
    """The end of the chain, held: until the caller's transaction ends nobody else adds to it.

    Whoever counts in the chain how often something was done, and does it once more, holds it first; two who count at
    the same moment would both find room for one.
    """
    head, _ = Head.objects.using(using).select_for_update().get_or_create(pk=HEAD)
    return head


@unaudited("it changes nothing")
def is_said(verb: str, *, by: Any, target: Any, using: str, now: datetime | None = None) -> bool:
    """Does the trail say already that this actor did this to this thing within this hour?"""
    this_hour = {"target": opaque(target), "actor": opaque(by), "verb": verb, "at": hour_of(now or clock.now())}
    return Act.objects.using(using).filter(**this_hour).exists()


@unaudited("it changes nothing")
def hour_of(moment: datetime) -> datetime:
    """The hour, and nothing finer."""
    return moment.replace(minute=0, second=0, microsecond=0)


@unaudited("it changes nothing")
def digest_of(act: Act) -> str:
    """SHA-256 over the act and the digest before it: a changed or missing row breaks the chain."""
    line = "\x1f".join([str(act.number), act.at.isoformat(), act.verb, act.actor, act.target, act.previous])
    return hashlib.sha256(line.encode()).hexdigest()


@unaudited("it changes nothing")
def opaque(thing: Any) -> str:
    """The opaque name of an actor or a target: a reference, or the name of a process."""
    if thing is None:
        return ""
    if isinstance(thing, str):
        return thing[:40]
    return f"{thing.__class__.__name__.lower()}:{getattr(thing, 'reference', None) or thing.pk}"[:80]
