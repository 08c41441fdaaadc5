"""What is wrong with a spreadsheet, or strange in it: a code of the list ``sheet_fault``, its facts, and the sentence.

Where the sheet and the row are known they are facts (``sheet``, ``row``), and the sentence begins with them. What
nobody has a sentence for is ``other`` or ``other_note`` and quotes what the program said, in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from amparo.formats.codes import by_code, label
from amparo.formats.xlsform.limits import LONGEST_FACT

LIST = "sheet_fault"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong or strange."""

    code: str
    facts: Mapping[str, str]

    def sentence(self, language: str) -> str:
        """What it is, in words."""
        return _in_words(self.code, self.facts, language)


class BadSheet(ValueError):
    """No form can be made of it, and why."""

    def __init__(self, code: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {dict(facts)}" if facts else code)
        self.code = code
        self.facts = dict(facts or {})

    def sentence(self, language: str) -> str:
        """Why, in words."""
        return _in_words(self.code, self.facts, language)


class _Known(dict[str, str]):
    """Facts of a sentence; one that is not known is a question mark, and never an error on a page of errors."""

    def __missing__(self, key: str) -> str:
        return "?"


def _in_words(code: str, facts: Mapping[str, str], language: str) -> str:
    """The sentence in this language, with the sheet and the row before it where they are known."""
    said = label(LIST, code, language).format_map(_Known(facts))
    place = "at_row" if facts.get("row") else "at_sheet" if facts.get("sheet") else ""
    return label(LIST, place, language).format_map(_Known({**facts, "said": said})) if place else said


def believed(code: object, facts: object) -> Fault:
    """What a child says is wrong, if a child can say it: a code of the list, and facts that are short lines."""
    if not isinstance(code, str) or code not in by_code(LIST) or not isinstance(facts, dict):
        return Fault("broken", {})
    return Fault(code, {str(key)[:24]: shown(value) for key, value in facts.items()})


def shown(value: object) -> str:
    """A piece of a strange file as it may stand in a sentence: one line, without what cannot be seen, and short."""
    text = " ".join("".join(each if each.isprintable() else " " for each in str(value)[: 4 * LONGEST_FACT]).split())
    return text if len(text) <= LONGEST_FACT else f"{text[: LONGEST_FACT - 1]}…"
