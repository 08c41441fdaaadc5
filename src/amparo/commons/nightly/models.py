"""What the nightly work waits for. Days, counts and two people; nothing of what would be deleted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference


class Wait(QuietModel):
    """Work that stopped. There is one row, or none."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    is_only = models.BooleanField(default=True, unique=True)
    day = models.DateField()  # what the clock of the server said in the night that asked last
    last = models.DateField(null=True, blank=True)  # the last night that was whole, where one is known
    why = models.JSONField(default=list)  # content/codes/night_doubt
    # By content/codes/night_room: how many would go, and how many are here. No page shows a number: who sees fewer
    # messages of their own would know that there are others.
    going = models.JSONField(default=dict)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_only=True), name="nightly_work_waits_once"),
            models.CheckConstraint(condition=~Q(agreed_by=F("said_by")), name="a_night_is_agreed_by_two"),
        ]
