"""Looking whether somebody has a case already, before a second one is opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import alike as actions
from amparo.casework.forms.alike import SoughtForm
from amparo.casework.policies.cases import may_accompany, may_begin
from amparo.commons.ui.views import keeps_words
from amparo.vault.actions.index import TooOften
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of


def sought_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she was looking for."""
    return [(_("What she is called, or a number"), request.POST.get("sought", ""))]


@sensitive_post_parameters()
@keeps_words(sought_in)
def alike(request: HttpRequest) -> HttpResponse:
    """Her cases that are alike, and whom to ask about others. What is looked for is kept nowhere."""
    may_accompany.check(request.user)
    opened_by(request.user)
    may_begin.check(request.user, reader_of(request.user))
    form, found = SoughtForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            found = actions.look_for(form.cleaned_data["sought"], by=request.user)
        except TooOften:
            form.add_error("sought", _("You looked for many names by now. Go on in an hour, or tomorrow."))
    return render(request, "casework/alike.html", {"form": form, "found": found})
