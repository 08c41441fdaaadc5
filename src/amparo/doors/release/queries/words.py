"""The words of a request: from the template of its plan, with a figure in each place, and nothing that is hidden."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from amparo.formats.codes import LANGUAGES
from amparo.formats.plan_words import MOST, PLACE, faults_of_texts, filled, label_of
from amparo.formats.plans import Plan

type Texts = Mapping[str, str]


def label_in(plan: Plan, period: str, table: str, codes: str) -> tuple[str, ...] | None:
    """The label on the ledger of the figure that a place names; None where it names none."""
    found = label_of(plan, table, codes)
    if found is None:
        return None
    return (found[0], period, *found[1:]) if plan.time else found


def shown_values(cells: Sequence[Sequence[Any]]) -> dict[tuple[str, ...], str]:
    """What is shown of each cell, as text; of a hidden one whose figure was told before, that."""
    told = {}
    for label, value, _reasons, stands in cells:
        said = value if value is not None else stands
        told[tuple(label)] = "" if said is None else str(said)
    return told


def default_words(plan: Plan, period: str, cells: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """The sentences of the plan whose figures are all shown; the title always."""
    values = shown_values(cells)
    return [
        dict(texts)
        for place, texts in enumerate(plan.wording)
        if not place or not hidden_places(plan, period, texts, values)
    ]


def hidden_places(plan: Plan, period: str, texts: Texts, values: Mapping[tuple[str, ...], str]) -> list[str]:
    """The places of a sentence that name no figure, or one that is not shown."""
    found = []
    for table, codes in PLACE.findall(texts["es"]):
        label = label_in(plan, period, table, codes)
        if label is None or not values.get(label):
            found.append(f"{{{table}:{codes}}}")
    return found


def faults(
    plan: Plan, period: str, words: Sequence[Texts], cells: Sequence[Sequence[Any]]
) -> list[tuple[int, str, str]]:
    """What is wrong with the words of an edition: which sentence, a code of the list ``word_fault``, and what."""
    values, found = shown_values(cells), []
    if not 1 <= len(words) <= MOST:
        found.append((0, "too_many", str(MOST)))
    if words and any(PLACE.search(text) for text in words[0].values()):
        found.append((0, "figure_in_title", ""))
    for place, texts in enumerate(words):
        found += [(place, fault, what) for _language, fault, what in faults_of_texts(texts)]
        found += [(place, "hidden_figure", what) for what in hidden_places(plan, period, texts, values)]
    return found


def said_to(
    plan: Plan, period: str, text: str, cells: Sequence[Sequence[Any]], read: Callable[[Sequence[str], str], str]
) -> str:
    """A sentence as it would be read, for who reads the words before they leave.

    ``read`` says a figure of a label as readers get it.
    """
    values = shown_values(cells)

    def figure(table: str, codes: str) -> str:
        label = label_in(plan, period, table, codes) or ()
        return read(label, values[label]) if values.get(label) else "…"

    return PLACE.sub(lambda found: figure(found[1], found[2]), text)


def with_rows(
    plan: Plan, period: str, words: Sequence[Texts], rows: Mapping[tuple[str, ...], str]
) -> list[dict[str, str]]:
    """The words as they leave: each place names the row of its figure."""

    def row(table: str, codes: str) -> str:
        return rows[label_in(plan, period, table, codes) or ()]

    return [{language: filled(texts[language], row) for language in LANGUAGES} for texts in words]
