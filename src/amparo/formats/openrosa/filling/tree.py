"""The instance of a form while it is filled in: a tree of nodes that grows where something is told again."""

from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import Element
from amparo.formats.openrosa.expressions import Node
from amparo.formats.openrosa.filling.stems import Stem, child_of, text_at


@dataclass(slots=True, eq=False)
class Tree:
    """The nodes of a form: by path without positions, and each by its own key, with them."""

    top: Node = field(default_factory=lambda: Node(""))  # the root of the form stands in it
    nodes: dict[str, list[Node]] = field(default_factory=dict)
    keys: dict[str, Node] = field(default_factory=dict)
    _waiting: dict[str, tuple[Stem, Node, tuple[str, ...]]] = field(default_factory=dict)

    def plant(self, stem: Stem) -> None:
        """Let everything grow that stands there once."""
        self.top.children.append(self._grown(stem, self.top, stem.element, stem.path))

    def above(self, repeat: str) -> Node:
        """The node in which a repeat stands."""
        return self._waiting[repeat][1]

    def first_times(self, repeat: str) -> int:
        """How often a repeat is told before anybody says anything."""
        return len(self._waiting[repeat][0].first)

    def tell(self, repeat: str, times: int) -> None:
        """Let a repeat grow so many times. What the form says of the first ones, it says of them only."""
        stem, above, order = self._waiting[repeat]
        place = sum(1 for each in above.children if order.index(each.name) < order.index(stem.name))
        told = [
            self._grown(
                stem,
                above,
                stem.first[number] if number < len(stem.first) else stem.element,
                f"{above.key}/{stem.name}[{number + 1}]",
            )
            for number in range(times)
        ]
        above.children[place:place] = told
        self.nodes.setdefault(repeat, [])

    def _grown(self, stem: Stem, above: Node, element: Element | None, key: str) -> Node:
        node = Node(stem.name, above, stem.path, text_at(element, stem), key=key)
        self.nodes.setdefault(stem.path, []).append(node)
        self.keys[key] = node
        order = tuple(each.name for each in stem.stems)
        for each in stem.stems:
            if each.is_repeat:
                self._waiting[each.path] = each, node, order
            else:
                node.children.append(self._grown(each, node, child_of(element, each), f"{key}/{each.name}"))
        return node
