"""Loading the shipped geography, and entering what the house knows of the ground."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.bulk import add_values
from amparo.commons.places.models import Admin1, Country, Landmark, Loaded, Place
from amparo.commons.places.policies import KEEPERS, may_keep_places
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Denied, check
from amparo.formats import gazetteer
from amparo.formats.codes import CONTENT, by_code, codes
from amparo.formats.fold import fold

CARE = "default"
FORM = 1  # raised when names are folded in another way, so that every house loads anew
OWN = "own-"  # how the code of a place begins that a house entered
SHIPPED = ("name", "folded", "admin1", "lat", "lon", "population", "km_to_border")


@unaudited("shipped geography, the same in every house; it tells nothing of anybody")
def load_places() -> int:
    """Bring countries, units and places up to the shipped files; the number of places, 0 where nothing was new.

    What the house set stays: its zones, its landmarks, its own places. A place that a later file no longer
    has stays too, because a service may stand in it.
    """
    digest = f"{gazetteer.digest(CONTENT / 'codes' / 'country.toml')[:60]}-{FORM}"
    if Loaded.objects.filter(digest=digest).exists():
        return 0
    with transaction.atomic(using=CARE):
        _load_countries()
        places = [_values_of(line) for line in gazetteer.places()]
        add_values(Place, places, of=("code", *SHIPPED, "zone_set", "is_example"), key="code", given=SHIPPED)
        Loaded.objects.all().delete()
        Loaded.objects.create(digest=digest)
    return len(places)


def _values_of(line: gazetteer.PlaceLine) -> tuple[object, ...]:
    """A new place; its zone is set by the house, and no shipped place is an example."""
    shipped = (line.name, fold(line.name), line.admin1, line.lat, line.lon, line.population, line.km_to_border)
    return (line.code, *shipped, "", False)


def _load_countries() -> None:
    """Countries with their usual hour, and units with the hour of the unit."""
    known = by_code("country")
    Country.objects.bulk_create(
        [Country(code=country.code, timezone=country.more["timezone"]) for country in codes("country")],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["timezone"],
    )
    units = []
    for code, country, name in gazetteer.units():
        zones = known[country].more
        timezone = zones.get("timezones", {}).get(code, zones["timezone"])
        units.append(Admin1(code=code, country_id=country, name=name, timezone=timezone))
    Admin1.objects.bulk_create(
        units, update_conflicts=True, unique_fields=["code"], update_fields=["country", "name", "timezone"]
    )


@audited("landmark.added", using=CARE)
def add_landmark(
    place: Place,
    *,
    kind: str,
    name: str,
    lat: float | None = None,
    lon: float | None = None,
    told_on: date,
    told_by_role: str = "",
    is_example: bool = False,
    by: object,
) -> Landmark:
    """Enter a terminal, a crossing, a river, a bridge or a market, with the role of who told it and when."""
    check(may_keep_places, by)
    landmark = Landmark.objects.create(
        place=place,
        kind=kind,
        name=name,
        folded=fold(name),
        lat=lat,
        lon=lon,
        told_by_role=told_by_role or _role_of(by),
        told_on=told_on,
        is_example=is_example,
    )
    _names_changed()
    return landmark


@audited("landmark.removed", target="landmark", using=CARE)
def remove_landmark(landmark: Landmark, *, by: object) -> None:
    """Take a landmark away: it is gone, or it was told wrong."""
    check(may_keep_places, by)
    Landmark.objects.filter(reference=landmark.reference).delete()
    _names_changed()


@audited("place.zone", target="place", using=CARE)
def set_zone(place: Place, zone: str, *, by: object) -> None:
    """Say what kind of ground a place is, where the figures say it wrong; an empty zone goes back to them."""
    check(may_keep_places, by)
    place.zone_set = zone
    place.save(update_fields=["zone_set"])


@audited("place.added", using=CARE)
def add_place(
    *,
    name: str,
    admin1: Admin1,
    lat: float,
    lon: float,
    population: int = 0,
    km_to_border: int | None = None,
    zone: str = "",
    is_example: bool = False,
    by: object,
) -> Place:
    """Enter a place that the shipped list lacks. Its way to the border is rarely known: its zone may be said."""
    check(may_keep_places, by)
    folded = fold(name)
    if not is_example and Place.objects.filter(admin1=admin1, folded=folded, is_example=False).exists():
        raise Denied(_("This place is already in the list. Look for it by its name."))
    place = Place.objects.create(
        code=OWN + random_reference()[:8],
        name=name,
        folded=folded,
        admin1=admin1,
        lat=lat,
        lon=lon,
        population=population,
        km_to_border=km_to_border,
        zone_set=zone,
        is_example=is_example,
    )
    _names_changed()
    return place


def _role_of(by: object) -> str:
    """The role in which someone keeps places; a process has none."""
    held: set[str] = getattr(by, "role_codes", set())
    return next((role for role in KEEPERS if role in held), "")


def _names_changed() -> None:
    """Tell every process that it must read the names anew."""
    Loaded.objects.update(stamp=random_reference())
