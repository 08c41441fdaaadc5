"""Folders for a court: asked for, looked at by a second person where one is needed, and taken."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.policies.exports import may_look
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.commons.ui.views.files import to_save
from amparo.formats.slow_work import Full
from amparo.legal.exhibits.actions import folders as actions
from amparo.legal.exhibits.actions.folders import TWO_LOOK, Made, Wanted
from amparo.legal.exhibits.forms.pieces import FolderForm, WhyNotForm
from amparo.legal.exhibits.policies import may_be_used, may_keep_pieces, may_let_out, may_take_out
from amparo.legal.exhibits.queries.exhibits import exhibits_in, named
from amparo.legal.exhibits.queries.folders import folders_of, get_folder, seconds_of
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.queries.matters import get_matter

LIST, ONE = "folders", "folder"
BUSY = gettext_lazy("Others are having papers made right now. Try again in a moment.")


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    asked = {"to": _("For whom"), "reason": _("Why"), "why": _("Why not")}
    return [(label, request.POST.get(name, "")) for name, label in asked.items()]


@sensitive_post_parameters()
@keeps_words(words_in)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Which pieces, to whom, under which lock; then the file, or somebody else looks first."""
    found, now = open_matter(get_matter(request.user, reference), by=request.user), clock.now()
    may_keep_pieces.check(request.user, found)
    pieces = [each for each in exhibits_in(request.user, found.matter) if each.file]
    going = [each for each in pieces if may_be_used.allows(request.user, each, now)]
    form = FolderForm(request.POST or None, pieces=named(going), seconds=seconds_of(request.user, found.matter))
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, found.matter, form, now)
        except Denied as refusal:
            form.add_error(None, str(refusal.sentence))
        except Full:
            form.add_error(None, BUSY)
    context = {"matter": found.matter, "form": form, "frozen": len(pieces) - len(going), "going": going}
    return render(request, "exhibits/folder_new.html", context)


def _asked(request: HttpRequest, matter: Any, form: FolderForm, now: datetime) -> HttpResponse:
    said = form.cleaned_data
    wanted = Wanted(said["items"], said["to"], said["runs"], said["reason"], said["key"])
    if not wanted.needs_two:
        whole = actions.bound_for(matter, wanted, by=request.user, now=now)
        return _file(actions.write_folder(matter, wanted, by=request.user, now=now, beside=whole))
    if form.chosen is None:
        raise Denied(TWO_LOOK)
    made = actions.ask_for_folder(matter, wanted, second=form.chosen, by=request.user, now=now)
    messages.success(request, _("Asked. When she agrees, you take the folder here."))
    return redirect(ONE, made.reference)


def _file(made: Made) -> HttpResponse:
    """The file under a neutral name. Count and head go beside it, for the slip that travels another way."""
    return to_save(made.data, made.name)


@require_GET
def folders(request: HttpRequest) -> HttpResponse:
    """What she asked for, and what she is asked about."""
    may_look.check(request.user)
    return render(request, "exhibits/folders.html", {"rows": folders_of(request.user), "now": clock.now()})


@require_GET
def folder(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them."""
    return folder_page(request, reference)


def folder_page(request: HttpRequest, reference: str, **sent: Any) -> HttpResponse:
    """The page, with a form that was not taken."""
    found, now = get_folder(request.user, reference), clock.now()
    context = {
        "found": found, "is_mine": found.is_of(request.user), "now": now,
        "why_not_decide": may_let_out.reason(request.user, found.row, found.by, now),
        "why_not_take": may_take_out.reason(request.user, found.row, found.second, now),
        "refuse": WhyNotForm(), **sent,
    }  # fmt: skip
    return render(request, "exhibits/folder.html", context)


@belongs_to(ONE, "reference")
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Let it out."""
    actions.agree(reference, by=request.user, now=clock.now())
    messages.success(request, _("You agreed. For a day she can take it."))
    return redirect(ONE, reference)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(ONE, "reference")
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Not this one, and why."""
    form = WhyNotForm(request.POST)
    if not form.is_valid():
        return folder_page(request, reference, refuse=form)
    actions.refuse(reference, why=form.cleaned_data["why"], by=request.user, now=clock.now())
    messages.success(request, _("Written down. She reads why."))
    return redirect(ONE, reference)


@belongs_to(ONE, "reference")
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take it, once."""
    found = get_folder(request.user, reference)
    matter = get_matter(request.user, found.row.matter)
    said: dict[str, Any] = {"by": request.user, "now": clock.now()}
    try:
        whole = actions.bound_for_agreed(matter, reference, **said)
    except Full:
        messages.error(request, BUSY)
        return redirect(ONE, reference)
    return _file(actions.take_folder(matter, reference, beside=whole, **said))
