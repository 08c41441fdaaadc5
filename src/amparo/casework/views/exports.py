"""Lists that leave the house for more than one person: asking, looking, taking the file once, opening one that came."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import exports as actions
from amparo.casework.actions.requests import take_back as take_request_back
from amparo.casework.forms.exports import ExportForm, OpenForm, WhyForm
from amparo.casework.policies.exports import (
    may_ask_for_export,
    may_count_export,
    may_decide_export,
    may_look,
    may_take_back,
    may_write_export,
)
from amparo.casework.policies.young import EXPORT as YOUNG
from amparo.casework.queries import exports as kinds
from amparo.casework.queries import requests as queries
from amparo.casework.queries.cases import named
from amparo.casework.queries.requests import EXPORT
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.commons.ui.views.files import CSV, to_save
from amparo.vault.queries.opened import opened_by

LIST, ONE = "exports", "export"


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """What she asked for, and what others ask her to look at. No number stands here."""
    may_look.check(request.user)
    opened_by(request.user)
    now, found = clock.now(), queries.requests_of(request.user, EXPORT)
    mine = [each for each in found if each.is_of(request.user)]
    context = {
        "waiting": queries.to_be_looked_at(request.user, EXPORT, now),
        "mine": mine,
        "others": [each for each in found if each.was_looked_at_by(request.user)],
        "why_not_ask": may_ask_for_export.reason(request.user),
        "open_form": OpenForm(),
    }
    return render(request, "casework/exports.html", context)


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote in words."""
    return [(_("In a few words"), request.POST.get("words", "")), (_("Why not"), request.POST.get("why", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an export; somebody else looks at it before anything is written."""
    may_ask_for_export.check(request.user)
    opened_by(request.user)
    seconds = queries.seconds_for(request.user)
    form = ExportForm(
        request.POST or None,
        kinds=kinds.kinds_for(request.user),
        cases=named(request.user, kinds.cases_to_export(request.user)),
        seconds=seconds,
        readers=queries.readers_to_send_to(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = asked(request, form)
        except Denied as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Asked. When somebody agrees, you take the file here."))
            return redirect(ONE, made.reference)
    return render(request, "casework/export_ask.html", {"form": form, "nobody": not seconds})


def asked(request: HttpRequest, form: ExportForm) -> Any:
    """The act, with what the form says."""
    said = form.cleaned_data
    return actions.ask_for_export(
        kind=said["kind"], cases=said["cases"], reason=said["reason"], words=said["words"], to=form.to,
        second=form.chosen, by=request.user, now=clock.now(),
    )  # fmt: skip


@require_GET
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """One export: what was asked, by whom, for whom, and what she may do with it."""
    return export_page(request, reference)


def export_page(request: HttpRequest, reference: str, status: int = 200, **sent: Any) -> HttpResponse:
    """The page of an export, with a form as it was sent where it was not taken."""
    may_look.check(request.user)
    opened_by(request.user)
    found, now = queries.get_request(request.user, reference, EXPORT), clock.now()
    context = {
        "found": found,
        "is_mine": found.is_of(request.user),
        "is_live": found.is_live(now),
        "refuse": WhyForm(),
        "why_not_decide": may_decide_export.reason(request.user, found.row, found.by, now),
        "why_not_take_back": may_take_back.reason(request.user, found.row),
        "why_not_count": may_count_export.reason(request.user, found.row, now),
        "counts": kinds.KINDS[found.note["kind"]].beside is not None,
        "why_not_write": may_write_export.reason(request.user, found.row, found.second, now),
        **sent,
    }
    return render(request, "casework/export.html", context, status=status)


@belongs_to(ONE, "reference")
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """The second person agrees."""
    may_look.check(request.user)
    found = queries.get_request(request.user, reference, EXPORT)
    actions.agree(found.row, by=request.user, now=clock.now())
    messages.success(request, _("You agreed. For one day she may take it, once."))
    return redirect(ONE, reference)


@sensitive_post_parameters()
@belongs_to(ONE, "reference")
@keeps_words(words_in)
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """The second person does not agree, with a reason."""
    may_look.check(request.user)
    found, form = queries.get_request(request.user, reference, EXPORT), WhyForm(request.POST)
    if not form.is_valid():
        return export_page(request, reference, refuse=form)
    actions.refuse(found.row, why=form.cleaned_data["why"], by=request.user, now=clock.now())
    messages.success(request, _("Written down. She reads why."))
    return redirect(ONE, reference)


@belongs_to(ONE, "reference")
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Who asked, or who agreed, takes it back."""
    may_look.check(request.user)
    take_request_back(queries.get_request(request.user, reference, EXPORT).row, by=request.user)
    messages.success(request, _("Taken back. Nothing leaves."))
    return redirect(LIST)


@belongs_to(ONE, "reference")
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """The file, once: sealed to who receives it."""
    may_look.check(request.user)
    found = queries.get_request(request.user, reference, EXPORT)
    now = clock.now()
    if young := actions.waits_for_yes(found.row, found.note, by=request.user, now=now):
        return redirect("case_yes_ask_about", young, YOUNG, found.row.reference)
    made = actions.write_export(found.row, by=request.user, now=now, language=get_language() or "es")
    if made.left_out:
        said = _("%(count)s of them do not let this go out today, and are not in the file.") % {"count": made.left_out}
        messages.warning(request, said)
    return to_save(made.box, made.name)


@belongs_to(ONE, "reference")
def beside(request: HttpRequest, reference: str) -> HttpResponse:
    """What the rows do not say, counted: sealed to her own key."""
    may_look.check(request.user)
    found = queries.get_request(request.user, reference, EXPORT)
    made = actions.write_beside(found.row, by=request.user, now=clock.now(), language=get_language() or "es")
    return to_save(made.box, made.name)


@sensitive_post_parameters()
@belongs_to(LIST)
def open_received(request: HttpRequest) -> HttpResponse:
    """A sealed file that came to her from this house: opened with her key, in memory."""
    may_look.check(request.user)
    opened_by(request.user)
    form = OpenForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Denied(_("Choose the file first."))
    data = actions.open_received(by=request.user, box=form.cleaned_data["file"].read())
    return to_save(data, "lista.csv", CSV)
