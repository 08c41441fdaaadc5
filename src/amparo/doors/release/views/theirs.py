"""The own totals of another house: brought in with the key of the agreement, looked at, and answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.doors.exchange.forms import MarkedFileForm
from amparo.doors.exchange.policies import may_take
from amparo.doors.exchange.queries.partnerships import get_partnership
from amparo.doors.release.actions import theirs as actions
from amparo.doors.release.forms import SayForm
from amparo.doors.release.queries.outside import get_theirs, why_not_say
from amparo.doors.release.queries.theirs import theirs_shown
from amparo.formats.passing.documents import BadFile
from amparo.vault.queries.opened import opened_by


@sensitive_variables()
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Their file, opened with her key."""
    found = get_partnership(request.user, reference)
    if found.sends:
        raise Hidden
    may_take.check(request.user)
    opened_by(request.user)
    form = MarkedFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.bring_theirs(found, said["file"], heard=said["heard"], by=request.user, today=clock.today())
        except BadFile as error:
            form.add_error("heard" if error.code == "other_mark" else "file", error.sentence(get_language() or "es"))
        else:
            messages.success(request, _("It is here. One who checks looks at it and gives the word."))
            return redirect("theirs", made.reference)
    return render(request, "release/bring.html", {"found": found, "form": form})


@require_GET
def theirs(request: HttpRequest, reference: str) -> HttpResponse:
    """What they would publish, and what the attack tried on it."""
    found = get_theirs(request.user, reference)
    return render(request, "release/theirs.html", _page(request, found))


def _page(request: HttpRequest, found: Any) -> dict[str, Any]:
    today = clock.today()
    return theirs_shown(found) | {
        "theirs": found, "why_not": why_not_say(request.user, found, today), "form": SayForm(),
    }  # fmt: skip


@belongs_to("theirs", "reference")
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes or no to exactly what stands on her page."""
    found, form = get_theirs(request.user, reference), SayForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.say(found, seen=request.POST.get("seen", ""), by=request.user, today=clock.today(), **said)
        except Denied as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("Written down. Save the answer and hand it to them."))
            return redirect("theirs", reference)
    return render(request, "release/theirs.html", _page(request, found) | {"form": form}, status=409)


@require_GET
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer, to be handed back."""
    told = actions.answer_of(get_theirs(request.user, reference))
    if told is None:
        raise Hidden
    return to_save(told.as_file(), f"{told.looked_at[:4]}.json")
