"""How a form looks on a page: each question with its words, what it offers, what she said, and what is wrong with it.

An old phone shows every control here, without script: rings, boxes, a menu where there are many, and plain lines. A day
is a plain line with an example, because it can be typed as one says it, and because phones show days in many ways.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from amparo.doors.intake.forms.sheet import ANSWER
from amparo.formats.openrosa.filling import Filling, Page, WrongAnswer, pages
from amparo.formats.openrosa.form_parts import Question

MENU = 15  # so many choices with one answer stand under each other; more are a menu
MOST_STEPS = 11  # a scale with so many whole numbers is a row of rings
LONG = ("multiline", "long")
_MOMENT = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T?)?(?:(?P<clock>\d\d:\d\d).*)?")
NO_ANSWER = frozenset({"does_not_know", "prefers_not", "NR", "DK"})


@dataclass(frozen=True, slots=True)
class Offered:
    """One choice."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question or note. ``kind`` says which control it has; ``before`` are lines that stand above the question."""

    id: str
    name: str
    kind: str  # one many menu text long number decimal tick note
    label: str
    before: str = ""
    hint: str = ""
    offered: tuple[Offered, ...] = ()
    value: str = field(default="", repr=False)
    error: str = ""
    is_needed: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what stands around it: a screen reader says them with the control."""
        found = [(self.before, "b"), (self.hint, "h"), (self.error, "e")]
        return " ".join(f"{self.id}-{letter}" for text, letter in found if text)


def items_of(filling: Filling, page: Page, wrong: Iterable[WrongAnswer], language: str) -> list[Item]:
    """What stands on a page, in order."""
    faults = {each.key: each.sentence(language) for each in wrong}
    return [item_of(filling, key, f"q{place}", faults.get(key, "")) for place, key in enumerate(page.keys, 1)]


def item_of(filling: Filling, key: str, id_: str, error: str = "") -> Item:
    """One question, as it is shown now."""
    question = filling.question(key)
    before, label = cut(filling.said(question.labels, key))
    hint = filling.said(question.hints, key)
    if question.type == "note" or filling.is_fixed(key):
        whole = "\n".join(each for each in (before, label, hint, filling.value(key)) if each)
        return Item(id_, "", "note", whole)
    kind, choices = _kind_of(filling, question, key)
    told = "\n".join(each for each in (hint, _how_to_write(filling, question, kind)) if each)
    rules = filling.blank.rules.get(question.path)
    is_needed = bool(rules and rules.required and rules.required.holds(filling.context(filling.tree.keys[key], "")))
    return Item(
        id_, f"{ANSWER}{key}", kind, label, before, told, _offered(filling, key, kind, choices, is_needed),
        as_said(question, filling.shown(key)), error, is_needed,
    )  # fmt: skip


def cut(text: str) -> tuple[str, str]:
    """A long text and the question at its end: only the question is the name of the control."""
    before, _line, label = text.strip().rpartition("\n")
    return before.strip(), label.strip()


def _kind_of(filling: Filling, question: Question, key: str) -> tuple[str, list[tuple[str, str]]]:
    """Which control, and what it offers."""
    if question.control in ("select", "select1"):
        choices = [(each.name, filling.said(each.labels, key) or each.name) for each in filling.choices(key)]
        if question.control == "select":
            return "many", choices
        return "menu" if len(choices) > MENU else "one", choices
    if question.control == "trigger":
        return "tick", []
    if question.control == "range":
        ends = filling.blank.inside.ranges.get(question.path)
        is_whole = ends and ends[0] == int(ends[0]) and ends[1] - ends[0] < MOST_STEPS
        if ends and is_whole and filling.blank.inside.kinds.get(question.path, "") in ("int", "integer"):
            return "one", [(str(each), str(each)) for each in range(int(ends[0]), int(ends[1]) + 1)]
        return "decimal", []
    kinds = {"int": "number", "decimal": "decimal"}
    is_long = question.type == "string" and any(word in question.appearance.split() for word in LONG)
    return kinds.get(question.type, "long" if is_long else "text"), []


def _offered(
    filling: Filling, key: str, kind: str, choices: list[tuple[str, str]], is_needed: bool
) -> tuple[Offered, ...]:
    """The choices; and a ring for no answer, where the form offers no other way to leave one out."""
    chosen = filling.shown(key).split()
    found = [Offered(value, words, value in chosen) for value, words in choices]
    if kind == "one" and not is_needed and NO_ANSWER.isdisjoint(value for value, _words in choices):
        found.append(Offered("", _("No answer"), not chosen and key in filling.given))
    return tuple(found)


def as_said(question: Question, text: str) -> str:
    """A day or an hour as she writes it, and not as it is sent."""
    found = _MOMENT.fullmatch(text) if question.type in ("date", "dateTime", "time") else None
    if not found:
        return text
    day = [str(int(each)) for each in (found["d"], found["m"], found["y"]) if each]
    if question.type == "date":
        day = day[2:] if "year" in question.appearance.replace("month-year", "") else day
        day = day[1:] if "month-year" in question.appearance else day
    return " ".join(each for each in ("-".join(day), found["clock"]) if each)


def _how_to_write(filling: Filling, question: Question, kind: str) -> str:
    """How something is written, with an example."""
    if question.type == "date":
        if "month-year" in question.appearance:
            return _("Month and year, for example 3-2026.")
        return _("The year, for example 2026.") if "year" in question.appearance else _("For example 25-3-2026.")
    if question.type == "dateTime":
        return _("For example 25-3-2026 18:30.")
    if question.type == "time":
        return _("For example 18:30.")
    ends = filling.blank.inside.ranges.get(question.path)
    if ends and kind == "decimal":
        return _("A number from %(least)s to %(most)s.") % {"least": f"{ends[0]:g}", "most": f"{ends[1]:g}"}
    return ""


# --- what she said ---


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the form as she sees it before she sends: its heading, and what she said on it."""

    number: str
    place: int
    title: str
    said: tuple[tuple[str, str, str], ...] = field(repr=False)  # the question, her answer, and what is wrong with it


