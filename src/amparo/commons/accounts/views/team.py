"""Who works here, the teams, and the first page of a new colleague."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.backends import check_open
from amparo.commons.accounts.forms import OpenAccountForm, TeamForm
from amparo.commons.accounts.policies import may_manage_team, may_place_team, may_remove_team
from amparo.commons.ui.views import belongs_to


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
    check_open(may_manage_team, request.user)
    form = OpenAccountForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        passphrase = actions.fresh_passphrase()
        person = actions.open_account(password=passphrase, by=request.user, **form.cleaned_data)
        messages.success(request, _("The account is open."))
        return render(request, "accounts/passphrase.html", {"person": person, "passphrase": passphrase})
    return render(request, "accounts/open.html", {"form": form})
