"""Finding a place as people name it, and telling apart those that share a name.

The names of all places are kept in the memory of each process and read anew when they change. What somebody
asked, and where she is, is never kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.places.models import Admin1, Landmark, Loaded, Place
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import codes
from amparo.formats.codes import label as label_of
from amparo.formats.distance import kilometres
from amparo.formats.fold import fold
from amparo.formats.gazetteer import other_names
from amparo.formats.name_index import EXACT, PREFIX, TYPO, WORDS, Match, NameIndex

LONGEST = 80  # letters; no place has a name that long
MOST_WORDS = 10
FARTHEST_KM = 300  # beyond it, the nearest place is no answer
TINY_PEOPLE = 2_000  # below it, the name of a place may give a hidden door away
BIG_ENOUGH = 5_000  # people: a town that others of its department know
KINDS = {EXACT: "exact", PREFIX: "prefix", WORDS: "words", TYPO: "typo"}


@dataclass(frozen=True, slots=True)
class Found:
    """Places for what was typed, the best first, and how the best was met.

    ``kind`` is ``exact``, ``prefix``, ``words``, ``typo``, ``unit`` (a department or country was named: these
    are its biggest places) or ``none``.
    """

    kind: str
    places: list[Place]

    @property
    def is_sure(self) -> bool:
        """One place, named in full: nothing needs to be asked."""
        return self.kind == "exact" and len(self.places) == 1


class _Names:
    """All places in memory: their names, and for each the little that finding needs."""

    def __init__(self) -> None:
        rows = list(Place.objects.values_list("pk", "code", "folded", "admin1_id", "population", "lat", "lon"))
        self.keys = [row[0] for row in rows]
        self.units = [row[3] for row in rows]
        self.points = [(row[5], row[6]) for row in rows]
        self.people = [row[4] for row in rows]
        unit_rows = list(Admin1.objects.values_list("code", "country_id", "name"))
        self.country_of_unit = {code: country for code, country, _name in unit_rows}
        self.regions: dict[str, set[str]] = {}
        for code, _country, name in unit_rows:
            self.regions.setdefault(fold(name), set()).add(code)
        for country, texts in country_words().items():
            units = {code for code, of_country, _name in unit_rows if of_country == country}
            self.regions |= dict.fromkeys(texts, units)
        around = {
            code: frozenset(" ".join([fold(name), *country_words().get(country, ())]).split())
            for code, country, name in unit_rows
        }
        by_key = {key: owner for owner, key in enumerate(self.keys)}
        by_code = {row[1]: owner for owner, row in enumerate(rows)}
        names = [(row[2], owner) for owner, row in enumerate(rows)]
        names += [(fold(name), by_code[code]) for code, name in other_names() if code in by_code]
        names += [(folded, by_key[key]) for key, folded in Landmark.objects.values_list("place_id", "folded")]
        self.index = NameIndex(names, weights=self.people, around=[around[unit] for unit in self.units])


@cache
def country_words() -> dict[str, frozenset[str]]:
    """The folded names of each country in every language of the pages."""
    return {code.code: frozenset(fold(text) for text in code.texts.values()) for code in codes("country")}


_kept: tuple[str, _Names] | None = None


def _names() -> _Names:
    """The names, read anew where they changed; where nothing was loaded, they are read each time."""
    global _kept
    stamp = Loaded.objects.values_list("stamp", flat=True).first()
    if stamp is None:
        return _Names()
    kept = _kept
    if kept is None or kept[0] != stamp:
        _kept = kept = (stamp, _Names())
    return kept[1]


def find_places(text: str, *, country: str = "", most: int = 8) -> Found:
    """Places for what somebody typed: a place, a landmark of one, and after a comma its department or country.

    A text nobody would type as a place (nothing, thousands of letters, no letter at all) finds nothing.
    """
    nothing = Found("none", [])
    if not text or len(text) > LONGEST:
        return nothing
    name, _comma, rest = text.partition(",")
    query, around = fold(name), fold(rest).split()
    if not query or len(query.split()) + len(around) > MOST_WORDS:
        return nothing
    names = _names()
    matches = _matches(names, query, around, country)
    if (not matches or matches[0].rank in {WORDS, TYPO}) and query in names.regions:
        inside = [code for code in names.regions[query] if country in {"", names.country_of_unit[code]}]
        return Found("unit" if inside else "none", _biggest(Place.objects.filter(admin1__in=inside), most))
    if not matches:
        return nothing
    keys = [names.keys[match.owner] for match in _without_doubt(matches)[:most]]
    return Found(KINDS[matches[0].rank], _in_order(keys))


def _matches(names: _Names, query: str, around: list[str], country: str) -> list[Match]:
    """What the index finds in this country; words after the comma are let go where they leave nothing."""
    index = names.index

    def in_country(owner: int) -> bool:
        return not country or names.country_of_unit[names.units[owner]] == country

    def in_surroundings(owner: int) -> bool:
        return in_country(owner) and index.lies_in(owner, around)

    keep: Callable[[int], bool] = in_surroundings if around else in_country
    return index.find(query, keep) or (index.find(query, in_country) if around else [])


def _without_doubt(matches: list[Match]) -> list[Match]:
    """Only the one that is named in full, where it is also the biggest of all: "Lima" in Peru is Lima.

    Where something bigger only begins so, both stay: "San Cristóbal" may be short for San Cristóbal de las Casas.
    """
    first, others = matches[0], matches[1:]
    alone = first.rank == EXACT and all(other.rank != EXACT and other.lightness > first.lightness for other in others)
    return [first] if alone else matches


def _in_order(keys: list[int]) -> list[Place]:
    found = Place.objects.select_related("admin1").prefetch_related("landmarks").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def label(place: Place) -> str:
    """How a page writes a place, so that nobody takes it for another of the same name.

    "Cúcuta, Norte de Santander"; where others share the name "San José · Santander, Colombia"; where two in
    one department share it, also how far it is from a town.
    """
    names = _names()
    unit, others = place.admin1, names.index.owners.get(place.folded, [])
    if len(others) < 2:
        return f"{place.name}, {unit.name}"
    text = f"{place.name} · {unit.name}, {country_name(unit.country_id)}"
    if sum(names.units[owner] == unit.code for owner in others) > 1 and (near := _near_a_town(names, place)):
        return f"{text} · {near}"
    return text


def _near_a_town(names: _Names, place: Place) -> str:
    """How far it is from the nearest town of its department that is bigger and has another name."""
    same = set(names.index.owners[place.folded])
    towns = [
        owner
        for owner, unit in enumerate(names.units)
        if unit == place.admin1_id and owner not in same and names.people[owner] >= max(BIG_ENOUGH, place.population)
    ]
    if not towns:
        return ""
    km, nearest = min((kilometres(place.lat, place.lon, *names.points[owner]), owner) for owner in towns)
    town = Place.objects.values_list("name", flat=True).get(pk=names.keys[nearest])
    return _("%(km)s km from %(town)s") % {"km": max(1, round(km)), "town": town}


def nearest_place(lat: float, lon: float) -> Place | None:
    """The place nearest to a point; nothing of the point is kept, and none is given beyond 300 km."""
    names = _names()
    shrink = cos(radians(lat)) ** 2
    nearest = min(
        range(len(names.points)),
        key=lambda owner: (names.points[owner][0] - lat) ** 2 + shrink * (names.points[owner][1] - lon) ** 2,
        default=None,
    )
    if nearest is None or kilometres(lat, lon, *names.points[nearest]) > FARTHEST_KM:
        return None
    return _in_order([names.keys[nearest]])[0]


def point_of_place(code: str) -> tuple[float, float, str, str] | None:
    """Latitude, longitude, name and country of a place: the little that finding needs, in one statement."""
    row = ("lat", "lon", "name", "admin1__country_id")
    return Place.objects.filter(code=code).values_list(*row).first()


def get_place(code: str) -> Place:
    """One place by its code, or :class:`Hidden`."""
    place = Place.objects.select_related("admin1").prefetch_related("landmarks").filter(code=code).first()
    if place is None:
        raise Hidden
    return place


def get_landmark(reference: str) -> Landmark:
    """One landmark by its reference, or :class:`Hidden`."""
    landmark = Landmark.objects.select_related("place__admin1").filter(reference=reference).first()
    if landmark is None:
        raise Hidden
    return landmark


def get_unit(code: str) -> Admin1:
    """One first-level unit, or :class:`Hidden`."""
    unit = Admin1.objects.filter(code=code).first()
    if unit is None:
        raise Hidden
    return unit


def units(country: str) -> list[Admin1]:
    """The first-level units of a country, by name."""
    return sorted(Admin1.objects.filter(country_id=country), key=lambda unit: fold(unit.name))


def big_places(unit: str, most: int = 12) -> list[Place]:
    """The biggest places of a unit or of a whole country: the town somebody passed last is often one of them."""
    inside = Q(admin1__country_id=unit) if unit in country_words() else Q(admin1_id=unit)
    return _biggest(Place.objects.filter(inside), most)


def _biggest(places: QuerySet[Place], most: int) -> list[Place]:
    chosen = places.select_related("admin1").prefetch_related("landmarks")
    return list(chosen.order_by("-population", "folded")[:most])


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a hidden door counts as being: a point that is nobody's door."""

    lat: float
    lon: float


