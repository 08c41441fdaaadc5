"""Putting a form down for another day, and taking it up again with eight words.

The words are shown first and count once she says that she has them: a cut line never leaves her without what she said.
Whether anybody has the words that are typed, nobody learns from the work or from the size of the answer.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.access.reporting.actions.tallies import end_ticket
from amparo.access.reporting.forms.back import LONGEST_WORDS, words_sentence
from amparo.access.reporting.queries.tickets import SOON, NoTicket, age_of, new_ticket
from amparo.access.reporting.views.letter import busy
from amparo.commons import clock
from amparo.commons.policy.policies import public_post
from amparo.doors.intake.actions import drafts
from amparo.doors.intake.actions.flow import is_full
from amparo.doors.intake.forms.sheet import Sheet, answers_in, begun_of
from amparo.doors.intake.forms.turning import Turn, turned
from amparo.doors.intake.views.showing import language_now, page_context
from amparo.formats import codes
from amparo.vault.actions.receipts import Busy, NotWords, new_words, receipt_of_text


class NotKept(Exception):
    """It was not kept: a sentence says why, and all she said comes back."""

    def __init__(self, sentence: str | Promise, *, status: int = 200) -> None:
        super().__init__("not kept")
        self.sentence, self.status = sentence, status


def put_down(request: HttpRequest, deployment: Any, turn: Turn, *, action: str) -> HttpResponse:
    """First the words; with them sent back, the keeping. Who has words for it already keeps them."""
    sheet = turn.sheet
    if is_full():
        raise NotKept(codes.label("send_fault", "no_room", language_now()), status=503)
    try:
        if sheet.draft:
            until = drafts.keep_again(sheet.draft, note_of(turn), ticket=sheet.ticket)
            if until is not None:
                return render(request, "intake/paper_kept.html", {"until": until, "are_old": True})
        if sheet.does != "keep" or not sheet.words:
            return words_page(request, deployment, turn, action)
        receipt = receipt_of_text(sheet.words, language_now())
        until = drafts.keep_draft(deployment, note_of(turn), receipt=receipt, ticket=sheet.ticket)
    except Busy as error:
        raise NotKept(_("Many people are here right now. Wait a little and try again."), status=503) from error
    except (NotWords, drafts.Taken) as error:
        raise NotKept(_("These words cannot be used. Ask for new ones once more.")) from error
    return render(request, "intake/paper_kept.html", {"until": until})


def words_page(request: HttpRequest, deployment: Any, turn: Turn, action: str) -> HttpResponse:
    """Eight words, which open nothing until she says that she has them."""
    words = new_words(language_now())[0]
    context = page_context(request, deployment, turn, action=action)
    context |= {"words": words, "ticket": turn.sheet.ticket, "page_ticket": new_ticket(), "days": drafts.DAYS}
    return render(request, "intake/paper_words.html", context)


def note_of(turn: Turn) -> dict[str, Any]:
    """What is sealed to her words."""
    number, minute = turn.sheet.begun.parts
    answers = dict(turn.sheet.answers)
    return {"n": number, "s": minute, "a": answers, "at": turn.at, "r": turn.sheet.is_looked}


@public_post
def back(request: HttpRequest) -> HttpResponse:
    """One field for eight words, and the page on which she stopped."""
    if request.method != "POST":
        return words_field(request)
    typed = request.POST.get("p", "")[:LONGEST_WORDS]
    again = _("Write your words again. This page lay open, or was sent before.")
    try:
        age_of(request.POST.get("t", ""), life=SOON)
        if not end_ticket(request.POST["t"], clock.today()):
            return words_field(request, sentence=again)
        kept = drafts.open_draft(receipt_of_text(typed, language_now()))
    except NoTicket:
        return words_field(request, sentence=again)
    except NotWords as error:
        return words_field(request, typed, words_sentence(error))
    except Busy:
        told = _("Many people are here right now. Wait a little and try again.")
        return busy(words_field(request, typed, told, status=503))
    if kept is None:
        return words_field(request, typed, _("These words open no form. Look at how they are written."))
    return taken_up(request, kept)


def words_field(request: HttpRequest, typed: str = "", sentence: str = "", *, status: int = 200) -> HttpResponse:
    """The field, with what she typed and a sentence."""
    context = {"typed": typed, "sentence": sentence, "ticket": new_ticket(), "longest": LONGEST_WORDS}
    return render(request, "intake/paper_back.html", context, status=status)


def taken_up(request: HttpRequest, kept: drafts.Kept) -> HttpResponse:
    """Where she stopped, with all she said."""
    note, deployment = kept.note, kept.deployment
    sheet = Sheet(
        begun_of(note["n"], note["s"]), answers_in(note["a"]), at=str(note["at"]), does="stay",
        is_looked=bool(note["r"]), draft=kept.handle,
    )  # fmt: skip
    turn = turned(deployment, sheet, request.POST, now=clock.now(), language=language_now())
    action = reverse("paper_page", args=[deployment.reference])
    context = page_context(request, deployment, turn, action=action)
    context |= {"ticket": new_ticket(), "page_ticket": new_ticket(), "is_back": True}
    return render(request, "intake/paper_page.html", context)
