"""What is under way for all whom somebody accompanies, by the day on which to ask; and what came of what she made.

Which part of a case is a referral is sealed with it. So the parts that wait are read in the order of their days, some
at a time, until a page is full.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from amparo.casework.models import OVER, Part, Referred
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.queries.cases import NAME, name_in, not_supervised
from amparo.casework.queries.parts import is_hers, open_part
from amparo.casework.queries.referrals import Referral
from amparo.commons.policy.policies import Actor
from amparo.formats.access import questions_in
from amparo.formats.case_questions import answer_of
from amparo.vault.actions.sending import open_notes
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.opened import hers_in_order, opened_by, reads_more_than, rings_of
from amparo.vault.queries.parts import BODY

PAGE = 30  # referrals on a page
WORDS = 40  # of what came of those she made
FEW_CASES = 1_000  # so many are looked up and what waits in them put in order within some hundredths of a second
READ, MOST_READ = 64, 960  # parts that are opened at a time, and for one page


@dataclass(frozen=True, slots=True)
class Board:
    """A page of what is under way, and from where the next one begins."""

    lines: list[Referral]
    after: str = ""  # the day and the id of the last part that was read; empty where there is no more


@dataclass(frozen=True, slots=True)
class Word:
    """What came of one referral that she made: no case, nobody's name."""

    need: str = field(repr=False)
    to: str = field(repr=False)
    month: str
    state: str
    outcome: str  # of the list service_outcome; nothing while it is under way


def board_of(actor: Actor, *, after: str = "") -> Board:
    """The referrals under way in the cases that she reads, those first of which somebody asks first."""
    may_accompany.check(actor)
    opened_by(actor)
    waiting, reads = _waiting(actor), areas_of(actor)
    shows_name = {NAME} & questions_in(reads)
    found, read, last = list[Referral](), 0, after
    while read < MOST_READ:
        rows = list(_later(waiting, last)[:READ])
        rings = {each.reference: each.case.ring for each in rows}
        kept = fields_of_each(
            actor, rings | {each.case.reference: each.case.ring for each in rows}, {BODY, *shows_name}
        )
        for each in rows:
            part = open_part(each, kept[each.reference].get(BODY))
            last = f"{each.due_on}.{each.pk}"
            if part.kind == REFERRAL and is_hers(actor, part, reads):
                name = kept[each.case.reference].get(NAME)
                called = name_in({NAME: answer_of(name.answer)}) if name and name.opens else ""
                found.append(Referral(part, each.case, called))
            if len(found) == PAGE:
                return Board(found, last)
        read += len(rows)
        if len(rows) < READ:
            return Board(found)
    return Board(found, last)


def _waiting(actor: Actor) -> Any:
    """What waits in the cases that she reads, whatever it is, by its day.

    Where she reads few, their parts are put in order; where many, the list of all that waits is walked until a page is
    full, and each case is asked whether it is hers.
    """
    rows = Part.objects.filter(due_on__isnull=False, ended_on=None).order_by("due_on", "pk")
    cases = hers_in_order(not_supervised(actor), actor).exclude(state__in=OVER)
    many = reads_more_than(actor, FEW_CASES)
    mine = Exists(cases.filter(pk=OuterRef("case"))) if many else Q(case__in=cases)
    return rows.filter(mine).select_related("case__owner")


def _later(rows: Any, after: str) -> Any:
    """What comes after a part that was read."""
    day, _dot, key = after.partition(".")
    try:
        since, number = date.fromisoformat(day), int(key)
    except ValueError:
        return rows
    return rows.filter(Q(due_on=since, pk__gt=number) | Q(due_on__gt=since), due_on__gte=since)


def words_for(actor: Actor, page: int = 1) -> tuple[list[Word], bool]:
    """What came of those that she made, the latest month first, a page of it; and whether there is more.

    Needs her key open. What was locked with a key of hers that is gone stands on no page.
    """
    may_accompany.check(actor)
    opened_by(actor)
    mine = Referred.objects.filter(ring__in=rings_of(actor)).order_by("-until", "pk")
    rows = list(mine[(page - 1) * WORDS : page * WORDS + 1])
    found = [Word(**note) for _row, note in open_notes(actor, rows[:WORDS])]
    in_order = sorted(found, key=lambda each: (each.month, each.need, each.to), reverse=True)
    return in_order, len(rows) > WORDS


def past_words(on: date) -> Any:
    """Those whose time is over."""
    return Referred.objects.filter(until__lt=on)
