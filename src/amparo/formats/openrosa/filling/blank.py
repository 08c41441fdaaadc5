"""A form that nobody has filled in yet: read once, its expressions understood, and in which order they are worked out.

What a page cannot ask for, and what cannot be worked out, is found here and told by :func:`cannot_ask`, so that whoever
brings a form knows it, and no one who answers ever meets it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from amparo.formats.openrosa.expressions import BadExpression, Context, Expression, Node, Reads, parse
from amparo.formats.openrosa.filling.inside import Inside, Itemset, read_inside
from amparo.formats.openrosa.filling.layout import LEFT_OUT, Block, blocks
from amparo.formats.openrosa.filling.order import Order, in_order
from amparo.formats.openrosa.filling.stems import Stem, stem_of
from amparo.formats.openrosa.form_parts import Choice, Form, Group, Question
from amparo.formats.openrosa.forms import read_form

MOST_TOLD = 9  # how often something can be told again on our page, where who answers says how often
MOST_COUNTED = 30  # and where the form counts it
MOST_PLACES = 1000  # in a form that somebody fills in without being able to put it down


@dataclass(frozen=True, slots=True)
class Rules:
    """The expressions of one place. None where there is none."""

    relevant: Expression | None = None
    calculate: Expression | None = None
    readonly: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    first: Expression | None = None  # what stands there before anybody answers, worked out
    again: Expression | None = None  # the same, in what is told once more than the form begins with
    count: Expression | None = None
    nodeset: Expression | None = None

    def all(self) -> Iterator[Expression]:
        """Those that there are."""
        found = (
            self.relevant, self.calculate, self.readonly, self.required, self.constraint, self.first, self.again,
            self.count, self.nodeset,
        )  # fmt: skip
        return (each for each in found if each)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that our page cannot do: where, why, and the facts of the sentence in ``cannot_ask``."""

    path: str
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A form that nobody has filled in yet."""

    form: Form
    inside: Inside
    stem: Stem
    questions: Mapping[str, Question]
    groups: Mapping[str, Group]
    rules: Mapping[str, Rules]
    rows: Mapping[str, Mapping[int, Choice]]  # of a question: its choice for each row (by id) of the list inside
    kept: frozenset[str]  # the paths of what is worked out once
    drawn: frozenset[str]  # the paths at which chance is needed
    order: Order
    blocks: tuple[Block, ...]  # its pages, before anybody answers
    troubles: tuple[Trouble, ...]  # of its expressions

    @property
    def is_too_long(self) -> bool:
        """Has it more places than somebody can be asked for on a page?"""
        return len(self.questions) + len(self.groups) > MOST_PLACES

    @property
    def is_nested(self) -> bool:
        """Is something told again inside what is told again?"""
        repeats = self.form.repeats
        return any(inner.startswith(f"{outer}/") for inner in repeats for outer in repeats)

    @property
    def number_at(self) -> str:
        """Where the number of the answers stands."""
        return f"/{self.form.root}/meta/instanceID"


def is_asked(question: Question) -> bool:
    """Can our page ask this? Files, places on a map and orders of things it leaves out."""
    return bool(question.control) and question.type not in ("note", *LEFT_OUT)


def blank_form(xml: bytes) -> Blank:
    """A form, ready to be filled in; :class:`amparo.formats.openrosa.forms.BadForm` where it is none."""
    form = read_form(xml)
    inside = read_inside(xml, form)
    troubles: list[Trouble] = []
    rules = {path: _rules(path, texts, troubles) for path, texts in written_in(form, inside)}
    reads = {path: _reads(path, each) for path, each in rules.items()}
    order = in_order(form, reads if len(rules) <= MOST_PLACES else {})
    return Blank(
        form=form,
        inside=inside,
        stem=stem_of(form),
        questions={each.path: each for each in form.questions},
        groups={each.path: each for each in form.groups},
        rules=rules,
        rows=_rows(form, inside, rules),
        kept=frozenset(each.path for each in form.questions if _keeps(each, reads[each.path])),
        drawn=frozenset(path for path, each in reads.items() if any(read.draws for read in each.values())),
        order=order,
        blocks=blocks(form, order),
        troubles=tuple(troubles),
    )


def _keeps(question: Question, reads: Mapping[str, Reads]) -> bool:
    """Does its value stay as it was first worked out? ``once``, and first values where nobody is asked."""
    if "calculate" in reads:
        return reads["calculate"].keeps
    return not {"first", "again"}.isdisjoint(reads) and not is_asked(question)


def _rows(form: Form, inside: Inside, rules: Mapping[str, Rules]) -> dict[str, Mapping[int, Choice]]:
    """The choice that each row of a list stands for. Questions that share a list share these."""
    nowhere = Node("")
    at = Context(nowhere, nowhere, datetime(1970, 1, 1, tzinfo=UTC), Random(0), instances=inside.lists)
    shared: dict[int, Mapping[int, Choice]] = {}
    found: dict[str, Mapping[int, Choice]] = {}
    for each in form.questions:
        nodeset = rules[each.path].nodeset
        if nodeset and each.choices:
            if id(each.choices) not in shared:
                rows = nodeset.rows(at)
                pairs = zip(rows, each.choices, strict=False) if len(rows) == len(each.choices) else ()
                shared[id(each.choices)] = {id(row): choice for row, choice in pairs}
            found[each.path] = shared[id(each.choices)]
    return found


def written_in(form: Form, inside: Inside) -> Iterator[tuple[str, dict[str, str]]]:
    """The expressions of each place as the form writes them."""
    firsts = {each.path: each.value for each in inside.actions if each.is_of_the_first}
    agains = {each.path: each.value for each in inside.actions if each.is_of_new_ones}
    for group in form.groups:
        yield group.path, {"relevant": group.relevant, "count": inside.counts.get(group.path, "")}
    for each in form.questions:
        itemset = inside.itemsets.get(each.path)
        yield (
            each.path,
            {
                "relevant": each.relevant,
                "calculate": each.calculate,
                "readonly": each.readonly,
                "required": each.required,
                "constraint": each.constraint,
                "first": firsts.get(each.path, ""),
                "again": agains.get(each.path, "") if each.repeat else "",
                "nodeset": itemset.nodeset if itemset and _is_worked_out(each, itemset) else "",
            },
        )


def _is_worked_out(question: Question, itemset: Itemset) -> bool:
    """Are its choices now these and now others, or in an order of chance?"""
    return bool(question.choice_filter) or not question.choices or itemset.nodeset.strip().startswith("randomize(")


def _rules(path: str, texts: Mapping[str, str], troubles: list[Trouble]) -> Rules:
    read: dict[str, Expression] = {}
    for name, text in texts.items():
        if text.strip():
            try:
                read[name] = parse(text.strip())
            except BadExpression as bad:
                troubles.append(Trouble(path, bad.code, bad.facts))
    return Rules(**read)


def _reads(path: str, rules: Rules) -> dict[str, Reads]:
    """What the rules that change a place look at; a limit changes nothing."""
    changing = {
        "relevant": rules.relevant, "calculate": rules.calculate, "readonly": rules.readonly, "first": rules.first,
        "again": rules.again, "count": rules.count, "nodeset": rules.nodeset,
    }  # fmt: skip
    return {name: rule.reads(path) for name, rule in changing.items() if rule}
