"""One answer of a filled form put right, under a new number that says which form it corrects. Pure.

Everything else stays byte by byte as the phone sent it: what nobody looked at is not written anew.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from amparo.formats.openrosa.documents import Element, read_xml
from amparo.formats.openrosa.faults import BadSubmission
from amparo.formats.openrosa.keyed import end_of_tag
from amparo.formats.openrosa.submissions import LIMITS, read_submission

_PREFIX = re.compile(rb"<([\w.-]+:)?")
type Change = tuple[int, int, bytes]  # from, until, and what stands there then


def corrected(xml: bytes, *, which: int, value: str, number: str) -> bytes:
    """The form with another answer.

    Parameters
    ----------
    xml : the form, not the slip of a sealed one
    which : the answer, by its place in ``read_submission(xml).answers``
    value : what it says from now on; nothing, where the answer is taken away
    number : the instance id of the correction

    Raises
    ------
    BadSubmission : it is no form. IndexError : it has no such answer.
    """
    before = read_submission(xml)
    root = read_xml(xml, limits=LIMITS, fault=BadSubmission)
    leaves = list(_leaves(root))
    if not 0 <= which < len(leaves):
        raise IndexError(which)
    changes = [_text(xml, leaves[which], value), *_numbers(xml, root, number, before.instance_id)]
    for begins, ends, text in sorted(changes, reverse=True):
        xml = xml[:begins] + text + xml[ends:]
    return xml


def _leaves(element: Element) -> Iterator[Element]:
    """What holds an answer, in the order of the document."""
    for each in element.children:
        if each.children:
            yield from _leaves(each)
        else:
            yield each


def _numbers(xml: bytes, root: Element, number: str, before: str) -> Iterator[Change]:
    """The new number, and beside it the one that is corrected."""
    told = [each for meta in root.named("meta") for each in meta.named("instanceID", "deprecatedID")]
    own = next(each for each in told if each.name == "instanceID")  # a form without one is none
    old = next((each for each in told if each.name == "deprecatedID"), None)
    yield _text(xml, own, number)
    if old is not None:
        yield _text(xml, old, before)
        return
    found = _PREFIX.match(xml, own.begins)
    prefix = (found[1] or b"").decode() if found else ""
    tag = f"{prefix}deprecatedID"
    yield own.begins, own.begins, f"<{tag}>{escape(before)}</{tag}>".encode()


def _text(xml: bytes, element: Element, value: str) -> Change:
    """Another text in an element, also where it is written as an empty one."""
    opened = end_of_tag(xml, element.begins)
    tag = xml[element.begins : opened]
    if not tag.endswith(b"/>"):
        return opened, element.ends, escape(value).encode()
    name = re.match(rb"<([^\s/>]+)", tag)
    assert name is not None
    return element.begins, opened, tag[:-2].rstrip() + b">" + escape(value).encode() + b"</" + name[1] + b">"
