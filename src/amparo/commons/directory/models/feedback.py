"""What people say of a service: three taps, no words of theirs, no time finer than a day."""

from django.db import models

from amparo.commons.directory.models.service import Service
from amparo.commons.policy.models import random_reference


class Feedback(models.Model):
    """One answer of someone who went, waiting for a moderator. It holds no free text."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="feedback")
    code = models.CharField(max_length=16)  # content/codes/feedback
    on = models.DateField()
    state = models.CharField(max_length=10, default="new")  # new, accepted, dismissed

    def __str__(self) -> str:
        return self.code


class RefusalTally(models.Model):
    """How often a service said no in a month, by what was said. A count, never who."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="refusals")
    code = models.CharField(max_length=20)  # content/codes/refusal
    month = models.DateField()  # its first day
    count = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True, blank=True)  # the last day on which one was counted, for the limit of a day
    count_of_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "code", "month"], name="one_tally_a_month")]

    def __str__(self) -> str:
        return f"{self.code}: {self.count}"
