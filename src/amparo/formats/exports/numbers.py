"""The numbers under which answers are known again, so that the same file twice doubles nothing.

Phones give each filled form a random number, and exports of Central and Kobo bear it. What has none gets one here that
hangs on what it says. It is made under a secret: the house keeps only the digest of a number, and whoever carried the
table of digests away could else try out short answers until one fits. The secret hangs on the key of the study, so
without that key no such number is made.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from uuid import UUID, uuid5

from amparo.formats.exports.faults import BadValue, RowFault
from amparo.formats.exports.records import Row

_NUMBER = re.compile(r"(?:uuid:)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def number_in(text: str) -> tuple[str, str]:
    """A number as phones make it; or, second, one that somebody else gave."""
    if not _NUMBER.fullmatch(text):
        return "", text
    return (text if text.startswith("uuid:") else f"uuid:{text}"), ""


def numbered(rows: Iterable[Row], secret: UUID | None) -> Iterator[Row]:
    """Each row with a number. One that had none, where there is no secret, and one whose number came before: a fault.

    Rows that say the same and bear no number are counted: the second one is another person who said the same.
    """
    seen: dict[bytes, int] = {}
    alike: dict[bytes, int] = {}
    for row in rows:
        number = row.instance_id
        if not row.answers and not row.sealed:
            yield row
            continue
        if not number and secret is not None:
            number = f"uuid:{_made(row, secret, alike)}"  # not of a row with faults: it will say something else
        if not number:
            yield _wrong(row, BadValue("no_number"))
            continue
        key = blake2b(number.encode(), digest_size=12).digest()
        first = seen.setdefault(key, row.number)
        if first != row.number:
            yield _wrong(row, BadValue("number_twice", row=str(first)))
        else:
            yield row if row.faults else replace(row, instance_id=number)


def _made(row: Row, secret: UUID, alike: dict[bytes, int]) -> UUID:
    if row.given:
        return uuid5(secret, f"given {row.given}")
    said = json.dumps([[each.path, each.index, each.value] for each in row.answers], ensure_ascii=False)
    key = blake2b(said.encode(), digest_size=12).digest()
    alike[key] = alike.get(key, 0) + 1
    return uuid5(secret, f"says {alike[key]} {said}")


def _wrong(row: Row, why: BadValue) -> Row:
    return replace(row, faults=(*row.faults, RowFault(row.number, why)))
