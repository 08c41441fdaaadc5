"""The pictures and sounds of a form: which it names, which are here, and one of them to look at or hear."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.policy.policies import NoLonger
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.actions.studies import md5
from amparo.fieldwork.forms.files import FilesForm, type_of
from amparo.fieldwork.policies import may_change, may_write
from amparo.fieldwork.queries.instruments import bytes_of_files, files_of, get_file, get_version
from amparo.fieldwork.queries.looked import missing_files

FILE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def files(request: HttpRequest, reference: str) -> HttpResponse:
    """All of them, and bringing more. One that does not fit is said; the others are kept."""
    version = get_version(request.user, reference)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FilesForm(*sent, meta=request.META)
    if request.method == "POST":
        may_write.check(request.user)
        form.wanted, form.held = set(actions.form_of_version(version).media), bytes_of_files(version)
        if form.is_valid() and add(request, version, form):
            return redirect("questionnaire_files", reference=reference)
    context = {
        "version": version, "form": form, "here": files_of(version), "missing": missing_files(version),
        "why_not": may_change.reason(request.user, version),
    }  # fmt: skip
    return render(request, "fieldwork/files.html", context)


def add(request: HttpRequest, version: Any, form: FilesForm) -> bool:
    """Keep those that were made anew. False where it cannot be changed any more."""
    try:
        for name, content in form.made.items():
            actions.add_media(version, name=name, content=content, digest=md5(content), by=request.user)
    except NoLonger as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(n)s files are here now.") % {"n": len(form.made)})
    return True


@require_GET
def file(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One file, to look at or to hear."""
    found = get_file(request.user, reference, name)
    content = bytes(found.content)
    return HttpResponse(content, content_type=type_of(content), headers=FILE)
