"""Taking a piece in. One question comes before any file; where its answer is not no, nothing is stored or opened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import keeps_words
from amparo.legal.exhibits.actions.exhibits import take_in
from amparo.legal.exhibits.forms.taking_in import ChildForm, TakeInForm
from amparo.legal.exhibits.policies import NOT_SURE_IS_YES, TESTIMONY, may_keep_pieces
from amparo.legal.exhibits.queries.calling import lines_for_children
from amparo.legal.exhibits.queries.exhibits import exhibits_in, mime_of
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.queries.matters import get_matter


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    asked = {"described": _("What it is, in a few words"), "again": _("Why what she told before cannot be used again")}
    return [(label, request.POST.get(name, "")) for name, label in asked.items()]


@sensitive_post_parameters()
@keeps_words(words_in)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """First the question, then the form."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_keep_pieces.check(request.user, found)
    first = ChildForm(request.POST or None)
    if request.method != "POST" or not first.is_valid():
        return render(request, "exhibits/child.html", {"matter": found.matter, "form": first})
    if first.cleaned_data["child"] in NOT_SURE_IS_YES:
        context = {"matter": found.matter, "lines": lines_for_children(found)}
        return render(request, "exhibits/stop.html", context)
    return taken_in(request, found)


def taken_in(request: HttpRequest, found: Any) -> HttpResponse:
    """The form about the piece, and the act."""
    told = [each for each in exhibits_in(request.user, found.matter) if each.kind == TESTIMONY]
    sent = request.POST if "described" in request.POST else None
    files = None if sent is None else request.FILES
    form = TakeInForm(sent, files, initial={"child": "no"}, told_before=bool(told), meta=request.META)
    if sent is not None and form.is_valid():
        try:
            made = _took(request, found, form)
        except Denied as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Taken in. Now ask her whether it may be used."))
            return redirect("exhibit", found.matter.reference, made.reference)
    context = {"matter": found.matter, "form": form, "told": told}
    return render(request, "exhibits/new.html", context)


def _took(request: HttpRequest, found: Any, form: TakeInForm) -> Any:
    said, upload = form.cleaned_data, form.cleaned_data.get("file")
    data = upload.read() if upload else b""
    return take_in(
        found.matter, kind=said["kind"], said=form.said, child=said["child"], by=request.user, data=data,
        name=str(upload.name) if upload else "", mime=mime_of(data), elsewhere=said["elsewhere"],
        again=said.get("again", ""), privileged=said["privileged"],
    )  # fmt: skip
