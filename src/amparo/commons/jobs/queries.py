"""How long work stands, as pages and the executor read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.commons.jobs.models import DONE, FAILED, HALF_WAY, LIVE, RUNNING, WAITING, Job

SILENT = timedelta(minutes=3)  # so long without a beat, and whoever did it is gone; a beat comes every fifteen seconds
UNTAKEN = timedelta(minutes=1)  # so long in the queue with nothing under way, and nobody works


@dataclass(frozen=True, slots=True)
class Told:
    """A job as a page tells it."""

    reference: str
    kind: str
    arguments: Mapping[str, Any]
    state: str
    percent: int
    sentences: tuple[str, ...]
    result: str
    by: str

    @property
    def is_live(self) -> bool:
        """Is it waited for, or under way?"""
        return self.state in LIVE


def silent(now: datetime) -> Q:
    """Not heard for long. A beat that lies ahead of us is of a clock that was set back: it is not heard either."""
    return Q(beat_at__lt=now - SILENT) | Q(beat_at__gt=now + SILENT)


def job(reference: str, *, now: datetime) -> Told | None:
    """One job, as it stands at this moment."""
    row = Job.objects.filter(reference=reference).first()
    return told(row, now=now) if row is not None else None


def jobs_of(kinds: list[str], *, now: datetime, most: int = 20) -> list[Told]:
    """The newest jobs of these kinds."""
    return [told(each, now=now) for each in Job.objects.filter(kind__in=kinds).order_by("-asked_at", "pk")[:most]]


def told(row: Job, *, now: datetime) -> Told:
    """A job in words. One whose worker fell silent ended half-way, whether somebody wrote that down already or not."""
    state = row.state
    if state == RUNNING and row.beat_at is not None and not now - SILENT <= row.beat_at <= now + SILENT:
        state = HALF_WAY
    sentences = _of_state(row, state, now) or tuple(in_words(text, values) for text, values in row.said)
    return Told(row.reference, row.kind, row.arguments, state, row.percent, sentences, row.result, row.by)


def in_words(text: str, values: Mapping[str, Any]) -> str:
    """A message of the executor or of the methods, in the language of the page."""
    return _(text) % values if values else _(text)


def _of_state(row: Job, state: str, now: datetime) -> tuple[str, ...]:
    """What is said where the work itself did not say anything."""
    if state == WAITING and now - row.asked_at > UNTAKEN and not Job.objects.filter(state=RUNNING).exists():
        return (_("It waits, and nobody works. Whoever looks after the server starts: ./amparo work"),)
    if state == WAITING:
        return (_("It waits for its turn."),)
    if state == HALF_WAY:
        return (_("It ended half-way: the program that did it stopped. Nothing of it counts. Begin it again."),)
    if state == FAILED:
        kind = row.said[0][1]["kind"]
        return (_("A fault of the program ended it: %(kind)s. Nothing of it counts.") % {"kind": kind},)
    return (_("It is done."),) if state == DONE else () if row.said else (_("It has begun."),)
