"""The files: one of ours is made and saved, one of theirs is looked at and brought in; the receipt goes back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.doors.exchange.actions import sending, taking_in
from amparo.doors.exchange.forms import FileForm, MarkedFileForm
from amparo.doors.exchange.policies import may_take
from amparo.doors.exchange.queries.partnerships import get_partnership
from amparo.doors.exchange.views.agreements import answered, sentence_of
from amparo.formats.passing.documents import BadFile
from amparo.vault.queries.opened import opened_by


@belongs_to("agreement", "reference")
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """The next file of ours; it is handed over and lies nowhere here."""
    found = get_partnership(request.user, reference)
    if not found.sends:
        raise Hidden
    made = sending.make_file(found, by=request.user, now=clock.now())
    return to_save(made.data, f"{made.parcel.token[:4]}.age")


@belongs_to("agreement", "reference")
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The other house gave its receipt."""
    found = get_partnership(request.user, reference)
    if not found.sends:
        raise Hidden
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            sending.file_receipt(found, form.cleaned_data["file"], by=request.user)
        except BadFile as error:
            form.add_error("file", sentence_of(error))
    if form.errors:
        return answered(request, found, status=409, receipt_form=form)
    messages.success(request, _("Filed: the last file came in there."))
    return redirect("agreement", reference)


@belongs_to("agreement", "reference")
@sensitive_variables()
def take_in(request: HttpRequest, reference: str) -> HttpResponse:
    """A file of theirs: opened with her key, looked at whole, and brought in whole or not at all."""
    found = get_partnership(request.user, reference)
    if found.sends:
        raise Hidden
    may_take.check(request.user)
    opened_by(request.user)
    form, told = MarkedFileForm(request.POST, request.FILES), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            told = taking_in.take_in(found, said["file"], heard=said["heard"], by=request.user, now=clock.now())
        except BadFile as error:
            form.add_error("heard" if error.code == "other_mark" else "file", sentence_of(error))
    if form.errors:
        return answered(request, found, status=409, rows_form=form)
    return answered(request, found, came=told)


@require_GET
def receipt_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt of what is here, to be handed back."""
    found = get_partnership(request.user, reference)
    told = None if found.sends else taking_in.receipt_again(found)
    if told is None:
        raise Hidden
    return to_save(told.as_file(), f"{told.token[:4]}.json")
