"""The tree of elements that paths walk through: a form while it is filled in, and the lists inside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Node:
    """One element. A leaf has a value; ``path`` says which place of the form it is, ``key`` with positions as well.

    ``is_relevant`` is False for what the form does not ask for now. Such a node has an empty value, and functions that
    count or add up pass it by.
    """

    name: str
    above: "Node | None" = None
    path: str = ""
    value: str = ""
    is_relevant: bool = True
    children: list["Node"] = field(default_factory=list)
    key: str = ""

    def add(self, name: str, value: str = "") -> "Node":
        """A new element at the end of this one."""
        made = Node(name, self, "", value)
        self.children.append(made)
        return made

    def text(self) -> str:
        """Its value; of an element with others in it, all their values in a row."""
        return "".join(each.text() for each in self.children) if self.children else self.value

    def ancestors(self) -> Iterator["Node"]:
        """Itself, and what it stands in, outwards."""
        at: Node | None = self
        while at is not None:
            yield at
            at = at.above

    def descendants(self) -> Iterator["Node"]:
        """Itself and everything in it, in order."""
        waiting = [self]
        while waiting:
            at = waiting.pop()
            yield at
            waiting.extend(reversed(at.children))

    def position(self) -> int:
        """The how manieth it is, from 1, among those of its name beside it."""
        beside = [each for each in self.above.children if each.name == self.name] if self.above else [self]
        return next(place for place, each in enumerate(beside, 1) if each is self)
