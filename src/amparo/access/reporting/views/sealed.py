"""The two addresses of the script: what it sealed comes in, what it will open goes out. The answers are JSON."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, gettext_lazy

from amparo.access.reporting.actions.letters import NotSealedRight, hear, take_letter, take_reply, withdraw
from amparo.access.reporting.actions.words import Taken, take_new_words
from amparo.access.reporting.forms import letter as forms
from amparo.access.reporting.forms import sealed as parts
from amparo.access.reporting.forms.letter import Refused
from amparo.access.reporting.queries.decision import Changed, decided_again
from amparo.access.reporting.queries.hers import LEAST, NOBODY_READS, NOTHING, STEP, are_people
from amparo.access.reporting.queries.letter import line_of
from amparo.access.reporting.queries.sealed import LARGEST_BOX, SealedPage, sealed_messages, sealed_page, told
from amparo.access.reporting.queries.tickets import NoTicket, age_of, is_used, new_ticket
from amparo.access.reporting.views.letter import CHANGED_SENTENCE
from amparo.access.reporting.views.sealed_case import ACTS, Body, with_ticket
from amparo.commons import room
from amparo.commons.policy.policies import public_post
from amparo.vault.actions.receipts import Turned, check_of_lookup
from amparo.vault.queries.standing import takes_letters

NO_DAY = " " * len("2026-11-25")  # as long as a day: whether one stands there must not show from outside
TURNED_SENTENCE = gettext_lazy("Who reads this changed while you were writing. Press again.")


class No(Exception):
    """A refusal in words; ``more`` goes with it."""

    def __init__(self, sentence: Any, status: int = 400, **more: Any) -> None:
        super().__init__("no")
        self.body, self.status = {"ok": False, "sentence": str(sentence), **more}, status


@public_post
def letter_sealed(request: HttpRequest) -> HttpResponse:
    """A letter that was sealed on her phone."""
    if request.method != "POST":
        return redirect("letter")
    try:
        keep(request)
    except No as no:
        return answer(no.body, status=no.status, least=1)
    except Refused as refusal:
        return answer(
            {"ok": False, "sentence": str(refusal.sentence), "t": new_ticket()},
            status=max(refusal.status, 400),
            least=1,
        )
    except Changed:
        return answer({"ok": False, "sentence": str(CHANGED_SENTENCE)}, status=409, least=1)
    return answer({"ok": True}, least=1)


def keep(request: HttpRequest) -> None:
    """Keep it, exactly to those who were decided here."""
    said = forms.written(request)
    if not takes_letters():
        raise No(gettext("This house takes no messages today. What you wrote is still here."), 409)
    forms.check_whole(request, said)
    try:
        how = forms.lane(said)
        with forms.kept_or_refused():
            if said.is_to_be_heard_only:
                hear(ticket=said.ticket)
                return
            forms.check_room_for_words(how)
            envelope = parts.envelope_of(request)
            readers = decided_again(request.POST).decision.readers
            take_letter(envelope, readers=readers, language=get_language() or "es", lane=how, ticket=said.ticket)
    except NoTicket as error:
        if not arrived_before(request):
            raise No(gettext("This page was used before. Send it again."), 409, t=new_ticket()) from error
    except (NotSealedRight, ValueError, IntegrityError) as error:
        raise No(not_right()) from error


def arrived_before(request: HttpRequest) -> bool:
    """Is this the very letter that came before the line was cut? Her words tell: nobody else has them."""
    lookup = request.POST.get("lookup", "")
    return bool(parts.LOOKUP.fullmatch(lookup) and sealed_page(check_of_lookup(bytes.fromhex(lookup))).thread)


def not_right() -> str:
    """What is said where what came is no letter of ours."""
    return gettext("It could not be closed with a key on your phone. Load this page again.")


@public_post
def back_sealed(request: HttpRequest) -> HttpResponse:
    """Her page, for a browser that opens by itself: always the same number of bytes."""
    if request.method != "POST":
        return redirect("back")
    acts = {"open": open_, "older": older, "reply": reply}
    try:
        lookup = parts.lookup_of(request.POST.get("lookup", ""))
        page = sealed_page(check_of_lookup(lookup))
        if page.thread is None:
            raise No(NOTHING, 200)
        what = request.POST.get("do", "")
        return answer(BODIES[what](request, page)) if what in BODIES else acts[what](request, page)
    except No as no:
        return answer(no.body, status=no.status)
    except Refused as refusal:
        return answer(
            {"ok": False, "sentence": str(refusal.sentence), "t": new_ticket()}, status=max(refusal.status, 400)
        )
    except DatabaseError as error:
        if not room.is_full(error):
            raise
        return answer({"ok": False, "sentence": str(forms.FULL_SENTENCE), "t": new_ticket()}, status=503)
    except ObjectDoesNotExist:  # destroyed since it was looked up
        return answer({"ok": False, "sentence": str(NOTHING)})
    except (NotSealedRight, Taken, ValueError, KeyError):
        return answer({"ok": False, "sentence": not_right()}, status=400)


def open_(request: HttpRequest, page: SealedPage) -> HttpResponse:
    """The newest answer, sealed, and the wraps that her words open."""
    thread: Any = page.thread
    box = parts.text_of(bytes(page.answer.box)) if page.answer else ""
    body = {
        "ok": True,
        "thread": {
            "state": thread.state,
            "expires_on": thread.expires_on.isoformat(),
            "answer_by": thread.answer_by.isoformat() if thread.answer_by else NO_DAY,
            "case": page.case,
            "reads": [line_of(each) for each in page.reads],
            "is_read": are_people(page.reads),
        },
        "keys": keys_of(page),
        "answer": told(page.answer, box) if page.answer else None,
        "t": f"{new_ticket()}.{page.version}",
    }
    without = len(parts.filled({**body, "answer": None}, step=1, least=0))
    return answer(body, least=max(LEAST, -(-(without + LARGEST_BOX) // STEP)))


def keys_of(page: SealedPage) -> list[dict[str, Any]]:
    """The wraps that her words open, as they travel."""
    return [{"version": version, "wrap": parts.text_of(wrap)} for version, wrap in page.wraps]


def older(request: HttpRequest, page: SealedPage) -> HttpResponse:
    """All of it, sealed as it lies."""
    messages: list[Any] = sealed_messages(page.thread) if page.thread else []
    return answer({"ok": True, "messages": [told(each, parts.text_of(bytes(each.box))) for each in messages]})


def reply(request: HttpRequest, page: SealedPage) -> HttpResponse:
    """Her reply, as her browser sealed it. With which version of the key it did, its ticket says."""
    said = forms.written(request)
    forms.check_whole(request, said)
    ticket, _, version = said.ticket.rpartition(".")
    if version_of(version, page) != page.version and not is_used(ticket):
        # Somebody left meanwhile: what comes now is not sealed to a key that she may have kept.
        raise No(TURNED_SENTENCE, t=f"{new_ticket()}.{page.version}", case=page.case)
    if not are_people(page.reads):
        raise No(NOBODY_READS, t=f"{new_ticket()}.{page.version}")
    try:
        age_of(ticket)
        take_reply(
            page.thread,
            message=parts.part_of(request, "message"),
            version=page.version,
            ticket=ticket,
            files=parts.files_of(request),
        )
    except Turned as error:
        raise No(TURNED_SENTENCE, t=f"{new_ticket()}.{page.version}") from error  # between our look and our writing
    except NoTicket as error:
        if error.kind != "used":
            raise No(forms.OLD_SENTENCE, t=f"{new_ticket()}.{page.version}") from error
    return answer({"ok": True, "t": f"{new_ticket()}.{page.version}"})


def version_of(said: str, page: SealedPage) -> int:
    """A version of the key that this thread has."""
    if not (said.isascii() and said.isdigit() and len(said) < 7 and 1 <= int(said) <= page.version):
        raise NotSealedRight("no version")
    return int(said)


def change(request: HttpRequest, page: SealedPage) -> Body:
    """New words, wrapped by her browser."""
    check = check_of_lookup(parts.lookup_of(request.POST.get("new_lookup", "")))
    boxes = parts.versions_of(parts.boxes_of(request))
    try:
        copy = parts.part_of(request, "copy") if "copy" in request.FILES else None
        take_new_words(page.check, check, request.POST.get("new_receipt", ""), boxes, copy=copy)
    except Turned as error:
        raise No(TURNED_SENTENCE, keys=keys_of(sealed_page(page.check))) from error
    return {"ok": True}


def end(request: HttpRequest, page: SealedPage) -> Body:
    """She takes everything back."""
    if request.POST.get("sure") != "1":
        raise No(not_right())
    stays = withdraw(page.thread, takes=request.POST.get("takes", ""))
    return {"ok": True, "stays": [str(each) for each in stays]}


BODIES = {**ACTS, "change": with_ticket(change), "end": with_ticket(end)}


def answer(body: dict[str, Any], *, status: int = 200, least: int = LEAST) -> HttpResponse:
    """JSON, filled up."""
    content = parts.filled(body, step=STEP, least=least)
    return HttpResponse(content, status=status, content_type="application/json")
