"""A kept profile in words and pictures. Everything is read out of its bytes; nothing is reckoned here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.jobs.queries import in_words
from amparo.formats.charts import Picture, Span, bars, forest
from amparo.formats.codes import by_code, label
from amparo.formats.indicators import KINDS, indicators
from amparo.formats.instruments import instrument
from amparo.information.risk_profiles.queries.studies import asked_by, place_name

ALL, GROUPS = "all", ("trans_feminine", "women", "others")
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One share as it is said: or why it is not."""

    name: str
    of_100: str
    between: str
    n: str
    why: tuple[str, ...]
    remarks: tuple[str, ...]
    at_sizes: tuple[tuple[str, str, str], ...]  # a size of the population, the share if it is right, its interval
    span: Span

    short: str = ""  # why not, in a word or two

    @property
    def is_said(self) -> bool:
        """Is there a figure?"""
        return bool(self.of_100)


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator, with a cell for each territory."""

    code: str
    field: str
    name: str
    cells: tuple[Cell, ...]
    asked: str = ""  # the question, where the name alone does not say what was asked


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two territories, or two groups, differ."""

    code: str
    name: str
    first: str
    second: str
    zones: tuple[str, str]
    points: str
    between: str
    chance: str
    stands: bool


def territories(body: Any) -> list[str]:
    """What each sample is called: its kind of zone; with its place and questionnaire where two are of one kind."""
    names = [zone_name(each["zone"]) for each in body["samples"]]
    return [
        name if names.count(name) == 1 else " · ".join([name, place_name(each["place"]), asked_by(each["books"])])
        for name, each in zip(names, body["samples"], strict=True)
    ]


def empty_zones(body: Any) -> list[str]:
    """Kinds of zones of which nobody is in it: what is said here says nothing of them."""
    here = {each["zone"] for each in body["samples"]}
    return [zone_name(code) for code in by_code("zone") if code not in here]


def careful(body: Any) -> list[tuple[str, list[str]]]:
    """By territory, what has to be read before any figure."""
    return [
        (name, [*sentences(each["refused"]), *sentences(each["remarks"]), *_unknown(body, each)])
        for name, each in zip(territories(body), body["samples"], strict=True)
    ]


def items(body: Any, kind: str) -> list[Item]:
    """Every indicator of one kind, in the order of the file; kinds are never mixed."""
    return [item_of(body, each) for each in body["indicators"] if each["kind"] == kind]


def item_of(body: Any, indicator: Mapping[str, Any], group: str = ALL) -> Item:
    """One indicator in one group, territory by territory."""
    cells = []
    for name, each in zip(territories(body), body["samples"], strict=True):
        share = next(
            (one for one in each["shares"] if (one["indicator"], one["group"]) == (indicator["code"], group)), None
        )
        if share is not None:
            cells.append(cell_of(name, share, each["populations"]))
    known = {each.code: each for each in indicators()}.get(indicator["code"])
    asked = question_of(indicator) if known is not None and known.is_choice else ""
    return Item(indicator["code"], indicator["field"], indicator["texts"][language()], tuple(cells), asked)


def question_of(indicator: Mapping[str, Any]) -> str:
    """What was asked, in the words of the library; a house may have changed them in its own questionnaire."""
    there = (each for name in indicator["books"] for each in instrument(name).questions)
    return next((each.texts[language()] for each in there if each.variable == indicator["variable"]), "")


def cell_of(name: str, share: Mapping[str, Any], sizes: Sequence[float] = ()) -> Cell:
    """One share in words."""
    said = tuple(sentences(share["remarks"]))
    n = people_of(share["n"])
    if share["value"] is None:
        why = (*_described(share), *said) or (_("nothing is shown"),)
        return Cell(name, "", "", n, why, (), (), Span(name), _in_a_word(share) or why[0])
    return Cell(
        name, f"{round(WHOLE * share['value'])} %", between(share["low"], share["high"]), n, (), said,
        _at_sizes(share, sizes), Span(name, share["value"], share["low"], share["high"]),
    )  # fmt: skip


def _at_sizes(share: Mapping[str, Any], sizes: Sequence[float]) -> tuple[tuple[str, str, str], ...]:
    """The share at each size of the population; of older results without its interval."""
    values = share.get("at_sizes", ())
    ends = share.get("ends_at_sizes", [None] * len(values))
    return tuple(
        (people(size), f"{round(WHOLE * value)} %", between(*each) if each else "")
        for size, value, each in zip(sizes, values, ends, strict=True)
    )


def people(size: float) -> str:
    """A size of the population, as it is read."""
    return f"{size:,.0f}".replace(",", " ")


def drawn_how(body: Any) -> list[tuple[str, str]]:
    """By territory, by which draws its intervals were made, and why by those."""
    said = []
    for name, each in zip(territories(body), body["samples"], strict=True):
        if not each["is_estimated"]:
            continue
        if each.get("bootstrap") == "gile":
            low, middle, high = map(people, each["populations"])
            said.append((name, _(
                "it was said how many people there are: %(low)s to %(high)s, most likely %(middle)s; known from"
                " “%(source)s”. So intervals come from samples out of a population of that size, in which nobody is"
                " drawn twice."
            ) % {"low": low, "middle": middle, "high": high, "source": each["size_source"]}))  # fmt: skip
        elif each["populations"]:
            said.append((name, _(
                "whole trees were drawn anew, although it was said how many people there are: intervals are about twice"
                " as wide as they have to be."
            )))  # fmt: skip
        else:
            said.append((name, _(
                "nobody said how many people there are. So whole trees were drawn anew, and intervals are about twice"
                " as wide as they have to be."
            )))  # fmt: skip
    return said


