"""Who runs a service, and where we have it from."""

import uuid

from django.db import models

from amparo.commons.policy.models import random_reference


class Source(models.Model):
    """Where a set of lines came from: a file, a map, a house. Its licence travels with it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    licence = models.CharField(max_length=80, blank=True)
    as_of = models.DateField(null=True)  # the day its facts were true, as it says itself

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """HSDS organization. ``operator`` says what kind of body it is: she may fear some of them."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    website = models.URLField(blank=True, max_length=300)
    operator = models.CharField(max_length=24, default="unknown")  # content/codes/operator
    shares_with = models.JSONField(default=list, blank=True)  # bodies it tells things to, same codes
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)  # what HSDS said and we have no column for
    is_example = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name
