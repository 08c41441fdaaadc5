"""The sheets of paper: made and shown once, typed by who keeps them, rehearsed, confirmed, used."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from amparo.commons.accounts.backends import check_open
from amparo.commons.accounts.queries import people_for
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to
from amparo.vault.actions import recovery as actions
from amparo.vault.forms import CombineForm, SheetForm, SheetsForm, UseForm
from amparo.vault.policies import ANSWERING, may_confirm_sheet, may_keep_keys
from amparo.vault.queries import desk as queries

REFUSALS = {
    "few": gettext_lazy("These are too few. A sheet that is typed twice counts once."),
    "mixed": gettext_lazy("These sheets are not of one set. Each says of which day it is."),
    "unread": gettext_lazy("A word is not as it is printed. Look at each sheet once more, word by word."),
    "other": gettext_lazy("These sheets are not those of this house, or they are of an older set."),
    "retired": gettext_lazy("Another set was made meanwhile. Look at the page of the keys."),
}
NOT_THIS_ONE = gettext_lazy("This is not what stands on that sheet. Look at the number, and at each word.")


@sensitive_variables("sheets")
def new(request: HttpRequest) -> HttpResponse:
    """Choose how many and who keeps them; the answer shows the sheets, and nothing shows them again."""
    check_open(may_keep_keys, request.user)
    form = SheetsForm(
        request.POST or None,
        people=[each for each in people_for(request.user) if each.role_codes and not each.has_role(*ANSWERING)],
        initial={"plan": "2-3"},
    )
    if request.method == "POST" and form.is_valid():
        made, sheets = actions.make_sheets(
            plan=form.cleaned_data["plan"], holders=form.cleaned_data["holders"], by=request.user
        )
        papers = [(share, text.split()) for share, text in zip(queries.shares_of(made), sheets, strict=True)]
        return render(request, "vault/sheets_made.html", {"made": made, "papers": papers})
    return render(request, "vault/sheets_new.html", {"form": form})


@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """Who keeps a sheet types it once, so that everybody knows it can be read."""
    shares = queries.shares_to_show(request.user)
    if not shares:
        raise Denied(_("You keep no sheet. Who keeps one types it at her own desk."))
    check_open(may_confirm_sheet, request.user, shares[0])
    form = SheetForm(request.POST or None, shares=shares)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_sheet(form.chosen, sheet=form.cleaned_data["sheet"], by=request.user)
        except actions.WrongSheet:
            form.add_error("sheet", NOT_THIS_ONE)
        else:
            messages.success(request, _("The sheet can be read. Put it back where only you find it."))
            return redirect("keys")
    return render(request, "vault/sheet_confirm.html", {"form": form})


@sensitive_post_parameters()
def rehearse(request: HttpRequest) -> HttpResponse:
    """Put enough sheets together once, so that it works on the day it is needed."""
    check_open(may_keep_keys, request.user)
    found = queries.get_sheets(request.user)
    form = CombineForm(request.POST or None, count=found.recovery.threshold)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rehearse(found.recovery, sheets=form.sheets, by=request.user)
        except actions.WrongSheets as error:
            form.add_error(None, REFUSALS[error.kind])
        else:
            messages.success(request, _("The sheets go together. Nothing was opened."))
            return redirect("keys")
    return render(request, "vault/sheets_typed.html", {"form": form, "sheets": found, "what": "rehearse"})


@belongs_to("keys")
def confirm(request: HttpRequest) -> HttpResponse:
    """A second coordinator says that these are the sheets."""
    found: Any = queries.get_sheets(request.user)
    actions.confirm_sheets(found.recovery, by=request.user)
    messages.success(request, _("The sheets count. New messages are locked to them too."))
    return redirect("keys")


@sensitive_variables("form")
def use_for(request: HttpRequest, recovery: Any, form: UseForm) -> HttpResponse:
    """Ask who gets it back once more, in a whole sentence: nobody is made to forget what she has read."""
    name = queries.name_of(form.chosen)
    if not request.POST.get("sure"):
        actions.look_at(recovery, sheets=form.sheets, by=request.user)
        return render(request, "vault/sheets_sure.html", {"form": form, "reader": form.chosen, "name": name})
    actions.recover(recovery, sheets=form.sheets, reader=form.chosen, by=request.user)
    messages.success(request, _("%(name)s reads again what the sheets open.") % {"name": name})
    return redirect("keys")


@sensitive_post_parameters()
def use(request: HttpRequest) -> HttpResponse:
    """The day a key is lost: enough sheets, and the confirmed key that gets everything back."""
    check_open(may_keep_keys, request.user)
    found = queries.get_sheets(request.user, that_count=True)
    form = UseForm(request.POST or None, count=found.recovery.threshold, keys=queries.keys_that_count())
    if request.method == "POST" and form.is_valid():
        try:
            return use_for(request, found.recovery, form)
        except actions.WrongSheets as error:
            form.add_error(None, REFUSALS[error.kind])
    return render(request, "vault/sheets_typed.html", {"form": form, "sheets": found, "what": "use"})