def _in_a_word(share: Mapping[str, Any]) -> str:
    """Why nothing is shown, as short as a table needs it; the sentence stands on the page of the indicator."""
    words = {
        "empty": _("not asked"), "all_missing": _("nobody answered"), "too_few": _("too few"),
        "too_thin": _("too few weigh too much"),
    }  # fmt: skip
    return "" if share.get("share_band") else next(
        (words[each["code"]] for each in share["remarks"] if each["code"] in words), "")  # fmt: skip


def _described(share: Mapping[str, Any]) -> tuple[str, ...]:
    """Where nothing is estimated: between which shares of those who answered, in words that no interval has."""
    if not share.get("share_band"):
        return ()
    low, high = (round(WHOLE * each) for each in share["share_band"])
    return (_("of those who answered, %(low)s to %(high)s of 100; of nobody else") % {"low": low, "high": high},)


def differences(body: Any, *, where: str = "territories") -> list[Difference]:
    """Every difference that could be reckoned; those that stand among all of them first, then by how large."""
    names, known = territories(body), {each["code"]: each for each in body["indicators"]}
    found = []
    for each in sorted(
        (row for row in body["comparisons"][where] if row["value"] is not None),
        key=lambda row: (not row["stands"], -abs(row["value"])),
    ):
        zones = [body["samples"][each[key]]["zone"] for key in ("first", "second") if key in each]
        pair = [names[each["first"]], names[each["second"]]] if where == "territories" else [
            *(label("gender_group", code, language()) for code in GROUPS[:2])]  # fmt: skip
        value, low, high = each["value"], each["low"], each["high"]
        if value < 0:
            pair, value, low, high = pair[::-1], -value, -high, -low
            zones = zones[::-1]
        found.append(
            Difference(
                each["indicator"], known[each["indicator"]]["texts"][language()], pair[0], pair[1],
                (zones[0], zones[-1]) if zones else ("", ""), _points(value),
                _("between %(low)s and %(high)s points") % {"low": round(WHOLE * low), "high": round(WHOLE * high)},
                _chance(each["p"]), each["stands"],
            )
        )  # fmt: skip
    return found


def picture(title: str, rows: Sequence[Item], *, name: str) -> Picture:
    """The forest of one kind: each indicator, and under it its territories."""
    said = " ".join(f"{each.name}: {', '.join(_in_short(cell) for cell in each.cells)}." for each in rows[:6])
    groups, last = list[tuple[str, list[Span]]](), ""
    for each in rows:
        if each.asked and each.asked != last:
            groups.append((each.asked, []))
        last = each.asked
        groups.append((each.name, [cell.span for cell in each.cells]))
    return forest(title, said[:900], groups, name=name)


def recruitment(body: Any) -> list[dict[str, Any]]:
    """How each sample grew: a picture of its waves, its trees, and how far people brought people of their own group."""
    told = []
    for place, (name, each) in enumerate(zip(territories(body), body["samples"], strict=True)):
        if each["waves"]:
            rows = [(_("Wave %(n)s") % {"n": n}, round(WHOLE * share)) for n, share in enumerate(each["waves"])]
            title = _("Of every 100 people, by wave: %(name)s") % {"name": name}
            said = _("Wave 0 are those who were chosen. Shares are rounded to five of a hundred.")
            told.append({"name": name, "picture": bars(title, said, rows, name=f"w{place}"), "rows": rows,
                         "trees": each["trees"], "largest": round(WHOLE * each["largest_tree"]),
                         "within": each["within_groups"]})  # fmt: skip
    return told


def sentences(remarks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Remarks of the methods in the language of the page."""
    return [in_words(each["text"], each["values"]) for each in remarks]


def people_of(band: Sequence[int | None]) -> str:
    """How many, as a band in words that no interval has."""
    if band[0] == 0:
        return _("fewer than 10 people")
    if band[1] is None:
        return _("%(least)s people or more") % {"least": band[0]}
    return _("%(least)s to %(most)s people") % {"least": band[0], "most": band[1]}


def between(low: float, high: float) -> str:
    """An interval, in whole percent."""
    return _("between %(low)s %% and %(high)s %%") % {"low": round(WHOLE * low), "high": round(WHOLE * high)}


def kinds_in(body: Any) -> list[str]:
    """Of which kinds there is anything, in their order."""
    return [kind for kind in KINDS if any(each["kind"] == kind for each in body["indicators"])]


def _unknown(body: Any, sample: Mapping[str, Any]) -> list[str]:
    """Indicators that a questionnaire asks by half."""
    faults = sorted({(each["variable"], each["code"], each["book"]) for each in sample["unknown"]})
    return [
        _("The questionnaire %(book)s does not know “%(what)s”: what needs it was not reckoned.")
        % {"book": book, "what": " ".join(part for part in (variable, code) if part)}
        for variable, code, book in faults
    ]


def _points(value: float) -> str:
    """How many points more, never fewer than said."""
    points = round(WHOLE * value)
    return _("%(n)s points more") % {"n": points} if points != 1 else _("1 point more")


def _chance(p: float) -> str:
    """How often chance alone would show as much."""
    of = round(1 / p) if p > 0 else 0
    return _("chance alone shows as much once in %(n)s times") % {"n": max(of, 1)} if of >= 2 else _(
        "chance alone often shows as much")  # fmt: skip


def _in_short(cell: Cell) -> str:
    return f"{cell.name} {cell.of_100}, {cell.between}" if cell.is_said else f"{cell.name} {_('not shown')}"


def zone_name(code: str) -> str:
    """What a kind of territory is called."""
    return label("zone", code, language()) if code else _("No kind of zone")


def language() -> str:
    """The language of who reads."""
    return get_language() or "es"
