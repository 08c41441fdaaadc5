"""Coming back with eight words. Every form bears a ticket that is used up at once: out of a history nothing opens."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from amparo.access.reporting.actions.letters import withdraw, write_reply
from amparo.access.reporting.actions.tallies import end_ticket
from amparo.access.reporting.actions.words import Taken, change_words, words_to_show
from amparo.access.reporting.forms import letter as forms
from amparo.access.reporting.forms.back import LONGEST_WORDS, words_sentence
from amparo.access.reporting.forms.letter import Refused, Written
from amparo.access.reporting.queries import script
from amparo.access.reporting.queries.hers import (
    NOBODY_READS,
    NOTHING,
    HerPage,
    her_messages,
    her_page,
    steps_of,
    waiting_block,
)
from amparo.access.reporting.queries.tickets import SOON, NoTicket, age_of, is_used, new_ticket
from amparo.access.reporting.views.letter import busy
from amparo.casework.queries.hers import hers_of, read_copy
from amparo.commons import clock, room
from amparo.commons.policy.policies import public_post
from amparo.vault.actions.hers import opened_with_words
from amparo.vault.actions.receipts import Busy, NotWords, Turned, open_with_words, receipt_of_text


class Again(Exception):
    """Her words are asked again: a sentence says why. ``typed`` and ``text`` go back into the page."""

    def __init__(self, sentence: str, *, typed: str = "", text: str = "", status: int = 200) -> None:
        super().__init__("again")
        self.sentence, self.typed, self.text, self.status = sentence, typed, text, status


@dataclass(frozen=True, slots=True)
class Came:
    """Her page, while it is open."""

    typed: str
    check: str
    page: HerPage

    def __repr__(self) -> str:
        return "Came(…)"


def back(request: HttpRequest) -> HttpResponse:
    """One field for eight words, which a script may take over so that they stay on her phone."""
    context = words_context(Again("")) | {"script": script.for_back(), "integrity": settings.LETTER_SCRIPT}
    return script.allow_script(render(request, "reporting/back.html", context))


@public_post
def back_open(request: HttpRequest) -> HttpResponse:
    """Her page, or that these words open nothing: after the same work, in the same number of bytes."""
    return answered(request, lambda came: hers(request, came))


@public_post
def back_older(request: HttpRequest) -> HttpResponse:
    """What was said before, hers as well: only because she asks."""
    return answered(request, lambda came: older(request, came))


@public_post
def back_reply(request: HttpRequest) -> HttpResponse:
    """Her reply, sealed in memory."""
    return answered(request, lambda came: reply(request, came), ends_ticket=False)


@public_post
def back_change(request: HttpRequest) -> HttpResponse:
    """New words: shown first, in force once she says that she has them."""
    return answered(request, lambda came: change(request, came))


@public_post
def back_end(request: HttpRequest) -> HttpResponse:
    """Taking everything back: what happens first, then the act."""
    return answered(request, lambda came: end(request, came))


def answered(request: HttpRequest, act: Any, *, ends_ticket: bool = True) -> HttpResponse:
    """Come in with the words of the form and do what was asked, or ask for the words again."""
    if request.method != "POST":
        return redirect("back")
    try:
        response: HttpResponse = act(come_in(request, ends_ticket=ends_ticket))
    except Again as again:
        end_form(request, ends_ticket)
        response = words_page(request, again)
    except ObjectDoesNotExist:  # it was destroyed since it was looked up, here or in another window
        end_form(request, ends_ticket)
        response = words_page(request, Again(str(NOTHING), text=forms.written(request).text))
    except DatabaseError as error:
        if not room.is_full(error):
            raise
        typed = request.POST.get("p", "")[:LONGEST_WORDS]
        said = forms.written(request)
        response = words_page(request, Again(str(forms.FULL_SENTENCE), typed=typed, text=said.text, status=503))
    except Busy:
        end_form(request, ends_ticket)
        typed = request.POST.get("p", "")[:LONGEST_WORDS]
        told = gettext("Many people are here right now. Wait a little and try again.")
        response = busy(words_page(request, Again(told, typed=typed, text=forms.written(request).text, status=503)))
    return response


def end_form(request: HttpRequest, has_ended: bool) -> None:
    """The page that comes back bears another ticket: the form that was sent shows nothing any more."""
    if not has_ended and forms.is_ours(request.POST.get("t", "")):
        end_ticket(request.POST["t"], clock.today())


def come_in(request: HttpRequest, *, ends_ticket: bool) -> Came:
    """Whoever has these words. Nobody learns from the work or the page whether anybody has."""
    said, typed = forms.written(request), request.POST.get("p", "")[:LONGEST_WORDS]
    check_ticket(request, said, ends_ticket=ends_ticket)
    try:
        receipt = receipt_of_text(typed, get_language() or "es")
    except NotWords as error:
        raise Again(words_sentence(error), typed=typed, text=said.text) from error
    page = her_page(open_with_words(receipt))
    if page.thread is None:
        raise Again(str(NOTHING), typed=typed, text=said.text)
    return Came(typed, receipt.check, page)


def check_ticket(request: HttpRequest, said: Written, *, ends_ticket: bool) -> None:
    """Was this form made within the hour, and is it sent for the first time? It ends here, or with the reply."""
    if request.META.get(forms.CUT) or not said.ticket:
        raise Again(str(forms.CUT_SENTENCE) if request.POST else "", text=said.text)
    again = gettext("Write your words again. This page lay open, or was sent before.")
    try:
        age_of(said.ticket, life=SOON)
    except NoTicket as error:
        was_sent = is_used(said.ticket) or not forms.is_ours(said.ticket)
        raise Again(again, text="" if was_sent else said.text) from error
    is_over = not end_ticket(said.ticket, clock.today()) if ends_ticket else is_used(said.ticket)
    if is_over:
        raise Again(again)


def words_page(request: HttpRequest, again: Again) -> HttpResponse:
    """The field for her words, with the same headers and statements as her page: it has no script of its own."""
    return render(request, "reporting/back.html", words_context(again), status=again.status)


def words_context(again: Again) -> dict[str, Any]:
    """What stands on it; a reply that was under way stands beside her words."""
    return {"again": again, "ticket": new_ticket(), "longest": forms.LONGEST_TEXT, "longest_words": LONGEST_WORDS}


def hers(request: HttpRequest, came: Came, refusal: Refused | None = None, done: str = "") -> HttpResponse:
    """Her page. What waits is a block of its own, so that the page is as long without it."""
    block = waiting_block(came.page)
    context = {
        "came": came,
        "page": came.page,
        "waiting": block,
        "ticket": new_ticket(),
        "longest": forms.LONGEST_TEXT,
        "sentence": refusal.sentence if refusal else "",
        "said": forms.written(request) if refusal else Written(),
        "done": done,
    }
    response = render(request, "reporting/hers.html", context, status=refusal.status if refusal else 200)
    response.least_steps = steps_of(len(response.content) - len(block.encode()))  # type: ignore[attr-defined]
    return response


def reply(request: HttpRequest, came: Came) -> HttpResponse:
    """Keep her reply; where something is wrong with it the form ends, and her text is in the next one."""
    said = forms.written(request)
    try:
        forms.check_whole(request, said)
        if not came.page.is_read:
            raise Refused(NOBODY_READS)
        forms.check_text(said, has_files=forms.has_files(request))
        files = forms.clear_files(request, said)
        write_reply(came.page.thread, text=said.text, ticket=said.ticket, files=files)
    except Refused as refusal:
        end_ticket(said.ticket, clock.today())
        return hers(request, came, refusal)
    except NoTicket as error:
        raise Again(gettext("Write your words again. This page lay open, or was sent before.")) from error
    return hers(request, came, done=gettext("Your reply arrived."))


def older(request: HttpRequest, came: Came) -> HttpResponse:
    """Every message, oldest first."""
    context = {"came": came, "messages": her_messages(came.page.found), "ticket": new_ticket()}
    return render(request, "reporting/older.html", context)


def change(request: HttpRequest, came: Came) -> HttpResponse:
    """First the new words; with them sent back, the change."""
    fresh = request.POST.get("w", "")[:LONGEST_WORDS]
    if not fresh:
        words = words_to_show(get_language() or "es")
        return render(request, "reporting/change.html", {"came": came, "words": words, "ticket": new_ticket()})
    try:
        new = receipt_of_text(fresh, get_language() or "es")
    except NotWords as error:
        raise Again(words_sentence(error), typed=came.typed) from error
    try:
        change_words(came.check, came.page.found, new)
    except Turned as error:
        raise Again(gettext("Who reads this changed while you were writing. Press again."), typed=came.typed) from error
    except Taken as error:
        raise Again(gettext("These words cannot be used. Ask for new ones once more."), typed=came.typed) from error
    return render(request, "reporting/changed.html", {"words": fresh.split()})


def copy_in(came: Came) -> dict[str, Any]:
    """What she sees of her case, opened with her words; nothing where there is none."""
    found = hers_of(came.page.found.ring)
    return read_copy(opened_with_words(found.box, came.page.found.secret) if found.box else None)


def end(request: HttpRequest, came: Came) -> HttpResponse:
    """What happens; and, where she is sure, the end."""
    if request.POST.get("sure") != "1":
        return render(request, "reporting/end.html", {"came": came, "ticket": new_ticket()})
    stays = withdraw(came.page.thread, takes=str(copy_in(came)["takes"]))
    return render(request, "reporting/gone.html", {"stays": stays})
