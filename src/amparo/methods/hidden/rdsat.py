"""Files of RDSAT, the first program for such samples, in which many old studies are kept.

A file is lines of values apart by tabs, commas or blanks. Line 1 is ``RDS``. Line 2 holds the number of people, the
number of coupon columns, the code for what is missing, and the names of the other columns. Each line after it is one
person: id, degree, the coupon she came with, the coupons she got, and the values of the other columns.

Two things of such files are easily read as what they are not. The code for what is missing is often 0, so a degree of 0
is a missing one, and a 0 as the answer to a question is one too: that is how the file was written, and it is not put
right here. And a seed may have come with a coupon that nobody in the file gave out; so may somebody whose recruiter was
lost. The file does not tell them apart. Whoever reads it says which: seeds by name, or all whose coupon nobody issued.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.methods.columns import by_place
from amparo.methods.estimate import SECRET, Refused, Remark, remark
from amparo.methods.hidden.faults import same_length
from amparo.methods.hidden.sample import Sample, from_coupons

DELIMITERS = "\t,"  # else blanks, any number of them
MISSING_CODES = ("0", "-1", "-9", "-99", "NA")  # the first that is no value of the file is written for what is missing
FIXED = 3  # columns before the coupons: id, degree, own coupon


@dataclass(frozen=True, slots=True)
class Rdsat:
    """The values of a file as text; ``None`` where missing."""

    ids: tuple[str | None, ...] = field(repr=False, metadata=SECRET)
    degrees: tuple[str | None, ...] = field(repr=False, metadata=SECRET)
    own_coupon: tuple[str | None, ...] = field(repr=False, metadata=SECRET)
    issued: tuple[tuple[str, ...], ...] = field(repr=False, metadata=SECRET)
    columns: Mapping[str, tuple[str | None, ...]] = field(repr=False, metadata=SECRET)
    missing: str
    lines: tuple[int, ...] = field(repr=False)  # on which line of the file each person stands
    warnings: tuple[Remark, ...] = ()

    def unmatched(self) -> tuple[str, ...]:
        """Ids of those who came with a coupon that nobody in the file got, or without one."""
        known = {coupon for row in self.issued for coupon in row}
        return tuple(
            name
            for name, own in zip(self.ids, self.own_coupon, strict=True)
            if name and (own is None or own not in known)
        )

    def sample(self, *, seeds: Collection[str] | None = None, unmatched_are_seeds: bool = False, **more: Any) -> Sample:
        """The sample of this file.

        Parameters
        ----------
        seeds : ids of the seeds. Without, whoever has no own coupon is one.
        unmatched_are_seeds : take all for seeds whose coupon nobody in the file got.
        more : expires, days, devices: see ``from_coupons``.
        """
        chosen = self.unmatched() if unmatched_are_seeds else seeds
        return from_coupons(self.ids, self.own_coupon, self.issued, self.degrees, seeds=chosen, **more)


def read_rdsat(text: str) -> Rdsat:
    """Read the text of an RDSAT file.

    Parameters
    ----------
    text : of the file; a mark of the byte order at its beginning is passed over.

    Raises
    ------
    Refused
        ``not_rdsat``, ``not_rdsat_head``: it does not begin as such a file does; ``rdsat_line``: a line with too few or
        too many values; rows count the people from 0.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters`` (what such a file holds).
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head, delimiter = _head(lines)
    told, coupons, missing = int(head[0]), int(head[1]), head[2]
    names = [name for name in head[FIXED:] if name]
    wanted = FIXED + coupons + len(names)
    people: list[list[str]] = []
    places, wrong = [], []
    for number, line in enumerate(lines[2:], start=3):
        values = _split(line, delimiter)
        if not any(values):
            continue
        while len(values) > wanted and not values[-1]:
            values.pop()
        if len(values) != wanted:
            wrong.append(len(people))
        people.append(values)
        places.append(number)
    if wrong:
        raise Refused(remark("rdsat_line", "A line has too few or too many values; %(wanted)s are wanted.",
                             wanted=wanted, rows=wrong))  # fmt: skip
    rows = [[None if value in ("", missing) else value for value in values] for values in people]
    return Rdsat(
        ids=tuple(row[0] for row in rows),
        degrees=tuple(row[1] for row in rows),
        own_coupon=tuple(row[2] for row in rows),
        issued=tuple(tuple(each for each in row[FIXED : FIXED + coupons] if each is not None) for row in rows),
        columns={name: tuple(row[FIXED + coupons + at] for row in rows) for at, name in enumerate(names)},
        missing=missing,
        lines=tuple(places),
        warnings=_of_count(told, len(rows)),
    )


