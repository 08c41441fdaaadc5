"""What a form has a phone do by itself, beside asking: whoever reads its questions sees nothing of it.

An action writes where she is or records her voice, into any place that it likes; a group opens another program and
hands it answers; a list brings to the next person what the one before said. It is told here, and judged elsewhere.
"""

from collections.abc import Iterator

from amparo.formats.openrosa.documents import Element
from amparo.formats.openrosa.form_parts import Act
from amparo.formats.openrosa.form_paths import resolved

ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio", "action", "send"})


def acts_in(model: Element, body: Element, instance: Element, root: str) -> Iterator[Act]:
    """Everything of it, wherever it stands. ``instance`` is the primary one, ``root`` the path of its root."""
    waiting = [model, body]
    while waiting:
        for each in waiting.pop().children:
            if each.name in ACTIONS or _attribute(each, "event"):
                path = resolved(each.get("ref") or each.get("target") or each.get("nodeset"), at=root) or root
                yield Act(path, each.name, each.get("value") or each.text.strip())
            if intent := _attribute(each, "intent"):
                yield Act(resolved(each.get("ref") or each.get("nodeset"), at=root) or root, "intent", intent)
            if each.name == "instance" and each is not instance and _attribute(each, "src"):
                yield Act(root, "source", _attribute(each, "src"))
            if each.name not in ("instance", "itext"):
                waiting.append(each)
    yield from _entities(instance, root)


def _entities(instance: Element, root: str) -> Iterator[Act]:
    """Rows of a list that phones keep, and offer to whoever is asked next."""
    waiting = list(instance.children)
    while waiting:
        element = waiting.pop()
        if element.name == "entity" and element.get("dataset"):
            yield Act(f"{root}/meta/entity", "entity", element.get("dataset"))
        waiting += element.children


def _attribute(element: Element, name: str) -> str:
    """An attribute in whatever namespace."""
    return next((value for (_space, each), value in element.attributes.items() if each == name and value.strip()), "")
