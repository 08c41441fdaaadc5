"""The few words that pages about pressures need beyond those of all pages."""

from collections.abc import Sequence

from django import template

from amparo.commons.places.queries import country_name, get_unit
from amparo.commons.policy.policies import Hidden
from amparo.information.exposure.queries.figures import band_said

register = template.Library()
register.filter("band", band_said)


@register.filter
def unit_name(code: str) -> str:
    """A country, or a unit of one: never anything finer."""
    country, dash, _unit = code.partition("-")
    try:
        return get_unit(code).name if dash else country_name(country)
    except Hidden:
        return country_name(country)


@register.filter
def span_of(periods: Sequence[str]) -> str:
    """From the first quarter to the last."""
    return " – ".join(dict.fromkeys((periods[0], periods[-1]))) if periods else ""


@register.filter
def per_100(share: float) -> str:
    """A share in whole points of a hundred."""
    return f"{round(100 * share)}"
