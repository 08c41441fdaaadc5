"""Which places of a form an expression looks at: known before anybody answers, so that all is worked out in order."""

from dataclasses import dataclass

from amparo.formats.openrosa.expressions.trees import Call, Chain, Literal, Negative, Path, Step, Tree, Union

type Place = tuple[str, ...] | None  # the steps of a path of the form; None where one stands outside of it
DRAWN = frozenset({"random", "uuid", "randomize"})
CURRENT = Call("current", ())
CHOOSES = "indexed-repeat"
ANY, DEEPER = "*", "**"  # a step that may be any, and any number of steps


@dataclass(frozen=True, slots=True)
class Reads:
    """What an expression looks at: paths of the form, in which ``*`` and ``**`` may stand, and lists by their ids.

    ``keeps`` is true where it depends on what was there before, as ``once`` does, ``draws`` where it needs chance, and
    ``labels`` where it looks at the label of a choice. ``plain`` are those of the paths that mean one place: without
    ``*`` and ``**``, without a condition on the way, and neither inside of one nor in ``indexed-repeat``.
    """

    paths: frozenset[str]
    lists: frozenset[str]
    keeps: bool
    draws: bool
    labels: bool
    plain: frozenset[str] = frozenset()


def reads_of(tree: Tree, at: str) -> Reads:
    """What a tree looks at where it stands at this path of the form."""
    reading = _Reading(tuple(at.strip("/").split("/")))
    reading.visit(tree, reading.own)
    paths = frozenset("/" + "/".join(place) for place in reading.places)
    return Reads(
        paths=paths,
        lists=frozenset(reading.lists),
        keeps="once" in reading.called,
        draws=not DRAWN.isdisjoint(reading.called),
        labels="jr:choice-name" in reading.called,
        plain=frozenset("/" + "/".join(place) for place in reading.plain),
    )


class _Reading:
    """A walk over a tree. Every visit gives back where one stands after that part."""

    def __init__(self, own: tuple[str, ...]) -> None:
        self.own = own
        self.places: set[tuple[str, ...]] = set()
        self.lists: set[str] = set()
        self.called: set[str] = set()
        self.plain: set[tuple[str, ...]] = set()
        self.choosing = 0  # conditions, and calls that choose among rows, in which one stands

    def visit(self, tree: Tree, at: Place) -> Place:
        match tree:
            case Path():
                return self.path(tree, at)
            case Call():
                return self.call(tree, at)
            case Chain(_rank, first, rest):
                for each in (first, *(term for _sign, term in rest)):
                    self.visit(each, at)
            case Negative(inner):
                self.visit(inner, at)
            case Union(parts):
                for each in parts:
                    self.visit(each, at)
                return (DEEPER,)
        return None

    def path(self, path: Path, at: Place) -> Place:
        if path.start == "root":
            place: Place = ()
        elif path.start == "here":
            place = at
        elif path.start == CURRENT:  # from itself to somewhere else: its own value is not looked at
            place = self.own
        else:
            place = None if isinstance(path.start, str) else self.visit(path.start, at)
        for step in path.steps:
            place = _stepped(place, step)
            for condition in step.conditions:
                self.choosing += 1
                self.visit(condition, place)
                self.choosing -= 1
        if place:
            self.places.add(place)
            if not self.choosing and not any(step.conditions for step in path.steps) and not {ANY, DEEPER} & set(place):
                self.plain.add(place)
        return place

    def call(self, call: Call, at: Place) -> Place:
        """Where one stands after a call: ``current()`` is the place itself, a list is none of the form."""
        self.choosing += call.name == CHOOSES
        places = [self.visit(each, at) for each in call.given]
        self.choosing -= call.name == CHOOSES
        self.called.add(call.name)
        if call.name == "instance":
            name = call.given[0]
            self.lists.add(str(name.value) if isinstance(name, Literal) else ANY)
            return None
        if call.name == "current":
            self.places.add(self.own)
            return self.own
        return places[0] if places else None


def _stepped(before: Place, step: Step) -> Place:
    if before is None:
        return None
    match step.axis:
        case "child":
            return (*before, step.name or ANY)
        case "parent":
            return (*before, "..") if before[-1:] == (DEEPER,) else before[:-1]
        case "self":
            return before
        case "descendants":
            return (*before, DEEPER)
        case _:
            return (*before, DEEPER, step.name or ANY)
