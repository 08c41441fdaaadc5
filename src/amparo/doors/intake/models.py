"""That a build of a study is on its way, and where an answer that is not finished lies."""

from django.db import models

from amparo.commons.policy.models import QuietModel, Shaped


class Intent(QuietModel):
    """A build that was begun and not ended yet: one at a time of each study, and none of its rows."""

    source = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Shaped("token", "hex32"), name="a_build_has_a_token")]


class Draft(QuietModel):
    """A form that somebody put down for another day: sealed to her eight words only, and nobody here has them."""

    deployment = models.ForeignKey("fieldwork.Deployment", on_delete=models.CASCADE, related_name="drafts")
    ring = models.CharField(max_length=16, unique=True)
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()
    until = models.DateField()  # it goes on the day after
