"""A form out of what somebody brings: a spreadsheet, a ready XForm, or an instrument of the library.

What is wrong with it is said in the language of whoever brings it. Nothing is kept here.
"""

from collections.abc import Collection
from dataclasses import dataclass

from amparo.fieldwork.actions.instruments import Brought
from amparo.fieldwork.queries.forms import form_in
from amparo.formats.instruments import ARMS, BadInstrument
from amparo.formats.instruments import Instrument as Plan
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.named import named
from amparo.formats.openrosa.numbering import numbered
from amparo.formats.xlsform import BadSheet, Fault, convert, standards, workbook

READY = ".xml"
INTERVIEW, SELF, ROUND = "interview", "self", "round"  # the list ``instrument_kind``


@dataclass(frozen=True, slots=True)
class Made:
    """A form, and what is strange about its sheet although it was taken."""

    brought: Brought
    notes: tuple[Fault, ...] = ()


class NotMade(Exception):
    """No form can be made of it; the sentence says where it is wrong and how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def made_of(data: bytes, name: str, *, key: str, number: int, kind: str, language: str) -> Made:
    """The form of a sheet with the id and the version of the house; before an interview come the ten standards.

    A ready XForm gets the id and the version too, and a number of each answer where it has none. Nothing is put before
    it: the rules say whether something lacks.
    """
    try:
        if name.lower().endswith(READY):
            made = Made(Brought(data, name, numbered(named(data, form_id=key, version=str(number)))))
        else:
            before = [standards()] if kind == INTERVIEW else []
            found = convert(data, name, form_id=key, version=str(number), before=before, plain=language)
            made = Made(Brought(data, name, found.xform), found.warnings)
        form_in(made.brought.xform)
    except (BadSheet, BadForm) as bad:
        raise NotMade(bad.sentence(language)) from bad
    return made


def sheet_of(plan: Plan, modules: Collection[str]) -> tuple[bytes, str]:
    """An instrument of the library as a spreadsheet, and what that file is called."""
    try:
        return workbook(plan, modules=modules), f"{plan.name}.xlsx"
    except BadInstrument as bad:
        raise NotMade(str(bad)) from bad


def kinds_of(plan: Plan) -> tuple[str, ...]:
    """Who can answer it: a round has nobody in it, so it asks nobody for consent."""
    is_round = not any(each.type == "consent" for each in plan.questions)
    return (ROUND,) if is_round else (INTERVIEW, SELF)


def modules_of(plan: Plan) -> tuple[list[str], list[str]]:
    """The parts that a house chooses among, and the halves of which a form has exactly one."""
    known = plan.modules
    return sorted(known - set(ARMS)), sorted(known & set(ARMS))
