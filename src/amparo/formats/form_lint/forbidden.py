"""What no questionnaire asks, as patterns: ``content/form_words``, one file a theme. They say how they are written."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from amparo.formats.codes import CONTENT

FOLDER = CONTENT / "form_words"
WHERE = ("text", "choice", "name", "across")
PART = re.compile(r"\{([a-z_]+)\}")
SENTENCE = " . "
BETWEEN = re.compile(r" (?:o|u|y|e|ou|or|and|y o|e ou|and or) ")
SHORT = (
    ("~~", r"(?:\w+ ){0,12}?"),
    ("~", r"(?:\w+ ){0,4}?"),
    ("^", r"(?:(?<=\. )|\A)"),
    ("$", r"(?= \.|\Z)"),
)
THEMES = (
    "hiv", "sex_on_papers", "migration", "birth", "exact_place", "origin", "harm_origin", "identity", "trafficking",
)  # fmt: skip
"""The themes that one text alone can break. The others are looked for by their own modules."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: what it finds, what it leaves alone, and in what it is looked for."""

    rule: str
    code: str
    role: str  # "" where finding it is breaking the rule
    asks: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    where: tuple[str, ...]
    of: tuple[str, ...]  # kinds of answers: number, text, list; () for all
    finds: tuple[str, ...]
    leaves: tuple[str, ...]

    def find(self, text: str, where: str = "text") -> str:
        """What of this text breaks it, or "". A short word alone asks for something, but not as an answer."""
        if (
            self.whole
            and (where != "choice" or "text" not in self.where)
            and not (self.unless and self.unless.search(text))
        ):
            parts = BETWEEN.split(text.strip(" ."))  # "identity card or passport" asks for both
            if self.whole.fullmatch(text.strip(" .")) or all(self.whole.fullmatch(part) for part in parts):
                return text
        for match in self.asks.finditer(text) if self.asks else ():
            start = text.rfind(SENTENCE, 0, match.start()) + 1
            end = text.find(SENTENCE, match.end())
            sentence = text[start:] if end < 0 else text[start:end]
            is_said = not_asked().search(text[start : match.start()].strip())
            if not is_said and not (self.unless and self.unless.search(sentence)):
                return match[0]
        return ""


@cache
def table(theme: str) -> dict[str, Any]:
    """The file of a theme."""
    with (FOLDER / f"{theme}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def patterns(theme: str) -> tuple[Pattern, ...]:
    """The patterns of a theme."""
    found = table(theme)
    return tuple(_pattern(found["rule"], row) for row in found["patterns"])


def _pattern(rule: str, row: Mapping[str, Any]) -> Pattern:
    where = tuple(row.get("where", ("text", "choice")))
    if not set(where) <= set(WHERE) or not (row.get("asks") or row.get("whole")):
        raise ValueError(f"{rule}, {row['code']}: a pattern finds something, in {', '.join(WHERE)}.")
    return Pattern(
        rule=rule, code=row["code"], role=row.get("as", ""), asks=any_of(row.get("asks")),
        whole=any_of(row.get("whole")), unless=any_of(row.get("unless")), where=where,
        of=tuple(row.get("of", "").split()), finds=tuple(row["finds"]), leaves=tuple(row["leaves"]),
    )  # fmt: skip


@cache
def expression(theme: str, group: str, key: str) -> re.Pattern[str]:
    """One of the single expressions of a theme: of its lists of answers, and of what it takes together."""
    found = any_of(table(theme)[group][key])
    if found is None:
        raise ValueError(f"{theme}: {group}.{key} is empty.")
    return found


@cache
def not_asked() -> re.Pattern[str]:
    """What says, before a word, that it is not asked."""
    return re.compile(rf"(?<!\w)(?:{_regex('{not_asked}')})(?!\w)")


def any_of(written: list[str] | str | None) -> re.Pattern[str] | None:
    """One expression out of what the files write; None where nothing is written."""
    if not written:
        return None
    each = [written] if isinstance(written, str) else written
    return re.compile(rf"(?<!\w)(?:{'|'.join(_regex(text) for text in each)})(?!\w)")


def _regex(written: str) -> str:
    """The short cuts of the files, written out."""
    while PART.search(written):
        written = PART.sub(lambda part: table("parts")["parts"][part[1]], written)
    for short, long in SHORT:
        written = written.replace(short, long)
    return re.sub(r"(?<!\\w)\*", r"\\w*", written)
