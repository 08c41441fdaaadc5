"""In which order the places of a form are worked out: what another one looks at comes before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.formats.openrosa.expressions import Reads
from amparo.formats.openrosa.filling.placed import named, placed_in
from amparo.formats.openrosa.filling.ways import Ways
from amparo.formats.openrosa.form_parts import Form, Question


@dataclass(frozen=True, slots=True)
class Order:
    """The paths of a form in the order in which they are worked out.

    ``needs`` is what each of them looks at, and ``circles`` are those that would need themselves.
    """

    paths: tuple[str, ...]
    needs: Mapping[str, frozenset[str]]
    circles: tuple[str, ...]

    def hang_on(self) -> dict[str, int]:
        """For each path a number whose bits are all that it hangs on, by their place in ``paths``; itself as well."""
        bits: dict[str, int] = {}
        for place, path in enumerate(self.paths):
            bits[path] = 1 << place
            for need in self.needs[path]:
                bits[path] |= bits.get(need, 0)
        return bits


def in_order(form: Form, reads: Mapping[str, Mapping[str, Reads]]) -> Order:
    """Put the places of a form in order. ``reads`` says for each place what each of its rules looks at."""
    root = f"/{form.root}"
    held = {each.path: frozenset(each.groups) for each in form.questions}
    held |= {each.path: _above(each.path) - {root, each.path} for each in form.groups}
    ways = Ways({root, *held})
    around = {path: {*above, *_above(path)} for path, above in held.items()}
    inside: dict[str, set[str]] = {}  # by a place: what stands in what it means
    told_again = frozenset(form.repeats)
    needs: dict[str, frozenset[str]] = {}
    selves: list[str] = []
    placed = {each.path: _in_labels(form, each) for each in form.questions if each.choices}
    for path, above in held.items():
        needed = set(above)
        for rule, read in reads.get(path, {}).items():
            for place in read.paths:
                found = ways.of(place)
                may_go_on = rule == "calculate" and told_again & above and place not in read.plain
                if path in found and not may_go_on:  # what is told again may go on from the one before
                    selves.append(path)
                needed |= found
                if read.labels:
                    needed |= {other for each in found & placed.keys() for other in placed[each]}
                if rule == "nodeset":  # the names and labels of what is chosen from stand inside of it
                    if place not in inside:
                        inside[place] = {other for other in held if not around[other].isdisjoint(found - {root})}
                    needed |= inside[place]
        needs[path] = frozenset(needed - {path, root})
    paths, circles = _sorted(list(held), needs)
    return Order(paths, needs, tuple(dict.fromkeys([*selves, *circles])))


def _in_labels(form: Form, question: Question) -> set[str]:
    """The places whose values stand in the labels of a question's choices."""
    names = {name for choice in question.choices for name in placed_in(choice.labels)}
    return {path for name in names if (path := named((each.path for each in form.questions), name, near=question.path))}


def _above(path: str) -> frozenset[str]:
    steps = path.split("/")
    return frozenset("/".join(steps[:length]) for length in range(2, len(steps)))


def _sorted(paths: list[str], needs: Mapping[str, frozenset[str]]) -> tuple[tuple[str, ...], list[str]]:
    """The paths so that each comes after what it needs, and those at which that is impossible. No call goes deep."""
    place = {path: number for number, path in enumerate(paths)}
    done: dict[str, bool] = {}  # False while what it needs is looked at
    sorted_paths: list[str] = []
    circles: list[str] = []
    for start in paths:
        waiting: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            done[start] = False
            waiting.append((start, iter(sorted(needs[start], key=place.__getitem__))))
        while waiting:
            path, rest = waiting[-1]
            need = next(rest, None)
            if need is None:
                waiting.pop()
                done[path] = True
                sorted_paths.append(path)
            elif need not in done:
                done[need] = False
                waiting.append((need, iter(sorted(needs[need], key=place.__getitem__))))
            elif not done[need]:
                circles.append(need)
    return tuple(sorted_paths), circles
