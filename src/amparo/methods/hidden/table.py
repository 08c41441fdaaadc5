"""A sample as comma-separated text: one line a person, with the id of her recruiter.

It holds who brought whom. That is a map of who knows whom: it belongs into the room where the sample is kept, and is
not for publication in any form.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from amparo.methods.columns import by_place
from amparo.methods.estimate import Refused, remark
from amparo.methods.hidden.faults import same_length
from amparo.methods.hidden.sample import Sample, from_recruiters

ID, RECRUITER, DEGREE = "id", "recruiter.id", "degree"
BY_NAME = ("coupons", "days", "devices")  # of what else is read: a column may be named


def read_csv(
    text: str, *, ids: str = ID, recruiters: str = RECRUITER, degrees: str = DEGREE, **more: Any
) -> tuple[Sample, dict[str, list[str]]]:
    """A sample and all columns of a table whose first line names them.

    Parameters
    ----------
    text : of the table, commas between the values; the first line holds the names.
    ids, recruiters, degrees : names of the three columns.
    more : what ``from_recruiters`` takes: seed_words, coupons, days, devices. A text for one of the last three is the
        name of a column.

    Returns
    -------
    sample, columns
        All columns by name, as text, a value for each person.

    Raises
    ------
    Refused
        ``no_column``, ``column_twice``: a column that is not there or stands twice; ``table_line``: a line of another
        length; and all that ``from_recruiters`` refuses. Rows count the people from 0.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters``.
    """
    lines = [line for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if line]
    names = [name.strip() for name in lines[0]] if lines else []
    named = {key: value for key, value in more.items() if key in BY_NAME and isinstance(value, str)}
    missing = [name for name in (ids, recruiters, degrees, *named.values()) if name not in names]
    if missing:
        raise Refused(remark("no_column", "The table has no column %(names)s.", names=", ".join(missing)))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(remark("column_twice", "Two columns have the same name: %(names)s.", names=", ".join(twice)))
    wrong = [row for row, line in enumerate(lines[1:]) if len(line) != len(names)]
    if wrong:
        raise Refused(remark("table_line", "A line has too few or too many values; %(wanted)s are wanted.",
                             wanted=len(names), rows=wrong))  # fmt: skip
    columns = {name: [line[at].strip() for line in lines[1:]] for at, name in enumerate(names)}
    more |= {key: columns[name] for key, name in named.items()}
    return from_recruiters(columns[ids], columns[recruiters], columns[degrees], **more), columns


def write_csv(sample: Sample, columns: Mapping[str, Sequence[Any]] | None = None) -> str:
    """The sample as a table: id, recruiter (blank for a seed), degrees as told and as used, why, wave, seed, more.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    columns : more columns by name, a value for each person.

    Returns
    -------
    str
        Lines with commas between the values, the first with the names.

    Raises
    ------
    Refused
        ``lengths``: not one value for each person.

    References
    ----------
    Heckathorn (1997), see ``from_recruiters``.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    more = {name: by_place(each) for name, each in (columns or {}).items()}
    same_length(len(sample), **more)
    writer.writerow([ID, RECRUITER, DEGREE, "degree_used", "degree_reason", "wave", "seed", *more])
    for row, name in enumerate(sample.ids):
        recruiter = int(sample.recruiter[row])
        writer.writerow([
            name,
            sample.ids[recruiter] if recruiter >= 0 else "",
            _number(sample.degree[row]),
            _number(sample.degree_used[row]),
            sample.degree_reason[row],
            int(sample.wave[row]),
            sample.ids[int(sample.seed_of[row])],
            *(values[row] for values in more.values()),
        ])  # fmt: skip
    return out.getvalue()


def _number(value: Any) -> str:
    """A number that reads back as itself; blank where there is none."""
    return "" if value != value else f"{value:.0f}" if float(value).is_integer() else repr(float(value))
