"""Making the whole lists for programs, once a night."""

from datetime import date

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.queries.whole_lists import STAMPS, Whole, as_line, every_whole, records


@unaudited("it keeps what everybody may read, in another shape")
def write_whole_lists(today: date) -> None:
    """Make each whole list anew, as it is on this day; each file is there whole or as it was before."""
    for whole in every_whole():
        write_whole_list(whole, today)


@unaudited("it keeps what everybody may read, in another shape")
def write_whole_list(whole: Whole, today: date) -> None:
    """Make one whole list anew.

    Its stamps are read before its records: what is written in between shows as changed, and is made again when asked.
    """
    stamps = STAMPS[whole.kind](today)
    whole.file.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = whole.file.with_suffix(".part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            for one in records(whole, stamps, today):
                file.write(f"{one['id']}\t{stamps[str(one['id'])]}\t{as_line(one)}")
        unfinished.replace(whole.file)
    finally:
        unfinished.unlink(missing_ok=True)
