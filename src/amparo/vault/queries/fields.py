"""Answers of a case, opened with her key."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.commons.policy.policies import Actor
from amparo.sealing.boxes import Unopenable
from amparo.sealing.fields import open_field
from amparo.sealing.padding import unpadded
from amparo.vault.models import ACTIVE, SealedField, Wrap
from amparo.vault.queries.opened import case_seeds, opened_by, unwrapped

MANY = 100  # things of a ring: so many are not named to the database one by one
TABLE = "vault_sealedfield"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and how often it was written. ``opens`` is False where her key does not open it."""

    number: int
    answer: Any = field(default=None, repr=False)
    opens: bool = True


def place_of(row: SealedField) -> str:
    """To what a field is bound: the table, its row and name, and how often it was written."""
    return f"{TABLE}:{row.thing}:{row.name}:{row.number}"


def fields_of(
    actor: Actor, ring: str, things: Collection[str], *, names: Collection[str] | None = None
) -> dict[str, dict[str, Kept]]:
    """The answers of these things of one ring, by thing and name; her key opens each version of the ring once.

    ``names``: only these are fetched and opened.
    """
    seeds = case_seeds(actor, ring)
    found: dict[str, dict[str, Kept]] = {thing: {} for thing in things}
    rows = SealedField.objects.filter(ring=ring)
    rows = rows if names is None else rows.filter(name__in=list(names))
    for row in rows if len(found) > MANY else rows.filter(thing__in=list(found)):
        if row.thing in found:
            found[row.thing][row.name] = _opened(row, seeds)
    return found


def field_of_each(actor: Actor, rings: Mapping[str, str], name: str) -> dict[str, Kept]:
    """One answer of many things (``rings``: by thing, its ring), in two questions however many they are."""
    return {thing: kept[name] for thing, kept in fields_of_each(actor, rings, [name]).items()}


def fields_of_each(actor: Actor, rings: Mapping[str, str], names: Collection[str]) -> dict[str, dict[str, Kept]]:
    """The same of some answers; each seed is opened once. A thing of which none is written is not among them."""
    opened = opened_by(actor)
    rows = list(SealedField.objects.filter(thing__in=list(rings), name__in=list(names)))
    wraps = Wrap.objects.filter(reader_id=opened.reader_id, reader__state=ACTIVE, case_key__ring__in=rings.values())
    boxes = {
        (ring, number): box for ring, number, box in wraps.values_list("case_key__ring", "case_key__version", "box")
    }
    seeds: dict[tuple[str, int], dict[int, bytes]] = {}
    found: dict[str, dict[str, Kept]] = {}
    for row in rows:
        key = (rings[row.thing], row.key_version)
        if key not in seeds:
            seeds[key] = unwrapped([(row.key_version, boxes[key])], opened.seed) if key in boxes else {}
        found.setdefault(row.thing, {})[row.name] = _opened(row, seeds[key])
    return found


def _opened(row: SealedField, seeds: dict[int, bytes]) -> Kept:
    try:
        filled = open_field(seeds[row.key_version], place_of(row), bytes(row.box))
        return Kept(row.number, json.loads(unpadded(filled)))
    except (KeyError, Unopenable, ValueError):
        return Kept(row.number, opens=False)
