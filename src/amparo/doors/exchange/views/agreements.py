"""Agreements: which there are, drawing one up, reading one in, confirming it, sharing its key, ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.doors.exchange.actions import agreeing, ending
from amparo.doors.exchange.forms import AgreementForm, FileForm, MarkForm, PersonForm
from amparo.doors.exchange.policies import may_draw, may_end, may_see, may_send, may_take
from amparo.doors.exchange.queries import partnerships as queries
from amparo.doors.exchange.views.page import page_of
from amparo.formats.passing.documents import BadFile
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement, those in force first."""
    rows = [(each, queries.newest(each)) for each in queries.partnerships(request.user)]
    why_not_draw = may_draw.reason(request.user, reader_of(request.user))
    context = {"rows": rows, "why_not_send": may_send.reason(request.user), "why_not_draw": why_not_draw}
    return render(request, "exchange/agreements.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Draw one up: rows of another house will come here."""
    may_see.check(request.user)
    may_draw.check(request.user, reader_of(request.user))
    named = queries.named_variables(queries.book_today(), get_language() or "es")
    form = AgreementForm(request.POST or None, variables=named, today=clock.today())
    if request.method != "POST" or not form.is_valid():
        return render(request, "exchange/new.html", {"form": form})
    found = agreeing.draw(by=request.user, **form.cleaned_data)
    messages.success(request, _("Drawn up. Save its file, and hand it to them."))
    return redirect("agreement", found.reference)


def read_in(request: HttpRequest) -> HttpResponse:
    """Read in what another house drew up: rows of this one will go there."""
    may_see.check(request.user)
    may_send.check(request.user)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            found = agreeing.read_in(form.cleaned_data["file"], by=request.user)
        except (BadFile, Denied) as error:
            form.add_error("file", sentence_of(error))
        else:
            messages.success(request, _("It is here. Read all of it, and let a second person confirm it."))
            return redirect("agreement", found.reference)
    return render(request, "exchange/read_in.html", {"form": form})


def sentence_of(error: BadFile | Denied) -> str:
    """Why not, in the language of the page."""
    return error.sentence(get_language() or "es") if isinstance(error, BadFile) else str(error.sentence)


@require_GET
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them: what was agreed, and what there is to do today."""
    found = queries.get_partnership(request.user, reference)
    return render(request, "exchange/agreement.html", page_of(request.user, found))


@require_GET
def as_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreement, to be handed over: it holds no secret."""
    found = queries.get_partnership(request.user, reference)
    return to_save(found.agreement.as_file(), f"{found.code[:4]}.json")


@belongs_to("agreement", "reference")
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """A second person heard the mark."""
    found = queries.get_partnership(request.user, reference)
    form = MarkForm(request.POST)
    if form.is_valid():
        try:
            agreeing.confirm(found, heard=form.cleaned_data["heard"], by=request.user)
        except BadFile as error:
            form.add_error("heard", sentence_of(error))
    if form.errors:
        return answered(request, found, status=409, confirm_form=form)
    messages.success(request, _("Confirmed. From its first day on it is in force."))
    return redirect("agreement", reference)


@belongs_to("agreement", "reference")
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Another one who counts opens what comes, too."""
    found = queries.get_partnership(request.user, reference)
    may_take.check(request.user)
    opened_by(request.user)
    form = PersonForm(request.POST, people=queries.could_open(found))
    if not form.is_valid():
        return answered(request, found, status=409, person_form=form)
    agreeing.let_open(found, who=form.chosen, by=request.user)
    messages.success(request, _("Written down. She opens what comes, too."))
    return redirect("agreement", reference)


@belongs_to("agreement", "reference")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the next step to its end, each in two presses: end what goes from here; ask for the end, or agree to it."""
    found = queries.get_partnership(request.user, reference)
    may_end.check(request.user, found)
    if not request.POST.get("sure"):
        context = {"found": found, "last": queries.newest(found), "gone_on": queries.gone_after(clock.today())}
        return render(request, "exchange/end.html", context)
    ending.end(found, by=request.user)
    found.refresh_from_db()
    asked, ended = (
        _("You asked for it. Nothing ends until a second person agrees."),
        _("It ended. Tell them by telephone."),
    )
    messages.success(request, asked if found.is_in_force else ended)
    return redirect("agreement", reference)


@belongs_to("agreement", "reference")
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no to its end, or bring back what was set aside."""
    found = queries.get_partnership(request.user, reference)
    ending.keep(found, by=request.user, on=clock.today())
    messages.success(request, _("This agreement is in force."))
    return redirect("agreement", reference)


def answered(request: HttpRequest, found: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an agreement, with what was just tried."""
    return render(request, "exchange/agreement.html", page_of(request.user, found) | more, status=status)
