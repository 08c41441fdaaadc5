"""Reading what her browser sealed: sizes and public keys are all that can be looked at here."""

import base64
import binascii
import json
import re
from typing import Any

from django.http import HttpRequest

from amparo.access.reporting.actions.letters import Envelope, NotSealedRight
from amparo.access.reporting.forms.letter import check_room

LOOKUP = re.compile(r"[0-9a-f]{64}")
REFERENCE = re.compile(r"[0-9a-f]{16}")
MOST_FILES = 3
LARGEST_LIST = 200_000  # bytes of the wraps together


def lookup_of(text: str) -> bytes:
    """A lookup as bytes."""
    if not LOOKUP.fullmatch(text):
        raise NotSealedRight("no lookup")
    return bytes.fromhex(text)


def envelope_of(request: HttpRequest) -> Envelope:
    """A letter, as its browser sealed it."""
    post = request.POST
    receipt = post.get("receipt", "")
    return Envelope(
        case=post.get("case", ""),
        wraps=boxes_of(request),
        facts=part_of(request, "facts"),
        message=part_of(request, "message"),
        files=files_of(request),
        lookup=lookup_of(post.get("lookup", "")) if receipt else b"",
        receipt=receipt,
    )


def part_of(request: HttpRequest, name: str) -> bytes:
    """One envelope that must be there."""
    found = request.FILES.get(name)
    if found is None:
        raise NotSealedRight(f"no {name}")
    return bytes(found.read())


def files_of(request: HttpRequest) -> list[tuple[str, bytes]]:
    """Her files, each with the opaque name that her message has for it."""
    found: list[tuple[str, bytes]] = []
    for place in range(MOST_FILES):
        upload = request.FILES.get(f"file{place}")
        if upload is None:
            continue
        reference = request.POST.get(f"ref{place}", "")
        if not REFERENCE.fullmatch(reference) or reference in dict(found):
            raise NotSealedRight("a file without a name")
        found.append((reference, upload.read()))
    if found:
        check_room()
    return found


def boxes_of(request: HttpRequest) -> dict[str, bytes]:
    """The wraps: a name, and an envelope in base64."""
    try:
        said = json.loads(part_of(request, "wraps")[:LARGEST_LIST])
        return {str(name): base64.b64decode(text, validate=True) for name, text in said.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise NotSealedRight("no wraps") from error


def versions_of(boxes: dict[str, bytes]) -> dict[int, bytes]:
    """The wraps of versions, by their number."""
    if not boxes or not all(name.isascii() and name.isdigit() and len(name) < 7 for name in boxes):
        raise NotSealedRight("no versions")
    return {int(name): box for name, box in boxes.items()}


def text_of(box: bytes) -> str:
    """An envelope as it travels in an answer."""
    return base64.b64encode(box).decode()


def filled(body: dict[str, Any], *, step: int, least: int) -> bytes:
    """An answer, filled up to a size that many have."""
    plain = len(json.dumps({**body, "pad": ""}).encode())
    size = step * max(least, -(-plain // step))
    return json.dumps({**body, "pad": "-" * (size - plain)}).encode()
