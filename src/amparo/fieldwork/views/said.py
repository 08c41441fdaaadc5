"""What people said: who asks for somebody, and one form read whole. Only whoever leads the study, with her key open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import handed_over
from amparo.fieldwork.actions import said as actions
from amparo.fieldwork.queries import leading
from amparo.fieldwork.queries import said as queries
from amparo.fieldwork.views.studies import head_of
from amparo.formats.media import LONGEST_VOICE


def words(request: HttpRequest, reference: str) -> HttpResponse:
    """How many nobody saw to; with a press they are opened, and who asks for somebody stands first."""
    study = leading.get_hers(request.user, reference)
    through = None
    if request.method == "POST":
        through = actions.look_through(study, by=request.user, after=request.POST.get("after", "")[:16])
    context = {"through": through, "unseen": queries.unseen(study), "at_most": queries.AT_MOST}
    return render(request, "fieldwork/words.html", head_of(request, study) | context)


@require_GET
def word(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One form, as it was asked and answered, with its recordings."""
    study = leading.get_hers(request.user, reference)
    row = leading.get_form(study, part)
    found = actions.read_whole(study, row, by=request.user)
    context = head_of(request, study) | {"row": row, "whole": found, "minutes": LONGEST_VOICE // 60}
    return render(request, "fieldwork/word.html", context)


@require_GET
def word_file(request: HttpRequest, reference: str, part: str, place: int) -> HttpResponse:
    """A recording or a picture of it: to be kept as it came, or with ``?ver=1`` made anew to be heard or seen."""
    study = leading.get_hers(request.user, reference)
    data: Any = actions.open_file(study, leading.get_form(study, part), place=place, by=request.user)
    return handed_over(data, called=f"{part[:4]}-{place + 1}", anew=bool(request.GET.get("ver")))


@belongs_to("study_words", "reference")
def word_seen(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Somebody was with her, or nothing more is to do."""
    study = leading.get_hers(request.user, reference)
    missing = request.POST.get("missing", "")
    missing_then = int(missing) if missing.isdecimal() and len(missing) < 6 else 0
    actions.see_to(study, leading.get_form(study, part), missing=missing_then, by=request.user)
    messages.success(request, _("It is not shown as new any more. It stays locked."))
    return redirect("study_words", reference)
