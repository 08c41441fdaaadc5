"""What a question offers to choose from, and what was chosen of it."""

from amparo.formats.openrosa.expressions import Context, Node
from amparo.formats.openrosa.filling.blank import Blank
from amparo.formats.openrosa.filling.typed import Taken
from amparo.formats.openrosa.form_parts import Choice, Question

ONE = "select1"


def offered(blank: Blank, question: Question, context: Context) -> tuple[Choice, ...]:
    """The choices that a question has now, in the order in which they are shown."""
    rules, itemset = blank.rules[question.path], blank.inside.itemsets.get(question.path)
    if rules.nodeset is None or itemset is None:
        return question.choices
    known = blank.rows.get(question.path, {})
    return tuple(
        known.get(id(row)) or _told(row, itemset.value, itemset.label, context.language)
        for row in rules.nodeset.nodes(context)
        if row.is_relevant
    )


def _told(row: Node, value: str, label: str, language: str) -> Choice:
    """A choice that somebody made by an answer: what was told again can be chosen from."""
    name = _part(row, value)
    return Choice(name, {language: _part(row, label) or name})


def _part(row: Node, reference: str) -> str:
    at: Node | None = row
    for step in reference.strip().removeprefix("./").split("/"):
        at = next((each for each in at.children if each.name == step.rpartition(":")[2]), None) if at else None
    return at.value if at else ""


def chosen(question: Question, names: list[str], choices: tuple[Choice, ...]) -> Taken:
    """What was chosen, in the order of the choices.

    What is offered no more, because another answer changed, is left out without a word. What was never offered is told.
    """
    known = {each.name for each in question.choices} or {each.name for each in choices}
    if not set(names) <= known:
        return Taken(code="no_such_choice")
    kept = list(dict.fromkeys(each.name for each in choices if each.name in names))
    if question.control == ONE and len(set(names)) > 1:
        return Taken(code="one_only")
    return Taken(" ".join(kept))
