"""The answers as a phone would send them: an instance of the form, in XML.

What is not asked is left out, what has no answer is an empty element, and the number of the answers stands in
``meta/instanceID``. Whatever else the form keeps in its instance (its version, its namespaces) is there as well.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from amparo.formats.openrosa.documents import JAVAROSA
from amparo.formats.openrosa.expressions import Node
from amparo.formats.openrosa.filling.blank import Blank
from amparo.formats.openrosa.filling.filled import Filling
from amparo.formats.openrosa.filling.stems import Stem

XML = "http://www.w3.org/XML/1998/namespace"
OF_THE_FORM = (JAVAROSA, "template")  # says which of what is told again is the pattern
type Prefixes = Mapping[str, str]  # the address of a namespace by its prefix


def instance_xml(
    blank: Blank, answers: Mapping[str, str], *, instance_id: str, now: datetime, started: datetime, language: str = ""
) -> bytes:
    """What is sent of these answers."""
    return written(Filling(blank, answers, instance_id, now, started, language))


def written(filling: Filling) -> bytes:
    """What is sent of a form that was filled in."""
    stem = filling.blank.stem
    pieces = _element(stem, filling.tree.keys[stem.path], {"xml": XML})
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(pieces)).encode()


def _element(stem: Stem, node: Node, above: Prefixes) -> Iterator[str]:
    """An element with all in it that is asked for."""
    element = stem.element
    prefixes = {**above, **element.declares}
    declared = dict(element.declares)
    name = _named(element.name, element.space, prefixes, declared)
    attributes = {
        _named_attribute(key, prefixes, declared): value
        for key, value in element.attributes.items()
        if key != OF_THE_FORM
    }
    spaces = {f"xmlns:{prefix}" if prefix else "xmlns": address for prefix, address in declared.items()}
    inside = "".join(f" {key}={quoteattr(value)}" for key, value in {**spaces, **attributes}.items())
    prefixes.update(declared)
    stems = {each.name: each for each in stem.stems}
    children = [each for each in node.children if each.is_relevant]
    if not children and not node.value:
        yield f"<{name}{inside}/>"
        return
    yield f"<{name}{inside}>"
    yield escape(node.value)
    for each in children:
        yield from _element(stems[each.name], each, prefixes)
    yield f"</{name}>"


def _named(name: str, space: str, prefixes: dict[str, str], declared: dict[str, str]) -> str:
    """The name of an element with a prefix that means its namespace; one is declared where there is none."""
    if prefixes.get("", "") == space:
        return name
    for prefix, address in prefixes.items():
        if prefix and address == space:
            return f"{prefix}:{name}"
    declared[""] = prefixes[""] = space
    return name


def _named_attribute(key: tuple[str, str], prefixes: dict[str, str], declared: dict[str, str]) -> str:
    space, name = key
    if not space:
        return name
    prefix = next((prefix for prefix, address in prefixes.items() if prefix and address == space), "")
    if not prefix:
        prefix = f"ns{len(prefixes)}"
        declared[prefix] = prefixes[prefix] = space
    return f"{prefix}:{name}"
