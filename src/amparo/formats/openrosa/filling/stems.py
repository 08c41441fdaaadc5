"""The shape of a form's instance: every place in it once, and how often it is told at first."""

from collections.abc import Collection
from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import JAVAROSA, META, Element, read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_parts import Form
from amparo.formats.openrosa.forms import LIMITS


@dataclass(slots=True, eq=False)
class Stem:
    """One place. Of a repeat, ``element`` is the pattern for new ones and ``first`` those that are there at first."""

    name: str
    path: str
    element: Element
    is_repeat: bool
    first: list[Element] = field(default_factory=list)
    stems: list["Stem"] = field(default_factory=list)


def stem_of(form: Form) -> Stem:
    """The shape of the instance of a form, with a place for the number of the answers also where it brings none."""
    root = read_xml(form.template, limits=LIMITS, fault=BadForm)
    made = _stem([root], f"/{root.name}", frozenset(form.repeats))
    meta = _with(made, "meta")
    if meta.is_repeat or _with(meta, "instanceID").is_repeat:
        raise BadForm("no_instance")
    if not root.get("id") and not root.get("id", space=META):
        root.attributes = {("", "id"): form.id, **root.attributes}
    return made


def _with(stem: Stem, name: str) -> Stem:
    """The place of this name in another one, which is made where it is not there."""
    found = next((each for each in stem.stems if each.name == name), None)
    if found is None:
        found = Stem(name, f"{stem.path}/{name}", Element(name, stem.element.space, {}, {}, 0), is_repeat=False)
        stem.stems.append(found)
    return found


def _stem(beside: list[Element], path: str, repeats: Collection[str]) -> Stem:
    """The place that elements of one name side by side stand for."""
    is_repeat = path in repeats
    patterns = [each for each in beside if is_repeat and (JAVAROSA, "template") in each.attributes]
    first = [each for each in beside if each not in patterns]
    made = Stem(beside[0].name, path, (patterns or first)[0], is_repeat, first if is_repeat else [])
    names: dict[str, list[Element]] = {}
    for each in (*patterns, *first):  # a place may stand in one of them only
        for child in each.children:
            names.setdefault(child.name, []).append(child)
    for name, elements in names.items():
        made.stems.append(_stem(elements, f"{path}/{name}", repeats))
    return made


def text_at(element: Element | None, stem: Stem) -> str:
    """What stands in a place before anybody answers; a group has no text."""
    return element.text.strip() if element and not stem.stems else ""


def child_of(element: Element | None, stem: Stem) -> Element | None:
    """The element of a place inside another one."""
    return element.first(stem.name) if element else None
