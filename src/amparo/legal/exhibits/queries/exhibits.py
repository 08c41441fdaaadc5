"""Pieces of proof, opened with her key: what each is, what she says to its use, and what was made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext

from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.codes import by_code, label
from amparo.formats.consent.permission import Consent, Recipient, Scope, state_on
from amparo.formats.media.kinds import kind_of
from amparo.legal.exhibits.models import Exhibit
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.vault.queries.fields import WHOLE, Kept, fields_of

BODY, WORD, PRIVILEGE = WHOLE, "word", "privilege"  # the sealed fields of a piece
TESTIMONY, USE = "testimony", "evidence_use"
EVERYBODY = Recipient("who_decides", False)
"""Whom her yes to a piece is for: whoever decides her matter. That it may not go further, she says in her words."""
TEXT = "text/plain"
TYPES_OF = {
    "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "pdf": "application/pdf",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "webm": "audio/webm", "mp4": "audio/mp4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where the sealed file of a piece is, and its key."""

    reference: str
    seed: bytes = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class Word:
    """What she says to the use of a piece."""

    consent: Consent
    limits: str = field(default="", repr=False)

    def state(self, on: datetime) -> str:
        """Where it stands (list ``consent_state``)."""
        return state_on(self.consent, on)

    def lets(self, on: datetime) -> bool:
        """Does she let it be used at this moment?"""
        return bool(by_code("consent_state")[self.state(on)].more["given"])


NOT_ASKED = Word(Consent(USE, EVERYBODY))


@dataclass(frozen=True, slots=True)
class OpenExhibit:
    """A piece, opened. ``body`` never changes; what she says, and whether it stays between us, do."""

    row: Exhibit
    body: Mapping[str, Any] = field(repr=False)
    word: Word = field(default=NOT_ASKED, repr=False)
    is_privileged: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Its opaque name, which is its number on paper."""
        return self.row.reference

    @property
    def kind(self) -> str:
        """What it is (list ``exhibit_kind``)."""
        return str(self.body["kind"])

    @property
    def sha256(self) -> str:
        """The digest of its bytes as they came in; none where there is no file."""
        return str(self.body["sha256"])

    @property
    def of(self) -> str:
        """The piece that it is a copy of, with parts covered."""
        return str(self.body["of"])

    @property
    def file(self) -> KeptFile | None:
        """Where its file is."""
        said = self.body["file"]
        return KeptFile(said["reference"], bytes.fromhex(said["seed"]), said["size"]) if said else None

    @property
    def is_picture(self) -> bool:
        """Can parts of it be made black here?"""
        return str(self.body["mime"]).startswith("image/")

    @property
    def is_shown(self) -> bool:
        """Can it be seen or heard here, made anew a moment ago?"""
        return self.is_picture or self.is_text or str(self.body["mime"]).startswith("audio/")

    @property
    def is_text(self) -> bool:
        """Can passages of it be taken out here?"""
        return bool(self.body["mime"] == TEXT)


def exhibits_in(actor: Actor, matter: Any, *, seeds: Mapping[int, bytes] | None = None) -> list[OpenExhibit]:
    """The pieces of a matter that her key opens, in the order of their coming in."""
    rows = list(Exhibit.objects.filter(matter=matter.reference))
    if not rows:
        return []
    names = {BODY, WORD, PRIVILEGE}
    kept = fields_of(actor, matter.ring, [each.reference for each in rows], names=names, seeds=seeds)
    found = [each for row in rows if (each := _opened(row, kept[row.reference])) is not None]
    words = {each.reference: each.word for each in found}
    whole = [_with_word_of(each, words) for each in found]
    return sorted(whole, key=lambda each: (each.body["at"], each.reference))


def _opened(row: Exhibit, kept: Mapping[str, Kept]) -> OpenExhibit | None:
    body = kept.get(BODY)
    if body is None or not body.opens:
        return None
    word, privilege = kept.get(WORD), kept.get(PRIVILEGE)
    return OpenExhibit(
        row,
        body.answer,
        word_of(word.answer) if word and word.opens else NOT_ASKED,
        bool(privilege and privilege.opens and privilege.answer),
        {name: each.number for name, each in kept.items()},
    )


def _with_word_of(copy: OpenExhibit, words: Mapping[str, Word]) -> OpenExhibit:
    """A copy with parts covered stands on what she says to the piece itself: taken back there, it stops here."""
    if not copy.of:
        return copy
    return OpenExhibit(copy.row, copy.body, words.get(copy.of, NOT_ASKED), copy.is_privileged, copy.numbers)


def word_of(data: Mapping[str, Any]) -> Word:
    """What she said, out of what was sealed."""
    at, until = (datetime.fromisoformat(data[name]) if data[name] else None for name in ("said_at", "expires_at"))
    given = by_code("consent_state")[data["state"]].more["given"]
    scope = Scope(frozenset({"documents"}), frozenset({data["item"]})) if given else Scope(frozenset())
    return Word(Consent(USE, EVERYBODY, scope, data["state"], at, until, data["method"]), data["limits"])


def word_data(word: Word, item: str) -> dict[str, Any]:
    """What is sealed of it."""
    consent = word.consent
    at, until = (each.isoformat() if each else "" for each in (consent.said_at, consent.expires_at))
    return {
        "state": consent.state, "said_at": at, "expires_at": until, "method": consent.method, "limits": word.limits,
        "item": item,
    }  # fmt: skip


def get_exhibit(actor: Actor, matter: Any, reference: str) -> OpenExhibit:
    """One piece of a matter that she reads; hidden where there is none."""
    found = next((each for each in exhibits_in(actor, matter) if each.reference == reference), None)
    if found is None:
        raise Hidden
    return found


def matter_of(actor: Actor, reference: str, *, held: bool = False) -> OpenMatter:
    """The matter of an address, opened; hidden for whoever does not read it."""
    return opened(actor, get_matter(actor, reference, held=held))


def named(pieces: list[OpenExhibit]) -> list[tuple[str, str]]:
    """Each piece as it is called on a page: the first signs of its number, what it is, and whether it is a copy."""
    language = get_language() or "es"
    return [
        (
            each.reference,
            f"{each.reference[:4]} · {label('exhibit_kind', each.kind, language)} · {each.body['described'][:60]}"
            + (f" · {gettext('copy with parts covered')}" if each.of else ""),
        )
        for each in pieces
    ]


def mime_of(data: bytes) -> str:
    """Of which type a file is, by its bytes alone. A text is one that can be read, and holds no control."""
    kind = kind_of(data)
    if kind:
        return TYPES_OF.get(kind, "application/octet-stream")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return (
        TEXT
        if text and not any(ord(each) < 32 and each not in "\n\r\t" for each in text)
        else "application/octet-stream"
    )
