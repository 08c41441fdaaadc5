"""Identifiers: HSDS wants UUIDs, the world has numbers, words and nothing at all."""

from __future__ import annotations

import re
import uuid

# Every identifier made here hangs from this one, so that the same input gives the same identifier in every house.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "hsds.amparo")
_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def stable_id(source: str, *parts: object) -> str:
    """Return the identifier of a thing that has none of its own: the same source and parts give the same one."""
    return str(uuid.uuid5(NAMESPACE, "\n".join([source, *map(str, parts)])))


def as_uuid(foreign: str, source: str, kind: str) -> str:
    """Return a UUID as it is, in its canonical spelling, and any other identifier as one made of all three.

    The kind is part of it because many sources count each kind from 1: service 12 and organisation 12 are strangers.
    """
    if _CANONICAL.fullmatch(foreign):
        return foreign
    try:
        return str(uuid.UUID(foreign))
    except ValueError:
        return stable_id(source, kind, foreign)


def kind_referred_to(column: str, own_kind: str) -> str:
    """Return the kind that a column names a record of: ``organization_id`` names an organization."""
    named = column.removesuffix("_id")
    if named == "parent":
        return own_kind
    return named.removeprefix("parent_")
