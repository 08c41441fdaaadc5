"""Answers of a case, each sealed alone: what one person changes does not touch what another one writes beside her."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.sealing.fields import seal_field
from amparo.sealing.padding import FIELD_FLOOR, WHOLE_FLOOR, padded
from amparo.vault.models import SealedField
from amparo.vault.queries.fields import WHOLE, place_of
from amparo.vault.queries.opened import case_seed, newest_key

LARGEST = 2**31 - 1  # what a column of PostgreSQL holds


class Past(Exception):
    """Somebody wrote some of these answers since they were read: ``names``. Nothing was written."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("past")
        self.names = names


@unaudited("the room whose answers they are audits it")
def write_fields(by: Actor, ring: str, thing: str, answers: Mapping[str, Any], seen: Mapping[str, int]) -> None:
    """Seal some answers of a thing, all or none, with the newest key of its ring that she opens.

    ``answers`` are anything that JSON can write; ``seen`` says of each which number it bore when she read it, and
    nothing or 0 where it had none. Whoever calls holds the thing, so that two come one after the other.

    Raises
    ------
    Past : where an answer was written since; the whole of it is refused, so that she can look first.
    """
    rows = {row.name: row for row in SealedField.objects.filter(ring=ring, thing=thing, name__in=list(answers))}
    past = sorted(name for name in answers if (rows[name].number if name in rows else 0) != seen.get(name, 0))
    if past:
        raise Past(past)
    version = newest_key(ring).version
    _seal_fields(rows, ring, thing, answers, (version, case_seed(by, ring, version)))


@unaudited("a part of bringing in what another house sealed, which is audited")
def write_new_fields(ring: str, thing: str, answers: Mapping[str, Any], seed: bytes) -> None:
    """Seal the answers of a thing that was not here before, with the seed of the first version of its new ring."""
    _seal_fields({}, ring, thing, answers, (1, seed))


@unaudited("a part of an act of the room whose answers they are")
def write_alike(ring: str, name: str, answers: Mapping[str, Any], seed: bytes) -> None:
    """Seal one answer of each of many new things, by the thing, with the seed of the first version of a ring."""
    key, things = (1, seed), answers.items()
    SealedField.objects.bulk_create(_sealed(_new(ring, thing, name), answer, key) for thing, answer in things)


def _seal_fields(
    rows: Mapping[str, SealedField], ring: str, thing: str, answers: Mapping[str, Any], key: tuple[int, bytes]
) -> None:
    for name, answer in answers.items():
        _sealed(rows.get(name) or _new(ring, thing, name), answer, key).save()


def _new(ring: str, thing: str, name: str) -> SealedField:
    return SealedField(ring=ring, thing=thing, name=name, number=0)


def _sealed(row: SealedField, answer: Any, key: tuple[int, bytes]) -> SealedField:
    """A row with this answer sealed in it, by the version and seed of a key; not saved yet."""
    row.key_version, seed = key
    row.number = _another(row.number)
    row.box = seal_field(seed, place_of(row), padded(json.dumps(answer).encode(), floor_of(row.name)))
    return row


@unaudited("it changes nothing")
def floor_of(name: str) -> int:
    """To how many bytes an answer is filled up at least. What is sealed as one has its kind in it, and its length would
    tell that: of what happened to her more is written than of whatever else belongs to a case.
    """
    return WHOLE_FLOOR if name == WHOLE else FIELD_FLOOR


def _another(number: int) -> int:
    """A number by chance, and not this one. A count would tell without a key which answers were written again: only
    what happened to her is asked step by step, so whoever lays that beside a coded row knows of each that has any.
    """
    while (new := secrets.randbelow(LARGEST) + 1) == number:
        pass
    return new
