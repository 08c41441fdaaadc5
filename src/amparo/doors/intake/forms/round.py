"""A round on one page: all that is asked, a voice note that is made anew before it is sealed, and nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.access.reporting.forms.letter import REFUSALS, check_room
from amparo.access.reporting.forms.letter import Refused as NoRoom
from amparo.commons.policy.uploads import CUT, TOO_LARGE
from amparo.doors.intake.forms.sheet import Sheet, filling_of, with_typed
from amparo.doors.intake.forms.shown import Item, cut, item_of
from amparo.fieldwork.queries.paper import voices
from amparo.formats.media import LARGEST, clean
from amparo.formats.media import NotTaken as NotClean
from amparo.formats.openrosa.filling import Blank, Filling, WrongAnswer, pages, wrong_answers

VOICE = "voice"
NO_VOICE = _("This is no voice note that we can clean. Record it with your phone, and choose it again.")


class NotTaken(Exception):
    """The voice note was not taken: a sentence says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("not taken")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Voice:
    """The question that a voice note answers."""

    label: str
    before: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it is filled in now."""

    sheet: Sheet
    filling: Filling = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    wrong: tuple[WrongAnswer, ...]
    voice: Voice | None


def one_page(blank: Blank) -> bool:
    """Can all of it stand on one page: does no question hang on another one?"""
    return len(blank.blocks) == 1 and not blank.blocks[0].repeat and len(blank.blocks[0].pages) == 1


def round_of(deployment: Any, sheet: Sheet, post: QueryDict, *, now: datetime, language: str) -> Round:
    """Everything that is asked, with what was tapped."""
    filling = filling_of(deployment, sheet, now=now, language=language)
    keys = [key for page in pages(filling) for key in page.keys]
    if sheet.is_typed:
        answers = with_typed(filling, post, keys)
        sheet = sheet.with_answers(answers)
        filling = filling_of(deployment, sheet, now=now, language=language)
    wrong = wrong_answers(filling) if sheet.does == "send" else ()
    faults = {each.key: each.sentence(language) for each in wrong}
    items = tuple(item_of(filling, key, f"q{place}", faults.get(key, "")) for place, key in enumerate(keys, 1))
    return Round(sheet, filling, items, wrong, _voice_of(filling))


def _voice_of(filling: Filling) -> Voice | None:
    """Where the form asks for a voice note now, what it says."""
    for path in voices(filling.blank):
        if filling.is_relevant(path):
            question = filling.question(path)
            before, label = cut(filling.said(question.labels, path))
            return Voice(label, before, filling.said(question.hints, path))
    return None


def note_in(request: HttpRequest, asked: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """The voice note, made anew, by the question that it answers; nothing where she recorded none.

    Its name says nothing: one that a phone gives holds a day and an hour.
    """
    if request.META.get(TOO_LARGE):
        raise NotTaken(REFUSALS["too_large"])
    if request.META.get(CUT):
        raise NotTaken(_("The line was cut, and nothing was sent. Send it again."))
    sent: Any = request.FILES.get(VOICE)
    paths = list(asked)
    if sent is None or not paths or not sent.size:
        return {}
    if sent.size > LARGEST:
        raise NotTaken(REFUSALS["too_large"])
    try:
        check_room()
        made = clean(sent.read(), wanted="voice")
    except NoRoom as refusal:
        raise NotTaken(refusal.sentence) from refusal
    except NotClean as error:
        raise NotTaken(NO_VOICE if error.kind in ("unknown_kind", "heic") else REFUSALS[error.kind]) from error
    return {paths[0]: (f"1.{made.extension}", made.data)}
