"""The form that an expression has once it is understood: a tree whose leaves are texts, numbers and paths."""

from dataclasses import dataclass, field

type Tree = Literal | Path | Call | Chain | Negative | Union


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number as it stands there."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``axis`` is child, self, parent or descendant; ``name`` is "" where any element will do."""

    axis: str
    name: str = ""
    conditions: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root of the form ("root"), from where one stands ("here"), or from what another tree finds."""

    start: "str | Tree"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    given: tuple[Tree, ...]


@dataclass(slots=True)
class Chain:
    """Operators of one rank, from left to right: ``a + b - c``. However long, it is one branch and not a deep one."""

    rank: int
    first: Tree
    rest: list[tuple[str, Tree]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus sign before something."""

    inner: Tree


@dataclass(frozen=True, slots=True)
class Union:
    """What several paths find, together."""

    parts: tuple[Tree, ...]


def without_conditions(tree: Tree) -> Tree:
    """The rows among which a path chooses, before it chooses: without conditions, and in the order of the list."""
    match tree:
        case Call("randomize", (shuffled, *_seed)):
            return without_conditions(shuffled)
        case Path(start, steps):
            begin = start if isinstance(start, str) else without_conditions(start)
            return Path(begin, tuple(Step(each.axis, each.name) for each in steps))
        case _:
            return tree
