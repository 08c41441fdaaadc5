"""Reading a letter, a sentence or a reply, and the files that come with it. What is wrong is said, nothing is lost.

The ticket is the last field of every form: where the line was cut anywhere before its end, no ticket of ours arrived,
and half a letter is never taken for a whole one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.access.reporting.actions.letters import Clear
from amparo.access.reporting.models import EARLY
from amparo.access.reporting.queries.tickets import KEPT, LIFE, NoTicket, age_of, is_used, lane_of, new_ticket
from amparo.commons import room
from amparo.commons.policy.uploads import CUT as CUT
from amparo.commons.policy.uploads import TOO_LARGE
from amparo.formats.media import LARGEST, MOST_FILES, NotTaken, clean
from amparo.formats.media.kinds import VOICES, kind_of

LONGEST_TEXT = 20_000  # characters
LISTEN, ANSWER = "listen", "answer"
ORIGINAL, AS_IT_IS = "original", "as_it_is"
# What cannot be cleaned is kept as it is where she says that it is proof.
PROOF = frozenset({"heic", "unknown_kind", "broken", "too_many_pixels", "unavailable"})

REFUSALS: dict[str, str | Promise] = {
    "too_large": _("A file is larger than 10 MB. Choose a smaller one."),
    "empty": _("A file is empty. Choose it again."),
    "heic": _("Your phone keeps this photo in a form that we cannot clean. Take a screenshot of it, and send that."),
    "unknown_kind": _("We take photos, voice notes and PDF files. One of your files is something else."),
    "broken": _("A file could not be read. Choose it again, or send another one."),
    "too_many_pixels": _("A photo is too large to clean. Take a screenshot of it, and send that."),
    "too_long": _("A voice note is longer than three minutes. Send it in two parts."),
    "took_too_long": _("A file took too long to clean. Send a smaller one."),
    "busy": _("Other files are being cleaned now. Wait a little and send it again."),
    "unavailable": _("We cannot clean files today. Send your words without a file."),
}
CUT_SENTENCE = _("The line was cut, and nothing was sent. Send it again.")
OLD_SENTENCE = _("This page was open for a long time. Your words are still here. Send them again.")
EMPTY_SENTENCE = _("The message is missing. One word is enough.")
TOO_MANY_FILES = _("Up to three files fit. A photo that is proof counts twice.")
SLOW_SENTENCE = _(
    "Many messages are coming in right now. Your words are still here. Wait half a minute and send them again."
)
FULL_SENTENCE = _(
    "There is no room for your message right now, and nothing was sent. Your words are still here: copy them, and send "
    "them later."
)
TOO_LARGE_SENTENCE = _("Your files are too large together. Send fewer, or smaller ones.")


class Refused(Exception):
    """Not taken like this: a sentence says why, and the page comes back with all she wrote."""

    def __init__(self, sentence: str | Promise, *, status: int = 200) -> None:
        super().__init__("refused")
        self.sentence, self.status = sentence, status


@dataclass(frozen=True, slots=True)
class Written:
    """What she wrote and ticked, as it goes back into the page where something is wrong."""

    text: str = ""
    wish: str = ANSWER
    no_words: bool = False
    original: bool = False
    disguise: bool = False
    ticket: str = ""
    answer: str = ""  # to the puzzle of the ticket, where a script worked it out
    earlier: str = ""  # a ticket that was too old when she sent with it: it ends together with this one

    def __repr__(self) -> str:
        return "Written(…)"

    @property
    def is_to_be_heard_only(self) -> bool:
        """Does she want nobody to keep it?"""
        return self.wish == LISTEN


def written(request: HttpRequest, field: str = "text") -> Written:
    """What arrived, whatever it is; line ends as people count them, and no character that no text has."""
    post = request.POST
    text = post.get(field, "").replace("\r\n", "\n").replace("\0", "")
    return Written(
        text=text,
        wish=LISTEN if post.get("wish") == LISTEN else ANSWER,
        no_words=post.get("no_words") == "1",
        original=post.get("original") == "1",
        disguise=post.get("disguise") == "1",
        ticket=post.get("t", ""),
        answer=post.get("n", ""),
        earlier=post.get("u", ""),
    )


def check_whole(request: HttpRequest, said: Written) -> None:
    """Did all of it arrive?"""
    if request.META.get(TOO_LARGE):
        raise Refused(TOO_LARGE_SENTENCE)
    if request.META.get(CUT) or not said.ticket:
        raise Refused(CUT_SENTENCE)


def lane(said: Written) -> str:
    """How her ticket was earned. Where it is too old, or was cut, her text comes back with another.

    Raises
    ------
    NoTicket : where the form was sent before, or is so old that it may have been: then nothing of it is shown.
    """
    if is_used(said.ticket):
        raise NoTicket("used")
    try:
        age = age_of(said.ticket, life=KEPT)
    except NoTicket as error:
        if error.kind == "old":
            raise
        raise Refused(CUT_SENTENCE) from error
    if age > LIFE:
        raise Refused(OLD_SENTENCE)
    return lane_of(said.ticket, said.answer)


def tickets_again(said: Written) -> dict[str, str]:
    """The tickets of a page that comes back: the same one while it is good.

    So whatever stands in the history of a phone ends with the sending that succeeds.
    """
    try:
        age_of(said.ticket)
    except NoTicket:
        return {"ticket": new_ticket(), "earlier": said.ticket if is_ours(said.ticket) else said.earlier}
    return {"ticket": said.ticket, "earlier": said.earlier}


def is_ours(ticket: str) -> bool:
    """Is it a ticket of this house, young enough to give back a text?"""
    try:
        age_of(ticket, life=KEPT)
    except NoTicket:
        return False
    return True


def check_text(said: Written, *, longest: int = LONGEST_TEXT, has_files: bool = False) -> None:
    """Is there something, and not too much?"""
    if not said.text.strip() and not has_files:
        raise Refused(EMPTY_SENTENCE)
    if len(said.text) > longest:
        raise Refused(too_long_sentence(longest, len(said.text)))


def too_long_sentence(longest: int, length: int) -> str:
    """How much too long it is."""
    told = _("Your text is longer than %(most)s letters. Take about %(over)s away, or send it in two parts.")
    return str(told) % {"most": longest, "over": length - longest}


def has_files(request: HttpRequest) -> bool:
    """Did she choose any?"""
    return bool(request.FILES.getlist("photo") or request.FILES.getlist("voice"))


def check_room() -> None:
    """Is there room for files? They are the first that are not taken where the disk fills up."""
    if not room.takes_files():
        raise Refused(REFUSALS["unavailable"])


def check_room_for_words(how: str) -> None:
    """Is there room for words of somebody new, by how their ticket was earned?"""
    if room.takes_new_words(earned=how != EARLY):
        return
    waits = how == EARLY and room.takes_new_words(earned=True)
    raise Refused(SLOW_SENTENCE if waits else FULL_SENTENCE, status=503)


@contextmanager
def kept_or_refused() -> Iterator[None]:
    """Keep something: where the disk turns out to be full, nothing is kept and a sentence says so."""
    try:
        yield
    except DatabaseError as error:
        if not room.is_full(error):
            raise
        raise Refused(FULL_SENTENCE, status=503) from error


def clear_files(request: HttpRequest, said: Written) -> list[Clear]:
    """Her files, made anew, and as they lie where she says that they are proof; at most three together."""
    chosen = [("photo", each) for each in request.FILES.getlist("photo")]
    chosen += [("voice", each) for each in request.FILES.getlist("voice")]
    if len(chosen) > MOST_FILES:
        raise Refused(TOO_MANY_FILES)
    if chosen:
        check_room()
    found: list[Clear] = []
    for wanted, upload in chosen:
        if (upload.size or 0) > LARGEST:
            raise Refused(REFUSALS["too_large"])
        found += made_anew(upload.read(), wanted, upload, said)
    if len(found) > MOST_FILES:
        raise Refused(TOO_MANY_FILES)
    return [named(each, place) for place, each in enumerate(found, 1)]


def made_anew(data: bytes, wanted: str, upload: Any, said: Written) -> list[Clear]:
    """One file: cleaned; and as it lies, where it is proof. A voice that should be another never goes as it is."""
    is_voice = wanted == "voice" or kind_of(data) in VOICES
    proof = [Clear(data, upload.name or "1", upload.content_type or "", ORIGINAL)]
    is_proof = said.original and not (is_voice and said.disguise)
    try:
        cleaned = clean(data, wanted="any", disguise=said.disguise)
    except NotTaken as error:
        if is_proof and error.kind in PROOF:
            return proof
        raise Refused(REFUSALS[error.kind], status=503 if error.kind == "busy" else 200) from error
    if cleaned.note == AS_IT_IS and is_proof:
        return proof  # a PDF is the same either way
    return [Clear(cleaned.data, cleaned.extension, cleaned.type, cleaned.note), *(proof if is_proof else [])]


def named(clear: Clear, place: int) -> Clear:
    """Called by its number, because a name often holds a day; as proof it keeps its own."""
    return clear if clear.note == ORIGINAL else Clear(clear.data, f"{place}.{clear.name}", clear.type, clear.note)
