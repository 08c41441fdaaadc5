"""Finding again by a phone number: the index key is wrapped to readers like a case seed, and lies in no file."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_with
from amparo.commons.audit.actions import audited, hold, unaudited
from amparo.commons.audit.queries import how_often
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import cell, roles
from amparo.sealing.blind import phones_in, token
from amparo.vault.actions.burning import CARE
from amparo.vault.actions.holding import hold_keys
from amparo.vault.actions.rings import begin_ring, share_ring
from amparo.vault.models import ACTIVE, STAFF, Blind, House, Reader, Wrap
from amparo.vault.policies import READING
from amparo.vault.queries.opened import case_seed, hers
from amparo.vault.queries.standing import house

PHONE = "phone"
# More than anybody writes down. Figures with a blank between them are a number at every eighth: a page of them made ten
# thousand, and whoever opened it kept everybody from writing to the house meanwhile.
MOST_NUMBERS, MOST_OF_A_THREAD = 40, 400
SOUGHT, MOST_AN_HOUR = "phone.sought", 20  # enough for work, and too few to go through a list of numbers
MOST_A_DAY = 60


class TooOften(Exception):
    """She looked for so many numbers within the hour; the trail counts, and holds none of them."""


@unaudited("what was opened is audited where it was opened")
def index_phones(actor: Actor, ring: str, text: str) -> None:
    """Remember the numbers that stand in a text she has just opened, by their keyed digests."""
    numbers = sorted(phones_in(text))[:MOST_NUMBERS]
    if not numbers:
        return
    key = index_key(actor)
    if key is None:
        return
    known = set(Blind.objects.filter(ring=ring, kind=PHONE).values_list("token", flat=True))
    new = {token(key, PHONE, number) for number in numbers} - known
    room = max(0, MOST_OF_A_THREAD - len(known))
    rows = [Blind(ring=ring, kind=PHONE, token=each) for each in sorted(new)[:room]]
    Blind.objects.bulk_create(rows, ignore_conflicts=True)


@audited(SOUGHT, target="by", using="default")
def rings_with_phone(*, by: Actor, text: str, now: datetime | None = None) -> list[str]:
    """Of the rings that she reads, those in which a number stands. Others do not exist for her."""
    check_not_too_often(SOUGHT, by=by, now=now)
    key = index_key(by)
    numbers = phones_in(text)
    if key is None or not numbers:
        return []
    tokens = [token(key, PHONE, number) for number in numbers]
    found = hers(Blind.objects.filter(kind=PHONE, token__in=tokens), by)
    return sorted(set(found.values_list("ring", flat=True)))


@unaudited("it changes nothing")
def check_not_too_often(verb: str, *, by: Actor, now: datetime | None = None) -> None:
    """Refuse whoever looked too often within the hour or the day. Counted is what she did herself, and nothing else.

    The keys are held before the log, as in every act that seals something and then says so: in the other order two
    could wait for each other.
    """
    now = now or clock.now()
    hold_keys()
    hold(using=CARE)
    for hours, most in ((1, MOST_AN_HOUR), (24, MOST_A_DAY)):
        if how_often(verb, by=by, since=now - timedelta(hours=hours), using="default") >= most:
            raise TooOften


@unaudited("it opens nothing of anybody")
def index_key(actor: Actor) -> bytes | None:
    """The index key with her open session; made with the first reader, shared by whoever has it with the others."""
    row: House = house()
    key = _opened_index(actor, row)
    if key is None:
        if Wrap.objects.filter(case_key__ring=row.index_ring).exists():
            return None
        with transaction.atomic(using=CARE):
            _make_index(row)
        return _opened_index(actor, row)
    held = Wrap.objects.filter(case_key__ring=row.index_ring).values("reader")
    without = list(_who_finds().exclude(pk__in=held))
    if without:
        with transaction.atomic(using=CARE):
            for reader in without:
                share_ring(row.index_ring, reader, by=actor)
    return key


def _who_finds() -> Any:
    """The keys of the team that read letters, and of the lawyers, who look for a conflict before they read anything."""
    people = accounts_with(*READING, *(role for role in roles() if "W" in cell(role, "matter")))
    return Reader.objects.filter(kind=STAFF, state=ACTIVE, user__in=people)


def _opened_index(actor: Actor, row: House) -> bytes | None:
    try:
        return case_seed(actor, row.index_ring, 1)
    except Hidden:
        return None


def _make_index(row: House) -> None:
    """A ring of its own for the index key; what was indexed under one that nobody opens any more is no use."""
    Blind.objects.all().delete()
    ring, _seed = begin_ring(_who_finds())
    row.index_ring = ring
    row.save(update_fields=["index_ring"])
