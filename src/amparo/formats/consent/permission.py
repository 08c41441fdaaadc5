"""What she allowed: one permission, and what she may say about it. Pure; the moment is an argument.

A permission is one thing (list ``consent_kind``), for one named recipient, with what may be told, for a time. She is
asked each alone; a no to any of them changes no service.

She is never told that she cannot say something: each of her answers leads somewhere from every state, and taking back
what was never given is a no. A new answer changes the same permission, so that no older yes stays beside a newer no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal

from amparo.formats.codes import by_code

DAYS = 90
"""How long a yes lasts where nobody says otherwise."""

type Saying = Literal["yes", "yes_with_limits", "no", "take_back"]

AFTER: Mapping[tuple[str, Saying], str] = MappingProxyType(
    {
        ("not_asked", "yes"): "given",
        ("not_asked", "yes_with_limits"): "given_with_limits",
        ("not_asked", "no"): "refused",
        ("not_asked", "take_back"): "refused",
        ("given", "yes"): "given",
        ("given", "yes_with_limits"): "given_with_limits",
        ("given", "no"): "withdrawn",
        ("given", "take_back"): "withdrawn",
        ("given_with_limits", "yes"): "given",
        ("given_with_limits", "yes_with_limits"): "given_with_limits",
        ("given_with_limits", "no"): "withdrawn",
        ("given_with_limits", "take_back"): "withdrawn",
        ("refused", "yes"): "given",
        ("refused", "yes_with_limits"): "given_with_limits",
        ("refused", "no"): "refused",
        ("refused", "take_back"): "refused",
        ("withdrawn", "yes"): "given",
        ("withdrawn", "yes_with_limits"): "given_with_limits",
        ("withdrawn", "no"): "withdrawn",
        ("withdrawn", "take_back"): "withdrawn",
        ("expired", "yes"): "given",
        ("expired", "yes_with_limits"): "given_with_limits",
        ("expired", "no"): "withdrawn",
        ("expired", "take_back"): "withdrawn",
    }
)
"""From every state, by everything that she may say. Only time leads to ``expired``."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom something reaches: an opaque reference, and whether it is of the State. No reference is "anybody"."""

    reference: str
    is_state: bool

    def __post_init__(self) -> None:
        if type(self.reference) is not str or type(self.is_state) is not bool:
            raise ValueError("A recipient is a reference and whether it is of the State.")


HOUSE = Recipient("house", False)
"""We ourselves: what stays here, and what we count, say or print."""

ANYBODY = Recipient("", False)
"""No name, as in "any clinic". It never carries what tells who she is, and never the State."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be told (list ``consent_content``), and the references of the papers where it is documents."""

    content: frozenset[str]
    documents: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", _set_of(self.content, "content"))
        object.__setattr__(self, "documents", _set_of(self.documents, "documents"))
        unknown = self.content - set(by_code("consent_content"))
        if unknown:
            raise ValueError(f"content holds {sorted(unknown)}, which the list consent_content does not know.")
        if ("documents" in self.content) != bool(self.documents):
            raise ValueError("documents are named one by one, and only where content says so.")

    @property
    def identifies(self) -> bool:
        """Whether it tells who she is."""
        return any(by_code("consent_content")[code].more["identifies"] for code in self.content)

    def covers(self, other: "Scope") -> bool:
        """Whether all of the other is in this one. Nothing follows from anything else: what is not named is not."""
        return other.content <= self.content and other.documents <= self.documents


def _set_of(names: object, what: str) -> frozenset[str]:
    """A set of names; one text alone is refused, because it would fall apart into letters."""
    if not isinstance(names, frozenset | set | tuple | list) or not all(type(each) is str and each for each in names):
        raise ValueError(f"{what} is a set of names.")
    return frozenset(names)


NOTHING = Scope(frozenset())


@dataclass(frozen=True, slots=True)
class Consent:
    """One permission, as it stands. ``text`` is the digest of the words in which she was asked."""

    kind: str
    recipient: Recipient
    scope: Scope = NOTHING
    state: str = "not_asked"
    said_at: datetime | None = None
    expires_at: datetime | None = None
    method: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        one_of("consent_kind", self.kind)
        one_of("consent_state", self.state)
        if (self.said_at is None) != (self.state == "not_asked"):
            raise ValueError("said_at is the moment of her answer: there where she gave one, and nowhere else.")
        if not by_code("consent_state")[self.state].more["given"]:
            return
        one_of("consent_method", self.method)
        if self.said_at is None or self.expires_at is None or utc(self.expires_at) <= utc(self.said_at):
            raise ValueError("expires_at is after she said yes: no yes is for ever, and none is over before it began.")
        if not self.scope.content:
            raise ValueError("scope names what she allowed.")


def utc(moment: datetime) -> datetime:
    """The moment in UTC; without a zone it is refused."""
    if moment.utcoffset() is None:
        raise ValueError("A moment has no time zone.")
    return moment.astimezone(UTC)


def one_of(list_name: str, code: str) -> None:
    if code not in by_code(list_name):
        raise ValueError(f"{code!r} is not a code of the list {list_name}.")


# --- what she says ---


def state_on(consent: Consent, on: datetime) -> str:
    """The state at a moment: a yes that ran out is expired, from its last moment on."""
    given = by_code("consent_state")[consent.state].more["given"]
    over = consent.expires_at is not None and utc(on) >= utc(consent.expires_at)
    return "expired" if given and over else consent.state


def says_yes(
    consent: Consent, scope: Scope, method: str, *, on: datetime, text: str, limits: bool = False, days: int = DAYS
) -> Consent:
    """She allows it, for some days. ``limits``: she added words of her own, which whoever acts must read first."""
    saying: Saying = "yes_with_limits" if limits else "yes"
    expires_at = utc(on) + timedelta(days=days)
    after = AFTER[(_state_for(consent, on), saying)]
    return replace(consent, state=after, scope=scope, said_at=utc(on), expires_at=expires_at, method=method, text=text)


def says_no(consent: Consent, *, on: datetime) -> Consent:
    """She does not allow it, or no longer."""
    return replace(consent, state=AFTER[(_state_for(consent, on), "no")], **_nothing(on))


def takes_back(consent: Consent, *, on: datetime) -> Consent:
    """She takes it back. Everything that needs it stops with this; ``flows.stopped_by`` says what."""
    return replace(consent, state=AFTER[(_state_for(consent, on), "take_back")], **_nothing(on))


def _nothing(on: datetime) -> dict[str, Any]:
    """What is left of a permission that is none: the moment, and no word of what it would have let through."""
    return {"scope": NOTHING, "said_at": utc(on), "expires_at": None, "method": "", "text": ""}


def _state_for(consent: Consent, on: datetime) -> str:
    if consent.said_at is not None and utc(on) < utc(consent.said_at):
        raise ValueError("on is before what she said last.")
    return state_on(consent, on)
