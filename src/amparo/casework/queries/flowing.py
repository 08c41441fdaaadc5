"""Whether something may leave a case, or be done because of what she allowed: the one question, on every path."""

from collections.abc import Collection, Iterable
from datetime import datetime

from amparo.casework.policies.flowing import may_flow
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import why_not_flow
from amparo.commons.policy.policies import Actor, Sentence
from amparo.formats.consent.permission import Recipient, Scope


def check_flow(
    actor: Actor,
    parts: Iterable[OpenPart],
    flow: str,
    recipient: Recipient,
    scope: Scope,
    *,
    on: datetime,
    met: Collection[str] = (),
) -> None:
    """``Denied`` with a sentence unless her permission lets exactly this flow now, and all else it needs is met."""
    may_flow.check(actor, flow, why_not_flow(parts, flow, recipient, scope, on=on), met)


def reason_against(
    actor: Actor,
    parts: Iterable[OpenPart],
    flow: str,
    recipient: Recipient,
    scope: Scope,
    *,
    on: datetime,
    met: Collection[str] = (),
) -> Sentence | None:
    """The sentence beside a button that cannot be pressed; the same question."""
    return may_flow.reason(actor, flow, why_not_flow(parts, flow, recipient, scope, on=on), met)
