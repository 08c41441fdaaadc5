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


class OutcomeTally(models.Model):
    """How requests for a service ended in a month: the one count of the route, the desk and her page. Never who.

    Two kinds of rows stand beside each other. What is tapped on a route is said only by those who were turned away.
    What the desk and her page say is asked of each request, however it ended (``followed``): of these alone can a
    share be told.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.CharField(max_length=8)  # content/codes/service_outcome
    refusal = models.CharField(max_length=20, blank=True)  # content/codes/refusal, or nothing
    followed = models.BooleanField(default=False)
    month = models.DateField()  # its first day
    count = models.PositiveIntegerField(default=0)
    # The last day on which one was tapped, for the limit of a day. Of what is followed no day is kept: beside a case it
    # would tell which place she went to.
    day = models.DateField(null=True, blank=True)
    count_of_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "outcome", "refusal", "followed", "month"], name="one_count_a_month"
            ),
            models.CheckConstraint(condition=~models.Q(outcome=""), name="a_count_says_how_it_ended"),
            models.CheckConstraint(
                condition=models.Q(followed=False) | models.Q(day__isnull=True, count_of_day=0),
                name="what_is_followed_has_no_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.refusal or self.outcome}: {self.count}"


class MissingTally(models.Model):
    """What somebody at the desk found missing in a part of the country, in a month. A count, never for whom.

    What a stranger looks for on the public pages and does not find is not counted: nothing that she asks is kept.
    """

    unit = models.CharField(max_length=8)  # a first-level unit: the code of commons.places
    zone = models.CharField(max_length=6, blank=True)  # content/codes/zone, where the desk knows it
    need = models.CharField(max_length=24)  # content/codes/need
    what = models.CharField(max_length=12)  # service_outcome, where nothing was got; or unavailable
    month = models.DateField()  # its first day
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "zone", "need", "what", "month"], name="one_missing_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
