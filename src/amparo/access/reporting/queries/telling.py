"""What in an answer could give somebody away: a phone number, an address of a page or of mail, who writes it.

Whoever looks over her shoulder reads the answer too. It is a question and no wall: sometimes a number is what she
asked for, and whoever answers knows better than a list of signs.
"""

import re
from typing import Any

from django.utils.translation import gettext

from amparo.formats.fold import fold

RUN = re.compile(r"(?<!\w)\+?\(?\d[\d \-.()/]*\d")
DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
FEWEST_FIGURES = 7  # a number that somebody can be reached by; shorter ones are known to everybody, or are no phone
LINK = re.compile(
    r"https?:|\bwww\.|\S@\w|\b[a-z0-9-]+\.[a-z]{2,}/\S|\b[a-z0-9-]+\.(?:com|org|net|info|edu|gob|gov|app|ly)\b",
    re.IGNORECASE,
)
SHORTEST_NAME = 3  # letters: shorter parts of a name are words of every day


def has_number(text: str) -> bool:
    """Does a phone number stand in it? A day written in figures is none."""
    return any(sum(each.isdecimal() for each in run) >= FEWEST_FIGURES for run in RUN.findall(DAY.sub(" ", text)))


def has_name(text: str, name: str) -> bool:
    """Does this name stand in it, or a part of it, with accents or without?"""
    parts = fold(name).split()
    told = set(fold(text).split())
    long = [part for part in parts if len(part) >= SHORTEST_NAME]
    return any(part in told for part in long) if long else bool(parts) and set(parts) <= told


def gives_away(text: str, person: Any) -> list[str]:
    """What stands in an answer that the hint asks to leave out, a sentence each; nothing where nothing does."""
    found = []
    if has_number(text):
        found.append(gettext("There is a phone number in it."))
    if LINK.search(text):
        found.append(gettext("There is the address of a page or of mail in it."))
    if has_name(text, person.name_used):
        found.append(gettext("Your name is in it."))
    return found
