"""What is kept of a study as its pages say it: a sentence, a range, the reasons and the remarks, in one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from amparo.commons.jobs.queries import in_words
from amparo.formats.charts import Span
from amparo.formats.codes import by_code, codes, label
from amparo.formats.pressures import ALL, Item, pressures
from amparo.information.exposure.jobs.figures import FEW, REFUSED, SAID
from amparo.information.exposure.queries.studies import Study


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one part of the people."""

    by: str  # ALL, or the variable by which they are told apart
    code: str
    state: str
    sentence: str  # nothing where the figure cannot be told
    of_100: str
    spread: str
    n: str
    short: str  # why it cannot be told, in few words
    why: tuple[str, ...]
    remarks: tuple[str, ...]
    raw: str  # below nothing: what came out before it was held at nothing
    sizes: tuple[tuple[str, str, str], ...]
    checks: Mapping[str, Any]
    span: Span

    @property
    def is_said(self) -> bool:
        """Can it be told?"""
        return self.state == SAID


@dataclass(frozen=True, slots=True)
class Told:
    """One item: what it is called, how it was asked, its figure of everybody, and those of its parts."""

    item: Item
    name: str
    all: Figure
    parts: tuple[Figure, ...]
    other_words: str  # how many were asked in other words, and are left out


@dataclass(frozen=True, slots=True)
class Section:
    """Threats, effects or capacities: each for itself."""

    code: str
    items: tuple[Told, ...]


def sections(study: Study) -> list[Section]:
    """Everything of a study, in the order of the list ``pressure_part``."""
    told = list(items_of(study))
    apart = [(each.code, tuple(one for one in told if one.item.part == each.code)) for each in codes("pressure_part")]
    return [Section(code, items) for code, items in apart if items]


def items_of(study: Study) -> Iterator[Told]:
    """Each item that is kept; one whose figure was taken out of the file since is left out."""
    for row in study.kept.body["items"] if study.kept else ():
        item = pressures().item(row["code"])
        if item is None:
            continue
        figures = [_figure(item, each) for each in row["figures"]]
        yield Told(
            item, item.names[_language()], next(each for each in figures if each.by == ALL),
            tuple(each for each in figures if each.by != ALL), band_said(row["other_words"]),
        )  # fmt: skip


def remarks_of(study: Study) -> list[str]:
    """What has to be said of the whole sample, before any figure."""
    if study.kept is None:
        return []
    body = study.kept.body
    said = [in_words(each["text"], each["values"]) for each in body["remarks"]]
    if not body["is_chain"]:
        return [
            gettext(
                "Nobody came by somebody else: whoever was met was asked. The figures stand for them, and for nobody"
                " else."
            ),
            *said,
        ]
    if not body["sizes"]:
        said.append(
            gettext(
                "Nothing was said of how many there are. So the intervals are two to three times as wide as they have"
                " to be, and much is too weak to tell."
            )
        )
    return said


def _figure(item: Item, row: Mapping[str, Any]) -> Figure:
    is_said = row["state"] == SAID
    why = tuple(in_words(each["text"], each["values"]) for each in row["why"])
    if row["state"] == FEW:
        why = (gettext("Fewer than ten people answered."),)
    elif not is_said and not why:
        why = (gettext("No interval can be given."),)
    name, short = _part_name(row["by"], row["code"]), "" if is_said else _short(row)
    return Figure(
        row["by"], row["code"], row["state"],
        item.sentence(_language(), whole(row["value"])) if is_said else "",
        whole(row["value"]) if is_said else "", between(row) if is_said else "", band_said(row["n"]), short,
        why,
        tuple(in_words(each["text"], each["values"]) for each in row["remarks"]) if row["state"] != REFUSED else (),
        whole(row["raw"]) if "raw" in row else "",
        tuple(_size(each) for each in row.get("sizes", ())), row.get("checks", {}),
        Span(name, row["value"], row["low"], row["high"]) if is_said else Span(name),
    )  # fmt: skip


def _short(row: Mapping[str, Any]) -> str:
    """The first reason in few words; of a reason that has none, its whole sentence."""
    code = FEW if row["state"] == FEW else next((each["code"] for each in row["why"]), "no_error")
    if code in by_code("weak_reason"):
        return label("weak_reason", code, _language())
    return in_words(row["why"][0]["text"], row["why"][0]["values"])


def _size(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """A size of the population, and what the figure is if it is right."""
    people = f"{row['population']:,.0f}".replace(",", ".")
    return (people, whole(row["value"]), between(row)) if row["state"] == SAID else (people, "", "")


def _part_name(by: str, code: str) -> str:
    """Whose figure it is."""
    if by == ALL:
        return pgettext("people", "All")
    return label(by, code, _language()) if by in pressures().groups else code


def whole(share: float) -> str:
    """Of a hundred, in whole numbers: no figure of here is known any better."""
    return f"{round(100 * share)}".replace("-", "−")


def between(row: Mapping[str, Any]) -> str:
    """From where to where."""
    return gettext("between %(low)s and %(high)s") % {"low": whole(row["low"]), "high": whole(row["high"])}


def band_said(band: Sequence[int] | None) -> str:
    """How many, as a band."""
    if not band:
        return ""
    return gettext("%(first)s to %(last)s") % {"first": band[0], "last": band[1]}


def _language() -> str:
    return get_language() or "es"
