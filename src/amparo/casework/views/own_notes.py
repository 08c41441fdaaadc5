"""Notes of a case that one person keeps for herself: a psychologist first of all. Nobody else is told of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases as actions
from amparo.casework.actions.parts import add_part
from amparo.casework.forms.own_notes import NOTE, OwnNoteForm
from amparo.casework.policies.areas import ONLY, may_keep_notes
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries import cases as queries
from amparo.casework.views.blocks import more_block
from amparo.commons.ui.views import keeps_words

PAGE = "case_own_notes"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What she wrote."""
    return [(_("What you wrote"), request.POST.get("note_text", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def own_notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Her own notes of a case, and a new one. A note is not changed here: another one says what was wrong."""
    found = queries.get_case(request.user, reference)
    may_keep_notes.check(request.user)
    if request.method != "POST":
        return page(request, found, OwnNoteForm())
    form = OwnNoteForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    add_part(found, kind=NOTE, answers=form.answers(), more={ONLY: True}, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


def page(request: HttpRequest, found: Any, form: OwnNoteForm) -> HttpResponse:
    """The page of her notes."""
    opened = actions.open_case(found, by=request.user)
    notes = [each for each in opened.of_kind(NOTE) if each.more.get(ONLY)]
    if request.method == "POST":  # not taken: what she wrote comes back
        may_write_more.check(request.user, found, opened.she_stopped)
    context = {
        "case": found,
        **more_block(request.user, opened),
        "form": form,
        "notes": notes,
        "young": opened.is_young,
    }
    return render(request, "casework/own_notes.html", context)
