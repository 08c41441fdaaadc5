"""Asking for long work, taking it, saying how far it is, ending it. Each step is one small conditional write.

Whoever does a job has a token. Every write of theirs names it, so that a worker whose job was given up as dead finds
that it is no longer theirs, and two workers never end one job.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.jobs.models import DONE, HALF_WAY, LIVE, MOST_PERCENT, RUNNING, WAITING, Job
from amparo.commons.jobs.queries import silent

EVIDENCE = "evidence"
KEPT = timedelta(days=90)  # what has ended, before ./amparo tidy deletes it

type Said = tuple[str, Mapping[str, Any]]  # a message id, and what goes into its places


class Lost(Exception):
    """This job is no longer ours: it was given up as dead, or ended by another hand."""


@audited("job.asked", using=EVIDENCE)
def enqueue(kind: str, arguments: Mapping[str, Any], *, by: Any, now: datetime | None = None) -> Job:
    """Ask for long work. Where the same is waited for or under way already, that one is given back, and says so."""
    now = now or clock.now()
    end_half_way(now=now)
    key = sha256(json.dumps([kind, arguments], sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    asked = {"kind": kind, "arguments": dict(arguments), "by": str(getattr(by, "reference", by)), "asked_at": now}
    job, is_new = Job.objects.get_or_create(key=key, state__in=LIVE, defaults=asked)
    job.was_there = not is_new
    return job


@unaudited("who asked for it is in the trail")
def take(kinds: Iterable[str], *, worker: str, now: datetime) -> Job | None:
    """The oldest job that waits, for this worker alone; None where none does."""
    for job in Job.objects.filter(state=WAITING, kind__in=list(kinds)).order_by("asked_at", "pk"):
        mine = {"state": RUNNING, "worker": worker, "beat_at": now}
        if Job.objects.filter(pk=job.pk, state=WAITING).update(**mine):
            job.refresh_from_db()
            return job
    return None


@unaudited("it changes nothing but that somebody is heard")
def beat(job: Job, *, now: datetime) -> bool:
    """Say that it is still being done; False where it is no longer ours."""
    return bool(_ours(job).update(beat_at=now))


@unaudited("how far something is tells nothing of anybody")
def progress(job: Job, percent: int, said: Said, *, now: datetime) -> None:
    """Say how far it is, in words and in percent; :class:`Lost` where it is no longer ours."""
    told = [[said[0], dict(said[1])]]
    if not _ours(job).update(percent=min(max(percent, 0), MOST_PERCENT), said=told, beat_at=now):
        raise Lost


@unaudited("what came of it is in the trail by itself")
def end(job: Job, state: str, *, said: Iterable[Said] = (), result: str = "", now: datetime) -> None:
    """It ended, and how; :class:`Lost` where it is no longer ours."""
    told = [[text, dict(values)] for text, values in said]
    whole = {"percent": MOST_PERCENT} if state == DONE else {}
    if not _ours(job).update(state=state, said=told, result=result, ended_at=now, **whole):
        raise Lost


@unaudited("nobody acted: somebody fell silent")
def end_half_way(*, now: datetime) -> int:
    """Jobs whose worker has not been heard for long have ended half-way. How many there were."""
    return Job.objects.filter(silent(now), state=RUNNING).update(state=HALF_WAY, said=[], ended_at=now)


@unaudited("the nightly command deletes what had its time")
def forget(job: Job) -> None:
    """Delete a job that ended long ago."""
    Job.objects.filter(pk=job.pk).exclude(state__in=LIVE).delete()


def _ours(job: Job) -> Any:
    """The row, as long as it is this worker's."""
    return Job.objects.filter(pk=job.pk, worker=job.worker, state=RUNNING)
