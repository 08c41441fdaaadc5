"""What she allowed, out of her case; and whether something may flow because of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.casework.models import Case
from amparo.casework.queries.partners import PARTNER_KIND, partners
from amparo.casework.queries.parts import ENGAGED, PERMISSION, OpenPart, of_kind, parts_in
from amparo.commons import clock
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import by_code
from amparo.formats.consent.flows import allows, flows
from amparo.formats.consent.permission import ANYBODY, HOUSE, Consent, Recipient, Scope, state_on, takes_back
from amparo.formats.fold import fold
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import BODY

KIND, SUMMARY = PERMISSION, "summary"
NO_LONGER = frozenset({"refused", "withdrawn"})
CHANNEL = "channel:"  # the recipient of a permission to reach her: one of the ways of the list safe_contact


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission as it stands, and the part of the case in which it is sealed."""

    part: OpenPart
    consent: Consent
    name: str  # whom it is for, as it was written down

    @property
    def kind(self) -> str:
        """What she allowed, of the list ``consent_kind``."""
        return self.consent.kind

    @property
    def way(self) -> str:
        """In which way she may be reached, where that is what she allowed."""
        reference = self.consent.recipient.reference
        return reference.removeprefix(CHANNEL) if reference.startswith(CHANNEL) else ""

    @property
    def by_herself(self) -> bool:
        """Did she take it back on her own page?"""
        return self.part.is_over

    def state(self, on: datetime) -> str:
        """Where it stands at a moment."""
        return state_on(self.consent, on)

    def is_given(self, on: datetime) -> bool:
        """Does it let anything through at a moment?"""
        return bool(by_code("consent_state")[self.state(on)].more["given"])


def flows_of(kind: str) -> list[Any]:
    """What needs a permission of this kind."""
    return [each for each in flows().values() if each.kind == kind]


def is_for_house(kind: str) -> bool:
    """Is it asked for the house itself, so that nobody is named? For figures too: that they are ours comes first."""
    return any(each.to == "house" for each in flows_of(kind))


def content_of(kind: str) -> list[str]:
    """The most that it may let through, in the order of the list.

    What happened never leaves the house: only a summary goes, whose words she said yes to. Papers are allowed one by
    one where they are.
    """
    most = set().union(*(each.most for each in flows_of(kind))) - {"documents"}
    left_out = set() if is_for_house(kind) else {"narrative"}
    return [code for code in by_code("consent_content") if code in most - left_out]


def kinds_asked() -> list[str]:
    """The permissions that can be asked today: those for papers wait for the papers, that for a partner for one."""
    return [kind for kind in by_code("consent_kind") if content_of(kind) and (kind != PARTNER_KIND or partners())]


def recipient_named(name: str, *, is_state: bool) -> Recipient:
    """A recipient by the name that was written down: the same name, however it is written, is the same one."""
    said = fold(name).strip()
    return Recipient(f"named:{hashlib.sha256(said.encode()).hexdigest()[:24]}", is_state) if said else ANYBODY


def recipient_of_way(way: str) -> Recipient:
    """The recipient of a permission to reach her in one way (list ``safe_contact``)."""
    return Recipient(f"{CHANNEL}{way}", is_state=False)


def consent_of(part: OpenPart) -> Consent:
    """The permission that is sealed in a part. What she took back on her own page is taken back, whatever is sealed."""
    more = part.more
    consent = Consent(
        kind=more["kind"],
        recipient=Recipient(more["to"], more["is_state"]),
        scope=Scope(frozenset(more["content"]), frozenset(more["documents"])),
        state=more["state"],
        said_at=_moment(more["said_at"]),
        expires_at=_moment(more["expires_at"]),
        method=more["method"],
        text=more["text"],
    )
    if not part.part.ended_on or consent.said_at is None:
        return consent
    taken_at = clock.at(part.part.ended_on)
    return takes_back(consent, on=max(taken_at, consent.said_at))


def data_of(consent: Consent, name: str) -> dict[str, Any]:
    """A permission as it is sealed in its part."""
    return {
        "kind": consent.kind, "to": consent.recipient.reference, "is_state": consent.recipient.is_state, "name": name,
        "content": sorted(consent.scope.content), "documents": sorted(consent.scope.documents),
        "state": consent.state, "method": consent.method, "text": consent.text,
        "said_at": consent.said_at.isoformat() if consent.said_at else None,
        "expires_at": consent.expires_at.isoformat() if consent.expires_at else None,
    }  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def permissions_in(parts: Iterable[OpenPart]) -> list[Permission]:
    """Every permission of a case, in the order of the list ``consent_kind``."""
    found = [Permission(each, consent_of(each), each.more["name"]) for each in of_kind(parts, KIND)]
    order = list(by_code("consent_kind"))
    return sorted(found, key=lambda each: (order.index(each.kind), fold(each.name)))


def permission_for(parts: Iterable[OpenPart], kind: str, recipient: Recipient) -> Permission | None:
    """The one permission of a kind for a recipient, if she was asked."""
    found = (each for each in permissions_in(parts) if each.kind == kind)
    return next((each for each in found if each.consent.recipient.reference == recipient.reference), None)


def permission_asked(parts: Iterable[OpenPart], kind: str, recipient: Recipient) -> Permission | None:
    """What she said of this very recipient, or else of anybody."""
    known = list(parts)
    return permission_for(known, kind, recipient) or permission_for(known, kind, ANYBODY)


def has_stopped(parts: Iterable[OpenPart], on: datetime) -> bool:
    """Did she say that we do not go with her, or take that back? One that ran out is not a no: she is asked again."""
    said = permission_for(parts, ENGAGED, HOUSE)
    return said is not None and said.state(on) in NO_LONGER


def has_stopped_now(actor: Actor, case: Case, *, now: datetime) -> bool:
    """The same, read anew out of all that belongs to the case: it binds also who does not read what she allows."""
    parts = list(case.parts.all())
    kept = fields_of(actor, case.ring, [each.reference for each in parts], names={BODY})
    return has_stopped(parts_in(case, parts, kept), now)


def why_not_flow(
    parts: Iterable[OpenPart], flow: str, recipient: Recipient, scope: Scope, *, on: datetime
) -> str | None:
    """None where what she allowed lets this flow now; else the code of ``consent_reason``.

    What she said of this very recipient counts before what she said of anybody. Nothing else is asked here: what a flow
    needs besides (``Flow.also``) is checked by whoever carries it out.
    """
    kind, known = flows()[flow].kind if flow in flows() else "", list(parts)
    said = permission_asked(known, kind, recipient)
    if said is None and recipient != HOUSE and kind and any(each.kind == kind for each in permissions_in(known)):
        return "nobody_named" if recipient == ANYBODY else "other_recipient"
    return allows(said.consent if said else None, flow, recipient, scope, on)


def approved_summary(parts: Iterable[OpenPart]) -> OpenPart | None:
    """The summary that may travel: the newest one, where she has read or heard it as it stands and said yes."""
    newest = next(iter(of_kind(parts, SUMMARY)), None)
    return newest if newest and is_approved(newest) else None


def is_approved(summary: OpenPart) -> bool:
    """Did she say yes to these very words?"""
    return bool(summary.more.get("approved") == digest_of_text(summary.said("summary_text", "")))


def digest_of_text(text: str) -> str:
    """What she said yes to: another comma is another text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
