"""Where a matter stands, who reads it, and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.legal.representation.actions import matters as actions
from amparo.legal.representation.actions.coded import say_counted
from amparo.legal.representation.forms import CloseForm, CountedForm, MoveForm, ReaderForm
from amparo.legal.representation.queries.matters import get_matter, may_be_let_in, nexts_of, people_of
from amparo.legal.representation.views.matters import PAGE, matter_page

LIST = "matters"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written about how it ended."""
    return [(str(_("What she got, and what is left to do")), request.POST.get("words", ""))]


@belongs_to(PAGE, "reference")
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where it stands now."""
    found = get_matter(request.user, reference)
    form = MoveForm(request.POST, nexts=nexts_of(found, True))
    if not form.is_valid():
        return matter_page(request, found, move=form)
    actions.move(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(PAGE, "reference")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close it, with how it ended."""
    found, form = get_matter(request.user, reference), CloseForm(request.POST)
    if not form.is_valid():
        return matter_page(request, found, close=form)
    actions.close(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Closed. If she comes back, open it again."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def counted(request: HttpRequest, reference: str) -> HttpResponse:
    """Write what she says to being counted, where the matter comes from no case; also when it is closed."""
    found, form = get_matter(request.user, reference), CountedForm(request.POST)
    if not form.is_valid():
        return matter_page(request, found, counted=form)
    say_counted(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Let another lawyer of the house read it."""
    found = get_matter(request.user, reference)
    form = ReaderForm(request.POST, offered=may_be_let_in(request.user, found))
    if not form.is_valid():
        return matter_page(request, found, share=form)
    actions.share(found, reader=form.chosen, by=request.user)
    messages.success(request, _("She reads it now."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whose it is, of those who read it."""
    found = get_matter(request.user, reference)
    form = ReaderForm(request.POST, offered=people_of(found))
    if not form.is_valid():
        return matter_page(request, found, assign=form)
    actions.assign(found, to=form.chosen.user, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Step back from it, in two steps: she does not come back to it."""
    found = get_matter(request.user, reference)
    if not request.POST.get("sure"):
        return render(request, "representation/sure.html", {"matter": found, "what": "leave"})
    actions.leave(found, by=request.user)
    messages.success(request, _("You stepped back. Others go on reading."))
    return redirect(LIST)


@belongs_to(PAGE, "reference")
def destroy(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy it because she asks for it, in two steps."""
    found = get_matter(request.user, reference)
    if not request.POST.get("sure"):
        return render(request, "representation/sure.html", {"matter": found, "what": "destroy"})
    actions.destroy(found.reference, by=request.user)
    messages.success(request, _("It is destroyed. Nobody opens it any more."))
    return redirect(LIST)
