"""Inviting somebody of another body: the account, the letter, and the words for the telephone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from amparo.access.focal_points import actions
from amparo.access.focal_points.forms.desk import InviteForm
from amparo.access.focal_points.forms.fields import Hours, spans
from amparo.access.focal_points.policies import knows_of_them, may_look_after
from amparo.access.focal_points.queries import desk as queries
from amparo.access.focal_points.queries.invitation import phrase_of
from amparo.access.focal_points.queries.state import INVITED
from amparo.commons import clock
from amparo.commons.accounts.actions import fresh_passphrase
from amparo.commons.accounts.backends import check_open
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to


def invite(request: HttpRequest) -> HttpResponse:
    """Public body, her account, what she answers for; the answer shows her first passphrase, once."""
    if not knows_of_them(request.user):
        raise Hidden
    check_open(may_look_after, request.user)
    marked = {"language": request.LANGUAGE_CODE, "competences": request.GET.getlist("para")[:1]}
    form = InviteForm(request.POST or None, today=clock.today(), initial=marked)
    hours = Hours(request.POST or None, prefix="h")
    refusal: Any = ""
    if request.method == "POST" and form.is_valid() and hours.is_valid():
        passphrase, facts = fresh_passphrase(), form.facts() | {"hours": spans(hours)}
        try:
            focal = actions.invite(
                organisation=form.cleaned_data["organisation"], place=form.cleaned_data["place"],
                person=form.person(), password=passphrase, facts=facts, by=request.user, today=clock.today(),
            )  # fmt: skip
        except Denied as denied:
            refusal = denied.sentence
        else:
            return render(request, "focal_points/invited.html", {"focal": focal, "passphrase": passphrase})
    return render(request, "focal_points/invite.html", {"form": form, "hours": hours, "refusal": refusal})


@require_GET
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter in the language of her page, and the words to say on the telephone."""
    focal = queries.get_focal_point(request.user, reference)
    check_open(may_look_after, request.user)
    line = queries.line_of(focal, clock.today())
    if line.state.code != INVITED:
        raise Hidden
    language = focal.user.language if focal.user else "es"
    context = {
        "focal": focal, "line": line, "phrase": phrase_of(focal), "address": address(request, language),
        "letter_language": language, "asks_for_a_number": settings.SECOND_STEP, "today": clock.today(),
    }  # fmt: skip
    return render(request, "focal_points/letter.html", context)


def address(request: HttpRequest, language: str) -> str:
    """Where she comes in, in her language, as it is typed."""
    with translation.override(language):
        return f"{request.get_host()}{reverse('sign_in')}"


@belongs_to("focal_letter", "reference")
def another(request: HttpRequest, reference: str) -> HttpResponse:
    """Another phrase, where the letter was lost or read by somebody else."""
    focal = queries.get_focal_point(request.user, reference)
    actions.invite_again(focal, by=request.user)
    return redirect("focal_letter", reference=reference)
