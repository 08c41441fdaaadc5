"""Which column of a table from paper is what: the coupons, the day, and the questions of a form that are coded.

A question is named as in its form. What stays sealed or is dropped is not typed in here: a spreadsheet is no place for
what somebody told in her own words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.formats.coding import CODED, CONSENT, GIVEN, LINK, OWN, TIMES, Mapped, rule_of
from amparo.formats.fold import fold
from amparo.formats.openrosa.forms import Form, Question
from amparo.formats.paper.faults import Told

DATE, ANSWER, ASIDE = "date", "answer", "aside"
SAID_AS = {  # how people call them, folded; a question of the form that is called so comes first
    OWN: ("coupon", "cupon", "cupom", "own"),
    GIVEN: ("given", "entregados", "entregado", "dados", "dado", "entregues", "entregue", "pasados", "passados"),
    DATE: ("date", "fecha", "data", "dia", "day"),
    ASIDE: ("row", "fila", "linha", "reason", "motivo"),
}
HEADINGS = {  # of a fresh table, and of what goes back
    OWN: {"es": "cupon", "pt": "cupom", "en": "coupon"},
    GIVEN: {"es": "entregados", "pt": "entregues", "en": "given"},
    DATE: {"es": "fecha", "pt": "data", "en": "date"},
    "row": {"es": "fila", "pt": "linha", "en": "row"},
    "reason": {"es": "motivo", "pt": "motivo", "en": "reason"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a column; ``question`` is where it goes in the form, where it goes anywhere."""

    kind: str
    name: str
    question: Question | None = None


class Columns:
    """The columns that a form has on paper."""

    def __init__(self, form: Form, mapping: Mapped) -> None:
        self.form, self.mapping = form, mapping
        self.found: dict[str, Column] = {}
        self.elsewhere: dict[str, str] = {}  # questions that have no column, and why
        plain = [each for each in form.questions if not each.path.startswith(f"/{form.root}/meta/")]
        names = [_key(each.name) for each in plain]
        for question in plain:
            name = question.name if names.count(_key(question.name)) == 1 else question.path.split("/", 2)[-1]
            self._take(question, name, rule_of(mapping, question.path))
        for kind, question in self._special().items():
            for name in SAID_AS[kind]:
                self.found.setdefault(name, Column(kind, name, question))
        for name in SAID_AS[ASIDE]:
            self.found.setdefault(name, Column(ASIDE, name))

    def _take(self, question: Question, name: str, rule: Mapping[str, Any]) -> None:
        if question.repeat:
            self.elsewhere[_key(name)] = "column_repeat"
        elif rule["do"] in (CODED, CONSENT):
            self.found[_key(name)] = Column(DATE if question is self._day() else ANSWER, name, question)
        elif rule["do"] == LINK:
            self.found[_key(name)] = Column(rule["as"], name, question)
        else:
            self.elsewhere[_key(name)] = "column_sealed"

    def _day(self) -> Question | None:
        """The question in which the form keeps the day on which somebody was asked."""
        coded = [each for each in self.form.questions if rule_of(self.mapping, each.path)["do"] == CODED]
        days = [each for each in coded if rule_of(self.mapping, each.path)["kind"] in TIMES and not each.repeat]
        by_itself = [each for each in days if each.preload.startswith("date/")]
        return next(iter(by_itself or [each for each in days if not each.control]), None)

    def _special(self) -> dict[str, Question]:
        """Where the coupons and the day go."""
        places = {OWN: self._linked(OWN), GIVEN: self._linked(GIVEN), DATE: self._day()}
        return {kind: question for kind, question in places.items() if question is not None}

    def _linked(self, what: str) -> Question | None:
        links = [(each, rule_of(self.mapping, each.path)) for each in self.form.questions if not each.repeat]
        return next((each for each, rule in links if rule["do"] == LINK and rule["as"] == what), None)

    def headings(self, language: str) -> list[str]:
        """Of an empty table: the coupons, the day, and every question that is coded."""
        special = [HEADINGS[kind][language] for kind in self._special()]
        taken = {column.question.path for column in self.found.values() if column.kind != ANSWER and column.question}
        return special + [
            column.name for column in self.found.values()
            if column.kind == ANSWER and column.question and column.question.path not in taken
        ]  # fmt: skip

    def read(self, header: Sequence[str], *, needs_coupon: bool) -> tuple[list[Column], list[Told]]:
        """What each column is; and what is wrong with the heading."""
        found: list[Column] = []
        told: list[Told] = []
        for place, name in enumerate(header, start=1):
            column = self._column(_key(name))
            if column is None:
                code = self.elsewhere.get(_key(name), "column_unknown")
                told.append(Told(1, name or str(place), code))
            elif any(each.question is column.question and each.kind != GIVEN for each in found if each.question):
                told.append(Told(1, name, "column_twice"))
            found.append(column or Column(ASIDE, name))
        kinds = {each.kind for each in found}
        special = self._special()
        for kind in (OWN, DATE):
            if kind in special and kind not in kinds and (kind == DATE or needs_coupon):
                told.append(Told(1, "", f"column_no_{kind}"))
        return found, told

    def _column(self, key: str) -> Column | None:
        """By its name; coupons that were given may stand in several columns: ``given1``, ``given2``."""
        first = self.found.get(re.sub(r"_?[1-9]$", "", key))
        return self.found.get(key) or (first if first is not None and first.kind == GIVEN else None)


def _key(name: str) -> str:
    """A name as it is compared: without accents, blanks as strokes."""
    return re.sub(r"[^a-z0-9/]+", "_", fold(name)).strip("_")
