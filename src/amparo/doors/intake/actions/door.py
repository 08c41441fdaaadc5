"""The door from the field to what may be counted: the whole of a study in one build, or nothing of it.

It is opened by whoever leads the study, with her key, because the server alone opens no answer. Every form is read
anew each time, made coarse by the codebook of its questionnaire, shuffled, and brought under new numbers; the build
takes the place of the one before. So a correction, a form that somebody left out and a permission that was taken back
count at once, and nothing is ever counted twice. A form that does not fit stays sealed where it is, with a reason.

The two databases share no transaction: the intent is noted first (care), then the batch is brought in one transaction
under a random name (evidence), then the intent is crossed out (care). A program that ends anywhere between loses
nothing and doubles nothing.
"""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random, SystemRandom
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import record, unaudited
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor
from amparo.doors.intake.models import Intent
from amparo.doors.intake.policies import may_open, whole
from amparo.evidence.actions import EVIDENCE, Brought, Linked, bring, cut_the_log
from amparo.evidence.queries import has_batch
from amparo.fieldwork.actions.coupons_met import Met, meet_coupons
from amparo.fieldwork.actions.door import write_outcome
from amparo.fieldwork.queries.answers import Opening
from amparo.fieldwork.queries.kept import asks_for_a_coupon, coded, constants_of
from amparo.formats.codebook import Codebook
from amparo.formats.coding import NotCoded

CARE = "default"


@dataclass(slots=True)
class Read:
    """What was read of a study: rows that may go on, and the forms that stay, by the number of their row."""

    rows: dict[int, bytes] = field(default_factory=dict)  # JSON: it takes a fifth of the memory of what it says
    books: dict[int, str] = field(default_factory=dict)
    coupons: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    stays: dict[int, str] = field(default_factory=dict)  # why, of the list ``door_reason``
    was_counted: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    counted: int
    waiting: int  # new ones that wait until they are enough to go on together
    reasons: Counter[str]
    conflicts: tuple[int, ...] = ()  # numbers printed on coupons about which forms do not agree


@unaudited("the batch is in both trails")
def build(study: Any, *, by: Actor, rng: Random | None = None, tell: Callable[[int], None] | None = None) -> Built:
    """Read every form of a study, and bring what may be counted. Safe to call again after any end."""
    may_open.check(by)
    read = read_forms(study, by=by, tell=tell)
    met = meet_coupons(study, read.coupons)
    for key, reason in met.refused.items():
        read.rows.pop(key, None)
        read.stays[key] = reason
    goes, waits = whole(
        {key: read.books[key] for key in read.rows}, read.was_counted, is_closed=study.state == "closed"
    )
    token = begin(study.source)
    brought = carry(token, study, by=by, rows=_linked(read, goes, met, rng or SystemRandom()))
    write_outcome(study, counted=goes, stays=read.stays, met=met, by=by)
    end(token, study, by=by)
    cut_the_log()
    counted = brought.rows if brought is not None else len(goes)  # somebody else brought it in the same moment
    return Built(counted, len(waits), Counter(read.stays.values()), met.numbers)


@unaudited("a part of a build")
def read_forms(study: Any, *, by: Actor, tell: Callable[[int], None] | None = None) -> Read:
    """Every form of a study, opened and made coarse; nothing is written. ``tell`` hears how many were read."""
    opening, read = Opening(by, study), Read()
    books: dict[int, Codebook | None] = {}
    constants: dict[int, dict[str, str]] = {}
    for number, each in enumerate(opening.each(), start=1):
        deployment = opening.deployments[each.row.deployment_id]
        if deployment.pk not in books:
            books[deployment.pk] = codebook_of(deployment.codebook)
            constants[deployment.pk] = constants_of(study, deployment)
        if each.row.is_counted:
            read.was_counted.add(each.row.pk)
        try:
            row = coded(each, deployment, books[deployment.pk], constants[deployment.pk])
        except NotCoded as error:
            read.stays[each.row.pk] = error.code
            continue
        read.rows[each.row.pk] = json.dumps(row.row, separators=(",", ":")).encode()
        read.books[each.row.pk] = deployment.codebook
        if row.own or row.given or (study.design == "rds" and asks_for_a_coupon(deployment)):
            read.coupons[each.row.pk] = (row.own, row.given)
        if tell is not None and number % 500 == 0:
            tell(number)
    return read


def _linked(read: Read, goes: set[int], met: Met, rng: Random) -> Iterator[Linked]:
    """The rows that go on, shuffled."""
    keys = sorted(goes)
    rng.shuffle(keys)
    for key in keys:
        marks = met.links.get(key, ("", ""))
        yield Linked(read.books[key], json.loads(read.rows[key]), mark=marks[0], recruiter=marks[1])


@unaudited("the batch is in the trail when it arrived")
def begin(source: str) -> str:
    """Note that a build is on its way; the name of one that a program left on its way, where it did not arrive."""
    left = Intent.objects.filter(source=source).first()
    if left is not None and has_batch(left.token):
        Intent.objects.filter(pk=left.pk).delete()
    with transaction.atomic(using=CARE):
        found, _new = Intent.objects.get_or_create(source=source, defaults={"token": secrets.token_hex(16)})
    return str(found.token)


@unaudited("it writes the trail of evidence itself")
def carry(token: str, study: Any, *, by: Actor, rows: Iterator[Linked]) -> Brought | None:
    """The whole build in one transaction, under its name; None where it is there already, or its study went."""
    with transaction.atomic(using=EVIDENCE):
        if not Intent.objects.filter(token=token).exists():  # asked once nobody else writes: who destroys comes after
            return None
        brought = bring(token, study.source, rows)
        if brought is not None:
            record("evidence.brought", by=by, target=study, using=EVIDENCE)
    return brought


@unaudited("it writes the trail of care itself")
def end(token: str, study: Any, *, by: Actor) -> None:
    """Cross the note out: the build arrived."""
    with transaction.atomic(using=CARE):
        if Intent.objects.filter(token=token).delete()[0]:
            record("evidence.brought", by=by, target=study, using=CARE)
