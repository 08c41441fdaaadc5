"""What is wrong with a spreadsheet, or strange in it: a code of the list ``sheet_fault``, its facts, and the sentence.

Where the sheet and the row are known they are facts (``sheet``, ``row``), and :func:`in_words` begins with them. What
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


class BadSheet(ValueError):
    """No form can be made of it, and why."""

    def __init__(self, code: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {dict(facts)}" if facts else code)
        self.code = code
        self.facts = dict(facts or {})


class _Known(dict[str, str]):
    """Facts of a sentence; one that is not known is a question mark, and never an error on a page of errors."""

    def __missing__(self, key: str) -> str:
        return "?"


def in_words(fault: Fault | BadSheet, language: str) -> str:
    """The sentence in this language, with the sheet and the row before it where they are known."""
    said = label(LIST, fault.code, language).format_map(_Known(fault.facts))
    place = "at_row" if fault.facts.get("row") else "at_sheet" if fault.facts.get("sheet") else ""
    return label(LIST, place, language).format_map(_Known({**fault.facts, "said": said})) if place else said


def believed(code: object, facts: object) -> Fault:
    """What a child says is wrong, if a child can say it: a code of the list, and facts that are short lines."""
    if not isinstance(code, str) or code not in by_code(LIST) or not isinstance(facts, dict):
        return Fault("broken", {})
    return Fault(code, {str(key)[:24]: shown(value) for key, value in facts.items()})


def shown(value: object) -> str:
    """A piece of a strange file as it may stand in a sentence: one line, without what cannot be seen, and short."""
    text = " ".join("".join(each if each.isprintable() else " " for each in str(value)[: 4 * LONGEST_FACT]).split())
    return text if len(text) <= LONGEST_FACT else f"{text[: LONGEST_FACT - 1]}…"
