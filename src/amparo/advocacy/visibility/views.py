"""What was released, for everybody: the list, an edition, its files and its maps. Nothing here is kept by anybody.

Every answer says ``no-store``, as all pages of the house do: what is taken down is gone with the next request.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.advocacy.visibility.queries import files, reading
from amparo.commons.policy.policies import Hidden
from amparo.publications.queries import taken_down

type View = Callable[..., HttpResponse]


def or_taken_down(view: View) -> View:
    """Where an edition was there once and was taken down, say so: a 410, and no figure of it."""

    @functools.wraps(view)
    def view_or_words(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, reference, **kwargs)
        except Hidden:
            edition = taken_down(reference)
            if edition is None:
                raise
            return render(request, "visibility/taken_down.html", {"edition": edition}, status=410)

    return view_or_words


def editions(request: HttpRequest) -> HttpResponse:
    """The list of what was released."""
    return render(request, "visibility/editions.html", {"pages": reading.released()})


def feed(request: HttpRequest) -> HttpResponse:
    """The same list for programs that look for what is new (Atom)."""
    context = {"pages": reading.released(), "root": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "visibility/feed.xml", context, content_type="application/atom+xml")


@or_taken_down
def edition(request: HttpRequest, reference: str, number: int = 1) -> HttpResponse:
    """One edition: what it says, its tables and pictures, how it was made, how to cite it, its files."""
    return render(request, "visibility/edition.html", {"shown": reading.part(reference, number)})


@or_taken_down
def plain_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Its figures as CSV."""
    return _file(reference, tags=False)


@or_taken_down
def tagged_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The same with the row of tags that humanitarian tools read (HXL)."""
    return _file(reference, tags=True)


@or_taken_down
def picture(request: HttpRequest, reference: str, table: int, country: str) -> HttpResponse:
    """One map by itself, to be put into a report."""
    return HttpResponse(reading.map_alone(reference, table, country).picture, content_type="image/svg+xml")


def _file(reference: str, *, tags: bool) -> HttpResponse:
    text = files.as_file(reading.whole(reference), tags=tags)
    name = f"{reference}-hxl.csv" if tags else f"{reference}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
