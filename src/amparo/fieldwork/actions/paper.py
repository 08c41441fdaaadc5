"""Answers on paper, typed into a table by a house without phones: looked at first, then sealed as what phones send.

Good rows are taken and the others given back, each with its reason: three hundred sheets do not wait for one wrong
letter. The number of a form hangs on the code of its coupon, or, where there is none, on what the row says: the same
file once more doubles nothing. What was looked at is read anew when it is taken, so nothing of it is kept between.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.utils.crypto import salted_hmac

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.actions.submissions import Sent, receive, said_before
from amparo.fieldwork.models import Coupon, Deployment
from amparo.fieldwork.models.coupons import REPLACED, VOID
from amparo.fieldwork.policies.paper import may_type_in
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.paper import carries, is_round
from amparo.fieldwork.queries.paper_tables import columns_of
from amparo.formats.codebook import Codebook
from amparo.formats.coding import GIVEN, OWN, NotCoded, code_row
from amparo.formats.openrosa.submissions import BadSubmission, read_submission
from amparo.formats.paper.columns import ASIDE, HEADINGS, Column
from amparo.formats.paper.faults import Told
from amparo.formats.paper.rows import Limits, Row, read_rows
from amparo.formats.paper.tables import Table, read_table, written
from amparo.formats.paper.writing import write_form
from amparo.vault.actions.coupons import Marks, NotACode, marks_of_typed, shown_code

CARE = "default"
AT_ONCE = 50  # forms of one transaction: nobody else waits long
WAITS = frozenset({"no_consent"})  # she said no: it is kept so, as it is where a phone sends it


@dataclass(slots=True)
class Looked:
    """What a file comes to."""

    table: Table
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    good: dict[str, bytes] = field(default_factory=dict, repr=False)  # filled forms, by their numbers
    here: int = 0  # rows that came before, and say the same
    heading: list[Told] = field(default_factory=list)

    @property
    def bad(self) -> list[Row]:
        """The rows that are not taken."""
        return [each for each in self.rows if each.faults]

    @property
    def faults(self) -> list[Told]:
        """Everything that is wrong, in the order of the file."""
        return [*self.heading, *(fault for row in self.rows for fault in row.faults)]


@unaudited("it changes nothing")
def look(deployment: Deployment, data: bytes, *, by: Actor, today: date) -> Looked:
    """Read a file; :class:`BadTable` where it is none. Nothing is written."""
    study = deployment.study
    may_type_in.check(by, study, carries(by, study, today))
    table, needs_coupon = read_table(data), study.design == "rds"
    columns, heading = columns_of(deployment).read(table.header, needs_coupon=needs_coupon)
    looked = Looked(table, columns, heading=heading)
    if heading:
        return looked
    limits = Limits(needs_coupon, study.starts_on, today, study.coupons_each)
    looked.rows = read_rows(table, columns, _faulty, limits)
    marks = _compare_coupons(deployment, looked.rows)
    _write(deployment, looked, marks)
    return looked


def _faulty(typed: str) -> str:
    try:
        shown_code(typed)
    except NotACode as error:
        return error.code
    return ""


def _compare_coupons(deployment: Deployment, rows: Sequence[Row]) -> dict[str, Marks]:
    """What is wrong with the coupons of rows, beside those of the study and of each other; the marks of each code."""
    study = deployment.study
    typed = {code for row in rows for code in (row.own, *row.given) if code}
    marks = {code: marks_of_typed(code, study.salt) for code in typed}
    known = {each.check_of: each for each in Coupon.objects.filter(study=study)}
    came = Counter(marks[row.own].lookup for row in rows if row.own)
    gave = Counter(mark for row in rows for mark in {marks[code].lookup for code in row.given})
    for row in rows:
        own = marks[row.own].lookup if row.own else ""
        if own:
            _tell(row, OWN, _why_not(known.get(own)))
            if came[own] > 1:
                row.tell(OWN, "twice", rows=_others(rows, row, marks, own, is_own=True))
        for mark in dict.fromkeys(marks[code].lookup for code in row.given):
            coupon = known.get(mark)
            _tell(row, GIVEN, "begins_a_chain" if coupon and coupon.is_seed else _why_not(coupon))
            _tell(row, GIVEN, "given_self" if mark == own else "")
            if gave[mark] > 1:
                row.tell(GIVEN, "given_twice", rows=_others(rows, row, marks, mark, is_own=False))
    return marks


def _tell(row: Row, kind: str, code: str) -> None:
    if code:
        row.tell(kind, code)


def _why_not(coupon: Coupon | None) -> str:
    return "unknown" if coupon is None else {VOID: "void", REPLACED: "replaced"}.get(coupon.state, "")


def _others(rows: Sequence[Row], row: Row, marks: dict[str, Marks], mark: str, *, is_own: bool) -> str:
    """The numbers of the other rows in which this coupon stands."""
    codes = ((each, [each.own] if is_own else each.given) for each in rows if each is not row)
    return ", ".join(
        str(each.number) for each, said in codes if any(marks[code].lookup == mark for code in said if code)
    )


def _write(deployment: Deployment, looked: Looked, marks: dict[str, Marks]) -> None:
    """The filled forms of the rows that are good, each under its number; those that were here before are only told."""
    form, book, said = form_of(deployment), codebook_of(deployment.codebook), Counter[str]()
    forms, rows = dict[str, bytes](), dict[str, Row]()
    for row in looked.rows:
        content = json.dumps(row.answers, sort_keys=True)
        said[content] += 1
        if not row.faults:
            number = _number(deployment, marks[row.own].paper if row.own else "", f"{said[content]} {content}")
            forms[number], rows[number] = write_form(form, row.answers, number), row
            _would_count(deployment, book, forms[number], row, looked.columns)
    before = said_before(deployment, forms)
    for number, is_same in before.items():
        looked.here += is_same
        if not is_same:
            rows[number].tell(OWN, "otherwise")
    looked.good = {each: xml for each, xml in forms.items() if each not in before and not rows[each].faults}


def _would_count(
    deployment: Deployment, book: Codebook | None, xml: bytes, row: Row, columns: Sequence[Column]
) -> None:
    """Would the door count it as it is? If not, the door says why."""
    study, mapping = deployment.study, deployment.version.mapping
    constants = {"zone": study.zone, "territory": study.place}
    try:
        if book is None:
            raise NotCoded("not_in_codebook")
        code_row(form_of(deployment), mapping, read_submission(xml), book, constants)
    except NotCoded as error:
        if error.code not in WAITS:
            found = (each.name for each in columns if each.question and each.question.path == error.path)
            row.faults.append(Told(row.number, next(found, ""), "door", {"reason": error.code}))
    except BadSubmission:
        row.faults.append(Told(row.number, "", "door", {"reason": "not_a_form"}))


def _number(deployment: Deployment, paper: str, content: str) -> str:
    """The number of a form from paper: the same row has the same one, and whoever has the tables makes none.

    It hangs on the code of its coupon, or, where there is none, on what the row says; and always on the key of the
    house. Under a number that is known coded answers can be tried out one after the other, and whoever gave a coupon,
    took it or found it knows its code.
    """
    begins = f"amparo/paper/v1 {deployment.reference} "
    made = salted_hmac("amparo.fieldwork.paper", f"{begins}{paper or content}", algorithm="sha256").digest()
    return f"uuid:{UUID(bytes=made[:16])}"


@unaudited("it changes nothing")
def given_back(looked: Looked, language: str) -> bytes:
    """The rows that are not taken, as a file: as they came, with the number of each and what is wrong with it."""
    kept = [place for place, each in enumerate(looked.columns) if each.kind != ASIDE]
    header = [looked.table.header[place] for place in kept]
    rows = [
        [
            str(row.number),
            *_cells(row, kept, len(looked.columns)),
            " · ".join(_said(each, language) for each in row.faults),
        ]
        for row in looked.bad
    ]
    return written([HEADINGS["row"][language], *header, HEADINGS["reason"][language]], rows, looked.table.delimiter)


def _cells(row: Row, kept: Sequence[int], width: int) -> list[str]:
    cells = (*row.cells, *[""] * width)
    return [cells[place] for place in kept]


def _said(fault: Told, language: str) -> str:
    return f"{fault.column}: {fault.sentence(language)}" if fault.column else fault.sentence(language)


@unaudited("each part of it is in the trail")
def take_paper(deployment: Deployment, good: dict[str, bytes], *, by: Actor, now: datetime) -> int:
    """Seal these forms to the study. However often it is done, each is there once."""
    return sum(_take_some(deployment, some, by=by, now=now) for some in batched(good.values(), AT_ONCE))


@audited("paper.taken", target="deployment", using=CARE, hourly=True)
def _take_some(deployment: Deployment, some: Sequence[bytes], *, by: Actor, now: datetime) -> int:
    study = deployment.study
    may_type_in.check(by, study, carries(by, study, clock.day(now)))
    here = is_round(deployment)  # it comes from a sheet of paper, and never was on a phone
    return sum(receive(deployment, Sent(xml), now=now, at_the_desk=here).is_new for xml in some)
