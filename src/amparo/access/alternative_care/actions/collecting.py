"""Who collects a child: on the list, for today, with her word. Everybody else leaves without the child, calmly.

A wrong word is kept as a count, and after three no word is taken for an hour; so nobody guesses it at the door. It is
no error of the program but an answer: the count must stay though nobody was handed over.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from amparo.access.alternative_care.actions.letting_in import CARE
from amparo.access.alternative_care.models import COLLECTED, Booking
from amparo.access.alternative_care.policies import MOST_MISSES, REST_HOURS, may_collect
from amparo.access.alternative_care.queries.children import TURNED, Collector, get_booking, opened
from amparo.commons import clock
from amparo.commons.audit.actions import audited, hour_of, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.fold import fold
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.fields import fields_of

RIGHT, NOT_ON_LIST, OVER, WRONG_WORD = "right", "not_on_list", "over", "wrong_word"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it; only ``right`` lets the child go."""

    what: str
    may_go: bool


@audited("stay.somebody_came", target="booking", using=CARE)
def collect(booking: Booking, *, position: int, word: str, by: Actor, now: datetime) -> Answered:
    """Somebody came for a child: by her place in the list (below 0 for nobody of it) and the word that she says."""
    booking = get_booking(by, booking.reference, held=True)
    may_collect.check(by, booking, now)
    found = opened(by, booking.child).collectors
    who = found[position] if 0 <= position < len(found) else None
    what = _answer(who, word, clock.day(now, booking.place.zone))
    if what == RIGHT:
        booking.state, booking.collected_by, booking.collected_at = COLLECTED, position, hour_of(now)
        booking.misses, booking.rests_until = 0, None
        booking.minded.filter(cell__gt=int(now.timestamp()) // 1800).delete()
    elif what == WRONG_WORD:
        _missed(booking, now)
    booking.save(update_fields=["state", "collected_by", "collected_at", "misses", "rests_until"])
    if what != RIGHT:
        _write_turned(booking, {"at": hour_of(now).isoformat(), "what": what, "words": ""}, by)
    return Answered(what, what == RIGHT)


@audited("stay.turned_away", target="booking", using=CARE)
def note_turned_away(booking: Booking, *, words: str, by: Actor, now: datetime) -> None:
    """What whoever minds saw of somebody who may not collect: sealed with the child, for the mother and protection."""
    booking = get_booking(by, booking.reference, held=True)
    _write_turned(booking, {"at": hour_of(now).isoformat(), "what": NOT_ON_LIST, "words": words.strip()}, by)


@unaudited("it changes nothing")
def is_her_word(who: Collector, word: str) -> bool:
    """Is it her word, however it is written?"""
    return hmac.compare_digest(fold(word).strip().encode(), fold(who.word).strip().encode())


def _answer(who: Collector | None, word: str, today: date) -> str:
    if who is None:
        return NOT_ON_LIST
    if not is_her_word(who, word):
        return WRONG_WORD
    return RIGHT if who.may_on(today) else OVER


def _missed(booking: Booking, now: datetime) -> None:
    booking.misses += 1
    if booking.misses >= MOST_MISSES:
        booking.misses, booking.rests_until = 0, now.replace(second=0, microsecond=0) + timedelta(hours=REST_HOURS)


def _write_turned(booking: Booking, row: dict[str, str], by: Actor) -> None:
    ring, thing = booking.child.ring, booking.reference
    kept = fields_of(by, ring, [thing], names={TURNED})[thing].get(TURNED)
    rows = [*(kept.answer if kept and kept.opens else []), row]
    write_fields(by, ring, thing, {TURNED: rows}, {TURNED: kept.number if kept else 0})
