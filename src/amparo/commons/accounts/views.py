"""Coming in, going out, and who works here."""

from threading import BoundedSemaphore
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.forms import MyPasswordForm, OpenAccountForm, RolesForm, SignInForm, TeamForm
from amparo.commons.accounts.policies import (
    may_close_account,
    may_give_role,
    may_manage_team,
    may_place_team,
    may_remove_team,
    may_take_role,
)
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to

# Checking a passphrase costs the processor much on purpose. Two at a time in a process: whoever sends thousands of
# names makes the others at this door wait, and not a woman who looks for a place to sleep.
AT_THE_DOOR = BoundedSemaphore(2)
LONGEST_WAIT = 2.0  # seconds


@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """One sentence for every refusal, after the same work, whether the name exists or not."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not AT_THE_DOOR.acquire(timeout=LONGEST_WAIT):
            return busy(request)
        try:
            person = authenticate(
                request, username=form.cleaned_data["sign_in_name"], password=form.cleaned_data["password"]
            )
        finally:
            AT_THE_DOOR.release()
        if person is not None:
            login(request, person)
            return redirect(queries.page_after_signing_in(person, wanted))
    refusal = _("This name and this passphrase do not go together. Try again.") if request.method == "POST" else ""
    return render(request, "accounts/sign_in.html", {"form": form, "next": wanted, "refusal": refusal})


def busy(request: HttpRequest) -> HttpResponse:
    """Too many try to come in at once. It says nothing of anybody, and the public pages go on answering."""
    answer = render(request, "accounts/busy.html", status=503)
    answer["Retry-After"] = "10"
    return answer


@belongs_to("desk")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session at once."""
    logout(request)
    return redirect("sign_in")


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Who works here, and what each does."""
    return team_page(request, TeamForm())


def team_page(request: HttpRequest, form: TeamForm) -> HttpResponse:
    """The people, the teams, and the form that makes one."""
    context = {
        "people": queries.people_for(request.user),
        "teams": queries.teams_for(request.user),
        "why_not": may_manage_team.reason(request.user),
        "form": form,
    }
    return render(request, "accounts/team.html", context)


@belongs_to("team")
def team_new(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    may_manage_team.check(request.user)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return team_page(request, form)
    made = actions.make_team(by=request.user, **form.cleaned_data)
    messages.success(request, _("The team “%(name)s” is there.") % {"name": made.name})
    return redirect("team")


def team_change(request: HttpRequest, team_reference: str) -> HttpResponse:
    """One team: its name, and the organisation it belongs to."""
    chosen = queries.get_team(request.user, team_reference)
    whose = chosen.organisation.name if chosen.organisation else ""
    form = TeamForm(request.POST or None, team=chosen, initial={"name": chosen.name, "organisation": whose})
    if request.method == "POST" and form.is_valid():
        actions.change_team(chosen, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. The team is called “%(name)s”.") % {"name": chosen.name})
        return redirect("team")
    context = {
        "form": form,
        "chosen": chosen,
        "why_not_place": may_place_team.reason(request.user, chosen),
        "why_not_remove": may_remove_team.reason(request.user, chosen),
    }
    return render(request, "accounts/team_change.html", context)


@belongs_to("team_change", "team_reference")
def team_remove(request: HttpRequest, team_reference: str) -> HttpResponse:
    """Take away a team in which nobody does anything."""
    actions.remove_team(queries.get_team(request.user, team_reference), by=request.user)
    messages.success(request, _("The team is gone."))
    return redirect("team")


def team_open(request: HttpRequest) -> HttpResponse:
    """Open an account; its first passphrase is shown on the answer and never again."""
    may_manage_team.check(request.user)
    form = OpenAccountForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        passphrase = actions.fresh_passphrase()
        person = actions.open_account(password=passphrase, by=request.user, **form.cleaned_data)
        messages.success(request, _("The account is open."))
        return render(request, "accounts/passphrase.html", {"person": person, "passphrase": passphrase})
    return render(request, "accounts/open.html", {"form": form})


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
            "why_not_coordinator": may_take_role.reason(request.user, person, "coordinator"),
            "why_not_sign": may_give_role.reason(request.user, person, "reviewer"),
        },
    )


@belongs_to("team_person", "reference")
def team_roles(request: HttpRequest, reference: str, team_reference: str) -> HttpResponse:
    """Give and take roles in one team, until they are as ticked."""
    person = queries.get_person(request.user, reference)
    chosen = queries.get_team(request.user, team_reference)
    form = RolesForm(request.POST, team=chosen)
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


@belongs_to("team_person", "reference")
def team_passphrase(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a colleague who lost hers a new passphrase, shown once."""
    person = queries.get_person(request.user, reference)
    passphrase = actions.fresh_passphrase()
    actions.set_password(person, password=passphrase, by=request.user)
    messages.success(request, _("The old passphrase does not work any more."))
    return render(request, "accounts/passphrase.html", {"person": person, "passphrase": passphrase})


@belongs_to("team_person", "reference")
def team_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an account."""
    person = queries.get_person(request.user, reference)
    actions.close_account(person, by=request.user)
    messages.success(request, _("The account of %(name)s is closed.") % {"name": person.name_used})
    return redirect("team")


@sensitive_post_parameters()
def my_password(request: HttpRequest) -> HttpResponse:
    """Her own passphrase, changed by her; she stays signed in here and nowhere else."""
    person: Any = request.user
    form = MyPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.set_password(person, password=form.cleaned_data["password"], by=person)
        update_session_auth_hash(request, person)
        messages.success(request, _("Your passphrase is changed. Other devices where you had come in are out."))
        return redirect("desk")
    return render(request, "accounts/my_password.html", {"form": form})
