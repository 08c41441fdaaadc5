"""Two people wrote the same page: what each of them says, side by side, in words."""

from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from amparo.commons.directory.forms.entry import Entry

LEFT_OUT = {"changed_at", "at", "place_code"}  # nobody typed these


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two pages differ."""

    label: str
    mine: str
    theirs: str


def differences(mine: Entry, theirs: Entry) -> list[Difference]:
    """What she typed and what stands in the house now, wherever they are not the same."""
    pairs = [
        (str(field.label), words_of(field), words_of(theirs.facts[field.name]))
        for field in mine.facts
        if field.name not in LEFT_OUT
    ]
    pairs.append((_("Opening hours"), hours_words(mine), hours_words(theirs)))
    pairs.append((_("Phones"), phone_words(mine), phone_words(theirs)))
    return [Difference(label, one, other) for label, one, other in pairs if one != other]


def words_of(field: BoundField) -> str:
    """The value of a field as people read it."""
    value: Any = field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
    names = {str(code): str(text) for code, text in getattr(field.field, "choices", [])}
    if isinstance(value, list | tuple):
        return ", ".join(text for code, text in names.items() if code in {str(each) for each in value})
    text = "" if value is None else str(value).strip().replace("\r\n", "\n")
    return names.get(text, text)


def hours_words(entry: Entry) -> str:
    """The hours of a page, a line each."""
    lines = []
    for line in entry.hours.forms:
        days = sorted(int(day) for day in line["days"].value() or [] if str(day).isdigit())
        parts = [" ".join(str(WEEKDAYS_ABBR[day]) for day in days if day in WEEKDAYS_ABBR)]
        parts.append(f"{line['opens'].value() or ''} – {line['closes'].value() or ''}".strip(" –"))
        parts += [words_of(line[name]) for name in ("note", "valid_from", "valid_to")]
        lines.append(" · ".join(part for part in parts if part))
    return "\n".join(line for line in lines if line)


def phone_words(entry: Entry) -> str:
    """The phones of a page, a line each."""
    lines = []
    for line in entry.phones.forms:
        if line["number"].value() or line["hours"].value():
            lines.append(" · ".join(filter(None, (words_of(line[name]) for name in ("number", "kind", "hours")))))
    return "\n".join(lines)
