"""Coded rows as the door reads them: nobody's, in no order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from amparo.commons import clock
from amparo.formats.coarse import month_of
from amparo.vault.models import CodedRow

AT_ONCE = 500


def counted_ids(now: datetime | None = None, name: str = "cases") -> list[int]:
    """The rows that are counted today in a codebook, of whatever version, by their numbers, which are chance."""
    counted = CodedRow.objects.filter(until__gt=month_of(clock.day(now)), codebook__startswith=f"{name}/")
    return list(counted.values_list("pk", flat=True))


def ids_for(partner: str, book: str, now: datetime | None = None) -> list[int]:
    """Those of them, of this version of a codebook, that may go on to this partner, by the digest of its name."""
    counted = CodedRow.objects.filter(until__gt=month_of(clock.day(now)), codebook=book, partners__contains=partner)
    return list(counted.values_list("pk", flat=True)) if partner else []


def rows_of(ids: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """The codebook and the codes of these rows, in this order; a row that went meanwhile is passed over."""
    for some in batched(ids, AT_ONCE):
        rows = {key: (book, codes) for key, book, codes in CodedRow.objects.filter(pk__in=some).values_list(
            "pk", "codebook", "codes"
        )}  # fmt: skip
        yield from (rows[key] for key in some if key in rows)
