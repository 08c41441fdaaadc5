"""One colleague: what she does, who vouches for her, what she lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.accounts import actions, backends, queries
from amparo.commons.accounts.backends import check_open
from amparo.commons.accounts.forms import RolesForm
from amparo.commons.accounts.policies import (
    CHILDREN,
    may_close_account,
    may_give_role,
    may_hand_passphrase,
    may_take_role,
)
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to


@require_GET
def team_person(request: HttpRequest, reference: str) -> HttpResponse:
    """One colleague: her roles in each team, a new passphrase, closing her account."""
    person = queries.get_person(request.user, reference)
    forms = [
        RolesForm(team=each, initial={"roles": queries.roles_in(person, each)})
        for each in queries.teams_for(request.user)
    ]
    return render(
        request,
        "accounts/person.html",
        {
            "colleague": person,
            "forms": forms,
            "signing": queries.signing_of(request.user, person),
            "why_not_close": may_close_account.reason(request.user, person),
            "why_not_passphrase": may_hand_passphrase.reason(request.user, person),
            "why_not_coordinator": may_take_role.reason(request.user, person, "coordinator"),
            "why_not_sign": may_give_role.reason(request.user, person, "reviewer"),
            "why_not_children": may_give_role.reason(request.user, person, CHILDREN),
        },
    )


@belongs_to("team_person", "reference")
def team_roles(request: HttpRequest, reference: str, team_reference: str) -> HttpResponse:
    """Give and take roles in one team, until they are as ticked."""
    person = queries.get_person(request.user, reference)
    chosen = queries.get_team(request.user, team_reference)
    form = RolesForm(request.POST, team=chosen, initial={"roles": queries.roles_in(person, chosen)})
    if form.is_valid():
        actions.set_roles(person, team=chosen, roles=form.cleaned_data["roles"], by=request.user)
        messages.success(request, _("Saved for %(team)s.") % {"team": chosen.name})
    return redirect("team_person", reference=reference)


@belongs_to("team_person", "reference")
def team_vouch(request: HttpRequest, reference: str, team_reference: str) -> HttpResponse:
    """Stand behind a role that signs, as a second person."""
    person = queries.get_person(request.user, reference)
    chosen, role = queries.get_team(request.user, team_reference), request.POST.get("role", "")
    if role not in queries.roles_in(person, chosen):
        raise Hidden
    try:
        actions.vouch(person, team=chosen, role=role, by=request.user, seen=request.POST.get("seen", ""))
    except actions.Changed:
        sentence = _("Her account or her organisation changed while you were reading. Look at it again.")
        return render(request, "ui/refused_staff.html", {"sentence": sentence}, status=409)
    messages.success(request, _("You vouch for her. From today she can sign."))
    return redirect("team_person", reference=reference)


def sure(request: HttpRequest, person: Any, what: str) -> HttpResponse:
    """What will be lost, before it is."""
    context = {
        "colleague": person,
        "what": what,
        "goes": backends.keeper.goes_with(person),
        "signs": queries.signing_of(request.user, person),
    }
    return render(request, "accounts/person_sure.html", context)


@belongs_to("team_person", "reference")
def team_passphrase(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a colleague who lost hers a new passphrase, shown once; before that, what it takes from her."""
    person = queries.get_person(request.user, reference)
    check_open(may_hand_passphrase, request.user, person)
    if not request.POST.get("sure"):
        return sure(request, person, "passphrase")
    passphrase = actions.fresh_passphrase()
    actions.set_password(person, password=passphrase, by=request.user)
    messages.success(request, _("The old passphrase does not work any more."))
    return render(request, "accounts/passphrase.html", {"person": person, "passphrase": passphrase})


@belongs_to("team_person", "reference")
def team_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an account, in two steps: it is not opened again."""
    person = queries.get_person(request.user, reference)
    check_open(may_close_account, request.user, person)
    if not request.POST.get("sure"):
        return sure(request, person, "close")
    actions.close_account(person, by=request.user)
    messages.success(request, _("The account of %(name)s is closed.") % {"name": person.name_used})
    return redirect("team")


@belongs_to("team_person", "reference")
def team_phone(request: HttpRequest, reference: str) -> HttpResponse:
    """A colleague lost her phone: she is out everywhere; where her numbers were on it, she gets a sheet, shown once."""
    person = queries.get_person(request.user, reference)
    actions.lose_phone(person, by=request.user)
    messages.success(request, _("Everything of hers is closed. She comes in anew."))
    if not request.POST.get("sheet"):
        return redirect("team_person", reference=reference)
    numbers = actions.hand_sheet(person, by=request.user)
    return render(request, "accounts/sheet.html", {"person": person, "numbers": numbers})
