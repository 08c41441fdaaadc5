"""Asking an authority of time about one list a day. The house itself calls nobody: a person carries the question."""

import secrets
from datetime import date
from typing import Any

from amparo.commons.audit.actions import audited
from amparo.formats.custody_chain.days import day_text, leaf_text
from amparo.formats.custody_chain.events import Mark
from amparo.formats.custody_chain.stamps import Asked, NoStamp, Stamp, asked, believed
from amparo.legal.exhibits.actions.custody import CARE
from amparo.legal.exhibits.models import Chain, DayList, Leaf
from amparo.vault.actions.sending import lock_again


@audited("day.asked", target="day", using=CARE)
def ask_about_day(day: str, *, by: Any) -> bytes:
    """Make the list of a day (2026-11-28), and a question about it. A day has one list: asked again, it is that one."""
    row = DayList.objects.select_for_update().filter(day=day).first() or _laid(date.fromisoformat(day))
    question: Asked = asked(row.text.encode())
    row.nonce = str(question.nonce)
    row.save(update_fields=["nonce"])
    return question.request


def _laid(day: date) -> DayList:
    """The list of a day as all chains stand now, and for each its leaf, sealed to its matter."""
    leaves = [
        (chain.ring, leaf_text(Mark(chain.count, chain.head), secrets.token_hex(16)))
        for chain in Chain.objects.filter(count__gt=0).order_by("pk")
    ]
    row = DayList.objects.create(day=day, text=day_text(day, [leaf for _ring, leaf in leaves]).decode(), nonce="")
    for ring, leaf in leaves:
        version, box = lock_again(ring, {"leaf": leaf.decode()})
        Leaf.objects.create(day=row, ring=ring, key_version=version, box=box)
    return row


@audited("day.stamped", target="day", using=CARE)
def keep_answer(day: str, *, answer: bytes, authority: bytes, by: Any) -> Stamp:
    """Keep what an authority said of a day, if it is about that day and of that authority; ``NoStamp`` else."""
    row = DayList.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise NoStamp("other_list")
    stamp = believed(row.text.encode(), answer, authority, nonce=int(row.nonce) if row.nonce else None)
    row.answer, row.authority = answer, authority.decode()
    row.save(update_fields=["answer", "authority"])
    return stamp
