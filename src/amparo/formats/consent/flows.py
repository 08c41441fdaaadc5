"""Whether something may flow because of what she allowed. Pure; the moment is an argument.

What flows, and what each flow needs, is data: the list ``consent_flow``. A flow that is not there does not exist, and
asking for it is an error in the program, not a no.

There is no way around it here: no argument lets through what she did not allow. Telling because a law or a danger asks
is another act, of two people, with its reason and its law, which she can see; here that flow is always refused. (A
system in wide use takes a flag from the client that stands for her consent, and one tick for all services.)

``allows`` speaks of her permission alone. What else a flow needs (``Flow.also``: a second person, that the body did
not hurt her, that whoever receives accepts) is checked where it is known, and a permission does not replace it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from amparo.formats.codes import by_code, codes
from amparo.formats.consent.permission import ANYBODY, HOUSE, Consent, Recipient, Scope, one_of, state_on, utc

ALSO = {
    "on_the_case": "The colleague is one of those who may open the case.",
    "needs_it": "The colleague needs it for what she does now, and the act is in the trail.",
    "not_left_out": "The body is none of those that hurt her, that run it, or that share a building with it.",
    "second_person": "A second person of the house agreed to this one act.",
    "no_conflict": "The recipient does not act for whoever hurt her.",
    "receiver_accepts": "The organisation that receives said that it takes the case.",
    "her_hours": "It is an hour that she named.",
    "her_word": "The message is the plain one that was agreed, or opens with her word.",
    "reason": "The reason is written down.",
    "law": "The law or the danger is named.",
    "least": "Only the fields that it asks go out.",
    "she_is_told": "She is told, and it stands in what she can see.",
}
"""What a flow may need besides her permission; whoever carries it out checks these."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of the list ``consent_flow``."""

    code: str
    kind: str
    to: str  # house, named, state, outside_consent
    most: frozenset[str]
    also: tuple[str, ...]
    by_machine: bool  # nobody reads her limits on the way
    anybody: bool  # she may allow it without naming whom
    otherwise: Mapping[str, str]  # by language: what happens instead


class UnknownFlow(LookupError):
    """A flow without a row: a fault of the program, never a no of hers."""


@cache
def flows() -> Mapping[str, Flow]:
    """Every flow there is, by its code."""
    found = {}
    for row in codes("consent_flow"):
        more = row.more
        flow = Flow(
            row.code, more["kind"], more["to"], frozenset(more["most"]), tuple(more["also"]), more["by_machine"],
            more["anybody"],
            MappingProxyType(more["otherwise"]),
        )  # fmt: skip
        if flow.to not in {"house", "named", "state", "outside_consent"} or not set(flow.also) <= set(ALSO):
            raise ValueError(f"consent_flow: {flow.code} is not written as a flow is.")
        if (flow.to == "outside_consent") != (flow.kind == "" and not flow.most):
            raise ValueError(f"consent_flow: {flow.code} names no kind, or may carry nothing.")
        found[flow.code] = flow
    return MappingProxyType(found)


def stopped_by(kind: str) -> tuple[str, ...]:
    """The flows that stand on this kind: what stops, leaves the queue and is recalled when she takes it back."""
    one_of("consent_kind", kind)
    return tuple(flow.code for flow in flows().values() if flow.kind == kind)


def allows(consent: Consent | None, flow: str, recipient: Recipient, scope: Scope, on: datetime) -> str | None:
    """None where her permission lets this flow to this recipient with this scope now; else the ``consent_reason``.

    First what she said, then to whom, then how much. What more the flow needs stands in ``flows()[flow].also``.
    """
    if flow not in flows():
        raise UnknownFlow(f"There is no flow {flow!r} in the list consent_flow.")
    row, now = flows()[flow], utc(on)
    if row.to == "outside_consent":
        return "two_people"
    if consent is None:
        return "not_asked"
    if consent.kind != row.kind:
        return "other_kind"
    return (
        _why_not_now(consent, now)
        or _why_not_them(consent, row, recipient, scope)
        or _why_not_so_much(consent, row, scope)
    )


def _why_not_now(consent: Consent, now: datetime) -> str | None:
    state = state_on(consent, now)
    if not by_code("consent_state")[state].more["given"]:
        return state
    return "not_yet" if consent.said_at is None or now < utc(consent.said_at) else None


def _why_not_them(consent: Consent, flow: Flow, recipient: Recipient, scope: Scope) -> str | None:
    if not recipient.reference:
        return "nobody_named"
    if flow.to == "state" and not recipient.is_state:
        return "not_state"
    if flow.to != "state" and recipient.is_state:
        return "is_state"
    if (flow.to == "house") != (recipient == HOUSE):
        return "other_recipient"
    if consent.recipient == ANYBODY and flow.anybody:
        return "nobody_named" if scope.identifies else None
    return None if consent.recipient == recipient else "other_recipient"


def _why_not_so_much(consent: Consent, flow: Flow, scope: Scope) -> str | None:
    if not scope.content:
        return "nothing_named"
    if not scope.content <= flow.most:
        return "more_than_needed"
    if not consent.scope.covers(scope):
        return "more_than_she_allowed"
    return "limits_unread" if flow.by_machine and consent.state == "given_with_limits" else None
