"""The key of a form: where it stands in an XForm, phones lock with it whatever they send. Pure.

A form may also name an address to send to. Ours never does: phones send where they fetched it. So whatever an author
wrote there goes.
"""

import re

from amparo.formats.openrosa.documents import Element, read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.forms import LIMITS

_KEY = re.compile(r"[A-Za-z0-9+/=]{100,2000}")
_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def without_address(xform: bytes) -> bytes:
    """A form that says neither where to send nor with which key; one that says nothing of it is the same bytes."""
    for each in reversed(list(_model(xform).named("submission"))):
        behind = end_of_tag(xform, each.begins)
        if not xform[:behind].endswith(b"/>"):  # else it has no second tag, and what comes next is another element
            behind = end_of_tag(xform, each.ends)
        xform = xform[: each.begins] + xform[behind:]
    return xform


def with_key(xform: bytes, key: str) -> bytes:
    """The form with this public key (RSA, base64 of its DER), and without any other.

    Raises
    ------
    BadForm : where it is no form.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("this is no key of a form")
    plain = without_address(xform)
    model = _model(plain)
    after = end_of_tag(plain, model.begins)
    name = re.match(rb"<([\w.-]+:)?", plain[model.begins :])
    prefix = (name[1] or b"") if name else b""
    line = b"<" + prefix + f'submission base64RsaPublicKey="{key}"/>'.encode()
    return plain[:after] + line + plain[after:]


def _model(xform: bytes) -> Element:
    html = read_xml(xform, limits=LIMITS, fault=BadForm)
    head = html.first("head")
    model = head.first("model") if head else None
    if model is None:
        raise BadForm("not_a_form")
    return model


def end_of_tag(xform: bytes, begins: int) -> int:
    """Behind the tag that begins here; an attribute may hold the sign that ends a tag."""
    found = _TAG.match(xform, begins)
    if found is None:
        raise BadForm("not_a_form")
    return found.end()
