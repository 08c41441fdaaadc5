"""Una frase: one field on the first page, one button. It is always sealed here, and says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo.access.reporting.actions import tallies
from amparo.access.reporting.forms.letter import (
    Refused,
    Written,
    check_room_for_words,
    check_text,
    check_whole,
    lane,
    tickets_again,
    written,
)
from amparo.access.reporting.queries.first_page import LONGEST_SENTENCE
from amparo.access.reporting.queries.tickets import NoTicket
from amparo.access.reporting.views.letter import arrived, busy, closed, keep, used
from amparo.commons.policy.policies import public_post
from amparo.vault.actions.receipts import Busy
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from amparo.vault.queries.standing import takes_letters


@public_post
def sentence(request: HttpRequest) -> HttpResponse:
    """Seal what she wrote, or give it back with a sentence."""
    if request.method != "POST":
        return redirect("home")
    said = written(request, "sentence")
    if not takes_letters():
        return closed(request, said)
    try:
        return send(request, said)
    except Refused as refusal:
        return again(request, said, refusal)
    except NoTicket:
        return used(request)
    except Busy:
        return busy(again(request, said, Refused("", status=503)))


def send(request: HttpRequest, said: Written) -> HttpResponse:
    """Everything that may refuse comes before anything is kept."""
    check_whole(request, said)
    how = lane(said)
    check_text(said, longest=LONGEST_SENTENCE)
    decided = decide_now(Asked())
    if decided.decision.goes_nowhere:
        return closed(request, said)
    check_room_for_words(how)
    return arrived(request, keep(said, decided, how, what=tallies.SENTENCE), how)


def again(request: HttpRequest, said: Written, refusal: Refused) -> HttpResponse:
    """The field with her words in it."""
    context = {"said": said, "sentence": refusal.sentence, "longest": LONGEST_SENTENCE, **tickets_again(said)}
    return render(request, "reporting/sentence.html", context, status=refusal.status)
