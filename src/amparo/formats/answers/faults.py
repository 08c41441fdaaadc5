"""What is wrong with a mapping beside the rules of the house: it could not be counted as it is written.

Whoever signs must be able to trust that what she read is what happens. So a mapping that the door would refuse on the
first day is found before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.formats import codebook as books
from amparo.formats.answers.listed import says_something
from amparo.formats.answers.proposal import CONSTANTS
from amparo.formats.answers.texts import filled
from amparo.formats.codes import by_code, label
from amparo.formats.coding import CHOSEN, CODED, CONSENT, LINK, OWN, part_of, table_of
from amparo.formats.openrosa.forms import Form, Question

LIST = "mapping_fault"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code of the list ``mapping_fault``, where, and the facts of its sentence."""

    rule: str
    path: str
    facts: Mapping[str, str] = field(default_factory=dict)
    is_refusal: bool = True

    def sentence(self, language: str) -> str:
        """What is wrong and how to mend it. A fact is put in as text, never read as a place for another."""
        return filled(label(LIST, self.rule, language), self.facts)


def faults(form: Form, mapping: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong, in the order of the questions; at the end whether a codebook can be made at all."""
    found = [*_each(form, mapping), *_links(form, mapping)]
    return tuple(found or _book(form, mapping))


def _each(form: Form, mapping: Mapping[str, Any]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for question in form.questions:
        rule = mapping.get(question.path, {})
        if rule.get("do") == CONSENT and not set(rule["yes"]) & {each.name for each in question.choices}:
            yield Fault("no_yes", question.path, {"question": question.name})
        if rule.get("do") != CODED:
            continue
        variable = str(rule.get("variable", ""))
        yield from name_faults(question, variable)
        other = seen.setdefault((part_of(question), variable), question.name)
        if other != question.name:
            yield Fault("variable_twice", question.path, {"variable": variable, "other": other})
        yield from _codes(question, rule)


def name_faults(question: Question, variable: str) -> Iterator[Fault]:
    """Is it a name that a variable can bear?"""
    facts = {"variable": variable, "question": question.name}
    if not books.NAME.fullmatch(variable):
        yield Fault("bad_variable", question.path, facts)
    elif variable in CONSTANTS:
        yield Fault("variable_taken", question.path, facts)


def _codes(question: Question, rule: Mapping[str, Any]) -> Iterator[Fault]:
    """A choice that no code stands for: whoever gave that answer could not be counted at all."""
    name = str(rule.get("list", ""))
    if question.type not in CHOSEN or not name:
        return
    renamed = rule.get("codes", {})
    for choice in says_something(question):
        code = renamed.get(choice.name, choice.name)
        if code and code not in by_code(name):
            yield Fault("not_in_list", question.path, {"question": question.name, "choice": choice.name, "list": name})
            return


def _links(form: Form, mapping: Mapping[str, Any]) -> Iterator[Fault]:
    """Somebody comes with one coupon."""
    own = [each for each in form.questions if mapping.get(each.path, {}) == {"do": LINK, "as": OWN}]
    for question in own[1:]:
        yield Fault("coupon_twice", question.path, {"question": question.name, "other": own[0].name})


def _book(form: Form, mapping: Mapping[str, Any]) -> Iterator[Fault]:
    """The codebook itself, tried."""
    try:
        books.read(table_of(form, mapping, name="f_tried", version=1, constants=CONSTANTS))
    except (books.BadCodebook, KeyError) as error:
        yield Fault("no_codebook", f"/{form.root}", {"said": str(error)})
