"""The door from the vault to what may be counted: once a night, a whole batch or nothing.

What goes through is only what lies ready in coarse codes; this door has no key and opens nothing. It copies the rows
that are counted today, shuffled, under new numbers, and they take the place of the build before. Whoever took her
permission back, or whose permission ended, is not among them.

The two databases share no transaction. So the house first notes that a batch is on its way, under a random name (care),
then brings all of it in one transaction under that name (evidence), then crosses the note out (care). A program that
ends anywhere between loses nothing and doubles nothing: the next run sees by the name whether the batch arrived. It
never takes rows out of an old note: they are read anew each time, so that a withdrawal in between wins.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random, SystemRandom

from django.db import transaction

from amparo.commons.audit.actions import record, unaudited
from amparo.commons.policy.policies import Process
from amparo.doors.deidentify.models import Intent
from amparo.evidence.actions import EVIDENCE, Brought, Coded, bring, cut_the_log
from amparo.evidence.queries import build_of, has_batch
from amparo.vault.queries import coded

CARE = "default"
DOOR = Process("house.deidentify")
FEWEST = 5
"""With fewer cases than this nothing is brought: whoever knows the house would know each of them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: which are counted at a moment, and what is in them, one after the other."""

    name: str
    ids: Callable[[datetime], list[int]]
    rows: Callable[[Sequence[int]], Iterable[Coded]]
    fewest: int = FEWEST
    waits: bool = False  # nothing is written of it before there is something: many houses have none


SOURCES = [
    Source("cases", coded.counted_ids, coded.rows_of),
    Source("legal", partial(coded.counted_ids, name="legal"), coded.rows_of, waits=True),
]


@unaudited("each batch is in both trails")
def run(*, now: datetime, rng: Random | None = None, sources: Iterable[Source] = SOURCES) -> dict[str, Brought | None]:
    """Bring what is counted today of every source; how much of each came in. Safe to call again after any end."""
    brought = {}
    for source in sources:
        if source.waits and len(source.ids(now)) < source.fewest and not build_of(source.name):
            continue
        token = begin(source.name)
        brought[source.name] = carry(token, source, now=now, rng=rng or SystemRandom())
        end(token)
    cut_the_log()
    return brought


@unaudited("the batch is in the trail when it arrived")
def begin(source: str) -> str:
    """Note that a batch is on its way; the name of one that a program left on its way, where it did not arrive."""
    left = Intent.objects.filter(source=source).first()
    if left is not None and has_batch(left.token):
        end(left.token)
    with transaction.atomic(using=CARE):
        found, _new = Intent.objects.get_or_create(source=source, defaults={"token": secrets.token_hex(16)})
    return str(found.token)


@unaudited("it writes the trail of evidence itself")
def carry(token: str, source: Source, *, now: datetime, rng: Random) -> Brought | None:
    """The whole batch in one transaction, under its name; None where it is there already."""
    ids = source.ids(now)
    if len(ids) < source.fewest:
        ids = []
    rng.shuffle(ids)
    with transaction.atomic(using=EVIDENCE):
        brought = bring(token, source.name, source.rows(ids))
        if brought is not None:
            record("evidence.brought", by=DOOR, target=source.name, using=EVIDENCE, now=now)
    return brought


@unaudited("it writes the trail of care itself")
def end(token: str) -> None:
    """Cross the note out: the batch arrived."""
    with transaction.atomic(using=CARE):
        source = Intent.objects.filter(token=token).values_list("source", flat=True).first()
        if source is not None:
            Intent.objects.filter(token=token).delete()
            record("evidence.brought", by=DOOR, target=source, using=CARE)
