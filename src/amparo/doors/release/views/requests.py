"""What wants to leave: the list, asking, and one request with all that a checker looks at."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.directory.queries.bodies import names_here
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to
from amparo.doors.exchange.forms import FileForm
from amparo.doors.release import actions, policies
from amparo.doors.release.forms import AskForm, HouseForm, ReasonForm, plans_here
from amparo.doors.release.queries import drawn, estimate_pages, pages
from amparo.doors.release.queries.outside import houses_for, outside_of, theirs_for
from amparo.doors.release.queries.requests import (
    get_request,
    remarks_of,
    requests_for,
    reviewers,
    revisable_on,
    somebody_counts,
    standing,
)


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for her, for others, and what has ended."""
    found = requests_for(request.user, clock.today())
    why_not = [why for _plan, why in plans_for(request.user)]
    context = {
        "lists": found, "why_not": next(iter(why_not), True) if all(why_not) else None,
        "theirs": theirs_for(request.user),
    }  # fmt: skip
    return render(request, "release/requests.html", context)


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The fixed plans, one of which is asked for."""
    policies.may_see.check(request.user)
    context = {"plans": plans_for(request.user)}
    return render(request, "release/plans.html", context)


def plans_for(actor: Any) -> list[tuple[Any, Any]]:
    """Every plan, with why she cannot ask for it."""
    counts = somebody_counts()
    return [(each, policies.may_ask.reason(actor, each.kind, counts)) for each in plans_here()]


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for one period of a plan."""
    one, today = next((each for each in plans_here() if each.code == code), None), clock.today()
    if one is None:
        policies.may_ask.check(request.user)
        raise Hidden
    policies.may_ask.check(request.user, one.kind, somebody_counts())
    form = AskForm(
        request.POST or None, initial={"result": request.GET.get("profile", "")}, plan=one, today=today,
        partners=names_here(), reviewers=reviewers(), profiles=estimate_pages.profiles_for(one, request.user),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked = actions.Asked(one, **form.cleaned_data)
        try:
            made = actions.ask(asked, by=request.user, today=today)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            actions.protect_or_wait(made, by=request.user, today=today)
            return redirect("release_request", made.reference)
    context = {"form": form, "plan": one, "next": revisable_on(one)}
    return render(request, "release/ask.html", context)


@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: where it stands, what would leave, what the attack tried, the words, and who may do what."""
    found = get_request(request.user, reference)
    return render(request, "release/request.html", page_of(request.user, found, clock.today()))


def page_of(actor: Any, found: Any, today: Any) -> dict[str, Any]:
    """Everything that stands on the page of a request."""
    made, may = pages.plan_of(found), pages.may_of(actor, found, today)
    context: dict[str, Any] = {
        "release": found, "plan": made, "may": may, "way": pages.way(found),
        "remarks": [_(text) % values for text, values in remarks_of(found)],
        "others": pages.who_else(found) if found.state in ("first", "second", "words") else [],
        "waits": pages.waits_of(found), "nearest": pages.nearest_of(found),
    }  # fmt: skip
    if made is not None and found.cells:
        context["words"], context["notes"] = pages.words(made, found), pages.notes_of(made, found)
        if may["figures"] is None:
            context["tables"], context["marks"] = drawn.tables(made, found)
            context["hidden"] = pages.hidden_counts(made, found)
            context["differences"] = pages.differences(made, found)
    if made is not None and found.report and may["figures"] is None:
        context["report"] = pages.report(made, found)
    if found.kind == policies.TOTALS:
        context |= outside_of(actor, found, today)
        if context["why_not_ask"] is None:
            context |= {"house_form": HouseForm(houses=houses_for(actor))}
        context |= {"answer_form": FileForm()}
    return context


@belongs_to("release_request", "reference")
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes to the figures."""
    found = get_request(request.user, reference)
    actions.say_yes(found, digest=request.POST.get("seen", ""), by=request.user, today=clock.today())
    messages.success(request, _("Your yes is written down."))
    return redirect("release_request", reference)


def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """No, with a reason."""
    found = get_request(request.user, reference)
    policies.may_refuse.check(request.user, standing(found))
    form = ReasonForm(request.POST or None, reasons="release_refusal")
    if request.method == "POST" and form.is_valid():
        actions.refuse(found, why=form.cleaned_data["why"], by=request.user)
        return redirect("release_request", reference)
    nearest = pages.coarser_said(found)
    return render(request, "release/refuse.html", {"release": found, "form": form, "nearest": nearest})


@belongs_to("release_request", "reference")
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The author takes it back."""
    actions.withdraw(get_request(request.user, reference), by=request.user)
    messages.success(request, _("You took it back. Who was counted for it is forgotten."))
    return redirect("release_request", reference)


@belongs_to("release_request", "reference")
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """The author has the figures made anew."""
    found = actions.begin_again(get_request(request.user, reference), by=request.user)
    actions.protect_or_wait(found, by=request.user, today=clock.today())
    return redirect("release_request", reference)


@belongs_to("release_request", "reference")
def out(request: HttpRequest, reference: str) -> HttpResponse:
    """Let it out."""
    done = actions.let_out_or_wait(get_request(request.user, reference), by=request.user, today=clock.today())
    if done.state == "released":
        messages.success(request, _("It is released. Whoever opens the page of figures finds it."))
    return redirect("release_request", reference)
