"""When a job goes: three months after it ended."""

from datetime import datetime

from amparo.commons.jobs.actions import KEPT, forget
from amparo.commons.jobs.models import LIVE, Job


def due(now: datetime) -> list[Job]:
    """Jobs that ended long ago."""
    return list(Job.objects.filter(ended_at__lt=now - KEPT).exclude(state__in=LIVE))


def shred(item: Job) -> None:
    """Delete one of them."""
    forget(item)
