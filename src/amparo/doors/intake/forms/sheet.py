"""A form while somebody fills it in on pages: all of it stands in the pages themselves, and nothing of it here.

Each page carries the answers so far in one hidden field, sealed numbers beside them, and as the last of all its ticket:
where the line was cut, no ticket of ours arrived. The number of the answers is made with the first page, so that
sending twice doubles nothing, and is sealed, so that nobody chooses one.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import QueryDict

from amparo.fieldwork.queries.paper import blank_of, zone_of
from amparo.formats.openrosa.filling import Filling, Page, pages
from amparo.formats.openrosa.filling.blank import is_asked

MOST_STATE = 800_000  # letters of all answers together
MOST_ANSWERS = 1500
LONGEST_DOES = 60
ANSWER = "a"  # before the key of a question in the name of its field
CHECK = "999999"  # stands for the page on which she sees all she said; it comes after every other
_DOES = re.compile(r"[a-z]{2,8}(?: [0-9a-z.]{1,20})?")


class NotBegun(Exception):
    """No page of this house began this form."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The number of the answers, and in which minute the first page was made."""

    number: UUID
    started: datetime

    @property
    def instance_id(self) -> str:
        """As a phone writes it."""
        return f"uuid:{self.number}"

    @property
    def parts(self) -> tuple[str, str]:
        """As it is written down."""
        return self.number.hex, f"{self.started:%Y%m%d%H%M}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one request brings: what she said, where she is, and what she wants now."""

    begun: Begun
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    at: str = ""  # the number of the page from which it comes; "" is the first one of all
    does: str = "start"
    to: str = ""  # a page or a place, where what she wants names one
    is_looked: bool = False  # has she seen all she said?
    ticket: str = ""
    page_ticket: str = ""
    draft: str = ""  # where it was kept for another day: the lock of it, sealed
    words: str = field(default="", repr=False)
    is_typed: bool = False  # did the whole page arrive, with the fields of its questions?

    def with_answers(self, answers: Mapping[str, str], **more: Any) -> "Sheet":
        """The same with other answers."""
        return replace(self, answers=answers, **more)

    def staying(self) -> "Sheet":
        """The same, where she wants nothing but this page."""
        return replace(self, does="stay")

    def hidden(self) -> list[tuple[str, str]]:
        """The fields that the next page carries, besides the tickets and where it is."""
        pairs = [("s", json.dumps(self.answers, ensure_ascii=False, separators=(",", ":")))]
        pairs += [("r", "1")] if self.is_looked else []
        return pairs + ([("k", self.draft)] if self.draft else [])


def begin(now: datetime) -> Begun:
    """A new number. The minute is enough: what stands in a form is sealed, and yet no second helps anybody."""
    return Begun(uuid4(), now.astimezone(UTC).replace(second=0, microsecond=0))


def sealed(begun: Begun, reference: str) -> str:
    """As it travels: good for one form."""
    return _signer(reference).sign(".".join(begun.parts))


def unsealed(text: str, reference: str) -> Begun:
    """The same back; :class:`NotBegun` where no page of ours bore it."""
    try:
        number, _, minute = _signer(reference).unsign(text[:200]).partition(".")
    except signing.BadSignature as error:
        raise NotBegun from error
    return begun_of(number, minute)


def begun_of(number: str, minute: str) -> Begun:
    """Of its parts, as they were written here."""
    return Begun(UUID(hex=number), datetime.strptime(f"{minute}+0000", "%Y%m%d%H%M%z"))


def _signer(reference: str) -> signing.Signer:
    return signing.Signer(salt=f"form {reference}")


def read_sheet(post: QueryDict, reference: str) -> Sheet:
    """What a page sent, whatever it is. What nobody can have written on a page of ours is as if not said."""
    does, _, to = _match(_DOES, post.get("do", "")).partition(" ")
    return Sheet(
        begun=unsealed(post.get("b", ""), reference), answers=_answers(post.get("s", "")), at=post.get("at", "")[:20],
        does=does or "next", to=to, is_looked=post.get("r") == "1", ticket=post.get("t", "")[:100],
        page_ticket=post.get("p", "")[:100], draft=post.get("k", "")[:200], words=post.get("w", "")[:400],
        is_typed=post.get("q") == "1",
    )  # fmt: skip


def _match(shape: re.Pattern[str], text: str) -> str:
    return text if len(text) <= LONGEST_DOES and shape.fullmatch(text) else ""


def _answers(text: str) -> dict[str, str]:
    """The answers so far, out of their field."""
    try:
        found = json.loads(text) if len(text) <= MOST_STATE else {}
    except ValueError:
        return {}
    return answers_in(found)


def answers_in(found: Any) -> dict[str, str]:
    """Texts by key, and nothing else."""
    pairs = list(found.items())[:MOST_ANSWERS] if isinstance(found, dict) else []
    return {str(key): value for key, value in pairs if isinstance(value, str)}


def filling_of(deployment: Any, sheet: Sheet, *, now: datetime, language: str) -> Filling:
    """The form with her answers, at this moment of the place where it is asked."""
    zone = zone_of(deployment.study)
    return Filling(
        blank_of(deployment), sheet.answers, sheet.begun.instance_id, now.astimezone(zone),
        sheet.begun.started.astimezone(zone), language,
    )  # fmt: skip


def page_of(filling: Filling, number: str) -> Page | None:
    """The page of this number, as it is shown now."""
    return next((each for each in pages(filling) if each.number == number), None)


def with_typed(filling: Filling, post: QueryDict, keys: Iterable[str]) -> dict[str, str]:
    """The answers with those that stand on the page. An empty field is an answer too: nothing."""
    found = filling.answers
    for key in keys:
        question = filling.question(key)
        if is_asked(question) and not filling.is_fixed(key):
            values = post.getlist(f"{ANSWER}{key}")
            found[key] = " ".join(values) if question.control == "select" else (values or [""])[-1]
    return found
