"""Writing to the house: what she should know first, the sheet itself, and the page that says that it arrived."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy

from amparo.access.reporting.actions.letters import hear, write_letter
from amparo.access.reporting.actions.tallies import end_ticket
from amparo.access.reporting.forms import letter as forms
from amparo.access.reporting.forms.letter import Refused, Written
from amparo.access.reporting.queries import letter as queries
from amparo.access.reporting.queries import script
from amparo.access.reporting.queries.calendar import reading_days
from amparo.access.reporting.queries.decision import Changed, decided_again, signed
from amparo.access.reporting.queries.tickets import PUZZLE, NoTicket
from amparo.commons import clock
from amparo.commons.directory.queries.whereabouts import countries, whereabouts
from amparo.commons.policy.policies import public_post
from amparo.commons.ui.queries import carried
from amparo.formats.codes import by_code
from amparo.vault.actions.receipts import Busy
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import (
    Decided,
    asked_of,
    body_choices,
    decide_now,
    fields_of,
    left_out_choices,
)
from amparo.vault.queries.standing import readers, takes_letters

AGAIN_AFTER = 20  # seconds after which a busy house may be tried again
BUSY_SENTENCE = gettext_lazy(
    "Many people are writing right now. Your words are still here. Wait a little and send them again."
)
CHANGED_SENTENCE = gettext_lazy("Who reads this changed while you were writing. Look at it again, and then send.")


@public_post
def letter(request: HttpRequest) -> HttpResponse:
    """Before she tells: who reads, on which days, who must tell whom; and whom she wants to leave out."""
    if not takes_letters():
        return closed(request, Written())
    country = whereabouts({name: request.POST.get(name, "") for name in ("d", "l")}).country
    infos, asked = readers(), asked_of(request.POST)
    context = {
        "asked": asked,  # another country is chosen on the same page: what she marked stays marked
        "marked": {value for name, value in fields_of(asked) if name in ("a", "o")},
        "who": queries.who_reads(infos),
        "outside": queries.outside_names(infos),
        "country": country,
        "countries": countries(),
        "duties": queries.duties(country),
        "house": left_out_choices(infos),
        "bodies": body_choices(),
        "days": reading_days(),
        "carried": carried(request, "d"),
    }
    return render(request, "reporting/letter.html", context)


@public_post
def letter_write(request: HttpRequest) -> HttpResponse:
    """The sheet; or, where nobody may read what she wants to tell, where else she can turn, before she writes."""
    if request.method != "POST":
        return redirect("letter")
    if not takes_letters():
        return closed(request, Written())
    return sheet(request, decide_now(asked_of(request.POST)), Written())


@public_post
def letter_send(request: HttpRequest) -> HttpResponse:
    """Seal a letter in memory. Whatever is wrong with it, her text comes back."""
    if request.method != "POST":
        return redirect("letter")
    said = forms.written(request)
    if not takes_letters():
        return closed(request, said)
    try:
        return send(request, said)
    except Refused as refusal:
        return sheet(request, decided_for(request), said, refusal)
    except Changed as change:
        return sheet(request, decide_now(change.asked), said, Refused(CHANGED_SENTENCE))
    except NoTicket:
        return used(request)
    except Busy:
        return busy(sheet(request, decided_for(request), said, Refused(BUSY_SENTENCE, status=503)))


def send(request: HttpRequest, said: Written) -> HttpResponse:
    """Everything that may refuse comes before anything is kept."""
    forms.check_whole(request, said)
    how = forms.lane(said)
    if said.is_to_be_heard_only:
        with forms.kept_or_refused():
            hear(ticket=said.ticket)
            end_earlier(said)
        return heard(request)
    forms.check_text(said, has_files=forms.has_files(request))
    forms.check_room_for_words(how)
    decided = decided_again(request.POST)
    files = forms.clear_files(request, said)
    return arrived(request, keep(said, decided, how, files=files, with_words=not said.no_words), how)


def keep(said: Written, decided: Decided, how: str, **more: Any) -> Any:
    """The words of what was written, now sealed to who reads it; :class:`Refused` where the disk is full.

    ``more`` is what :func:`write_letter` takes besides.
    """
    with forms.kept_or_refused():
        words = write_letter(
            text=said.text,
            readers=decided.decision.readers,
            facts=decided.facts,
            language=get_language() or "es",
            lane=how,
            ticket=said.ticket,
            **more,
        )
        end_earlier(said)
    return words


def end_earlier(said: Written) -> None:
    """It arrived: what an older form of the same letter would show ends too."""
    if said.earlier and forms.is_ours(said.earlier):
        end_ticket(said.earlier, on=clock.today())


def decided_for(request: HttpRequest) -> Decided:
    """Who reads, for the page that comes back."""
    try:
        return decided_again(request.POST)
    except Changed as change:
        return decide_now(change.asked)


def sheet(request: HttpRequest, decided: Decided, said: Written, refusal: Refused | None = None) -> HttpResponse:
    """The page on which she writes, with all she wrote and a sentence where something is wrong."""
    if decided.decision.goes_nowhere:
        return nowhere(request, decided.asked, said)
    context = {
        "said": said,
        "sentence": refusal.sentence if refusal else "",
        "choose_again": bool(refusal and request.FILES),
        "who": queries.who_reads(decided.readers),
        "is_narrowed": bool(fields_of(decided.asked)),  # she left somebody out: who is left stands open on the page
        "days": reading_days(),
        "hidden": [("e", signed(decided)), *fields_of(decided.asked), *country_field(request)],
        **forms.tickets_again(said),
        "longest": forms.LONGEST_TEXT,
        "script": script.for_letter(decided),
        "integrity": settings.LETTER_SCRIPT,
        "read_on": queries.read_by(PUZZLE),  # what the script says when it arrived: it does the puzzle
    }
    status = refusal.status if refusal else 200
    return script.allow_script(render(request, "reporting/write.html", context, status=status))


def country_field(request: HttpRequest) -> list[tuple[str, str]]:
    """The country, handed on so that the next pages know it."""
    country = request.POST.get("d", "").upper()
    return [("d", country)] if country in by_code("country") else []


def arrived(request: HttpRequest, words: tuple[str, ...], how: str) -> HttpResponse:
    """It arrived: her eight words, as something she may leave."""
    context = {"words": words, "read_on": queries.read_by(how), "days": reading_days()}
    return render(request, "reporting/arrived.html", context)


def heard(request: HttpRequest) -> HttpResponse:
    """She spoke, and nothing of it was kept: where she can talk with somebody now."""
    return render(request, "reporting/heard.html", {"carried": carried(request, "n")})


def nowhere(request: HttpRequest, asked: Asked, said: Written) -> HttpResponse:
    """Nobody here may read it: the house does not take it, and says who else listens."""
    context: dict[str, Any] = {"asked": asked, "said": said, "carried": carried(request, "n", "b", "q")}
    return render(request, "reporting/nowhere.html", context)


def closed(request: HttpRequest, said: Written) -> HttpResponse:
    """This house takes no letters today; what she wrote is given back."""
    context = {"said": said, "carried": carried(request, "n")}
    return render(request, "reporting/closed.html", context, status=200 if said.text else 404)


def used(request: HttpRequest) -> HttpResponse:
    """The form was sent before: it shows nothing of what was in it."""
    return render(request, "reporting/used.html", status=409)


def busy(response: HttpResponse) -> HttpResponse:
    """When it may be tried again."""
    response["Retry-After"] = str(AGAIN_AFTER)
    return response
