"""Where she is, as far as she wants to say: a town, a landmark, coordinates, or nothing. Never stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from amparo.commons.places.queries import (
    big_places,
    country_names,
    find_places,
    label,
    nearest_place,
    point_of_place,
    terminals,
    units,
)
from amparo.formats.codes import by_code
from amparo.formats.coordinates import OUTSIDE, SWAPPED, read_coordinates

if TYPE_CHECKING:
    from amparo.commons.places.models import Place

LONGEST = 200
# How a bus terminal is called before the name of its town. A terminal that the house entered is found by its own name.
TERMINAL = re.compile(
    r"^(?:l?[ao] |el |the )?(?:terminal|rodovi[aá]ria|bus (?:terminal|station))"
    r"(?: terrestre| rodovi[aá]ri[ao]| de (?:buses|autobuses|[oô]nibus))*(?: de la| de| do| da| em| of| in)? ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A point with its name; or some places to choose from; or nothing, and then perhaps what she typed."""

    lat: float | None = None
    lon: float | None = None
    country: str = ""
    name: str = ""
    code: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    not_found: str = ""  # what she typed and no place is called
    problem: str = ""  # swapped, outside: what is wrong with a point she typed

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The hidden field that hands the place on; typed coordinates are handed on as they were typed."""
        return [("l", self.code)] if self.code else []


def whereabouts(post: Mapping[str, str]) -> Whereabouts:
    """Read a place code, or what she typed; the house's own place where she said nothing."""
    country = post.get("d", "").upper()
    country = country if country in by_code("country") else ""
    code, typed = post.get("l", ""), post.get("t", "").strip()[:LONGEST]
    if typed:
        return typed_place(typed, country)
    if code:
        return coded_place(code, country)
    if country or not settings.HOME_PLACE:
        return Whereabouts(country=country or settings.HOME_COUNTRY)
    return coded_place(settings.HOME_PLACE, settings.HOME_COUNTRY)


def coded_place(code: str, country: str) -> Whereabouts:
    """A place by its code, or a point that was carried as ``lat,lon``."""
    point = read_coordinates(code)
    if isinstance(point, tuple):
        return point_of(*point)
    found = point_of_place(code)
    if found is None:
        return Whereabouts(country=country or settings.HOME_COUNTRY)
    lat, lon, name, its_country = found
    return Whereabouts(lat, lon, its_country, name, code)


def typed_place(typed: str, country: str) -> Whereabouts:
    """What she typed: coordinates, or a name that is one place, several, or none."""
    point = read_coordinates(typed)
    if isinstance(point, tuple):
        return point_of(*point)
    if point in {SWAPPED, OUTSIDE}:
        return Whereabouts(country=country or settings.HOME_COUNTRY, not_found=typed, problem=point)
    near_home = country or settings.HOME_COUNTRY
    found = find_places(typed, country=near_home)
    if not found.is_sure and found.kind != "exact":
        anywhere = find_places(typed)
        found = anywhere if anywhere.kind == "exact" or not found.places else found
    if not found.places:
        town = TERMINAL.sub("", typed)
        return Whereabouts(country=near_home, not_found=typed) if town == typed else typed_place(town, country)
    if len(found.places) == 1:
        return at(found.places[0])
    return Whereabouts(country=country, choices=tuple((place.code, label(place)) for place in found.places))


def point_of(lat: float, lon: float) -> Whereabouts:
    """A point she shared by choice, with the name of the nearest place. It is used and forgotten."""
    near = nearest_place(lat, lon)
    country = near.admin1.country_id if near else ""
    return Whereabouts(lat, lon, country, near.name if near else "", f"{lat:.4f},{lon:.4f}")


def at(place: "Place") -> Whereabouts:
    """At a place."""
    return Whereabouts(place.lat, place.lon, place.admin1.country_id, place.name, place.code)


def unit_around(here: Whereabouts) -> str:
    """The code of the part of the country around a place; nothing where no place is known."""
    near = nearest_place(here.lat, here.lon) if here.lat is not None and here.lon is not None else None
    return near.admin1_id if near else ""


@dataclass(frozen=True, slots=True)
class Around:
    """What to choose from next: a country, a unit, or a town and what she saw last. Pairs of code and words."""

    country: str = ""
    unit: str = ""
    name: str = ""
    countries: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    towns: tuple[tuple[str, str], ...] = ()
    landmarks: tuple[tuple[str, str], ...] = ()


def around(country: str, unit: str) -> Around:
    """The next question for someone who does not know where she is; the house's own country is not asked."""
    names = country_names()
    if country == "?":  # she said that it is another one
        return Around(countries=tuple(names.items()))
    country = country if country in names else settings.HOME_COUNTRY
    if country not in names:
        return Around(countries=tuple(names.items()))
    inside = {each.code: each.name for each in units(country)}
    if unit not in inside:
        marks = tuple((mark.place.code, f"{mark.name}, {mark.place.name}") for mark in terminals(country))
        return Around(country=country, name=names[country], units=tuple(inside.items()), landmarks=marks)
    towns = tuple((place.code, place.name) for place in big_places(unit))
    marks = tuple((m.place.code, m.name) for m in terminals(country) if m.place.admin1_id == unit)
    return Around(country=country, unit=unit, name=inside[unit], towns=towns, landmarks=marks)


def countries() -> list[tuple[str, str]]:
    """The served countries by name, in the language of the page."""
    return list(country_names().items())
