"""A form and the answers so far: which questions are asked now, what they offer, what stands in each place.

Everything is worked out anew from the answers, in one go and in one order, so that the same answers always give the
same. Whoever keeps them between two pages keeps :attr:`Filling.answers`: texts by key, and nothing of what is not asked
(any more).

A *key* is a path with positions: ``/data/child[2]/age``, and ``/data/about`` where nothing is told again. The key of a
repeat (``/data/child``) has how often it is told. Of a page that was sent every key is given, with an empty text where
nothing was typed or chosen: so it is known that it was asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan
from random import Random
from uuid import UUID

from amparo.formats.openrosa.expressions import Context, Node, Work
from amparo.formats.openrosa.filling.blank import MOST_COUNTED, MOST_TOLD, Blank, Rules, is_asked
from amparo.formats.openrosa.filling.choosing import chosen, offered
from amparo.formats.openrosa.filling.tree import Tree
from amparo.formats.openrosa.filling.typed import LONGEST, Taken, cleaned, coerced, number_between, taken
from amparo.formats.openrosa.filling.words import Words
from amparo.formats.openrosa.form_parts import Choice, Question

NO_RULES = Rules()
WORKED = "="
"""Before the key of a corrected calculation: what stood there, so that another result counts again."""


@dataclass(slots=True, eq=False)
class Filling:
    """A form while it is filled in.

    Parameters
    ----------
    blank : the form
    given : what was typed or chosen so far, by key; several choices with a blank between them
    instance_id : the number of these answers, which is also the seed of chance
    now : this moment, in the zone of the house
    started : when the filling in began
    language : in which language she reads
    """

    blank: Blank
    given: Mapping[str, str] = field(repr=False)
    instance_id: str
    now: datetime
    started: datetime
    language: str = ""
    tree: Tree = field(init=False, repr=False)
    taken: dict[str, Taken] = field(init=False, repr=False, default_factory=dict)
    worked: dict[str, str] = field(init=False, repr=False, default_factory=dict)  # what a correction took the place of
    too_often: set[str] = field(init=False, repr=False, default_factory=set)  # repeats that the form counts further
    words: Words = field(init=False, repr=False)
    _work: Work = field(init=False, repr=False, default_factory=Work)
    _still: Random = field(init=False, repr=False)
    _begun: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None or self.started.tzinfo is None:
            raise ValueError("now and started have a zone")
        if self.blank.is_nested or self.blank.is_too_long:
            raise ValueError("this form cannot be filled in here: see cannot_ask")
        form = self.blank.form
        self.words = Words(self.blank, self.language if self.language in form.languages else form.default_language)
        self._still = Random(self.instance_id)
        self.tree = Tree()
        self.tree.plant(self.blank.stem)
        for path in self.blank.order.paths:
            self._settle(path)
        number = self.tree.keys[self.blank.number_at]
        number.value = self.instance_id
        for each in number.ancestors():
            each.is_relevant = True

    # --- what is there ---

    def question(self, key: str) -> Question:
        """The question that a key stands for; KeyError where there is none."""
        return self.blank.questions[self.tree.keys[key].path]

    def is_relevant(self, key: str) -> bool:
        """Is this asked now? What is not there is not asked."""
        node = self.tree.keys.get(key)
        return node is not None and node.is_relevant

    def is_fixed(self, key: str) -> bool:
        """Does the form itself say what stands there, so that it is shown and not asked?"""
        node = self.tree.keys[key]
        rules = self.blank.rules.get(node.path, NO_RULES)
        if rules.calculate is not None and not is_asked(self.blank.questions[node.path]):
            return True
        return rules.readonly is not None and rules.readonly.holds(self.context(node, "readonly"))

    def value(self, key: str) -> str:
        """What stands in a place, as it will be sent."""
        return self.tree.keys[key].value

    def shown(self, key: str) -> str:
        """What stands in a place as she wrote it, where it could not be understood."""
        is_wrong = key in self.taken and self.taken[key].code
        return cleaned(self.given[key]) if is_wrong else self.tree.keys[key].value

    def choices(self, key: str) -> tuple[Choice, ...]:
        """What a question offers now."""
        node = self.tree.keys[key]
        return offered(self.blank, self.blank.questions[node.path], self.context(node, "choices"))

    def said(self, texts: Mapping[str, str], key: str) -> str:
        """A label or a hint as it is read at a place, with values put in."""
        return self.words.said(texts, self.context(self.tree.keys[key], "words"))

    def times(self, repeat: str) -> int:
        """How often a repeat is told now."""
        return len(self.tree.nodes.get(repeat, ()))

    def may_be_told(self, repeat: str) -> bool:
        """Is a repeat asked for now, also where it is not told yet?"""
        above, told = self.tree.above(repeat), self.tree.nodes.get(repeat)
        if told or not above.is_relevant:
            return any(each.is_relevant for each in told or ())
        relevant = self.blank.rules[repeat].relevant
        return relevant is None or relevant.holds(self.context(self._next_of(repeat), "relevant"))

    def _next_of(self, repeat: str) -> Node:
        """The place at which a repeat would begin: from there its own rules are looked at."""
        return Node(repeat.rpartition("/")[2], self.tree.above(repeat), repeat, key=f"{repeat}[1]")

    @property
    def answers(self) -> dict[str, str]:
        """The answers to keep: hers, as far as they are asked for, and what must stay as it was first worked out."""
        kept = {
            path: str(self.times(path))
            for path in self.blank.form.repeats
            if path in self.given and self.blank.rules[path].count is None
        }
        for key, node in self.tree.keys.items():
            if node.path in self.blank.questions and node.is_relevant:
                if node.path in self.blank.kept:
                    kept[key] = node.value
                elif key in self.taken:
                    kept[key] = self.shown(key)
                    if key in self.worked:
                        kept[f"{WORKED}{key}"] = self.worked[key]
        return kept

    # --- working out ---

    def context(self, node: Node, rule: str) -> Context:
        """What an expression may know where it stands at this node; ``rule`` gives each its own chance."""
        draws = node.path in self.blank.drawn
        return Context(
            root=self.tree.top,
            node=node,
            now=self.now,
            rng=Random(f"{self.instance_id} {node.key} {rule}") if draws else self._still,
            language=self.words.language or self.language,
            instances=self.blank.inside.lists,
            choice_label=self._choice_label,
            words=lambda name: self.words.of(self.blank.inside.words(name)),
            work=self._work,
        )

    def _choice_label(self, node: Node, name: str) -> str:
        question = self.blank.questions.get(node.path)
        found = next((each for each in question.choices if each.name == name), None) if question else None
        return self.words.said(found.labels, self.context(node, "words"), works=False) or name if found else ""

    def _settle(self, path: str) -> None:
        """Work out what stands at a path: how often, whether it is asked, and what is in it."""
        rules = self.blank.rules.get(path, NO_RULES)
        question = self.blank.questions.get(path)
        if path in self.blank.form.repeats:
            self.tree.tell(path, self._times(path, rules))
        for node in self.tree.nodes.get(path, ()):
            node.is_relevant = node.above is None or node.above.is_relevant
            if node.is_relevant and rules.relevant:
                node.is_relevant = rules.relevant.holds(self.context(node, "relevant"))
            if question:
                node.value = self._value(question, rules, node) if node.is_relevant else ""

    def _times(self, repeat: str, rules: Rules) -> int:
        """How often a repeat is told: as the form counts, or as often as she says, and never more than can be asked."""
        if rules.count:
            told = rules.count.number(self.context(self._next_of(repeat), "count"))
            if told >= MOST_COUNTED + 1:
                self.too_often.add(repeat)
            return 0 if isnan(told) else int(min(max(told, 0), MOST_COUNTED))
        said = self.given.get(repeat, "")
        if said.isascii() and said.isdigit() and len(said) < 3:
            return min(int(said), MOST_TOLD)
        return min(self.tree.first_times(repeat), MOST_TOLD)

    def _value(self, question: Question, rules: Rules, node: Node) -> str:
        """What stands in a place that is there now."""
        kind = self.blank.inside.kinds.get(question.path, "")
        kept = cleaned(self.given.get(node.key, ""))[:LONGEST] if question.path in self.blank.kept else ""
        if question.path == self.blank.number_at:
            return self.instance_id
        if rules.calculate:
            node.value = kept
            worked = coerced(kind, rules.calculate.text(self.context(node, "calculate")))
            return self._corrected(question, node, worked) if question.path not in self.blank.kept else worked
        if question.preload:
            return self._by_itself(question.preload, node)
        if is_asked(question) and node.key in self.given and not self.is_fixed(node.key):
            self.taken[node.key] = found = self._taken(question, node, cleaned(self.given[node.key]))
            return found.value
        written = rules.first
        if rules.again or (written and question.repeat):
            written = rules.again if self._is_new(question, node) else written
        if written:
            first = kept or coerced(kind, written.text(self.context(node, "first")))
        else:
            first = coerced(kind, node.value)
        return self._chosen(question, node, first).value if question.control in ("select", "select1") else first

    def _corrected(self, question: Question, node: Node, worked: str) -> str:
        """What is worked out, or what somebody wrote instead of it, until it comes to something else."""
        node.value = worked
        if not is_asked(question) or node.key not in self.given or self.is_fixed(node.key):
            return worked
        if self.given.get(f"{WORKED}{node.key}", worked) != worked:
            return worked
        self.worked[node.key] = worked
        self.taken[node.key] = found = self._taken(question, node, cleaned(self.given[node.key]))
        return found.value

    def _is_new(self, question: Question, node: Node) -> bool:
        """Does it stand in what is told once more than the form begins with?"""
        repeat = question.repeat
        number = node.key[len(repeat) + 1 :].partition("]")[0]
        return int(number) > self._begins_with(repeat)

    def _begins_with(self, repeat: str) -> int:
        """How often a repeat is told before anybody answers; one that the form counts, as it counts then."""
        if self.blank.rules[repeat].count is None:
            return self.tree.first_times(repeat)
        if not self.given:
            return self.times(repeat)
        if repeat not in self._begun:
            empty = Filling(self.blank, {}, self.instance_id, self.started, self.started, self.language)
            self._begun |= {each: empty.times(each) for each in self.blank.form.repeats}
        return self._begun[repeat]

    def _chosen(self, question: Question, node: Node, raw: str) -> Taken:
        """What was chosen of the choices; where one is chosen, its name may have a blank in it."""
        if not raw.strip():
            return Taken()
        choices = offered(self.blank, question, self.context(node, "choices"))
        is_one = question.control == "select1" and raw in {each.name for each in (*question.choices, *choices)}
        return chosen(question, [raw] if is_one else raw.split(), choices)

    def _taken(self, question: Question, node: Node, raw: str) -> Taken:
        """What somebody answered, as it will be sent."""
        match question.control:
            case "select" | "select1":
                return self._chosen(question, node, raw)
            case "trigger":
                return Taken("OK" if raw else "")
            case "range":
                kind = self.blank.inside.kinds.get(question.path, "")
                ends = self.blank.inside.ranges.get(question.path)
                return number_between(kind, raw, ends, now=self.now)
        return taken(question.type, raw, now=self.now, appearance=question.appearance)

    def _by_itself(self, preload: str, node: Node) -> str:
        """What a phone would write by itself. Nothing is told of the phone, of its number, or of who holds it."""
        match preload:
            case "timestamp/start":
                return self.started.isoformat(timespec="milliseconds")
            case "timestamp/end":
                return self.now.isoformat(timespec="milliseconds")
            case "date/today":
                return self.started.date().isoformat()
            case _ if preload.startswith("uid/"):
                return f"uuid:{UUID(int=Random(f'{self.instance_id} {node.key}').getrandbits(128), version=4)}"
        return ""
