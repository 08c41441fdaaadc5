"""A questionnaire as a person reads it: question after question, in one language, with what becomes of each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.fieldwork.models import Version
from amparo.fieldwork.queries.forms import form_in
from amparo.fieldwork.queries.looked import Found, findings_of, proposal_for
from amparo.formats.answers import has_rule, in_words, text_in
from amparo.formats.answers.proposal import CONSTANTS
from amparo.formats.codebook import BadCodebook, Codebook, Variable, read
from amparo.formats.coding import CODED, CONSENT, DROPPED, LINK, SEALED, part_of, table_of
from amparo.formats.openrosa.forms import Form, Group, Question

A_PAGE = 25  # questions that somebody decides about at once
MOST_CHOICES = 40  # that are written out; of a longer list the rest is counted


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a page of the form, and when that page comes."""

    text: str
    condition: str
    expression: str


@dataclass(frozen=True, slots=True)
class Line:
    """One question. ``condition`` is in words; where that is too much for words there is only ``expression``."""

    number: int
    question: Question
    text: str
    hint: str
    choices: tuple[str, ...]
    more: int  # choices that are not written out
    headings: tuple[Heading, ...]
    condition: str
    expression: str
    findings: tuple[Found, ...]
    rule: Mapping[str, Any]  # as it stands, or is proposed
    is_said: bool  # did somebody say what becomes of it, or is it only proposed?
    has_rule: bool

    @property
    def stands(self) -> Mapping[str, Any]:
        """What becomes of the answer as it is today: what is only proposed does not hold."""
        return self.rule if self.is_said else {"do": SEALED}

    @property
    def is_read(self) -> bool:
        """Is there anything of it on the screen of the phone?"""
        return bool(self.question.control) or self.question.type == "note"


@dataclass(frozen=True, slots=True)
class Reading:
    """A form in one language: its lines, and what is found in the whole of it."""

    form: Form
    language: str
    lines: tuple[Line, ...]
    whole: tuple[Found, ...]
    found: tuple[Found, ...]

    @property
    def refusals(self) -> int:
        """How many things have to be mended before anybody signs."""
        return sum(each.is_refusal for each in self.found)

    @property
    def advice(self) -> int:
        """How many things are worth a second look."""
        return len(self.found) - self.refusals


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the lines."""

    number: int
    many: int
    lines: tuple[Line, ...]
    wrong_on: tuple[int, ...] = field(default=())  # pages on which something has to be mended


def language_for(form: Form, wanted: str, own: str) -> str:
    """In which of its languages a form is read: the one that was chosen, the reader's own, or its first."""
    for each in (wanted, own, form.default_language):
        if each in form.languages:
            return each
    return form.languages[0] if form.languages else ""


def reading_of(version: Version, *, wanted: str, own: str) -> Reading:
    """The whole of a version. ``own`` is the language of the reader, in which conditions are told."""
    form = form_in(bytes(version.xform))
    language, found = language_for(form, wanted, own), findings_of(version)
    by_path: dict[str, list[Found]] = {}
    for each in found:
        by_path.setdefault(each.path, []).append(each)
    proposal, groups, open_groups = proposal_for(version), {each.path: each for each in form.groups}, set[str]()
    lines = []
    for number, question in enumerate(_told(form, by_path), 1):
        begun = [groups[path] for path in question.groups if path in groups and path not in open_groups]
        open_groups |= {each.path for each in begun}
        above = [each for group in begun for each in by_path.get(group.path, ())]
        lines.append(
            _line(
                form,
                version,
                number,
                question,
                language,
                own,
                begun,
                proposal,
                [*above, *by_path.get(question.path, ())],
            )
        )
    known = {each.path for each in form.questions} | set(groups)
    return Reading(form, language, tuple(lines), tuple(e for e in found if e.path not in known), tuple(found))


def _told(form: Form, found: Mapping[str, Sequence[Found]]) -> list[Question]:
    """Every question; not the number that each form bears, where nothing is wrong with it."""
    number = f"/{form.root}/meta/instanceID"
    return [each for each in form.questions if each.path != number or each.path in found]


