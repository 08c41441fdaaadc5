"""What was asked for, who is doing it, and how it ended. A row holds codes and references, and no words of anybody."""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference

WAITING, RUNNING, DONE, REFUSED, FAILED, HALF_WAY = "waiting", "running", "done", "refused", "failed", "half_way"
STATES = (WAITING, RUNNING, DONE, REFUSED, FAILED, HALF_WAY)  # the list ``job_state``
LIVE = (WAITING, RUNNING)
MOST_PERCENT = 100


class Job(QuietModel):
    """One piece of long work. Of work that is alike only one is under way: the database itself keeps it so."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    kind = models.CharField(max_length=24)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=64)  # SHA-256 of the kind and the arguments
    by = models.CharField(max_length=40)  # the reference of who asked
    state = models.CharField(max_length=8, default=WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    said = models.JSONField(default=list)  # message ids and what goes into their places
    worker = models.CharField(max_length=32, blank=True)  # a token of whoever does it; it changes with each hand
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=64, blank=True)  # the reference of what came of it

    was_there = False  # somebody had asked for the same, and it was not done yet

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("kind", "word"), name="a_job_has_a_kind"),
            models.CheckConstraint(condition=Shaped("key", "hex64"), name="a_job_has_a_key"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="a_job_has_a_state"),
            models.CheckConstraint(condition=Q(percent__lte=MOST_PERCENT), name="a_job_is_at_most_whole"),
            models.CheckConstraint(
                condition=~Q(state=RUNNING) | Q(Shaped("worker", "hex32"), beat_at__isnull=False),
                name="who_does_a_job_is_heard",
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=LIVE), name="alike_work_is_done_once"),
        ]