def parts_of(filling: Filling, wrong: Iterable[WrongAnswer], language: str) -> list[Part]:
    """All she said, page by page; pages on which nothing is asked are left out."""
    faults = {each.key: each.sentence(language) for each in wrong}
    found = []
    for place, page in enumerate(pages(filling), 1):
        items = [(key, item_of(filling, key, "")) for key in page.keys]
        said = tuple((item.label, words_of(item), faults.get(key, "")) for key, item in items if item.kind != "note")
        if said or page.again:
            found.append(Part(page.number, place, title_of(filling, page), said))
    return found


def words_of(item: Item) -> str:
    """Her answer as she reads it."""
    if item.offered:
        return ", ".join(each.words for each in item.offered if each.is_chosen and each.value)
    return "✓" if item.kind == "tick" and item.value else item.value


def title_of(filling: Filling, page: Page) -> str:
    """The heading of a page: that of the group around it."""
    if not page.group:
        return ""
    node = filling.tree.keys.get(page.group)
    group = filling.blank.groups.get(node.path if node else page.group)
    labels = group.labels if group else {}
    return filling.said(labels, page.group) if node else filling.words.of(labels)


def place_of(filling: Filling, page: Page) -> tuple[int, int]:
    """Which part of how many this page is; 0 where nobody knows how many: what she says here opens the rest."""
    numbers = [each.number for each in pages(filling)]
    block, _, part = page.number.partition(".")
    blocks = filling.blank.blocks
    is_last_of_all = int(block) == len(blocks) and part == str(len(blocks[-1].pages))
    is_known = page.number != numbers[-1] or is_last_of_all or bool(page.again)
    return numbers.index(page.number) + 1, len(numbers) if is_known else 0
