"""Asking to read a case that is not open to her, and letting whoever asks in for three hours."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import asking as actions
from amparo.casework.forms.letting_in import AskForm, CaseForm
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.cases import may_accompany
from amparo.casework.queries import exports as kinds
from amparo.casework.queries import requests as queries
from amparo.casework.queries.cases import get_case, named
from amparo.casework.queries.requests import READ
from amparo.commons import clock
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.vault.queries.opened import opened_by

PAGE = "case_asked"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote in words."""
    return [(_("Which case"), request.POST.get("which", "")), (_("In a few words"), request.POST.get("words", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to read a case. The answer is the same, whether there is such a case or not."""
    may_accompany.check(request.user)
    opened_by(request.user)
    form = AskForm(request.POST or None, colleagues=queries.colleagues_of(request.user))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.ask_to_read(
            which=said["which"], whom=form.chosen, why=said["why"], words=said["words"], by=request.user,
            now=clock.now(),
        )  # fmt: skip
        messages.success(request, _("Asked. If you can be let in, it stands on this page, and the case in your list."))
        return redirect(PAGE)
    return render(request, "casework/case_ask.html", {"form": form})


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """Who asks her to be let in, and what she asked herself."""
    return asked_page(request)


def asked_page(request: HttpRequest, form: Any = None, sent_to: str = "") -> HttpResponse:
    """The page, with the one form that was not taken."""
    may_accompany.check(request.user)
    opened_by(request.user)
    now, cases = clock.now(), named(request.user, kinds.cases_to_export(request.user))
    waiting = []
    for each in queries.to_be_looked_at(request.user, READ, now):
        meant = queries.case_meant(request.user, each.note)
        fresh = CaseForm(
            cases=cases, initial={"case": meant.reference if meant else ""}, auto_id=f"c{each.row.reference}_%s"
        )
        waiting.append((each, form if form and each.row.reference == sent_to else fresh))
    mine = [each for each in queries.requests_of(request.user, READ) if each.is_of(request.user)]
    return render(request, "casework/case_asked.html", {"waiting": waiting, "mine": mine, "now": now})


@belongs_to(PAGE)
def let_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Let whoever asks read one of her cases for three hours, in two steps: what she has read she knows."""
    may_accompany.check(request.user)
    found = queries.get_request(request.user, reference, READ)
    cases = named(request.user, kinds.cases_to_export(request.user))
    form = CaseForm(request.POST, cases=cases, auto_id=f"c{reference}_%s")
    if not form.is_valid():
        return asked_page(request, form, reference)
    case = get_case(request.user, form.cleaned_data["case"])
    if not request.POST.get("sure"):
        name, reads = dict(cases)[case.reference], areas_of(found.by)
        context = {"case": case, "what": "let_in", "found": found, "name": name, "reads": reads}
        return render(request, "casework/sure.html", context)
    actions.let_in(found.row, case, by=request.user, now=clock.now())
    messages.success(request, _("She reads it for three hours. Whose case it is sees that you let her in, and why."))
    return redirect(PAGE)


@belongs_to(PAGE)
def put_away(request: HttpRequest, reference: str) -> HttpResponse:
    """Not this case, or not her."""
    may_accompany.check(request.user)
    actions.put_away(queries.get_request(request.user, reference, READ).row, by=request.user)
    messages.success(request, _("Put away. Nobody is told."))
    return redirect(PAGE)
