"""The id and the version of a form, as the house gives them. Pure.

Phones name a form by both, and send its answers under them. So a form that somebody brings ready gets those of the
house in the place of its own; every other byte of it stays.
"""

import re

from amparo.formats.openrosa.documents import read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.forms import LIMITS

_ATTRIBUTE = re.compile(rb"\s+([^\s=/>\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(rb"<[^\s/>]+")
_OURS = frozenset({b"id", b"version"})
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def named(xform: bytes, *, form_id: str, version: str) -> bytes:
    """The form with this id and this version.

    Raises
    ------
    BadForm : where it is no form.
    """
    if not _WORD.fullmatch(form_id) or not _WORD.fullmatch(version):
        raise ValueError("this is no id or no version of a form")
    begins = _root(xform)
    tag = _NAME.match(xform, begins)
    if tag is None:
        raise BadForm("not_a_form")
    at, kept = tag.end(), [tag[0]]
    while attribute := _ATTRIBUTE.match(xform, at):
        kept += [attribute[0]] if attribute[1] not in _OURS else []
        at = attribute.end()
    ours = f' id="{form_id}" version="{version}"'.encode()
    return xform[:begins] + kept[0] + ours + b"".join(kept[1:]) + xform[at:]


def _root(xform: bytes) -> int:
    """Where the answers begin: the first tag in the first instance of the model."""
    html = read_xml(xform, limits=LIMITS, fault=BadForm)
    head = html.first("head")
    model = head.first("model") if head else None
    instance = model.first("instance") if model else None
    if instance is None or not instance.children:
        raise BadForm("not_a_form")
    return next(iter(instance.children)).begins
