"""Bringing a list in at the desk: look at what would happen, then store it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amparo.commons import clock
from amparo.commons.directory.actions.imports import BadFile, import_services, rehearse
from amparo.commons.directory.forms.importing import ImportForm
from amparo.commons.directory.policies import may_edit
from amparo.commons.directory.queries.incoming import find_mapping, from_mapping, records_in_bytes
from amparo.commons.directory.queries.problems import said
from amparo.commons.directory.queries.report import Report
from amparo.commons.directory.queries.tally import tally_lines
from amparo.formats.hsds import Tally


def bring(request: HttpRequest) -> HttpResponse:
    """Who writes the list may bring one in. The first press only looks."""
    may_edit.check(request.user)
    sent = request.META.get("CONTENT_LENGTH") or "0"
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*posted, today=clock.today(), sent=int(sent) if sent.isdecimal() else 0)
    if request.method != "POST" or not form.is_valid():
        return render(request, "directory/desk_import.html", {"form": form})
    store = "store" in request.POST and form.is_the_one_seen
    report = run(request, form, store=store)
    context: dict[str, Any] = {
        "form": form,
        "report": report,
        "tally": list(tally_lines(report)),
        "lines": [(line.is_refused, said(line)) for line in report.lines],
        "stored": store and not report.stopped,
        "other_file": "store" in request.POST and not store,
    }
    if not context["stored"] and not report.stopped:
        context |= {"carried": form.carry(), "seen": form.digest}
    return render(request, "directory/desk_import_seen.html", context)


def run(request: HttpRequest, form: ImportForm, *, store: bool) -> Report:
    """Look, or store."""
    mapping = find_mapping(form.cleaned_data["mapping"]) if form.cleaned_data["mapping"] else None
    told, tally = form.told(), Tally()
    told = from_mapping(mapping, told) if mapping else told
    found = records_in_bytes(form.cleaned_data["data"], mapping, source=told.code, tally=tally)
    act = import_services if store else rehearse
    try:
        report: Report = act(
            found, tally=tally, said=told, language=get_language() or "es", today=form.today, by=request.user
        )
    except BadFile as bad:
        return bad.report
    return report
