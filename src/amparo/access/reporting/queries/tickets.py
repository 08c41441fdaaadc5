"""Tickets: each page of the channel bears one, and it is good for one sending.

A ticket is a random number, the second at which it was made, and a seal of the house; nothing of it is kept until it
is used, and then its digest alone. It keeps a flood out without asking who somebody is: with script her browser does a
little work, without it twenty seconds pass while she writes. It also ends a form: what is sent a second time, out of
the history of a phone, is answered with nothing.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from amparo.access.reporting.models import EARLY, WAITED, UsedTicket
from amparo.access.reporting.models import PUZZLE as PUZZLE
from amparo.commons import clock

BITS = 17  # of the puzzle: about 131,000 digests, two seconds on a cheap phone
WAIT = 20  # seconds
LIFE = 24 * 3600  # seconds: a page may lie open for long, and what she wrote must not be lost
SOON = 3600  # seconds: her own page asks for her words again after that
KEPT = 2 * 24 * 3600  # seconds: for so long a form that lay open gives back what she wrote; after it, nothing
LONGEST = 80


class NoTicket(Exception):
    """``kind``: ``old``, ``used`` or ``none``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def new_ticket(now: float | None = None) -> str:
    """A ticket for one page."""
    begin = f"{secrets.token_hex(16)}.{int_to_base36(int(clock.seconds() if now is None else now))}"
    return f"{begin}.{_seal(begin)}"


def lane_of(ticket: str, answer: str, *, now: float | None = None) -> str:
    """How a ticket was earned, or :class:`NoTicket` where it is not ours or too old."""
    age = age_of(ticket, now=now)
    if is_solved(ticket, answer):
        return PUZZLE
    return WAITED if age >= WAIT else EARLY


def age_of(ticket: str, *, life: int = LIFE, now: float | None = None) -> int:
    """For how many seconds a ticket of ours exists."""
    begin, _, seal = ticket[:LONGEST].rpartition(".")
    if not begin or not constant_time_compare(seal, _seal(begin)):
        raise NoTicket("none")
    age = int((clock.seconds() if now is None else now) - base36_to_int(begin.partition(".")[2]))
    if not -60 <= age <= life:
        raise NoTicket("old")
    return age


def ticket_for(check: str, now: float | None = None) -> str:
    """A ticket for what a browser does with her words, good for these words alone. It is sealed to them on its way."""
    return _hers(check).sign(new_ticket(now))


def ticket_in(said: str, check: str, *, now: float | None = None) -> str:
    """The ticket that these words opened; :class:`NoTicket` where it is of other words, or too old."""
    try:
        ticket = _hers(check).unsign(said)
    except signing.BadSignature as error:
        raise NoTicket("none") from error
    age_of(ticket, now=now)
    return ticket


def is_used(ticket: str) -> bool:
    """Was the form that bears it sent before?"""
    return UsedTicket.objects.filter(check_of=digest_of(ticket)).exists()


def is_solved(ticket: str, answer: str) -> bool:
    """Does this number make a digest that begins with so many zero bits?"""
    if not (answer.isascii() and answer.isdigit() and len(answer) <= 12):
        return False
    digest = hashlib.sha256(f"{ticket}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def digest_of(ticket: str) -> str:
    """What is kept of a used ticket."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def _hers(check: str) -> signing.Signer:
    return signing.Signer(salt=f"ticket of {check}")


def _seal(begin: str) -> str:
    return signing.base64_hmac("ticket", begin, settings.SECRET_KEY, algorithm="sha256")[:22]
