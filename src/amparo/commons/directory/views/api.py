"""The read-only interface for programs: HSDS 3.0 with our profile. A search that says what somebody needs is a POST."""

import functools
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.directory.forms.asked import BadAsk, Page, read_body, read_query, uid_of
from amparo.commons.directory.queries import api as queries
from amparo.commons.directory.queries import api_codes
from amparo.commons.directory.queries.asked import Asked, Listed, Plain
from amparo.commons.directory.queries.openapi import FILES, SEARCHABLE, description
from amparo.commons.directory.queries.openapi import schema as schema_of
from amparo.commons.directory.queries.whole_lists import STAMPS as WHOLE
from amparo.commons.directory.queries.whole_lists import NotYet, lines, whole_of
from amparo.commons.policy.policies import Hidden, public_post
from amparo.formats.hsds.profile import PROFILE

__all__ = ["LISTS", "SEARCHABLE"]
VERSION = "3.0"
LISTS: dict[str, Callable[[Asked, date], Listed]] = {
    "services": queries.services,
    "service_at_locations": queries.at_locations,
    "organizations": queries.organisations,
    "taxonomies": api_codes.taxonomies,
    "taxonomy_terms": api_codes.taxonomy_terms,
}
ONES: dict[str, Callable[[Any, date], Plain]] = {
    "services": queries.one_service,
    "service_at_locations": queries.one_at_location,
    "organizations": queries.one_organisation,
    "taxonomies": api_codes.one_taxonomy,
    "taxonomy_terms": api_codes.one_term,
}

type View = Callable[..., HttpResponseBase]


def answered(value: Any, status: int = 200) -> HttpResponse:
    """JSON that nobody keeps."""
    body = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return HttpResponse(body, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})


def api(method: str) -> Callable[[View], View]:
    """One method; every refusal is a sentence in JSON. "Not there" and "not for you" are the same answer."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method != method and (request.method, method) != ("HEAD", "GET"):
                refusal = answered({"error": _("This address takes %(method)s.") % {"method": method}}, 405)
                refusal["Allow"] = method
                return refusal
            try:
                return view(request, **kwargs)
            except BadAsk as bad:
                return answered({"error": str(bad)}, 400)
            except Hidden:
                return answered({"error": _("There is nothing here.")}, 404)

        return wrapped

    return decorate


@api("GET")
def root(request: HttpRequest) -> HttpResponse:
    """What this is."""
    said = {
        "version": VERSION,
        "profile": request.build_absolute_uri(reverse("api_profiles")),
        "schema": request.build_absolute_uri(reverse("api_schemas")),
        "openapi_url": request.build_absolute_uri(reverse("api_openapi")),
    }
    return answered(said | ({"licence": settings.HSDS_LICENCE} if settings.HSDS_LICENCE else {}))


@api("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this interface."""
    return answered(description(request.build_absolute_uri(reverse("api_root")).rstrip("/"), settings.HSDS_LICENCE))


@api("GET")
def profiles(request: HttpRequest) -> HttpResponse:
    """Our changes to the standard: which schemas, and where each change stands."""
    where = {name: request.build_absolute_uri(reverse("api_profile", kwargs={"name": name})) for name in PROFILE}
    return answered({"version": VERSION, "patches": where})


@api("GET")
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """The changes to one schema, as a merge patch."""
    if name not in PROFILE:
        raise Hidden
    return answered(PROFILE[name])


@api("GET")
def schemas(request: HttpRequest) -> HttpResponse:
    """What we ourselves emit: the kinds of record, and where the schema of each stands."""
    where = {name: request.build_absolute_uri(reverse("api_schema", kwargs={"name": name})) for name in FILES}
    return answered({"version": VERSION, "schemas": where})


@api("GET")
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """The schema of one kind of record."""
    if name not in FILES:
        raise Hidden
    return answered(schema_of(name, request.build_absolute_uri()))


@api("GET")
def many(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A page of a list. A search in the address is what the standard asks for; POST keeps it out of addresses."""
    return told(kind, *read_query(dict(request.GET.lists()), kind))


@public_post
@api("POST")
def search(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same, asked for in a body."""
    return told(kind, *read_body(request.body, kind))


@api("GET")
def one(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """One record by its identifier."""
    found = uid_of(uid)
    if found is None:
        raise Hidden
    return answered(ONES[kind](found, today()))


def told(kind: str, asked: Asked, page: Page) -> HttpResponseBase:
    """A list as a page, or the whole of it as lines without pages."""
    if page.lines:
        return whole(kind, asked)
    found = LISTS[kind](asked, today())
    contents = found.read((page.number - 1) * page.size, page.size)
    pages = max(1, -(-found.count // page.size))
    return answered({
        "total_items": found.count,
        "total_pages": pages,
        "page_number": page.number,
        "size": len(contents),
        "first_page": page.number == 1,
        "last_page": page.number >= pages,
        "empty": not contents,
        "contents": contents,
    })  # fmt: skip


def whole(kind: str, asked: Asked) -> HttpResponseBase:
    """A whole list as lines. A part of a long one comes in pages: each line of it would have to be made anew."""
    found = whole_of(kind, asked)
    if found is None and kind in WHOLE:
        part = _("Lines come of a whole list alone. Ask for a part of it in pages: format=json.")
        return answered({"error": part}, 409)
    headers = {"Cache-Control": "no-store"}
    try:
        told = lines(found, today()) if found else map(queries.as_line, LISTS[kind](asked, today()).all())
    except NotYet:
        again = _("Much changed since this list was made, and it is made again in the night. Until then ask for pages.")
        return answered({"error": again}, 503)
    return StreamingHttpResponse(told, content_type="application/x-ndjson", headers=headers)


def today() -> date:
    """The day it is."""
    return clock.today()
