"""Maps of one indicator, unit by unit of a country: only within the room of evidence, and never finer than a unit.

What may not be shown is drawn as hidden. Where two kinds of territory of one unit were asked, each kind has a map of
its own; where two studies of one kind were, neither is drawn, because a unit has one colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from amparo.commons.places.queries import country_name
from amparo.formats.charts import Picture
from amparo.formats.codes import by_code
from amparo.formats.figures import HIDDEN, SHOWN, Drawn
from amparo.formats.maps import Legend, country_map
from amparo.formats.outlines import countries, outline
from amparo.information.risk_profiles.queries.studies import place_name
from amparo.information.risk_profiles.queries.told import WHOLE, language, zone_name

ALL = "all"

type Row = tuple[Mapping[str, Any], Mapping[str, Any]]  # a sample, and its share


@dataclass(frozen=True, slots=True)
class Mapped:
    """One map, and the units with a figure that nobody drew an outline of."""

    name: str
    picture: Picture
    missing: tuple[str, ...]


def maps_of(body: Any, indicator: Mapping[str, Any]) -> list[Mapped]:
    """The maps of an indicator: one a country, or one a country and kind of territory."""
    asked = [(each, share) for each in body["samples"] if (share := _of_all(each, indicator["code"])) is not None]
    found = []
    for country in dict.fromkeys(each["place"].partition("-")[0] for each, _share in asked if "-" in each["place"]):
        if country not in countries():
            continue
        here = [row for row in asked if row[0]["place"].startswith(f"{country}-")]
        units = [each["place"] for each, _share in here]
        if len(set(units)) == len(units):
            found.append(_map(indicator, country, here, "", here))
        else:
            zones = [zone for zone in (*by_code("zone"), "") if any(each["zone"] == zone for each, _share in here)]
            of = {zone: [row for row in here if row[0]["zone"] == zone] for zone in zones}
            found += [_map(indicator, country, of[zone], zone, here, first=zones[0]) for zone in zones]
    return found


def _map(
    indicator: Mapping[str, Any], country: str, rows: Sequence[Row], zone: str, all_of: Sequence[Row], first: str = ""
) -> Mapped:
    """``all_of``: what is drawn on this map and those beside it, in the same shades; ``first``: first drawn kind."""
    land, areas = outline(country), dict[str, Drawn]()
    for each, share in rows:
        areas[each["place"]] = _two(each) if each["place"] in areas else _drawn(each, share)
    known = {unit.code for unit in land.units}
    drawn = {code: area for code, area in areas.items() if code in known}
    name = " · ".join(part for part in (str(country_name(country)), zone_name(zone) if zone else "") if part)
    words = _("The darker a unit, the larger its share. Hatched ones are not told. The table has the same figures.")
    picture = country_map(
        f"{indicator['texts'][language()]}. {name}", words, land, drawn,
        Legend(_("too few, or not told"), _("not asked here"), _between), name=f"m{country}{zone}",
        beside=[_drawn(*row) for row in all_of], like="" if zone == first else f"m{country}{first}",
    )  # fmt: skip
    return Mapped(name, picture, tuple(place_name(code) for code in areas if code not in known))


def _drawn(sample: Mapping[str, Any], share: Mapping[str, Any]) -> Drawn:
    label = f"{place_name(sample['place'])}, {zone_name(sample['zone'])}"
    if share["value"] is None:
        return Drawn(label, _("too few, or not told"), state=HIDDEN)
    return Drawn(label, f"{round(WHOLE * share['value'])} %", value=share["value"], state=SHOWN)


def _two(sample: Mapping[str, Any]) -> Drawn:
    return Drawn(place_name(sample["place"]), _("two studies: see the table"), state=HIDDEN)


def _of_all(sample: Mapping[str, Any], code: str) -> Any:
    return next((each for each in sample["shares"] if (each["indicator"], each["group"]) == (code, ALL)), None)


def _between(low: str, high: str) -> str:
    return _("from %(low)s to %(high)s") % {"low": low, "high": high}
