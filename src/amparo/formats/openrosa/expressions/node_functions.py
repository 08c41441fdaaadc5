"""Functions on the nodes that a path found: lists inside the form, and what is told more than once."""

from math import isnan, nan
from random import Random

from amparo.formats.openrosa.expressions.nodes import Node
from amparo.formats.openrosa.expressions.places import At
from amparo.formats.openrosa.expressions.values import Value, items, number_of, text_of


def _nodes(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []


def count(_at: At, nodes: Value) -> Value:
    return float(sum(each.is_relevant for each in _nodes(nodes)))


def count_non_empty(_at: At, nodes: Value) -> Value:
    return float(sum(text_of(each) != "" for each in items(nodes)))


def current(at: At) -> Value:
    return [at.context.node]


def instance(at: At, name: Value) -> Value:
    found = at.context.instances.get(text_of(name))
    return [found] if found else []


def last(at: At) -> Value:
    return float(at.size)


def position(at: At, nodes: Value | None = None) -> Value:
    """The place in the row of those that are tried; of a node, the how manieth it is among those of its name."""
    if nodes is None:
        return float(at.position)
    found = _nodes(nodes)
    return float(found[0].position()) if found else nan


def indexed_repeat(at: At, wanted: Value, *pairs: Value) -> Value:
    """Of the nodes that are wanted, those in the so manieth of each repeat."""
    found = _nodes(wanted)
    for repeats, place in zip(pairs[::2], pairs[1::2], strict=True):
        counted = number_of(place, at.zone)
        chosen = {id(each) for each in _nodes(repeats) if not isnan(counted) and each.position() == counted}
        found = [each for each in found if any(id(above) in chosen for above in each.ancestors())]
        at.context.work.add(len(_nodes(repeats)) + len(found))
    return found


def randomize(at: At, nodes: Value, seed: Value | None = None) -> Value:
    """The nodes in an order of chance, with a seed always in the same. No answer hangs on how phones shuffle."""
    shuffled = list(_nodes(nodes))
    chance = at.context.rng if seed is None else Random(text_of(seed))
    chance.shuffle(shuffled)
    return shuffled


def choice_name(at: At, name: Value, question: Value) -> Value:
    """The label of an answer; the path of its question was a text and has become its nodes."""
    found = _nodes(question)
    return at.context.choice_label(found[0], text_of(name)) if found else ""
