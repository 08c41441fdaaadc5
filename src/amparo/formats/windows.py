"""The windows of health that are in the list ``window``, read against a time that passed. Pure."""

from collections.abc import Iterable

from amparo.formats.codes import by_code
from amparo.formats.elapsed import DAY, HOUR, Elapsed, Reading, Window, read

MINUTES = {"hours": HOUR, "days": DAY}


def readings(codes: Iterable[str], elapsed: Elapsed) -> list[Reading]:
    """What the clocks of these windows say, in order; only those whose source was seen."""
    known = by_code("window")
    return [read(window_of(code), elapsed) for code in codes if code in known and known[code].more.get("public")]


def window_of(code: str) -> Window:
    """The window of a code of the list."""
    more = by_code("window")[code].more
    if more["kind"] == "always":
        return Window(code, None)
    limit = more[f"max_{more['kind']}"] * MINUTES[more["kind"]]
    return Window(code, limit, in_hours=more["kind"] == "hours")
