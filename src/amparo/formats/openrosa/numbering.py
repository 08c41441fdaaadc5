"""The number of each filled-in form: a form that leaves it empty is given one, so that its answers are taken. Pure.

Phones write a number into ``meta/instanceID`` where the form says so. Answers without one are not taken here: what
came twice could not be told from what two people said. Everything else of a form stays as it is.
"""

import re

from amparo.formats.openrosa.documents import JAVAROSA, META, Element, read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_paths import resolved
from amparo.formats.openrosa.forms import LIMITS, read_form
from amparo.formats.openrosa.keyed import end_of_tag

XFORMS = "http://www.w3.org/2002/xforms"
FIRST = frozenset({"odk-instance-first-load", "odk-instance-load"})
_TAG_NAME = re.compile(rb"<([^\s/>]+)")
_PRELOAD = re.compile(rb"\s+(?:[\w.-]+:)?preload(?:Params)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")
type Edit = tuple[int, int, bytes]  # from here to there this stands instead


def numbered(xform: bytes) -> bytes:
    """The form, with a number that phones fill in; the same bytes where they do already.

    Raises
    ------
    BadForm : where it is no form, or has more than one place for the number.
    """
    form = read_form(xform)
    html = read_xml(xform, limits=LIMITS, fault=BadForm)
    head = html.first("head")
    model = head.first("model") if head else None
    instance = model.first("instance") if model else None
    if head is None or model is None or instance is None:
        raise BadForm("not_a_form")
    root = instance.children[0]
    metas = list(root.named("meta"))
    ids = [each for meta in metas for each in meta.named("instanceID")]
    at = f"/{root.name}/meta"
    if len(ids) > 1 or {at, f"{at}/instanceID"} & set(form.repeats):
        raise BadForm("two_numbers")
    binds = [
        each for each in model.named("bind") if resolved(each.get("nodeset"), at=f"/{root.name}") == f"{at}/instanceID"
    ]
    if ids and _is_filled(model, binds, root):
        return xform
    names = [_name(xform, root), *([_name(xform, metas[0])] if metas else [b"meta"])]
    own = names[-1][: -len(b"meta")] + b"instanceID"
    names.append(_name(xform, ids[0]) if ids else own)
    edits = [] if ids else [_placed(xform, root, metas[0] if metas else None, own)]
    scope = {**html.declares, **head.declares, **model.declares}
    edits.append(_told(xform, binds[0], scope) if binds else _bound(xform, model, names, scope))
    for begins, ends, stands in sorted(edits, reverse=True):
        xform = xform[:begins] + stands + xform[ends:]
    return xform


def _is_filled(model: Element, binds: list[Element], root: Element) -> bool:
    """Does something write the number: what a phone does by itself, a calculation, or an action at the beginning?"""
    if binds and (binds[0].get("preload", space=JAVAROSA) == "uid" or binds[0].get("calculate").strip()):
        return True
    return any(
        resolved(each.get("ref"), at=f"/{root.name}") == f"/{root.name}/meta/instanceID"
        and FIRST & set(each.get("event").split())
        and (each.get("value") or each.text).strip()
        for each in model.named("setvalue")
    )


def _name(xform: bytes, element: Element) -> bytes:
    """The name of an element as it is written, with its prefix."""
    found = _TAG_NAME.match(xform, element.begins)
    if found is None:
        raise BadForm("not_a_form")
    return found[1]


def _placed(xform: bytes, root: Element, meta: Element | None, own: bytes) -> Edit:
    """A place for the number, where there is none."""
    if meta is None:
        space = b"" if root.space in ("", XFORMS) else f' xmlns="{META}"'.encode()
        return root.ends, root.ends, b"<meta" + space + b"><" + own + b"/></meta>"
    behind = end_of_tag(xform, meta.begins)
    if xform[:behind].endswith(b"/>"):
        return behind - 2, behind, b"><" + own + b"/></" + _name(xform, meta) + b">"
    return behind, behind, b"<" + own + b"/>"


def _told(xform: bytes, bind: Element, scope: dict[str, str]) -> Edit:
    """What the form says of the place already, and that a phone fills it in."""
    begins = bind.begins + 1 + len(_name(xform, bind))
    ends = end_of_tag(xform, bind.begins)
    return begins, ends, _preloads({**scope, **bind.declares}) + _PRELOAD.sub(b"", xform[begins:ends])


def _bound(xform: bytes, model: Element, names: list[bytes], scope: dict[str, str]) -> Edit:
    """That a phone fills the place in, of which the form says nothing."""
    prefix = _name(xform, model)[: -len(b"model")]
    line = b"<" + prefix + b'bind nodeset="/' + b"/".join(names) + b'" type="string"' + _preloads(scope) + b"/>"
    return model.ends, model.ends, line


def _preloads(scope: dict[str, str]) -> bytes:
    """The attribute by which a phone writes a number, under a prefix that means what it should where it stands."""
    known = next((prefix for prefix, space in scope.items() if prefix and space == JAVAROSA), "")
    if known:
        return f' {known}:preload="uid"'.encode()
    free = next(prefix for prefix in ("jr", *(f"jr{number}" for number in range(99))) if prefix not in scope)
    return f' xmlns:{free}="{JAVAROSA}" {free}:preload="uid"'.encode()
