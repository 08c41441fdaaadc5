"""The holidays of whole countries, out of the package ``holidays``, read once. Pure.

Nobody else imports it: the two smaller profiles start without that package. Names of holidays are in the language of
the country. A town's own days are not among them: a house adds those of a city or a court.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import holidays

from amparo.formats.codes import CONTENT
from amparo.formats.deadlines.calendars import FIRST, LAST, OFF, UNKNOWN, WORKS, Calendar

FILE = CONTENT / "legal" / "calendars.toml"
VERSION = version("holidays")  # another one may know other days


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a calendar: whether Saturdays are worked, and the page that says it."""

    code: str
    saturday: str
    language: str
    page: str = ""


@cache
def told() -> Mapping[str, Told]:
    """The calendars there are, by the code of their country."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["calendars"]
    found = {each["code"]: Told(**each) for each in rows}
    wrong = [each.code for each in found.values() if each.saturday not in (OFF, WORKS, UNKNOWN)]
    if wrong or any(each.saturday != UNKNOWN and not each.page for each in found.values()):
        raise ValueError("content/legal/calendars.toml: saturday is off, works or unknown, and has a page.")
    return found


@cache
def national(code: str) -> Calendar:
    """The calendar of a country, without what a house changed."""
    here = told()[code]
    days = holidays.country_holidays(code, years=range(FIRST.year, LAST.year + 1), language=here.language)
    return Calendar(code, dict(sorted(days.items())), saturday=here.saturday)
