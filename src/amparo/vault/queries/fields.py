"""Answers of a case, opened with her key."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.commons.policy.policies import Actor
from amparo.sealing.boxes import Unopenable
from amparo.sealing.fields import open_field
from amparo.sealing.keys import identity_of
from amparo.sealing.padding import unpadded
from amparo.vault.models import ACTIVE, SealedField, Wrap
from amparo.vault.queries.opened import case_seeds, keys_of, opened_by, unwrapped

MANY = 100  # things of a ring: so many are not named to the database one by one
NAMED = 500  # things of many rings: so many are, because each of these rings holds many others
TABLE = "vault_sealedfield"
WHOLE = "body"  # the name of the one field of a thing that is sealed as one


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the number of its last writing. ``opens`` is False where her key does not open it."""

    number: int
    answer: Any = field(default=None, repr=False)
    opens: bool = True


def place_of(row: SealedField) -> str:
    """To what a field is bound: the table, its row and name, and the number of this writing."""
    return f"{TABLE}:{row.thing}:{row.name}:{row.number}"


def fields_of(
    actor: Actor,
    ring: str,
    things: Collection[str],
    *,
    names: Collection[str] | None = None,
    seeds: Mapping[int, bytes] | None = None,
) -> dict[str, dict[str, Kept]]:
    """The answers of these things of one ring, by thing and name; her key opens each version of the ring once.

    ``names``: only these are fetched and opened. ``seeds``: of the ring, where they are open already.
    """
    seeds = case_seeds(actor, ring) if seeds is None else seeds
    found: dict[str, dict[str, Kept]] = {thing: {} for thing in things}
    rows = SealedField.objects.filter(ring=ring)
    rows = rows if names is None else rows.filter(name__in=list(names))
    for row in rows if len(found) > MANY else rows.filter(thing__in=list(found)):
        if row.thing in found:
            found[row.thing][row.name] = _opened(row, seeds)
    return found


def fields_with(seeds: Mapping[int, bytes], ring: str) -> dict[str, dict[str, Kept]]:
    """Every answer in a ring, by thing and name, with seeds that were opened elsewhere: by the sheets of paper."""
    return fields_with_many({ring: seeds})


def fields_with_many(seeds: Mapping[str, Mapping[int, bytes]]) -> dict[str, dict[str, Kept]]:
    """The same of many rings, in one question; ``seeds`` by ring. The opaque name of a thing is that of one alone."""
    found: dict[str, dict[str, Kept]] = {}
    for row in SealedField.objects.filter(ring__in=list(seeds)).order_by("thing", "name"):
        found.setdefault(row.thing, {})[row.name] = _opened(row, seeds[row.ring])
    return found


def field_of_each(actor: Actor, rings: Mapping[str, str], name: str) -> dict[str, Kept]:
    """One answer of many things (``rings``: by thing, its ring), in two questions however many they are."""
    found = fields_of_each(actor, rings, [name])
    return {thing: kept[name] for thing, kept in found.items() if name in kept}


def fields_of_each(actor: Actor, rings: Mapping[str, str], names: Collection[str]) -> dict[str, dict[str, Kept]]:
    """Some answers of many things (``rings``: by thing, its ring), in two questions however many they are.

    Her key opens each version of a ring once, and only those with which something is sealed that was asked for.
    """
    opened = opened_by(actor)
    locks = set(rings.values())
    sealed = SealedField.objects.filter(ring__in=locks, name__in=list(names))
    rows = list(sealed.filter(thing__in=list(rings)) if len(rings) <= NAMED else sealed)
    wraps = Wrap.objects.filter(reader_id=opened.reader_id, reader__state=ACTIVE, case_key__in=keys_of(locks))
    boxes = {
        (ring, number): box for ring, number, box in wraps.values_list("case_key__ring", "case_key__version", "box")
    }
    seeds, identity = dict[tuple[str, int], dict[int, bytes]](), identity_of(opened.seed)
    found: dict[str, dict[str, Kept]] = {thing: {} for thing in rings}
    for row in (each for each in rows if rings.get(each.thing) == each.ring):
        key = (row.ring, row.key_version)
        if key not in seeds:
            seeds[key] = unwrapped([(row.key_version, boxes[key])], identity) if key in boxes else {}
        found[row.thing][row.name] = _opened(row, seeds[key])
    return found


def _opened(row: SealedField, seeds: Mapping[int, bytes]) -> Kept:
    try:
        filled = open_field(seeds[row.key_version], place_of(row), bytes(row.box))
        return Kept(row.number, json.loads(unpadded(filled)))
    except (KeyError, Unopenable, ValueError):
        return Kept(row.number, opens=False)
