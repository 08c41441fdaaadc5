"""What ODK Collect and KoboCollect speak to: the list of forms, the forms, their files, and the way in.

The address holds the token of one phone. No address of this house is logged. A phone is answered in the language of its
study, in the envelope that it shows to whoever carries it; no word of an answer tells what is asked. Every answer bears
the mark of OpenRosa: by that a phone tells this house from the page of a network that wants it to sign in first.
"""

import secrets
from collections.abc import Callable
from email.utils import formatdate
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.policy.policies import public_post
from amparo.doors.intake.actions.taking import Sent, take, why_not_now
from amparo.doors.intake.forms.phones import NotSent, read_request
from amparo.doors.intake.uploads import ACCEPTED, read_past
from amparo.fieldwork.queries.studies import device_named, device_with, file_for, form_for, offered_to
from amparo.formats import codes
from amparo.formats.openrosa import digest
from amparo.formats.openrosa.lists import NOT_TAKEN, ListedFile, ListedForm, form_list, manifest, response

REALM = "Amparo"
NONCE_LIVES = 600  # seconds
XML = "text/xml; charset=utf-8"
HERE = "0" * 16  # stands for an opaque name in an address that is made once for many
type Answering = Callable[..., HttpResponse]


def for_phones(view: Answering) -> Answering:
    """A page for phones: it knows by whom it is asked, and speaks as OpenRosa does. Nobody without a token is there."""

    @public_post
    @wraps(view)
    def page(request: HttpRequest, token: str = "", **more: Any) -> HttpResponse:
        device, language = None, settings.LANGUAGE_CODE
        try:
            device, is_stale = (device_with(token, clock.today()), False) if token else _by_digest(request)
            if device is not None:
                language = device.study.language
                answer = view(request, device, token, **more)
            else:
                answer = refused(NotSent("no_phone", 404), language) if token else _asked(is_stale)
        except OperationalError as error:
            answer = refused(NotSent(why_not_now(error), 503), language)
        if answer.status_code >= 400:
            read_past(request)
        answer["X-OpenRosa-Version"] = "1.0"
        answer["Date"] = formatdate(usegmt=True)
        answer["Content-Language"] = language
        answer["Cache-Control"] = "no-store"
        return answer

    return page


def refused(why: NotSent, language: str) -> HttpResponse:
    """Why something is not taken, as a phone shows it."""
    body = response(why.sentence(language), nature=NOT_TAKEN)
    return HttpResponse(body, content_type=XML, status=why.status)


def _asked(is_stale: bool) -> HttpResponse:
    """Who are you? To clients that know no address with a token."""
    answer = HttpResponse(status=401)
    nonce = TimestampSigner(salt="phones").sign(secrets.token_hex(8))
    answer["WWW-Authenticate"] = digest.challenge(REALM, nonce, is_stale=is_stale)
    return answer


def _by_digest(request: HttpRequest) -> tuple[Any, bool]:
    """The phone that proves itself in its header, and whether it only has to say it anew; None for everybody else."""
    said = digest.read_answer(request.headers.get("Authorization", ""))
    if said is None or not digest.is_for(said, path=request.path, query=request.META.get("QUERY_STRING", "")):
        return None, False
    is_stale = False
    try:
        TimestampSigner(salt="phones").unsign(said.nonce, max_age=NONCE_LIVES)
    except SignatureExpired:
        is_stale = True
    except BadSignature:
        return None, False
    device = device_named(said.username, clock.today())
    proven = device is not None and digest.is_proven(
        said, ha1=device.digest_check, method=request.method or "", realm=REALM
    )
    return (device if proven and not is_stale else None), proven and is_stale


def whole(request: HttpRequest, page: str, token: str, **more: str) -> str:
    """A whole address, as a phone needs it."""
    scheme = "https" if settings.SECURE else request.scheme
    path = reverse(page if token else f"{page}_plain", kwargs={"token": token, **more} if token else more)
    return f"{scheme}://{request.get_host()}{path}"


@for_phones
def forms(request: HttpRequest, device: Any, token: str) -> HttpResponse:
    """Which forms this phone may fetch."""
    only = request.GET.get("formID", "")
    at, files_at = (whole(request, page, token, reference=HERE) for page in ("api_phone_form", "api_phone_files"))
    listed = [
        ListedForm(
            each.key, each.title, str(each.number), f"md5:{each.digest}", at.replace(HERE, each.reference),
            files_at.replace(HERE, each.reference) if each.has_files else "",
        )
        for each in (offered_to(device, only=only) if "\0" not in only else ())
    ]  # fmt: skip
    return HttpResponse(form_list(listed), content_type=XML)


@for_phones
def form(request: HttpRequest, device: Any, token: str, reference: str) -> HttpResponse:
    """One form: the bytes of which the list says the digest."""
    found = form_for(device, reference)
    return HttpResponse(bytes(found.xform), content_type=XML) if found else HttpResponse(status=404)


@for_phones
def files(request: HttpRequest, device: Any, token: str, reference: str) -> HttpResponse:
    """Which files go with a form."""
    found = form_for(device, reference)
    if found is None:
        return HttpResponse(status=404)
    listed = [
        ListedFile(
            each.name, f"md5:{each.digest}",
            whole(request, "api_phone_file", token, reference=reference, name=each.name),
        )
        for each in found.version.media.defer("content").order_by("name")
    ]  # fmt: skip
    return HttpResponse(manifest(listed), content_type=XML)


@for_phones
def file(request: HttpRequest, device: Any, token: str, reference: str, name: str) -> HttpResponse:
    """One of them."""
    found = file_for(device, reference, name) if "\0" not in name else None
    if found is None:
        return HttpResponse(status=404)
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


@for_phones
def submission(request: HttpRequest, device: Any, token: str) -> HttpResponse:
    """Where filled forms come in."""
    if request.method != "POST":
        answer = HttpResponse(status=204)
        answer["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED)
        return answer
    try:
        xml, sent_files = read_request(request)
        taken = take(device, Sent(xml, sent_files), now=clock.now())
    except NotSent as why:
        answer = refused(why, device.study.language)
    else:
        told = codes.label("send_fault", "taken", device.study.language)
        answer = HttpResponse(response(told), content_type=XML, status=201 if taken.is_new else 202)
    answer["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED)
    return answer
