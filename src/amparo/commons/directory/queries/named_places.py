"""Towns as files name them. Never a guess: a name that two towns bear finds none of them."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from amparo.commons.places.queries import country_words, find_places, get_place
from amparo.commons.policy.policies import Hidden
from amparo.formats.distance import kilometres
from amparo.formats.fold import fold

FARTHEST_KM = 80  # a point farther from the town it names belongs to another town of that name
MOST_KEPT = 20_000  # names in memory


@dataclass(frozen=True, slots=True)
class Town:
    """The little of a town that an import needs, so that all of them may stay in memory."""

    pk: int
    country: str
    lat: float
    lon: float


@cache
def countries() -> dict[str, str]:
    """The code of each country we serve, by its folded name in every language."""
    return {name: code for code, names in country_words().items() for name in names}


@dataclass(slots=True)
class NamedPlaces:
    """Finds towns, remembers what it found, and counts what it did not."""

    found: int = 0
    not_found: Counter[str] = field(default_factory=Counter)
    _known: dict[tuple[str, str, str], Town | None] = field(default_factory=dict)

    def country(self, said: str) -> str:
        """The two letters of a country, also from its name; empty where it is neither."""
        said = said.strip()
        if len(said) == 2 and said.isascii() and said.isalpha():
            return said.upper()
        return countries().get(fold(said), "") if said else ""

    def find(
        self, town: str, state: str, country: str, *, number: str, lat: float | None, lon: float | None
    ) -> Town | None:
        """The one town that is meant, or None."""
        if not town and not number:
            return None
        place: Town | None = self._by_number(number) or self._by_name(town, state, country)
        if place and lat is not None and lon is not None and kilometres(lat, lon, place.lat, place.lon) > FARTHEST_KM:
            place = None
        if place:
            self.found += 1
        else:
            self.not_found[town or number] += 1
        return place

    def _by_number(self, number: str) -> Any:
        """A town by its number in GeoNames."""
        if not number.isdecimal():
            return None
        return self._remember(("number", number, ""), lambda: by_number(number))

    def _by_name(self, town: str, state: str, country: str) -> Any:
        return self._remember((town, state, country), lambda: by_name(town, state, country)) if town else None

    def _remember(self, key: tuple[str, str, str], find: Any) -> Any:
        if key not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = find()
        return self._known[key]


def by_number(number: str) -> Any:
    """The town with this number, or None."""
    try:
        return little_of(get_place(number))
    except Hidden:
        return None


def by_name(town: str, state: str, country: str) -> Any:
    """The one town of this name, in this state and country where they are said; None where there are more."""
    found = find_places(f"{town.replace(',', ' ')}, {state}" if state else town, country=country)
    if not found.is_sure:
        return None
    place = found.places[0]
    asked, unit = fold(state), fold(place.admin1.name)
    fits = not asked or asked in unit or unit in asked or state == place.admin1_id
    return little_of(place) if fits else None


def little_of(place: Any) -> Town:
    """The little of it."""
    return Town(place.pk, place.admin1.country_id, place.lat, place.lon)