def spots_of_reduced(places: Iterable[Place | None]) -> dict[int, Spot]:
    """The spot of each of these places, by key: its middle, or for a tiny one the middle of its unit's biggest place.

    In a place with fewer than ``TINY_PEOPLE`` people, or nobody knows how many, a house that takes people in is
    known to everybody or soon found: the name of the place alone would give it away, and so would its order in a list
    sorted by distance.
    """
    wanted = {place.pk: place for place in places if place}
    tiny = {place.admin1_id for place in wanted.values() if is_tiny(place)}
    biggest: dict[str, Place] = {}
    for place in Place.objects.filter(admin1__in=tiny).order_by("admin1", "-population", "pk") if tiny else ():
        biggest.setdefault(place.admin1_id, place)
    seen = {key: biggest[place.admin1_id] if is_tiny(place) else place for key, place in wanted.items()}
    return {key: Spot(place.lat, place.lon) for key, place in seen.items()}


def is_tiny(place: Place) -> bool:
    """Is it so small that its name alone may give a hidden door away?"""
    return place.population < TINY_PEOPLE


def tiny_names(**which: Iterable[object]) -> list[str]:
    """The names of those of these places whose name alone may give a hidden door away."""
    return sorted(Place.objects.filter(population__lt=TINY_PEOPLE, **which).values_list("name", flat=True))


def is_unit(name: str, country: str) -> bool:
    """Is this the name of a first-level unit of the country, and so no address?"""
    names = _names()
    return any(names.country_of_unit[code] == country for code in names.regions.get(fold(name), ()))


def terminals(country: str) -> list[Landmark]:
    """Bus terminals, then the other landmarks that the house entered in a country."""
    order = {code.code: code.position for code in codes("landmark")}
    marks = Landmark.objects.filter(place__admin1__country_id=country).select_related("place__admin1")
    return sorted(marks, key=lambda mark: (order.get(mark.kind, len(order)), mark.folded))


def country_names() -> dict[str, str]:
    """Every country we serve with its name in the language of the page, by name."""
    names = {code.code: country_name(code.code) for code in codes("country")}
    return dict(sorted(names.items(), key=lambda pair: fold(pair[1])))


def country_name(code: str) -> str:
    """The name of a country in the language of the page."""
    return label_of("country", code, get_language() or settings.LANGUAGE_CODE)
