"""The body of a form: which control asks for which place, and which groups hold them."""

from collections.abc import Container
from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import Element
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_paths import resolved

CONTROLS = {
    "input": "input", "secret": "input", "select1": "select1", "select": "select", "rank": "rank", "upload": "upload",
    "trigger": "trigger", "range": "range",
}  # fmt: skip


@dataclass(slots=True)
class Held:
    """What the body says of a group: the element with its words, how it looks, and whether it can be told again."""

    label: Element | None = None
    appearance: str = ""
    is_repeat: bool = False


@dataclass(slots=True)
class Body:
    """The controls and the groups of a body, by the path they stand for."""

    known: Container[str]  # every path of the instance
    places: dict[str, str]  # the path of a bind by its id: another way of saying which place is meant
    controls: dict[str, Element] = field(default_factory=dict)
    groups: dict[str, Held] = field(default_factory=dict)

    def read(self, element: Element, *, at: str, label: Element | None = None) -> None:
        """Take down what stands in this part; a repeat without words of its own has those of the group around it."""
        for each in element.children:
            if each.name in CONTROLS:
                self.controls.setdefault(self.place(each, at=at), each)
            elif each.name in ("group", "repeat"):
                self._read_group(each, at=at, label=label)

    def _read_group(self, each: Element, *, at: str, label: Element | None) -> None:
        path = self.place(each, at=at) if _names_a_place(each) else ""
        own = each.first("label")
        if path:
            held = self.groups.setdefault(path, Held())
            held.label = held.label or own or (label if each.name == "repeat" else None)
            held.appearance = held.appearance or each.get("appearance")
            held.is_repeat = held.is_repeat or each.name == "repeat"
        self.read(each, at=path or at, label=own if each.name == "group" and not path else None)

    def place(self, element: Element, *, at: str) -> str:
        """The path that a control or a group stands for."""
        reference = element.get("ref") or element.get("nodeset")
        path = resolved(reference, at=at) if reference else self.places.get(element.get("bind"), "")
        if path not in self.known:
            raise BadForm("unknown_place", place=(reference or element.get("bind") or element.name)[:80])
        return path


def _names_a_place(element: Element) -> bool:
    return any(element.get(name) for name in ("ref", "nodeset", "bind"))
