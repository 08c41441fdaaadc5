"""The answers among which a control lets one choose: written in it, or taken from a list inside the form.

A list outside the form (a table beside it, another question's repeat) gives no choices here: only a phone that has it
knows them. Lists are resolved once and shared, and what is looked through for them is bounded: a form may ask for the
same long list in many ways.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import Element
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_parts import Choice
from amparo.formats.openrosa.form_paths import without_conditions
from amparo.formats.openrosa.form_texts import Texts, part_of

MOST_LOOKED_AT = 1_000_000  # elements, for all the lists of one form
_LIST = re.compile(r"\s*instance\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*/(.*)\Z", re.DOTALL)
type Key = tuple[str, str, str, str]


@dataclass(slots=True)
class Lists:
    """The secondary instances of a form by id, and what was already read of them."""

    instances: Mapping[str, Element]
    texts: Texts
    _read: dict[Key, tuple[Choice, ...]] = field(default_factory=dict)
    _looked_at: int = 0

    def of(self, control: Element) -> tuple[tuple[Choice, ...], str]:
        """The choices of a control, and the condition that narrows them down."""
        if "search(" in control.get("appearance"):
            return (), ""
        itemset = control.first("itemset")
        if itemset is None:
            return tuple(self._inline(item) for item in control.named("item")), ""
        plain, conditions = without_conditions(_unshuffled(itemset.get("nodeset")))
        condition = conditions[0] if len(conditions) == 1 else " and ".join(f"({each})" for each in conditions)
        found = _LIST.match(plain)
        if found is None:
            return (), condition
        value, label = (part.get("ref") if part else "" for part in (itemset.first("value"), itemset.first("label")))
        return self._listed((found[1] or found[2] or "", found[3].strip(), value, label)), condition

    def _inline(self, item: Element) -> Choice:
        value = item.first("value")
        return Choice(value.text.strip() if value else "", self.texts.of(item.first("label"), item=item))

    def _listed(self, key: Key) -> tuple[Choice, ...]:
        if key not in self._read:
            instance, steps, value, label = key
            items = self._items(steps, [self.instances[instance]] if instance in self.instances else [])
            self._look_at(items)
            self._read[key] = tuple(
                Choice(part_of(item, value), self.texts.at(label, item=item) if label else {}) for item in items
            )
        return self._read[key]

    def _items(self, steps: str, found: list[Element]) -> list[Element]:
        """The elements of a list that ``root/item`` means."""
        for step in steps.split("/"):
            self._look_at(found)
            name = step.strip().rpartition(":")[2]
            found = [each for parent in found for each in parent.named(name)]
        return found

    def _look_at(self, elements: list[Element]) -> None:
        self._looked_at += sum(len(each.content) for each in elements)
        if self._looked_at > MOST_LOOKED_AT:
            raise BadForm("too_many")


def _unshuffled(nodeset: str) -> str:
    """What is shuffled, where a list comes in an order of chance: ``randomize(list, seed)``."""
    inside = nodeset.strip()
    if not inside.startswith("randomize("):
        return inside
    inside = inside.removeprefix("randomize(").strip().removesuffix(")")
    depth, quote = 0, ""
    for place, letter in enumerate(inside):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "," and not depth:
            return inside[:place].strip()
    return inside.strip()
