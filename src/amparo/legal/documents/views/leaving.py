"""Papers that leave the house as a file, and those that are set aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.formats.codes import label
from amparo.formats.documents.bundle.pieces import BadPiece
from amparo.formats.documents.finished import forms_here
from amparo.formats.slow_work import Full
from amparo.legal.documents import actions, queries
from amparo.legal.documents.forms import BundleForm
from amparo.legal.documents.views.papers import PAGE, opened_for
from amparo.legal.representation.actions.parts import end_part
from amparo.legal.representation.queries.matters import get_matter


@belongs_to(PAGE, "reference", "part")
def hand_out(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A paper as Word, PDF or a page to print."""
    found, form = get_matter(request.user, reference), request.POST.get("form", "")
    if form not in forms_here():
        raise Hidden
    try:
        made = actions.hand_out(found, reference=part, form=form, by=request.user)
    except Full:
        messages.error(request, _("Others are having papers made right now. Try again in a moment."))
        return redirect(PAGE, reference, part)
    return file_of(made)


def file_of(made: actions.Made) -> HttpResponse:
    """A file to be kept elsewhere, under a name that tells nothing."""
    return to_save(made.data, made.name, made.type)


@belongs_to(PAGE, "reference", "part")
def set_aside(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is not used any more, or it is after all."""
    found = opened_for(request, reference)
    one = queries.paper_in(found, part)
    end_part(found.matter, reference=part, ended=not one.part.is_over, by=request.user)
    messages.success(request, _("Written down."))
    return redirect("matter_documents", reference)


@sensitive_post_parameters()
def bundle(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose papers, and take them along as one PDF with an index."""
    found = opened_for(request, reference)
    here = [each for each in queries.papers_in(found) if not each.part.is_over]
    form = BundleForm(request.POST if request.method == "POST" else None, papers=here)
    if request.method != "POST" or not form.is_valid() or "pdf" not in forms_here():
        return bundle_page(request, found, form)
    said: dict[str, Any] = {"chosen": form.chosen, "heading": form.cleaned_data["heading"]}
    language = get_language() or "es"
    try:
        made = actions.bind_papers(found.matter, language=language, by=request.user, today=clock.today(), **said)
    except BadPiece as refused:
        form.add_error(None, f"{refused.label} {label('bundle_fault', refused.kind, language)}".strip())
        return bundle_page(request, found, form)
    except Full:
        form.add_error(None, _("Others are having papers made right now. Try again in a moment."))
        return bundle_page(request, found, form)
    return file_of(made)


def bundle_page(request: HttpRequest, found: Any, form: BundleForm) -> HttpResponse:
    """The page that asks which."""
    context = {"matter": found.matter, "open": found, "form": form, "can_bind": "pdf" in forms_here()}
    return render(request, "documents/bundle.html", context)
