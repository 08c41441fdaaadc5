"""The one projection that finding reads: a row for each need of each service at each place.

It is rebuilt inside the transaction that writes, holds nothing above the public tiers, and nothing exact of a
reduced place: where the tier is reduced, its point is the middle of the municipality, or of a bigger town.
"""

from django.db import models

from amparo.commons.directory.models.location import ServiceAtLocation
from amparo.commons.directory.models.service import Service


class SearchRow(models.Model):
    """A public service, seen from one need at one place. Bit masks follow the order of the code lists."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="search_rows")
    at_location = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="+")
    need = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=2, blank=True)
    admin1 = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True)  # of the door; of a town where the tier is reduced; none for a line
    lon = models.FloatField(null=True)
    reduced = models.BooleanField(default=False)
    operator = models.PositiveSmallIntegerField()
    bodies = models.PositiveIntegerField(default=0)  # operator, whom it shares with, and who is in the same building
    welcome = models.PositiveIntegerField(default=0)
    commitments = models.PositiveIntegerField(default=0)
    languages = models.PositiveIntegerField(default=0)
    papers = models.PositiveSmallIntegerField(default=0)  # rank in content/codes/papers, none first
    minimum_age = models.PositiveSmallIntegerField(default=0)
    arrival = models.PositiveSmallIntegerField(default=1)  # JUST_COME, CALL or WAIT of queries.projection
    open_mon = models.BigIntegerField(default=0)  # one bit for each half hour of the day
    open_tue = models.BigIntegerField(default=0)
    open_wed = models.BigIntegerField(default=0)
    open_thu = models.BigIntegerField(default=0)
    open_fri = models.BigIntegerField(default=0)
    open_sat = models.BigIntegerField(default=0)
    open_sun = models.BigIntegerField(default=0)
    hours = models.TextField(blank=True)  # the spans themselves, written by formats.opening.written
    timezone = models.CharField(max_length=40, blank=True)
    stale_on = models.DateField()  # from this day it is said to be unconfirmed
    hidden_on = models.DateField()  # from this day it is not shown
    words = models.TextField(blank=True)  # folded and lightly stemmed

    class Meta:
        indexes = [
            models.Index(fields=["need", "lat", "lon"], name="search_near"),
            models.Index(fields=["need", "country", "admin1"], name="search_in_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} for {self.need}"


class SearchState(models.Model):
    """Of which code lists the projection was made; other lists mean that it is made anew."""

    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest
