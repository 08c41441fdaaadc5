"""What the script of a page needs to seal and to open on her phone, and what the page may load because of it."""

import hashlib
import json
from base64 import b64encode
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from amparo.access.reporting.queries.tickets import BITS
from amparo.commons.ui.queries import LEAVING_SCRIPT
from amparo.formats.codes import CONTENT, LANGUAGES
from amparo.vault.queries.decision import Decided
from amparo.vault.queries.standing import receipt_salt

LEAVING = b64encode(hashlib.sha256(LEAVING_SCRIPT.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    f"script-src 'self' 'sha256-{LEAVING}'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_FILES = 10_000_000  # bytes of her files together, before they are sealed


def for_letter(decided: Decided) -> dict[str, Any]:
    """The attributes of the form on which she writes; nothing where the script was not built.

    Nor where somebody reads with an age key of her own: the script makes no wraps of that form, so the house does.
    """
    if not settings.LETTER_SCRIPT or any(each.keeps_own_key for each in decided.readers):
        return {}
    readers = [{"r": each.reference, "k": each.recipient} for each in decided.readers]
    return _common("letter_sealed") | {"readers": json.dumps(readers), "facts": json.dumps({"v": 1, **decided.facts})}


def for_back() -> dict[str, Any]:
    """The attributes of the form to which she comes back."""
    return _common("back_sealed") if settings.LETTER_SCRIPT else {}


def _common(to: str) -> dict[str, Any]:
    return {
        "to": reverse(to),
        "salt": receipt_salt(),
        "words": " ".join(list_addresses()),
        "bits": str(BITS),
        "most": str(LARGEST_FILES),
    }


def list_addresses() -> list[str]:
    """Where the lists of words are, that of the page first."""
    here = get_language() or LANGUAGES[0]
    address = reverse("words")
    return [translate_url(address, code) for code in sorted(LANGUAGES, key=lambda code: code != here)]


def word_list() -> str:
    """The list of words of the language of the page."""
    language = get_language() if get_language() in LANGUAGES else LANGUAGES[0]
    return (CONTENT / "words" / f"{language}.txt").read_text(encoding="utf-8")


def allow_script(response: HttpResponse) -> HttpResponse:
    """Let this page load the script of the house and speak with it, where there is one."""
    if settings.LETTER_SCRIPT:
        response["Content-Security-Policy"] = POLICY
    return response