def _head(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """The values of line 2, and what stands between values."""
    if len(lines) < 2 or lines[0].strip(" \t,").casefold() != "rds":
        raise Refused(remark("not_rdsat", "The file does not begin with RDS: it is no RDSAT file."))
    delimiter = next((each for each in DELIMITERS if lines[1].count(each) >= 2), None)
    head = _split(lines[1], delimiter)
    if len(head) < FIXED or not head[0].isdigit() or not head[1].isdigit():
        raise Refused(remark("not_rdsat_head", "Line 2 has to hold the number of people, the number of coupons, and "
                             "the code for what is missing."))  # fmt: skip
    return head, delimiter


def _of_count(told: int, found: int) -> tuple[Remark, ...]:
    if told == found:
        return ()
    return (
        remark("rdsat_count", "Line 2 speaks of %(told)s people, %(found)s are in the file.", told=told, found=found),
    )


def _split(line: str, delimiter: str | None) -> list[str]:
    return [each.strip() for each in line.split(delimiter)]


def write_rdsat(sample: Sample, columns: Mapping[str, Sequence[Any]] | None = None) -> str:
    """The text of an RDSAT file with this sample, degrees as they were told.

    Each recruit gets her own id as her coupon, so the links are all there and real coupon numbers are not. The code for
    what is missing is the first of ``MISSING_CODES`` that is no value of the file. It holds who brought whom: it is for
    the room where the sample is kept, and for no other.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    columns : more columns by name, a value for each person.

    Returns
    -------
    str
        Lines with tabs between the values.

    Raises
    ------
    Refused
        ``lengths``: not one value for each person; ``not_for_rdsat``: a value with a tab or a new line, or no code left
        for what is missing.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters``.
    """
    more = {name: [_value(each) for each in by_place(values)] for name, values in (columns or {}).items()}
    same_length(len(sample), **more)
    degrees = [_value(each) for each in sample.degree.tolist()]
    used = {*sample.ids, *degrees, *(each for values in more.values() for each in values)}
    missing = next((code for code in MISSING_CODES if code not in used), None)
    broken = [row for row in range(len(sample)) if any(set(values[row]) & set("\t\r\n") for values in more.values())]
    if missing is None or broken or any(set(name) & set("\t\r\n") for name in more):
        raise Refused(remark("not_for_rdsat", "A value cannot stand in an RDSAT file: it holds a tab or a new line, or "
                             "all codes for what is missing are values.", rows=broken))  # fmt: skip
    brought: list[list[str]] = [[] for _ in sample.ids]
    for row, recruiter in enumerate(sample.recruiter.tolist()):
        if recruiter >= 0:
            brought[recruiter].append(sample.ids[row])
    wide = max(1, int(sample.recruits.max()))
    lines = ["RDS", "\t".join([str(len(sample)), str(wide), missing, *more])]
    for row, name in enumerate(sample.ids):
        own = name if sample.recruiter[row] >= 0 else ""
        coupons = [*sorted(brought[row]), *[""] * (wide - len(brought[row]))]
        values = [name, degrees[row], own, *coupons, *(values[row] for values in more.values())]
        lines.append("\t".join(each or missing for each in values))
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A value as text; empty where there is none."""
    if value is None or value != value:
        return ""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
