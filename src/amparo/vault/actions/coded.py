"""The coded row of a case: kept and dropped by a token that hangs on the key of the case.

Whoever can open the case can make the token, and so find the row. In the table stands a digest of it, and no case, no
ring, no day: who carries the database away ties no row to a case, and cannot even send the token that drops it. The
token hangs on the first version of the ring, so that it stays the same when the ring turns; whoever reads a case
holds that version, because sharing wraps every one.

Beside the row of a case lies that of its legal side, in another codebook, under a digest of the same token and the name
of that codebook: nothing ties the two in a dump, and what drops one drops the other in the same act, because both hang
on one permission.

``until`` is the same for all: the first month of the next quarter. A month of her own would tell when she was asked,
and that is the day on which her case was opened, or on which somebody last wrote in it. Whose permission does not last
so long is not counted meanwhile: rows end too early, never too late. Opening the case in the next quarter keeps its row
again. So a build is whole on the last night of a quarter, and small after the first.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.formats.coarse import month_of
from amparo.formats.codebook import checked, codebook
from amparo.sealing.keys import deidentify_token
from amparo.vault.actions.burning import burn
from amparo.vault.models import CodedRow

FIRST = 1  # the version of a ring on which its token hangs
MOST_PARTNERS = 5
CASES, BESIDE = "cases", ("legal",)  # codebooks: of a case itself, and of what hangs on the same permission


@unaudited("it changes nothing")
def token_of(seeds: Mapping[int, bytes]) -> str | None:
    """The token of a case, by the seeds of its ring; None for whoever does not hold the first."""
    return deidentify_token(seeds[FIRST]) if FIRST in seeds else None


@unaudited("it changes nothing")
def is_counting() -> bool:
    """Does this house count at all? Only in the profile *red*; elsewhere no row is ever stored."""
    return bool(settings.PROFILE == "red")


@unaudited("the room that opens or writes the case says so itself; a line here would tie the row to it")
def keep_row(
    token: str, name: str, row: Any, *, ends: datetime, partners: Mapping[str, datetime] | None = None,
    now: datetime | None = None,
) -> bool:  # fmt: skip
    """Keep the row of a case under its token, in the codebook ``name`` of today; whether it is counted now.

    ``ends`` is when her permission does: the row is counted in this quarter, where the permission lasts into the next.
    ``partners`` are those who may have it too, each with the moment until which she allows it; the same holds for them.
    What is the same as before is not written again, so that nothing tells when somebody last looked.

    Raises
    ------
    codebook.BadRow : where the row is no row of this codebook.
    """
    book = codebook(name)
    codes = checked(book, row)
    until = until_of(now)
    if not is_counting() or month_of(clock.day(ends)) < until:
        drop_row(token)
        return False
    to = [each for each, over in (partners or {}).items() if month_of(clock.day(over)) >= until][:MOST_PARTNERS]
    said = {"codebook": book.reference, "codes": codes, "until": until, "partners": " ".join(sorted(to))}
    kept = CodedRow.objects.filter(check_of=_check_of(token, name)).first()
    if kept is None or {field: getattr(kept, field) for field in said} != said:
        CodedRow.objects.update_or_create(check_of=_check_of(token, name), defaults=said)
    return True


@unaudited("her own act, or a part of one that says so itself")
def drop_row(token: str) -> bool:
    """Take a row away with what lies beside it, without any key; whether there was one. From the next build on nobody
    counts it."""
    return _gone(CodedRow.objects.filter(check_of__in=[_check_of(token, name) for name in (CASES, *BESIDE)]))


@unaudited("a part of writing, which says so itself")
def drop_row_beside(token: str, name: str, row: Any) -> bool:
    """Take away what lies beside it in this codebook, where it says this and nothing else; whether it did."""
    kept = CodedRow.objects.filter(check_of=_check_of(token, name)).first()
    if kept is None or kept.codes != checked(codebook(name), row):
        return False
    return _gone(CodedRow.objects.filter(pk=kept.pk))


@unaudited("its time is over, or this house no longer counts")
def drop_lapsed(now: datetime | None = None) -> None:
    """Once a night: rows whose month has come; all of them where the house does not count."""
    rows = CodedRow.objects.filter(until__lte=month_of(clock.day(now))) if is_counting() else CodedRow.objects.all()
    rows.delete()


@unaudited("a backup was put back, and what was taken back since would be counted again")
def forget_rows() -> None:
    """Every row goes. Opening a case makes its own anew, where she still allows it."""
    CodedRow.objects.all().delete()


@unaudited("it changes nothing")
def until_of(now: datetime | None = None) -> str:
    """The month in which no row of today is counted any more: the first of the next quarter, whoever it is of."""
    today = clock.day(now)
    year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 + 1, 4)
    return f"{year}-{quarter * 3 + 1:02}"


def _check_of(token: str, name: str) -> str:
    """What stands in the table instead of the token."""
    return sha256((token if name == CASES else f"{token}:{name}").encode()).hexdigest()


def _gone(rows: Any) -> bool:
    gone, _tables = rows.delete()
    if gone:
        burn()
    return bool(gone)
