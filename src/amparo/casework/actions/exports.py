"""An export of more than one person: one asks, another agrees, the first takes it once, sealed to who receives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.actions.calling_back import note_given_out
from amparo.casework.actions.cases import for_good
from amparo.casework.actions.holding import CARE
from amparo.casework.actions.requests import held_request, keep_request, write_note
from amparo.casework.actions.young import use_second_yes
from amparo.casework.models import AGREED, CLOSED, EXPORT, REFUSED, USED, Case, Request
from amparo.casework.policies.areas import OF_WHO_ACCOMPANIES
from amparo.casework.policies.exports import (
    ANSWER_DAYS,
    WRITE_HOURS,
    may_ask_for_export,
    may_count_export,
    may_decide_export,
    may_look,
    may_write_export,
)
from amparo.casework.policies.young import EXPORT as YOUNG
from amparo.casework.policies.young import needs_second_yes
from amparo.casework.queries import exports as kinds
from amparo.casework.queries.cases import get_case, opened
from amparo.casework.queries.flowing import reason_against
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import permission_asked
from amparo.casework.queries.requests import left_out_of, seconds_for
from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor, Denied, Hidden
from amparo.formats.consent.flows import flows
from amparo.formats.consent.permission import HOUSE
from amparo.vault.actions.ledger import has_left
from amparo.vault.actions.letters import checked
from amparo.vault.actions.sending import open_file_for, reader_with_key, seal_file_for
from amparo.vault.queries.desk import name_of
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import outside_of, reader_of, readers_of_ring

WAS_LEFT_OUT = _("This person was left out of one of these cases. Choose somebody else, or leave that case out.")
NOT_HERS = _("You do not read one of these cases any more. Ask again, without it.")
NOTHING_LEFT = _("None of them lets this go out now. Ask them first.")
NO_SUCH_WAY = _("This kind of list does not go there.")


@dataclass(frozen=True, slots=True)
class Written:
    """The sealed file, how many persons are in it, and how many were left out because she does not let it go."""

    name: str
    box: bytes
    count: int
    left_out: int


@audited("export.asked", using=CARE)
def ask_for_export(
    *, kind: str, cases: Sequence[str], reason: str, words: str, to: kinds.To, second: Any, by: Actor, now: datetime
) -> Request:
    """Ask for an export of some of her cases; nothing is written before a second person agrees."""
    opened_by(by)
    may_ask_for_export.check(by)
    if kind not in kinds.kinds_for(by) or not 0 < len(set(cases)) <= kinds.MOST:
        raise ValueError("no kind of export, or no cases")
    if second.pk not in {each.pk for each in seconds_for(by)}:
        raise Hidden
    found = _cases(by, cases)
    note = {
        "kind": kind, "cases": sorted(set(cases)), "reason": reason, "words": words,
        "organisation": to.organisation or (to.reader.organisation if to.reader else ""),
        "key": checked(to.key), "reader": to.reader.reference if to.reader else "", "is_state": to.is_state,
        "for": name_of(to.reader) if to.reader else to.organisation, "answer": "",
    }  # fmt: skip
    _check_nobody_left_out(by, found, note, second)
    if kinds.flow_of(kind, kinds.recipient_in(note)) is None:
        raise Denied(NO_SUCH_WAY)
    until = now + timedelta(days=ANSWER_DAYS)
    return keep_request(EXPORT, note, readers=[reader_of(by), second], by=by, until=until, now=now)


@audited("export.agreed", target="request", using=CARE)
def agree(request: Request, *, by: Actor, now: datetime) -> None:
    """The second person looked, and agrees: for a day whoever asked may take it."""
    row, note = held_request(request, by)
    may_decide_export.check(by, row, _person(row.by), now)
    rings = dict(Case.objects.filter(reference__in=note["cases"]).values_list("reference", "ring"))
    names = {by.reference, getattr(reader_of(by), "reference", "")}
    if set(rings) != set(note["cases"]) or any(has_left(ring, name) for ring in rings.values() for name in names):
        raise Denied(NOT_HERS)
    row.state, row.second, row.until = AGREED, by.reference, clock.minute(now + timedelta(hours=WRITE_HOURS))
    row.save(update_fields=["state", "second", "until"])


@audited("export.refused", target="request", using=CARE)
def refuse(request: Request, *, why: str, by: Actor, now: datetime) -> None:
    """The second person does not agree, and says why; whoever asked reads it."""
    row, note = held_request(request, by)
    may_decide_export.check(by, row, _person(row.by), now)
    write_note(row, note | {"answer": why})
    row.state, row.second = REFUSED, by.reference
    row.save(update_fields=["state", "second", "key_version", "box"])


@audited("export.written", target="request", using=CARE)
def write_export(request: Request, *, by: Actor, now: datetime, language: str) -> Written:
    """The file, once. Everything is asked again: both people, each case, and what each person allows at this moment."""
    row, note = held_request(request, by)
    second = _person(row.second) if row.second else None
    may_write_export.check(by, row, second, now)
    if note["kind"] not in kinds.kinds_for(by):
        raise Denied(OF_WHO_ACCOMPANIES)
    if second is None or not second.is_active or not may_look.allows(second):
        raise Denied(_("Whoever agreed does not work here any more. Ask again."))
    found = _cases(by, note["cases"])
    _check_nobody_left_out(by, found, note, reader_of(second))
    known = {case.pk: opened(by, case) for case in found}
    may = [case for case in found if why_not(by, case, known[case.pk].parts, note, now) is None]
    allowed = [case for case in may if not needs_second_yes(known[case.pk], YOUNG, row.reference, on=clock.day(now))]
    if not allowed:
        raise Denied(NOTHING_LEFT)
    if not Request.objects.filter(pk=row.pk, state=AGREED).update(state=USED):
        raise Hidden
    mark = kinds.Mark(row.reference, note["kind"], by.name_used, second.name_used, note["for"], clock.day(now))
    rows = list(kinds.KINDS[note["kind"]].rows(by, allowed, kinds.Asked(note["organisation"], now, language)))
    box = seal_file_for(note["key"], kinds.written(note["kind"], rows, mark))
    for case in allowed:
        use_second_yes(case, YOUNG, row.reference, by=by, on=clock.day(now))
        record("case.exported", by=by, target=case, using=CARE)
    cells = {str(cell) for each in rows for cell in each}
    for case in allowed:
        if names := kinds.rows_of(cells, case, known[case.pk].parts):
            _note_what_went(by, case, known[case.pk].parts, names, row, note, now)
    return Written(f"{row.reference}.csv.age", box, len(allowed), len(found) - len(allowed))


@unaudited("it changes nothing")
def waits_for_yes(request: Request, note: dict[str, Any], *, by: Actor, now: datetime) -> str:
    """Of those under 18 in an export the first one to whose going out nobody of child protection has said yes, if any.

    ``write_export`` leaves her out; this says where that yes is asked for.
    """
    may_write_export.check(by, request, _person(request.second) if request.second else None, now)
    for case in _cases(by, note["cases"]):
        known = opened(by, case)
        goes = why_not(by, case, known.parts, note, now) is None
        if goes and needs_second_yes(known, YOUNG, request.reference, on=clock.day(now)):
            return case.reference
    return ""


@audited("export.counted", target="request", using=CARE)
def write_beside(request: Request, *, by: Actor, now: datetime, language: str) -> Written:
    """What the rows of an export do not say, counted: locked to the key of whoever asked, and for nobody else.

    Of every case is said why it is not in the rows; of none, which it is.
    """
    row, note = held_request(request, by)
    may_count_export.check(by, row, now)
    beside = kinds.KINDS[note["kind"]].beside
    if beside is None or note["kind"] not in kinds.kinds_for(by):
        raise Hidden
    found = _cases(by, note["cases"])
    text = beside(by, found, kinds.Asked(note["organisation"], now, language))
    own: Any = reader_of(by)
    return Written(f"{row.reference}-2.csv.age", seal_file_for(own.recipient, text.encode()), len(found), 0)


@audited("export.opened", target="by", using=CARE)
def open_received(*, by: Actor, box: bytes) -> bytes:
    """A file that another house or colleague sealed to her key, in memory; a sentence where it is not for her."""
    try:
        return open_file_for(by, box)
    except Hidden as error:
        raise Denied(_("This file is not sealed to your key. Ask whoever sent it for whom it is.")) from error


@unaudited("it changes nothing")
def why_not(by: Actor, case: Case, parts: list[OpenPart], note: dict[str, Any], now: datetime) -> Any:
    """Why a person does not let this go out at this moment, or None. Nothing that a browser sends stands for it."""
    recipient = kinds.recipient_in(note)
    flow = kinds.flow_of(note["kind"], recipient)
    if flow is None:
        return NO_SUCH_WAY
    if case.state == CLOSED:  # perhaps by her, since it was asked for
        return NOTHING_LEFT
    met = {"second_person", "needs_it", "not_left_out"}
    if note["reader"] in {each.reference for each in readers_of_ring(case.ring)}:
        met.add("on_the_case")
    return reason_against(by, parts, flow, recipient, kinds.scope_of(note["kind"]), on=now, met=met)


def _note_what_went(
    by: Actor, case: Case, parts: list[OpenPart], rows: list[str], row: Request, note: dict[str, Any], now: datetime
) -> None:
    """Beside her case, that an organisation has a list with her in it: if she takes it back, it is told."""
    recipient = kinds.recipient_in(note)
    flow = kinds.flow_of(note["kind"], recipient)
    if recipient == HOUSE or flow is None:
        return
    said: Any = permission_asked(parts, flows()[flow].kind, recipient)
    more = {"to": note["organisation"], "permission": said.part.reference, "export": row.reference, "rows": rows}
    note_given_out(case, more, by=by, now=now)


def _cases(by: Actor, references: Sequence[str]) -> list[Case]:
    """These cases, each of which she reads now and without an end; else the whole of it is refused."""
    try:
        found = [get_case(by, reference) for reference in sorted(set(references))]
        for case in found:
            for_good(case, by)
    except (Hidden, Denied) as error:
        raise Denied(NOT_HERS) from error
    return found


def _check_nobody_left_out(by: Actor, cases: list[Case], note: dict[str, Any], second: Any) -> None:
    """Neither who agrees nor who receives was left out of one of these; an organisation is known by key and name."""
    receives = [reader_with_key(note["key"]), *outside_of(note["organisation"])]
    for reader in [second, *receives]:
        if reader is not None and left_out_of(by, cases, reader):
            raise Denied(WAS_LEFT_OUT)


def _person(reference: str) -> Any:
    return next(iter(accounts_of(references=[reference])), None)
