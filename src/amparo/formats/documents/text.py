"""What somebody typed or sent, as it may stand on a paper: every sign is text, and none is hidden.

Signs that turn the order of what is read, that are not seen, or that a program obeys are written out by their number.
A tab and the end of a line stay.
"""

import re
import unicodedata
from datetime import date

LONGEST = 20_000  # characters of one field
_KEPT = {"\n", "\t", "\u00ad", "\u200c", "\u200d"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "en": "January February March April May June July August September October November December",
}


def plain(text: str) -> str:
    """The text with one kind of line end, and whatever is hidden in it written out: ``[U+202E]``."""
    even = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_seen(each) for each in even).strip()


def _seen(sign: str) -> str:
    if sign in _KEPT or unicodedata.category(sign) not in _HIDDEN:
        return sign
    return f"[U+{ord(sign):04X}]"


def chunks(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: an empty line stands between two."""
    return tuple(each.strip("\n") for each in re.split(r"\n\s*\n", text) if each.strip())


def in_words(day: date, language: str) -> str:
    """A day as a letter has it: 28 de noviembre de 2026."""
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day} de {month} de {day.year}"


def without_address(text: str, address: str, instead: str) -> str:
    """The text without this address, however it is spaced and whatever its capitals."""
    words = address.split()
    if sum(map(len, words)) < 4:
        return text
    return re.sub(r"\s+".join(map(re.escape, words)), lambda _: instead, text, flags=re.IGNORECASE)
