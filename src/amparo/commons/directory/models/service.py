"""What is offered, to whom, under which conditions, and how fresh that knowledge is."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models

from amparo.commons import clock
from amparo.commons.directory.models.organisation import Organisation, Source
from amparo.commons.policy.models import random_reference

PUBLIC, REDUCED, PARTNERS, CASE_TEAM = range(4)  # the tiers of visibility
PUBLIC_TIERS = (PUBLIC, REDUCED)


class ChangedAt(models.DateTimeField):  # type: ignore[type-arg]  # Django knows no brackets here
    """When the row was last saved, to the microsecond: a page that was read before says so when it is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"editable": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime:
        """Return this moment, and leave it on the instance."""
        moment = clock.now()
        setattr(model_instance, self.attname, moment)
        return moment

    def deconstruct(self) -> Any:
        """Return what a migration writes down: in the database it is a plain moment."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


class Service(models.Model):
    """HSDS service. What it needs, welcomes and promises are its :class:`Attribute` rows."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)  # one line, in daily words
    description = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="es")  # of the texts above
    status = models.CharField(max_length=20, default="active")  # HSDS: active, inactive, defunct, temporarily closed
    tier = models.PositiveSmallIntegerField(default=PUBLIC)
    papers = models.CharField(max_length=16, default="unknown")  # content/codes/papers
    cost = models.CharField(max_length=10, default="unknown")  # content/codes/cost
    cost_note = models.CharField(max_length=200, blank=True)
    how_to_ask = models.TextField(blank=True)  # HSDS application_process
    they_ask = models.TextField(blank=True)  # what they ask when she arrives
    must_tell = models.TextField(blank=True)  # whom they must tell, and when
    alert = models.TextField(blank=True)
    eligibility = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    answers_within_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # the time they promise
    checked_on = models.DateField(null=True, blank=True)  # HSDS assured_date
    checked_by_role = models.CharField(max_length=24, blank=True)  # content/codes/house_role, never a name
    checked_how = models.CharField(max_length=10, blank=True)  # visit, phone, message, paper
    changed_since_check = models.BooleanField(default=False)  # what was read out then is not what the page says now
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    is_example = models.BooleanField(default=False)
    changed_at = ChangedAt()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__lte=CASE_TEAM), name="service_tier_is_known"),
            models.CheckConstraint(
                condition=models.Q(checked_on__isnull=True, checked_by_role="")
                | (models.Q(checked_on__isnull=False) & ~models.Q(checked_by_role="")),
                name="service_check_has_day_and_role",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attribute(models.Model):
    """HSDS attribute: one coded fact of a service. The taxonomy is a list of ``content/codes``."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")
    taxonomy = models.CharField(max_length=16)  # need, welcome, commitment, access_mode, language, accessibility
    code = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "taxonomy", "code"], name="one_attribute_per_service")
        ]

    def __str__(self) -> str:
        return f"{self.taxonomy}:{self.code}"
