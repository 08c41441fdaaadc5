"""Working out a tree. Nothing here fails: what could was refused when the expression was read."""

from collections.abc import Iterator

from amparo.formats.openrosa.expressions.functions import FUNCTIONS
from amparo.formats.openrosa.expressions.nodes import Node
from amparo.formats.openrosa.expressions.number_functions import counted
from amparo.formats.openrosa.expressions.places import At
from amparo.formats.openrosa.expressions.trees import Call, Chain, Literal, Negative, Path, Step, Tree, Union
from amparo.formats.openrosa.expressions.values import Value, compared, number_of, truth_of

OR, AND, COMPARED = 0, 1, (2, 3)


def worked_out(tree: Tree, at: At) -> Value:
    """What a tree comes to where one stands."""
    match tree:
        case Literal(value):
            return value
        case Path():
            return found(tree, at, is_bound=True)
        case Call(name, given):
            return _called(name, given, at)
        case Chain():
            return _chained(tree, at)
        case Negative(inner):
            return -number_of(worked_out(inner, at), at.zone)
        case Union(parts):
            return _together([worked_out(each, at) for each in parts])


def _called(name: str, given: tuple[Tree, ...], at: At) -> Value:
    is_bound = name != "indexed-repeat"  # which says itself which one of what is told more than once it means
    values = [found(each, at, is_bound=is_bound) if isinstance(each, Path) else worked_out(each, at) for each in given]
    return FUNCTIONS[name].call(at, *values)


def _chained(chain: Chain, at: At) -> Value:
    if chain.rank in (OR, AND):
        ends_with = chain.rank == OR
        terms = (chain.first, *(term for _sign, term in chain.rest))
        return ends_with if any(truth_of(worked_out(each, at)) is ends_with for each in terms) else not ends_with
    value = worked_out(chain.first, at)
    for sign, term in chain.rest:
        other = worked_out(term, at)
        if chain.rank in COMPARED:
            value = compared(sign, value, other, at.zone)
        else:
            value = counted(sign, number_of(value, at.zone), number_of(other, at.zone))
    return value


def _together(values: list[Value]) -> list[Node]:
    """The nodes of several paths, each once, in the order of the form."""
    once = {id(node): node for value in values if isinstance(value, list) for node in value}
    return sorted(once.values(), key=_order) if len(once) > 1 else list(once.values())


def _order(node: Node) -> tuple[int, ...]:
    above = [each for each in node.ancestors() if each.above is not None]
    return tuple(each.above.children.index(each) for each in reversed(above) if each.above)


def found(path: Path, at: At, *, is_bound: bool) -> list[Node]:
    """The nodes of a path.

    A path from the root that leads through what is told more than once means, inside of it, the one in which one
    stands: ``/data/child/age`` in the second child is her age. So ODK Collect has it. A path that ends at what is told
    more than once, or has a condition on it, means all of them.
    """
    if path.start == "root":
        nodes = [at.context.root]
    elif path.start == "here":
        nodes = [at.node]
    else:
        start = worked_out(path.start, at) if not isinstance(path.start, str) else []
        nodes = start if isinstance(start, list) else []
    own = {id(each) for each in at.context.node.ancestors()} if is_bound and path.start == "root" else set()
    for place, step in enumerate(path.steps, 1):
        is_last = place == len(path.steps)
        is_plain = step.axis == "child" and step.name and not step.conditions
        nodes = _stepped(nodes, step, at, own=own if is_plain and not is_last else set())
    return nodes


def _stepped(nodes: list[Node], step: Step, at: At, *, own: set[int]) -> list[Node]:
    """The nodes one step on."""
    if step.axis == "self" and not step.name:
        return _filtered(nodes, step.conditions, at)
    reached: dict[int, Node] = {}
    for node in nodes:
        beside = list(_reached(node, step))
        at.context.work.add(1 + len(beside))
        kept = [each for each in beside if id(each) in own] or beside
        for each in _filtered(kept, step.conditions, at):
            reached[id(each)] = each
    return list(reached.values())


def _reached(node: Node, step: Step) -> Iterator[Node]:
    match step.axis:
        case "child":
            candidates = iter(node.children)
        case "parent":
            candidates = iter([node.above] if node.above else [])
        case "self":
            candidates = iter([node])
        case "descendants":
            candidates = node.descendants()
        case _:
            candidates = (each for each in node.descendants() if each is not node)
    return (each for each in candidates if not step.name or each.name == step.name)


def _filtered(nodes: list[Node], conditions: tuple[Tree, ...], at: At) -> list[Node]:
    """Those of the nodes for which the conditions hold; a number is the place of the one that is meant."""
    for condition in conditions:
        kept: list[Node] = []
        for position, node in enumerate(nodes, 1):
            at.context.work.add(1)
            value = worked_out(condition, At(at.context, node, position, len(nodes)))
            if value == position if isinstance(value, float) else truth_of(value):
                kept.append(node)
        nodes = kept
    return nodes
