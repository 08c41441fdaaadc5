"""What all records of one imported file share, and how their attributes are read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.commons.directory.queries.exchange import HOUSE_LIST_ID
from amparo.commons.directory.queries.named_places import NamedPlaces
from amparo.commons.directory.queries.plans import KEPT
from amparo.formats.hsds import records

NOT_A_COLUMN = ("id", "name", "status", "location_type", "assurer_email")


@dataclass(slots=True)
class Context:
    """What one file says for all its records, and what is counted on the way."""

    source: str  # the code of the source of records that name none
    language: str
    today: date
    trusts_checks: bool = False  # a file of this house, brought back by whoever runs it
    places: NamedPlaces = field(default_factory=NamedPlaces)
    cut: Counter[str] = field(default_factory=Counter)  # texts longer than their column, by column
    hours_left: int = 0  # schedules that are no plain week: kept as they came, never shown as "open now"
    future_checks: int = 0

    def short(self, column: str, text: str, most: int) -> str:
        """A text that fits its column; one that does not is cut at a word, and counted."""
        text = text.strip()
        if len(text) <= most:
            return text
        self.cut[column] += 1
        return text[: most - 1].rsplit(" ", 1)[0][: most - 1] + "…"


def said_by_house(attributes: Iterable[records.Attribute]) -> dict[str, str]:
    """What a house like this one said in attributes with a value."""
    found = {}
    for attribute in attributes:
        term = attribute.taxonomy_term
        if term and HOUSE_LIST_ID in (term.taxonomy_id, term.taxonomy_detail and term.taxonomy_detail.id):
            found[term.code] = attribute.value
    return found


def without_columns(written: dict[str, Any]) -> dict[str, Any]:
    """Without what every record has anyway."""
    return {name: value for name, value in written.items() if name not in NOT_A_COLUMN and value not in ("", [], None)}


def kept(left: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What goes into ``extra``."""
    found = {KEPT: left, **more}
    return {name: value for name, value in found.items() if value}