def _line(
    form: Form, version: Version, number: int, question: Question, language: str, own: str, begun: Sequence[Group],
    proposal: Mapping[str, Any], found: Sequence[Found],
) -> Line:  # fmt: skip
    choices = [text_in(each.labels, language) or each.name for each in question.choices]
    is_said = question.path in version.mapping
    rule = version.mapping[question.path] if is_said else proposal.get(question.path, {"do": SEALED})
    return Line(
        number=number, question=question, text=text_in(question.labels, language),
        hint=text_in(question.hints, language), choices=tuple(choices[:MOST_CHOICES]),
        more=max(0, len(choices) - MOST_CHOICES),
        headings=tuple(_heading(form, group, language, own) for group in begun if _is_shown(group)),
        condition=in_words(form, question.relevant, question.path, own), expression=question.relevant,
        findings=tuple(found), rule=rule, is_said=is_said, has_rule=has_rule(form, question),
    )  # fmt: skip


def _is_shown(group: Group) -> bool:
    return bool(group.relevant.strip()) or any(text.strip() for text in group.labels.values())


def _heading(form: Form, group: Group, language: str, own: str) -> Heading:
    text = text_in(group.labels, language) or group.path.rpartition("/")[2]
    return Heading(text, in_words(form, group.relevant, group.path, own), group.relevant)


def sheet_of(reading: Reading, number: int) -> Sheet:
    """A page of at most so many questions; one that is not there is the first."""
    pages = [reading.lines[at : at + A_PAGE] for at in range(0, len(reading.lines), A_PAGE)] or [()]
    number = number if 1 <= number <= len(pages) else 1
    wrong = tuple(
        at for at, lines in enumerate(pages, 1) if any(each.is_refusal for line in lines for each in line.findings)
    )
    return Sheet(number, len(pages), tuple(pages[number - 1]), wrong)


def names_beside(version: Version, lines: Sequence[Line]) -> dict[tuple[str, str], str]:
    """Which names in the row the questions of all other pages bear: (part, name) → question."""
    here = {line.question.path for line in lines}
    return {
        (part_of(each), version.mapping[each.path].get("variable", "")): each.name
        for each in form_in(bytes(version.xform)).questions
        if each.path not in here and version.mapping.get(each.path, {}).get("do") == CODED
    }


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of the evidence will hold, and what becomes of all other answers."""

    book: Codebook | None
    holds: tuple[tuple[Variable, tuple[str, ...]], ...]  # each variable, and the codes that can come of its answers
    sealed: int
    dropped: int
    permissions: int
    coupons: int
    undecided: int


def row_of(version: Version) -> Row:
    """A preview of a row, by the rules as they were said. What nobody decided stays sealed."""
    form = form_in(bytes(version.xform))
    asked = [each for each in form.questions if has_rule(form, each)]
    done = [version.mapping.get(each.path, {}).get("do", SEALED) for each in asked]
    try:
        table = table_of(form, version.mapping, name="preview", version=1, constants=CONSTANTS)
        book = read(table)
    except (BadCodebook, KeyError):
        book = None
    return Row(
        book, _holds(form, version.mapping, book), done.count(SEALED), done.count(DROPPED), done.count(CONSENT),
        done.count(LINK),
        sum(each.path not in version.mapping for each in asked),
    )  # fmt: skip


def _holds(
    form: Form, mapping: Mapping[str, Any], book: Codebook | None
) -> tuple[tuple[Variable, tuple[str, ...]], ...]:
    """Of a long list only what the question offers; where it offers nothing, the whole of the list."""
    offered: dict[tuple[str, str], tuple[str, ...]] = {}
    for question in form.questions:
        rule = mapping.get(question.path, {})
        if rule.get("do") == CODED:
            codes = [rule.get("codes", {}).get(each.name, each.name) for each in question.choices]
            offered[part_of(question), rule["variable"]] = tuple(code for code in codes if code)
    return tuple(
        (each, tuple(code for code in offered.get((each.part, each.code)) or each.codes if code in each.codes))
        for each in (book.variables if book else ())
    )
