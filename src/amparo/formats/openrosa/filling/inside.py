"""What a form carries inside it to work by itself, beside its questions: lists, counts, limits, first values.

:mod:`amparo.formats.openrosa.forms` reads what a form asks. Whoever fills it in also has to look things up in it: the
rows of a list with all their parts, how often something is told, what stands in a place before anybody answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.formats.openrosa.documents import JAVAROSA, Element, read_xml
from amparo.formats.openrosa.expressions import Node
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_controls import Body
from amparo.formats.openrosa.form_parts import Form
from amparo.formats.openrosa.form_paths import resolved
from amparo.formats.openrosa.form_texts import Texts
from amparo.formats.openrosa.forms import LIMITS

AT_FIRST, AGAIN = frozenset({"odk-instance-first-load", "odk-instance-load"}), "odk-new-repeat"
FIRST_EVENTS = AT_FIRST | {AGAIN}
ACTIONS = ("setvalue", "setgeopoint", "recordaudio", "action")


@dataclass(frozen=True, slots=True)
class Itemset:
    """From where a question takes its choices: an expression that finds rows, and their parts with name and label."""

    nodeset: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a phone does by itself when something happens: ``element`` at a place."""

    path: str
    element: str
    event: str
    value: str

    @property
    def is_first_value(self) -> bool:
        """Does it only say what stands in a place before anybody answers?"""
        events = set(self.event.split())
        return self.element == "setvalue" and bool(events) and events <= FIRST_EVENTS

    @property
    def is_of_the_first(self) -> bool:
        """Does it say so of what stands in the form from its beginning?"""
        return self.is_first_value and not AT_FIRST.isdisjoint(self.event.split())

    @property
    def is_of_new_ones(self) -> bool:
        """Does it say so of what is told once more?"""
        return self.is_first_value and AGAIN in self.event.split()


@dataclass(frozen=True, slots=True)
class Inside:
    """All of it, by the paths of the form."""

    lists: Mapping[str, Node]  # by id; the node above the list's own root
    outside: frozenset[str]  # the ids of lists that stand beside the form
    itemsets: Mapping[str, Itemset]
    counts: Mapping[str, str]  # how often a repeat is told, in XPath
    ranges: Mapping[str, tuple[float, float]]  # the ends of a scale
    kinds: Mapping[str, str]  # the type of a bind as the form writes it
    actions: tuple[Action, ...]
    outputs: tuple[str, ...]  # the expressions that stand in sentences
    texts: Texts

    def words(self, name: str) -> Mapping[str, str]:
        """The text of the form with this id, by language."""
        return self.texts.at(f"jr:itext('{name}')")


def read_inside(xml: bytes, form: Form) -> Inside:
    """What a form carries; it was read before, so here nothing about it is judged again."""
    html = read_xml(xml, limits=LIMITS, fault=BadForm)
    head, body = html.first("head"), html.first("body")
    model = head.first("model") if head else None
    if model is None or body is None:
        raise BadForm("not_a_form")
    root = f"/{form.root}"
    binds = {resolved(each.get("nodeset"), at=root): each for each in model.named("bind") if each.get("nodeset")}
    known = {root, *(each.path for each in form.questions), *(each.path for each in form.groups)}
    by_id = {each.get("id"): path for path, each in binds.items() if each.get("id")}
    controls = Body(known, by_id)
    controls.read(body, at=root)
    secondary = list(model.named("instance"))[1:]
    return Inside(
        lists={each.get("id"): _list(each) for each in secondary if not each.get("src")},
        outside=frozenset(each.get("id") for each in secondary if each.get("src")),
        itemsets=dict(_itemsets(controls)),
        counts=dict(_counts(body, controls, root)),
        ranges=dict(_ranges(controls)),
        kinds={path: each.get("type").rpartition(":")[2] for path, each in binds.items()},
        actions=tuple(_actions(model, body, root)),
        outputs=tuple(_outputs(model, body)),
        texts=Texts(model),
    )


def _list(instance: Element) -> Node:
    """A list as nodes: an expression goes on from it with ``/root/item``."""
    top = Node("")
    waiting = [(each, top) for each in reversed(instance.children)]
    while waiting:
        element, above = waiting.pop()
        made = above.add(element.name, element.text.strip())
        waiting.extend((each, made) for each in reversed(element.children))
    return top


def _itemsets(controls: Body) -> Iterator[tuple[str, Itemset]]:
    for path, control in controls.controls.items():
        itemset = control.first("itemset")
        if itemset is not None:
            value, label = (itemset.first(name) for name in ("value", "label"))
            value_at, label_at = (part.get("ref") if part else "" for part in (value, label))
            yield path, Itemset(itemset.get("nodeset"), value_at, label_at)


def _counts(body: Element, controls: Body, root: str) -> Iterator[tuple[str, str]]:
    for element, at in _everything(body, root, controls):
        count = element.get("count", space=JAVAROSA)
        if element.name == "repeat" and count:
            yield at, count


def _everything(body: Element, root: str, controls: Body) -> Iterator[tuple[Element, str]]:
    """The groups and repeats of a body, each with its path."""
    waiting = [(body, root)]
    while waiting:
        element, at = waiting.pop()
        for each in element.children:
            if each.name in ("group", "repeat"):
                has_place = any(each.get(name) for name in ("ref", "nodeset", "bind"))
                path = controls.place(each, at=at) if has_place else at
                yield each, path
                waiting.append((each, path))


def _ranges(controls: Body) -> Iterator[tuple[str, tuple[float, float]]]:
    for path, control in controls.controls.items():
        if control.name == "range":
            try:
                ends = float(control.get("start")), float(control.get("end"))
            except ValueError:
                continue
            yield path, (min(ends), max(ends))


def _actions(model: Element, body: Element, root: str) -> Iterator[Action]:
    """Everything that happens by itself, wherever it stands."""
    waiting = [model, body]
    while waiting:
        element = waiting.pop()
        for each in element.children:
            if each.name in ACTIONS:
                path = resolved(each.get("ref") or each.get("target"), at=root)
                yield Action(path, each.name, each.get("event"), each.get("value") or quoted(each.text.strip()))
            elif each.name not in ("instance", "itext"):
                waiting.append(each)


def _outputs(model: Element, body: Element) -> Iterator[str]:
    waiting = [*model.named("itext"), body]
    while waiting:
        for each in waiting.pop().children:
            if each.name == "output":
                yield (each.get("value") or each.get("ref")).strip()
            waiting.append(each)


def quoted(text: str) -> str:
    """A text as an expression that comes to it; XPath writes no quotation mark inside of its own kind."""
    if "'" not in text:
        return f"'{text}'"
    parts = [f"'{part}'" for part in text.split("'")]
    return "concat(" + ', "\'", '.join(parts) + ")"
