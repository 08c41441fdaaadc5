"""Identifiers: HSDS wants UUIDs, the world has numbers, words and nothing at all."""

from __future__ import annotations

import uuid

# Every identifier made here hangs from this one, so that the same input gives the same identifier in every house.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "hsds.amparo")


def stable_id(source: str, *parts: object) -> str:
    """Return the identifier of a thing that has none of its own: the same source and parts give the same one."""
    return str(uuid.uuid5(NAMESPACE, "\n".join([source, *map(str, parts)])))


def as_uuid(foreign: str, source: str) -> str:
    """Return a UUID as it is (in its canonical spelling) and any other identifier as one made of source and id."""
    try:
        return str(uuid.UUID(foreign))
    except ValueError:
        return stable_id(source, foreign)
