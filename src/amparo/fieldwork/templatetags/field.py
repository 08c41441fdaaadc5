"""The few words that the pages of studies need beyond those of all pages."""

from django import template

from amparo.commons.places.queries import country_name, get_unit
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.templatetags.ui import said
from amparo.formats.codes import by_code

register = template.Library()


@register.filter
def place_name(code: str) -> str:
    """The name of a country, or of a part of one with its country."""
    country, dash, _unit = code.partition("-")
    if not dash:
        return country_name(country)
    try:
        return f"{get_unit(code).name}, {country_name(country)}"
    except Hidden:
        return country_name(country)


@register.filter
def how_to_mend(code: str) -> str:
    """What helps where the door could not read a form, in the language of the page."""
    found = by_code("door_reason").get(code)
    return said(found.more.get("mend", {})) if found else ""
