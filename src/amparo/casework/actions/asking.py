"""Somebody has to read a case that is not open to her: she asks, and whoever reads it lets her in for three hours."""

from datetime import datetime, timedelta
from typing import Any

from amparo.casework.actions.cases import share
from amparo.casework.actions.holding import CARE
from amparo.casework.actions.requests import held_request, keep_request
from amparo.casework.models import ASKED, READ, USED, Case, Request
from amparo.casework.policies.asking import may_ask_to_read, may_let_in
from amparo.casework.policies.letting_in import HOURS
from amparo.casework.queries.reading import reading_for_good
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import audited, hold
from amparo.commons.audit.queries import how_often
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions.holding import hold_keys
from amparo.vault.actions.rings import leave_rings
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of

VERB = "case.asked_for"
WAITS = timedelta(hours=24)


@audited(VERB, using=CARE)
def ask_to_read(*, which: str, whom: Any, why: str, words: str, by: Actor, now: datetime) -> Request:
    """Ask a colleague, or whoever reads the case of this name, to be let in.

    What comes of it looks the same whether there is such a case or not, and whoever was left out of it learns nothing:
    it is sealed to those it reaches, and to herself. Nobody can be let in who was left out.
    """
    opened_by(by)
    own = reader_of(by)
    hold_keys()
    hold(using=CARE)
    may_ask_to_read.check(by, own, how_often(VERB, by=by, since=now - timedelta(hours=1), using=CARE))
    case = Case.objects.filter(reference=which.strip().lower()).first()
    reached = [each for each in reading_for_good(case.ring if case else "") if each.user_id]
    note = {"which": which.strip(), "why": why, "words": words, "case": "", "until": ""}
    readers = [own, *reached, *([whom] if whom else [])]
    return keep_request(READ, note, readers=readers, by=by, until=now + WAITS, now=now)


@audited("case.let_in", target="case", using=CARE)
def let_in(request: Request, case: Case, *, by: Actor, now: datetime) -> datetime:
    """Let whoever asks read a case for three hours; the owner is told. The moment at which it ends."""
    row, note = held_request(request, by)
    asker = next(iter(accounts_of(references=[row.by])), None)
    may_let_in.check(by, row, asker, now)
    reader = reader_of(asker)
    if reader is None:
        raise Hidden
    until = now + timedelta(hours=HOURS)
    answers = {"letting_in_why": Answer(note["why"] or None), "letting_in_words": Answer(note["words"] or None)}
    share(case, reader=reader, by=by, answers=answers, until=until, now=now)
    Request.objects.filter(pk=row.pk, state=ASKED).update(state=USED, second=by.reference)
    return until


@audited("case.not_let_in", target="request", using=CARE)
def put_away(request: Request, *, by: Actor) -> None:
    """Not this case, or not her: it leaves the page of whoever was asked. Whoever asked is not told: it would tell."""
    row, _note = held_request(request, by)
    own: Any = reader_of(by)
    if row.by == by.reference:
        raise Hidden
    leave_rings([row.ring], own)
