"""Whom to call about a child, as the content of a country knows it. No number is made up; where none is, it says so."""

from typing import Any

from amparo.formats.country_packs import Line, country_pack
from amparo.legal.representation.queries.state_agents import not_to


def lines_for_children(open_matter: Any) -> list[Line]:
    """The lines for children of the country of a matter whose source somebody saw, without a body that hurt her."""
    pack = country_pack(open_matter.country)
    if pack is None:
        return []
    out = set(not_to(open_matter))
    return [
        each for each in pack.lines
        if "children" in each.topics and each.confidence != "unverified" and not each.bodies & out
    ]  # fmt: skip
