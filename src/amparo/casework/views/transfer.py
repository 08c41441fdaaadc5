"""A case goes to another organisation: what goes is shown first, then it is a file; it is theirs once it arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import transfer as actions
from amparo.casework.forms.transfer import ArrivedForm, TransferForm
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.transfer import may_transfer
from amparo.casework.policies.young import TRANSFER, needs_second_yes
from amparo.casework.queries import cases as queries
from amparo.casework.queries.transfer import Goes, on_its_way, usable, what_goes
from amparo.casework.views.beginning import PAGE
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.formats.case_questions import questions
from amparo.vault.actions.archives import NotAKey


@sensitive_post_parameters()
def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """Who gets it, and what goes; the second time it is sealed and handed over as a file."""
    found = case_to_send(request, reference)
    if request.method != "POST":
        return transfer_page(request, found)
    form = TransferForm(request.POST, offered=offered_of(request, found))
    if not form.is_valid():
        return transfer_page(request, found, form=form)
    if waits(request, found, about := form.cleaned_data["permission"], form.to().recipient):
        return redirect("case_yes_ask_about", reference, TRANSFER, about)
    try:
        if request.POST.get("sure"):
            return to_save(actions.send(found, to=form.to(), by=request.user), f"{reference[:4]}.age")
        opened, permission, _key, mark = actions.checked_transfer(found, to=form.to(), by=request.user)
    except NotAKey:
        form.add_error("recipient", _("This is no age key. It begins with age1, and is copied whole."))
    except actions.OtherKey:
        form.add_error("aloud", _("That is not this key. Do not send: ring them again, on a number you know."))
    except Denied as denied:
        form.add_error(None, str(denied.sentence))
    if form.errors:
        return transfer_page(request, found, form=form, status=409)
    goes = shown(what_goes(opened, permission))
    context = {"case": found, "form": form, "goes": goes, "to": permission.name, "mark": mark}
    return render(request, "casework/transfer_sure.html", context | {"young": opened.is_young})


def case_to_send(request: HttpRequest, reference: str) -> Any:
    """A case of hers, where she is one of those who ask its person."""
    found = queries.get_case(request.user, reference)
    may_ask_her.check(request.user)
    return found


def waits(request: HttpRequest, found: Any, about: str, recipient: str) -> bool:
    """Is she under 18, and has no second person said yes to this? What went once may go again."""
    opened = case_actions.open_case(found, by=request.user)
    allowed = [each for each in usable(opened, clock.now()) if each.part.reference == about]
    again = any(actions.is_sent_again(opened, each, recipient) for each in allowed)
    return not again and needs_second_yes(opened, TRANSFER, about, on=clock.today())


def offered_of(request: HttpRequest, found: Any) -> list[Any]:
    """The permissions with which it could go."""
    return usable(case_actions.open_case(found, by=request.user), clock.now())


def transfer_page(request: HttpRequest, found: Any, *, form: Any = None, status: int = 200) -> HttpResponse:
    """The page where everything is said that has to be known before something leaves."""
    opened = case_actions.open_case(found, by=request.user)
    offered = usable(opened, clock.now())
    goes = [(each, what_goes(opened, each)) for each in offered]
    refusals = [may_transfer.reason(request.user, found, *each) for each in goes]
    why_not = None if None in refusals else (refusals or [may_transfer.reason(request.user, found, None, None)])[0]
    context = {
        "case": found,
        "form": form or TransferForm(offered=offered),
        "why_not": why_not,
        "waiting": on_its_way(opened.parts),
        "young": opened.is_young,
    }
    return render(request, "casework/transfer.html", context, status=status)


def shown(goes: Goes) -> dict[str, Any]:
    """What goes, as it stands on the page: question and answer, and the summary whole."""
    return {"answers": [(questions()[code], each) for code, each in goes.answers.items()], "summary": goes.summary}


@belongs_to(PAGE, "reference")
def arrived(request: HttpRequest, reference: str) -> HttpResponse:
    """They said that it arrived."""
    found = case_to_send(request, reference)
    form = ArrivedForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return redirect(PAGE, reference)
    try:
        actions.say_arrived(found, how=form.cleaned_data["how"], by=request.user)
    except Denied as denied:
        messages.warning(request, str(denied.sentence))
        return redirect(PAGE, reference)
    messages.success(request, _("Written down: from now on the other organisation goes with her."))
    return redirect(PAGE, reference)
