"""Looking whether there is a conflict, and what is decided about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.legal.representation.actions import conflicts as actions
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.forms import SettleForm
from amparo.legal.representation.queries.conflicts import last_look
from amparo.legal.representation.queries.matters import get_matter
from amparo.legal.representation.views.matters import PAGE, matter_page
from amparo.vault.actions.fields import Past
from amparo.vault.actions.index import TooOften


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Why somebody decides so."""
    return [(str(_("Why")), request.POST.get("words", ""))]


@belongs_to(PAGE, "reference")
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """Look for everybody of it. What was found stands on the page, and whom to ask."""
    found = get_matter(request.user, reference)
    try:
        findings = actions.look(found, by=request.user)
    except TooOften:
        return matter_page(request, found, too_often=True, status=429)
    messages.success(request, _("Something was found: decide below.") if findings else _("Nothing stands in the way."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(PAGE, "reference")
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide about what was found, with a reason."""
    found, form = get_matter(request.user, reference), SettleForm(request.POST)
    if not form.is_valid():
        return matter_page(request, found, settle=form)
    try:
        actions.settle(found, by=request.user, **form.cleaned_data)
    except Past:
        return looked_again(request, found)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def looked_again(request: HttpRequest, matter: Any) -> HttpResponse:
    """Somebody looked again since she read what was found: the page as it is now, with her words."""
    last = last_look(open_matter(matter, by=request.user).parts)
    sent = {**request.POST.dict(), "look": last.reference if last else ""}
    messages.error(request, _("Somebody looked again meanwhile. Read what was found now, and decide then."))
    return matter_page(request, matter, settle=SettleForm(sent), status=409)
