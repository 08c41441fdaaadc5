"""The word of another house for own totals: the file that goes to it, and the answer that comes back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from amparo.commons import clock
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.doors.exchange.forms import FileForm
from amparo.doors.release.actions import asking_outside
from amparo.doors.release.forms import HouseForm
from amparo.doors.release.queries.outside import houses_for
from amparo.doors.release.queries.requests import get_request
from amparo.doors.release.views.requests import page_of
from amparo.formats.passing.documents import BadFile


@belongs_to("release_request", "reference")
@sensitive_variables()
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """What the other house gets to see, sealed to its key; it lies nowhere here."""
    found = get_request(request.user, reference)
    form = HouseForm(request.POST, houses=houses_for(request.user))
    if not form.is_valid():
        context = page_of(request.user, found, clock.today()) | {"house_form": form}
        return render(request, "release/request.html", context, status=409)
    made = asking_outside.ask_outside(found, form.chosen, by=request.user, today=clock.today())
    return to_save(made.data, f"{made.asked.yes[:4]}.age")


@belongs_to("release_request", "reference")
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Their answer proves itself: whoever brings it in adds nothing to it."""
    found = get_request(request.user, reference)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            done = asking_outside.hear(found, form.cleaned_data["file"], by=request.user, today=clock.today())
        except BadFile as error:
            form.add_error("file", error.sentence(get_language() or "es"))
        else:
            messages.success(request, _("They said yes.") if done.state == "ready" else _("They said no."))
            return redirect("release_request", reference)
    context = page_of(request.user, found, clock.today()) | {"answer_form": form}
    return render(request, "release/request.html", context, status=409)
