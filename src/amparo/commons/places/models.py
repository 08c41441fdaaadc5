"""Countries, first-level units, places and landmarks.

Places come from GeoNames (CC BY 4.0), the distance to the land border was computed for Amparo. No crossing,
river or road is shipped: a house enters those it knows, with who told it.
"""

from django.db import models

from amparo.commons.policy.models import random_reference

BORDER_KM = 20  # at most this far from a land border is border territory
CITY_PEOPLE = 20_000  # at least this many people is a city
TOWN_PEOPLE = 2_500  # below it, a village


class Country(models.Model):
    """One of the countries of the regional response."""

    code = models.CharField(max_length=2, primary_key=True)
    timezone = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.code


class Admin1(models.Model):
    """A department, province or state; its code is ISO 3166-2 where there is one."""

    code = models.CharField(max_length=8, primary_key=True)
    country = models.ForeignKey(Country, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    timezone = models.CharField(max_length=40)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A populated place. ``code`` is its GeoNames number, or one of the house's own."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)
    admin1 = models.ForeignKey(Admin1, on_delete=models.CASCADE)
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    km_to_border = models.PositiveIntegerField(null=True)
    zone_set = models.CharField(max_length=6, blank=True)  # a code of content/codes/zone set by the house
    is_example = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["admin1", "-population"], name="place_by_size")]

    def __str__(self) -> str:
        return self.name

    @property
    def size_class(self) -> str:
        """A code of ``content/codes/size_class``; kept beside the zone, border or not."""
        if self.population >= CITY_PEOPLE:
            return "city"
        return "town" if self.population >= TOWN_PEOPLE else "village"

    @property
    def zone(self) -> str:
        """A code of ``content/codes/zone``: what the house set, else border, else urban, else rural."""
        if self.zone_set:
            return self.zone_set
        if self.km_to_border is not None and self.km_to_border <= BORDER_KM:
            return "border"
        if any(mark.kind == "crossing" for mark in self.landmarks.all()):
            return "border"
        return "urban" if self.population >= CITY_PEOPLE else "rural"


class Landmark(models.Model):
    """What she saw last: a terminal, a crossing, a river. Entered by the house, with who told it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="landmarks")
    kind = models.CharField(max_length=20)  # a code of content/codes/landmark
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    told_by_role = models.CharField(max_length=20)
    told_on = models.DateField()
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True) | models.Q(lat__isnull=False, lon__isnull=False),
                name="landmark_has_both_coordinates_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Loaded(models.Model):
    """The one row that says which shipped files are loaded, and a stamp that changes whenever a name does.

    Every process keeps the names in memory for finding; it reads them anew when the stamp is another.
    """

    digest = models.CharField(max_length=64)
    stamp = models.CharField(max_length=16, default=random_reference)

    def __str__(self) -> str:
        return self.digest
