"""Which exports there are, and what stands in each: a registry of kinds, each a code of ``export_kind``.

A code in the list and a function in ``KINDS`` are all that one more kind needs.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.policies.areas import areas_of
from amparo.casework.queries.cases import cases_for
from amparo.casework.queries.gbvims import rows_for
from amparo.casework.queries.incidents import ROW, incidents_in
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import recipient_named
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import by_code, label
from amparo.formats.consent.permission import HOUSE, Recipient, Scope
from amparo.formats.gbvims.recorder import COLUMNS, as_text
from amparo.formats.gbvims.written import beside_csv
from amparo.vault.queries.opened import rings_for_good

MOST = 200  # cases in one export
SEP = " | "


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of export: the heads of its columns, its rows for these cases, and what the rows do not say."""

    head: Sequence[str]
    rows: Callable[[Actor, list[Case], "Asked"], Iterable[Sequence[str]]]
    beside: Callable[[Actor, list[Case], "Asked"], str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of a kind may hang on: for which organisation, when, and the language of the page."""

    organisation: str
    on: datetime
    language: str


@dataclass(frozen=True, slots=True)
class To:
    """For whom a file is: a reader of this house, or an organisation with an age key."""

    reader: Any = None
    organisation: str = ""
    recipient: str = ""
    is_state: bool = False

    @property
    def key(self) -> str:
        """The age key to which it is sealed."""
        return str(self.reader.recipient if self.reader else self.recipient)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written into the file itself, so that whoever finds it knows how it came to be."""

    reference: str
    kind: str
    asked: str
    agreed: str
    to: str
    on: date


def cases_to_export(actor: Actor) -> list[Case]:
    """Her open cases, those that she reads without an end."""
    rows = cases_for(actor).filter(ring__in=rings_for_good(actor)).exclude(state=CLOSED)
    return list(rows[:MOST])


def gbvims_rows(actor: Actor, cases: list[Case], asked: Asked) -> Iterable[Sequence[str]]:
    """The table of GBVIMS: incidents of those who allowed it for this very organisation, without a birthday."""
    return rows_for(actor, cases, to=asked.organisation, on=asked.on).rows


def gbvims_beside(actor: Actor, cases: list[Case], asked: Asked) -> str:
    """What these rows do not say, counted: it stays with whoever asked."""
    return beside_csv(rows_for(actor, cases, to=asked.organisation, on=asked.on).tally)


def handover_rows(actor: Actor, cases: list[Case], asked: Asked) -> list[list[str]]:
    """Reference, where it stands, and the next day on which something is to be done. No name, nothing she told."""
    due: dict[int, Any] = {}
    parts = Part.objects.filter(case__in=cases, due_on__isnull=False, ended_on=None).order_by("-due_on")
    for part in parts:
        due[part.case_id] = part.due_on
    return [
        [case.reference, label("case_state", case.state, asked.language), str(due.get(case.pk, ""))]
        for case in sorted(cases, key=lambda each: each.reference)
    ]


KINDS: dict[str, Kind] = {
    "handover": Kind(("reference", "state", "next_day"), handover_rows),
    "gbvims": Kind(COLUMNS, gbvims_rows, gbvims_beside),
}


def kinds_for(actor: Actor) -> list[str]:
    """Those that hold nothing but what she reads, by her roles of today."""
    hers = areas_of(actor)
    return [code for code, each in by_code("export_kind").items() if code in KINDS and set(each.more["areas"]) <= hers]


def recipient_in(note: dict[str, Any]) -> Recipient:
    """Whom it reaches, as her permissions name it: the house, or an organisation by the name that was written down."""
    if note["reader"] and not note["organisation"]:
        return HOUSE
    return recipient_named(note["organisation"], is_state=note["is_state"])


def flow_of(kind: str, recipient: Recipient) -> str | None:
    """The flow of this kind to this recipient; None where there is none, such as to the State."""
    said = by_code("export_kind")[kind].more["flow"]
    to = "house" if recipient == HOUSE else "state" if recipient.is_state else "named"
    found: str | None = said.get(to)
    return found


def scope_of(kind: str) -> Scope:
    """What of her is in it."""
    return Scope(frozenset(by_code("export_kind")[kind].more["content"]))


def rows_of(cells: Collection[str], case: Case, parts: Iterable[OpenPart]) -> list[str]:
    """Under which names a case stands among these cells: its own, or that of an incident; empty where it does not."""
    names = [case.reference, *(str(each.more[ROW]) for each in incidents_in(parts))]
    return [each for each in names if each in cells]


def written(kind: str, rows: Iterable[Sequence[str]], mark: Mark) -> bytes:
    """The file: the mark first, then the rows, each of which bears the mark as well. No cell is a formula."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    for name, text in (
        ("export", mark.reference), ("kind", mark.kind), ("asked_by", mark.asked), ("agreed_by", mark.agreed),
        ("for", mark.to), ("day", mark.on.isoformat()),
    ):  # fmt: skip
        table.writerow([name, as_text(text)])
    table.writerow([])
    stamp = SEP.join((mark.reference, mark.on.isoformat(), mark.asked, mark.agreed, mark.to))
    table.writerow([*KINDS[kind].head, "export"])
    for row in rows:
        table.writerow([*(as_text(str(cell)) for cell in row), as_text(stamp)])
    return out.getvalue().encode()
