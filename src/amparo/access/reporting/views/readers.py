"""Who reads: keys, fingerprints, what changed lately. And the lists of words, for a page that seals by itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.access.reporting.queries import letter as queries
from amparo.access.reporting.queries import script
from amparo.access.reporting.queries.calendar import reading_days
from amparo.vault.queries.standing import sheets_in_force


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """Who reads letters here, by what they are, so that anybody can compare keys."""
    context = {
        "lines": queries.key_lines(),
        "sheets": sheets_in_force(),
        "entries": queries.last_entries(),
        "days": reading_days(),
        "digest": settings.LETTER_SCRIPT_DIGEST,
    }
    return render(request, "reporting/readers.html", context)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The list of a language: 1,024 words, one a line, the same for everybody."""
    return HttpResponse(script.word_list(), content_type="text/plain; charset=utf-8")
