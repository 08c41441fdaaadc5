"""A copy of a piece with parts covered: boxes in a picture, passages in a text."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import keeps_words
from amparo.formats.media import NotTaken
from amparo.legal.exhibits.actions.exhibits import cover_picture, cover_text
from amparo.legal.exhibits.forms.pieces import BoxesForm, PassagesForm
from amparo.legal.exhibits.policies import may_keep_pieces
from amparo.legal.exhibits.queries.exhibits import OpenExhibit, get_exhibit
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.queries.matters import get_matter


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    return [(_("What is taken out"), request.POST.get("passages", "")), (_("Why"), request.POST.get("reason", ""))]


@sensitive_post_parameters()
@keeps_words(words_in)
def cover(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What is covered, and why; the piece itself stays as it is."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_keep_pieces.check(request.user, found)
    piece = get_exhibit(request.user, found.matter, part)
    if not piece.is_picture and not piece.is_text:
        raise Hidden
    form = (BoxesForm if piece.is_picture else PassagesForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _covered(request, found.matter, piece, form)
        except (Denied, NotTaken) as refusal:
            form.add_error(None, str(getattr(refusal, "sentence", _("This picture cannot be made anew here."))))
        else:
            messages.success(request, _("A copy was made. The piece itself is as it was."))
            return redirect("exhibit", reference, made.reference)
    return render(request, "exhibits/cover.html", {"matter": found.matter, "piece": piece, "form": form})


def _covered(request: HttpRequest, matter: Any, piece: OpenExhibit, form: Any) -> Any:
    said = {"by": request.user, "reason": form.cleaned_data["reason"]}
    if piece.is_picture:
        return cover_picture(matter, piece.reference, boxes=form.cleaned_data["boxes"], **said)
    return cover_text(matter, piece.reference, passages=form.cleaned_data["passages"], **said)
