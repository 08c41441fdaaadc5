"""Forms at the desk: whoever asks in a study fills them in here, with the same pages, where a phone is not at hand.

A round is one page: five taps, a voice note if she likes, one press. Nothing of it waits here when the line is gone;
for that there is the app on a phone, and the page says so.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.ui.views import keeps_words
from amparo.doors.intake.actions.sending import send_from_desk
from amparo.doors.intake.forms.phones import NotSent
from amparo.doors.intake.forms.round import NotTaken, note_in, one_page, round_of
from amparo.doors.intake.forms.sheet import NotBegun, Sheet, begin, read_sheet
from amparo.doors.intake.forms.turning import Turn, turned
from amparo.doors.intake.views.showing import language_now, page_context
from amparo.fieldwork.queries.paper import blank_of, sheet_for, sheets_for, title_in, voices
from amparo.formats.openrosa.filling import wrong_answers
from amparo.formats.openrosa.filling.filled import WORKED


def words_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What she filled in so far, to be copied where it is refused."""
    try:
        sheet = read_sheet(request.POST, request.resolver_match.kwargs["part"] if request.resolver_match else "")
    except NotBegun:
        return []
    typed = {name[1:]: " ".join(request.POST.getlist(name)) for name in request.POST if name.startswith("a/")}
    said = {key: text for key, text in {**sheet.answers, **typed}.items() if not key.startswith(WORKED)}
    return [(key.rpartition("/")[2], text) for key, text in said.items()]


@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """Which forms somebody can fill in here."""
    language = language_now()
    rows = [
        (study, [(each, title_in(each, language)) for each in found])
        for study, found in sheets_for(request.user, clock.today())
    ]
    return render(request, "intake/sheets.html", {"rows": rows})


@keeps_words(words_of)
def sheet(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A form at the desk, page by page; a round whole."""
    is_begun = request.method == "POST"
    deployment = sheet_for(request.user, reference, part, clock.today(), is_begun=is_begun)
    try:
        filled = read_sheet(request.POST, part) if is_begun else Sheet(begin(clock.now()))
    except NotBegun:
        return redirect("form_here", reference, part)
    if one_page(blank_of(deployment)):
        return a_round(request, deployment, filled)
    turn = turned(deployment, filled, request.POST, now=clock.now(), language=language_now())
    return send(request, deployment, turn) if filled.does == "send" else show(request, deployment, turn)


def show(request: HttpRequest, deployment: Any, turn: Turn, sentence: Any = "") -> HttpResponse:
    """A page of the form, or all that was said."""
    context = page_context(request, deployment, turn, action=action_of(deployment), sentence=sentence)
    return render(request, "intake/sheet.html", context | {"study": deployment.study, "is_desk": True})


def action_of(deployment: Any) -> str:
    """Where its pages are sent."""
    return reverse("form_here", args=[deployment.study.reference, deployment.reference])


def send(request: HttpRequest, deployment: Any, turn: Turn) -> HttpResponse:
    """Seal it and keep it; what cannot be taken comes back."""
    if wrong_answers(turn.filling):
        return show(request, deployment, turn, _("Something is still to be looked at. Press “Change” beside it."))
    try:
        send_from_desk(deployment, turn.filling, now=clock.now())
    except NotSent as error:
        return show(request, deployment, turn, error.sentence(language_now()))
    messages.success(request, _("It arrived, and is locked. Only who leads the study opens it."))
    return redirect("forms_here")


def a_round(request: HttpRequest, deployment: Any, filled: Sheet) -> HttpResponse:
    """One page with everything, and one press."""
    found = round_of(deployment, filled, request.POST, now=clock.now(), language=language_now())
    sentence: Any = ""
    if request.method == "POST" and filled.does == "send" and not found.wrong:
        try:
            files = note_in(request, voices(found.filling.blank))
            send_from_desk(deployment, found.filling, files=files, now=clock.now())
            messages.success(request, _("It arrived, and is locked. Only who leads the study opens it."))
            return redirect("forms_here")
        except NotTaken as refusal:
            sentence = refusal.sentence
        except NotSent as error:
            sentence = error.sentence(language_now())
    return show_round(request, deployment, found, sentence)


def show_round(request: HttpRequest, deployment: Any, found: Any, sentence: Any) -> HttpResponse:
    """The page of a round."""
    turn = Turn(found.sheet, found.filling, None, found.wrong)
    context = page_context(request, deployment, turn, action=action_of(deployment), sentence=sentence)
    context |= {
        "study": deployment.study, "is_desk": True, "items": found.items,
        "has_wrong": bool(found.wrong), "voice": found.voice, "choose_again": bool(request.FILES),
    }  # fmt: skip
    return render(request, "intake/round.html", context)
