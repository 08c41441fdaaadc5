"""Taking a value out of a table of TOML, or saying where it is missing or of the wrong kind."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.formats.codes import LANGUAGES, by_code, codes
from amparo.formats.instruments.records import BadInstrument


@dataclass(frozen=True, slots=True)
class Row:
    """One table, and how a person finds it in the file."""

    where: str
    table: Mapping[str, Any]

    def only(self, known: Collection[str]) -> None:
        """Refuse a key that nobody reads: it is a slip, and what it was to say would be lost."""
        for key in self.table:
            if key not in known:
                raise BadInstrument("unknown_key", self.where, key=key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; not empty, where it has to be there."""
        value = self.table.get(key, default)
        if value is None:
            raise BadInstrument("missing", self.where, key=key)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise BadInstrument("no_text", self.where, key=key)
        return value.strip()

    def number(self, key: str, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        if key not in self.table:
            raise BadInstrument("missing", self.where, key=key)
        value = self.table[key]
        if type(value) is not int or not least <= value <= most:
            raise BadInstrument("no_number", self.where, key=key, least=str(least), most=str(most))
        return value

    def truth(self, key: str) -> bool:
        """True or false."""
        if key not in self.table:
            raise BadInstrument("missing", self.where, key=key)
        value = self.table[key]
        if not isinstance(value, bool):
            raise BadInstrument("no_truth", self.where, key=key)
        return value

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise BadInstrument("no_texts", self.where, key=key)
        if needed and not value:
            raise BadInstrument("missing", self.where, key=key)
        return tuple(value)

    def some(self, key: str, known: Collection[str], of: str) -> tuple[str, ...]:
        """Codes, each of them known."""
        found = self.texts(key)
        for code in found:
            if code not in known:
                raise BadInstrument("unknown_code", self.where, value=code, list=of)
        return found

    def one_of(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """One word out of a few."""
        value = self.text(key, default)
        if value not in known and value != default:
            raise BadInstrument("unknown_word", self.where, key=key, value=value, known=", ".join(known))
        return value

    def rows(self, key: str, *, named: str) -> tuple["Row", ...]:
        """The tables under a key, each called by its place and its name."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            raise BadInstrument("no_rows", self.where, key=key)
        place = f"{self.where}, " if key == "choices" else ""
        return tuple(
            Row(f"{place}{key} {number} ({each.get(named, '?')})", each) for number, each in enumerate(value, 1)
        )

    def languages(self, before: str = "") -> dict[str, str]:
        """The same thing in the three languages."""
        return {language: self.text(f"{before}{language}") for language in LANGUAGES}

    def list(self, key: str) -> str:
        """The name of a list of ``content/codes`` that has codes."""
        name = self.text(key, "")
        try:
            has_codes = not name or bool(name.isidentifier() and codes(name))
        except OSError:
            has_codes = False
        if not has_codes:
            raise BadInstrument("unknown_list", self.where, value=name)
        return name

    def known(self, key: str, list_name: str) -> tuple[str, ...]:
        """Codes of a list of ``content/codes``."""
        return self.some(key, by_code(list_name), list_name)
