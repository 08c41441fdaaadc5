"""Where a service is given, how to reach it and when it is open."""

import uuid

from django.db import models

from amparo.commons.directory.models.organisation import Organisation
from amparo.commons.directory.models.service import Service
from amparo.commons.policy.models import random_reference


class Location(models.Model):
    """HSDS location with its address. Where tier is reduced or higher, no public page reads the exact columns."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, default="physical")  # physical, postal, virtual
    name = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(max_length=160, blank=True)  # the town as the source wrote it
    country = models.CharField(max_length=2, blank=True)
    street = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    as_people_go = models.CharField(max_length=200, blank=True)  # "en bote, medio día", when someone told us
    accessibility = models.JSONField(default=list, blank=True)  # content/codes/accessibility
    housed_with = models.JSONField(default=list, blank=True)  # bodies in the same building or yard, codes of operator
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="location_has_real_coordinates_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.place_text


class ServiceAtLocation(models.Model):
    """HSDS service_at_location: this service, given here."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="at_services")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="one_service_at_location")]

    def __str__(self) -> str:
        return f"{self.service} · {self.location}"


class Phone(models.Model):
    """HSDS phone: a number, when they answer, and when someone last rang it."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, default="voice")  # voice, text, whatsapp
    hours = models.CharField(max_length=120, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    new_since_check = models.BooleanField(default=False)  # it was not there when somebody made sure of the place

    def __str__(self) -> str:
        return self.number


class Schedule(models.Model):
    """HSDS schedule: on these days of the week, from this hour to that one, in the hour of the place.

    ``closes`` before ``opens`` is the next morning; both equal is the whole day.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    at_location = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="schedules")
    days = models.PositiveSmallIntegerField()  # bit 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=127), name="schedule_has_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"
