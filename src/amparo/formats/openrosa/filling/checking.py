"""Whether answers can stay as they are: what cannot be understood, what the form does not let pass, what is missing.

The form's own words come first, in the language she reads. Where it has none, ``content/codes/answer_fault.toml`` says
what to do, and never that she did something wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amparo.formats.openrosa.expressions import Node
from amparo.formats.openrosa.faults import Fault
from amparo.formats.openrosa.filling.blank import MOST_COUNTED, Blank, is_asked
from amparo.formats.openrosa.filling.filled import NO_RULES, Filling
from amparo.formats.openrosa.form_parts import Question


class BadAnswer(Fault):
    """An answer that cannot stay as it is."""

    sentences = "answer_fault"


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """Where it stands, a code with its facts, and the form's own words, if it has any."""

    key: str
    code: str
    facts: Mapping[str, str]
    own: str = ""

    def sentence(self, language: str) -> str:
        """What to do, in words."""
        return self.own or BadAnswer(self.code, **self.facts).sentence(language)


def wrong_answers(filling: Filling, keys: Iterable[str] | None = None) -> tuple[WrongAnswer, ...]:
    """What cannot stay as it is, among these keys or everywhere, in the order of the form."""
    return tuple(_wrong(filling, filling.tree.keys if keys is None else keys))


def _wrong(filling: Filling, keys: Iterable[str]) -> Iterator[WrongAnswer]:
    counted = _counted(filling)
    for key in keys:
        node = filling.tree.keys.get(key)
        question = filling.blank.questions.get(node.path) if node else None
        if node and question and node.is_relevant and is_asked(question) and not filling.is_fixed(key):
            found = _of_one(filling, question, node)
            if found is None and node.path in counted:
                found = WrongAnswer(key, "told_too_often", {"most": str(MOST_COUNTED)})
            if found:
                yield found


def _counted(filling: Filling) -> set[str]:
    """The questions whose answers make the form count further than our page asks: the nearest behind each count."""
    waiting, seen = list(filling.too_often), set(filling.too_often)
    found: set[str] = set()
    while waiting:
        path = waiting.pop()
        for need in filling.blank.order.needs[path] - seen:
            seen.add(need)
            if _is_answered(filling.blank, need):
                found.add(need)
            else:
                waiting.append(need)
    return found


def _is_answered(blank: Blank, path: str) -> bool:
    question = blank.questions.get(path)
    return question is not None and is_asked(question)


def _of_one(filling: Filling, question: Question, node: Node) -> WrongAnswer | None:
    rules = filling.blank.rules.get(node.path, NO_RULES)
    told = filling.taken.get(node.key)
    if told and told.code:
        return WrongAnswer(node.key, told.code, told.facts)
    if not node.value:
        if rules.required is None or not rules.required.holds(filling.context(node, "required")):
            return None
        return WrongAnswer(node.key, "required", {}, filling.said(question.required_messages, node.key))
    if rules.constraint is None or rules.constraint.holds(filling.context(node, "constraint")):
        return None
    code = "pattern" if "regex(" in question.constraint else "constraint"
    return WrongAnswer(node.key, code, {}, filling.said(question.constraint_messages, node.key))
