"""What our page cannot ask for, told before anybody answers: to whoever brings a form."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from amparo.formats.openrosa.expressions import BadExpression
from amparo.formats.openrosa.faults import Fault
from amparo.formats.openrosa.filling.blank import MOST_COUNTED, MOST_PLACES, Blank, Trouble
from amparo.formats.openrosa.filling.checking import wrong_answers
from amparo.formats.openrosa.filling.filled import Filling
from amparo.formats.openrosa.filling.layout import LEFT_OUT
from amparo.formats.openrosa.filling.placed import expression_in, named, placed_in
from amparo.formats.openrosa.filling.ways import Ways
from amparo.formats.openrosa.form_parts import Question

CAN_BE_LEFT_OUT = frozenset({"file", "map", "rank", "taken_unasked"})
"""What our page may leave empty, where nothing else stands in the way: see :func:`may_be_filled`."""

SOME_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHOOSING = ("select", "select1")


class CannotAsk(Fault):
    """Something in a form that our page cannot do."""

    sentences = "cannot_ask"


OWN = frozenset(
    {
        *CAN_BE_LEFT_OUT, "outside_list", "unknown_list", "no_choices", "nested_repeat", "told_too_often", "action",
        "entity", "goes_round", "unknown_place", "too_many_places", "choice_with_blank",
    }
)  # fmt: skip


def sentence(trouble: Trouble, language: str) -> str:
    """Why, in words."""
    kind = CannotAsk if trouble.code in OWN else BadExpression
    return kind(trouble.code, **trouble.facts).sentence(language)


def cannot_ask(blank: Blank) -> tuple[tuple[str, str], ...]:
    """What our page cannot do with a form, as a path and a code, in the order of the form. Nothing if it can do all."""
    return tuple(dict.fromkeys((each.path, each.code) for each in troubles(blank)))


def may_be_filled(blank: Blank) -> bool:
    """Can it be filled in here, with what cannot be asked left empty? Not where that has to be answered."""
    found = {each.code for each in troubles(blank)}
    must = any(each.required.strip() not in ("", "false()") for each in blank.form.questions if each.type in LEFT_OUT)
    return found <= CAN_BE_LEFT_OUT and not must


@lru_cache(maxsize=2)  # a form is looked at in several ways at once; a large one is not held for long
def troubles(blank: Blank) -> tuple[Trouble, ...]:
    """All of it, with the facts of its sentences."""
    if blank.is_too_long:
        return (Trouble(f"/{blank.form.root}", "too_many_places", {"most": str(MOST_PLACES)}),)
    place = {path: number for number, path in enumerate((*blank.questions, *blank.groups))}
    found = [*blank.troubles, *_of_questions(blank), *_of_groups(blank), *_of_expressions(blank), *_of_actions(blank)]
    if not {each.code for each in found} - CAN_BE_LEFT_OUT:
        found += _of_trial(blank)
    return tuple(sorted(found, key=lambda each: place.get(each.path, len(place))))


def _of_questions(blank: Blank) -> Iterator[Trouble]:
    meta = f"/{blank.form.root}/meta"
    for each in blank.form.questions:
        if each.control and each.type in LEFT_OUT:
            yield Trouble(each.path, LEFT_OUT[each.type], {})
        elif each.type in LEFT_OUT and each.path != f"{meta}/audit":
            yield Trouble(each.path, "taken_unasked", {})
        if f"{meta}/entity" in (each.path, *each.groups):
            yield Trouble(each.path, "entity", {})
        if each.control in CHOOSING:
            yield from _of_choices(blank, each)
        for texts in (each.labels, each.hints, each.constraint_messages, each.required_messages):
            yield from _of_words(blank, each, placed_in(texts))


def _of_choices(blank: Blank, question: Question) -> Iterator[Trouble]:
    if "search(" in question.appearance or (question.path not in blank.inside.itemsets and not question.choices):
        yield Trouble(question.path, "outside_list", {})
    if question.control == "select" and any(each.name.split() != [each.name] for each in question.choices):
        yield Trouble(question.path, "choice_with_blank", {})
    nodeset = blank.rules[question.path].nodeset
    if nodeset is not None and not nodeset.finds_nodes:
        yield Trouble(question.path, "no_choices", {})


def _of_words(blank: Blank, question: Question, names: set[str]) -> Iterator[Trouble]:
    """A value in a sentence that is neither the name of a place nor an expression."""
    for name in sorted(names):
        if not named(blank.questions, name, near=question.path) and expression_in(name) is None:
            yield Trouble(question.path, "unknown_place", {"place": name[:80]})


def _of_groups(blank: Blank) -> Iterator[Trouble]:
    for each in blank.form.groups:
        count = blank.inside.counts.get(each.path, "").strip()
        if count.isascii() and count.isdigit() and int(count[:4]) > MOST_COUNTED:
            yield Trouble(each.path, "told_too_often", {"most": str(MOST_COUNTED)})
        if each.is_repeat and any(each.path.startswith(f"{other}/") for other in blank.form.repeats):
            yield Trouble(each.path, "nested_repeat", {})


def _of_expressions(blank: Blank) -> Iterator[Trouble]:
    ways = Ways({f"/{blank.form.root}", *blank.questions, *blank.groups})
    for path in blank.order.circles:
        yield Trouble(path, "goes_round", {})
    for path, rules in blank.rules.items():
        for rule in rules.all():
            reads = rule.reads(path)
            for place in sorted(each for each in reads.paths if not ways.of(each)):
                yield Trouble(path, "unknown_place", {"place": place[:80]})
            for name in sorted(reads.lists - set(blank.inside.lists)):
                code = "outside_list" if name in blank.inside.outside else "unknown_list"
                yield Trouble(path, code, {"name": name[:80]})


def _of_actions(blank: Blank) -> Iterator[Trouble]:
    for each in blank.inside.actions:
        if each.element != "setvalue":
            yield Trouble(each.path, "taken_unasked", {})
        elif not each.is_first_value or each.path not in blank.questions:
            yield Trouble(each.path, "action", {})


def _of_trial(blank: Blank) -> Iterator[Trouble]:
    """Work everything out once, with no answer at all: is there an end to it?"""
    try:
        filling = Filling(blank, {}, instance_id="uuid:0", now=SOME_DAY, started=SOME_DAY)
        for repeat in sorted(filling.too_often):
            yield Trouble(repeat, "told_too_often", {"most": str(MOST_COUNTED)})
        for key, node in filling.tree.keys.items():
            if node.path in blank.questions and blank.questions[node.path].control in CHOOSING:
                filling.choices(key)
        wrong_answers(filling)
    except BadExpression as bad:
        yield Trouble(f"/{blank.form.root}", bad.code, bad.facts)
