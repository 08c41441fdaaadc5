"""Estimates of a sample on their way out: from a kept profile to figures that give nobody away.

Nothing is reckoned here. The shares are those of the profile, byte for byte; what is asked anew is on whom each rests
today, and what was published of the same answers before. A share is shown as whole percent with its interval, and how
many answered in a band. This module needs numpy: who only reads requests does not load it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.doors.release.queries.people import book_of_sample
from amparo.doors.release.queries.protection import Protected
from amparo.doors.release.queries.requests import every_reading, sample_readings
from amparo.formats.hsds.encode import canonical
from amparo.formats.plan_samples import (
    EVERYBODY,
    GROUP,
    GROUPS,
    MEASURE,
    MEASURES,
    PEOPLE,
    UNIT,
    ZONE,
    on_map,
)
from amparo.formats.plans import Plan, Table
from amparo.information.risk_profiles.jobs.leaving import Asked, Rests, asked_today, kept_shares
from amparo.information.risk_profiles.policies import samples_for, why_not_published
from amparo.information.risk_profiles.queries import Kept, kept
from amparo.methods.disclosure.samples import LEAST_GROUP, LEAST_STUDY, WITHHELD, Group, Shown, band, release_sample
from amparo.methods.estimate import Refused, in_plain_words, remark

REASONS: Mapping[str, str] = {
    "not_estimated": in_plain_words("nothing is estimated: nobody was asked, or too few answered"),
    "small_study": in_plain_words("the study has fewer than a hundred recruits"),
    "exploratory": in_plain_words("the sample grew too little, and explores only"),
    "apart": in_plain_words("the people asked may be of parts that hardly bring one another"),
    **WITHHELD,
    "few_since": in_plain_words("fewer than ten people more or less than in an edition before: it would tell of them"),
    "besides": in_plain_words("one other group is hidden, and could be told by taking this one away"),
}
"""Why a share is not shown: a code, and the sentence."""

CODES = {sentence: code for code, sentence in WITHHELD.items()}
LEAST_WIDTH = 15.0  # points: as wide as a group of an eighth of the weight is left by figures of whole percent
SHOWN_AS = {PEOPLE: "recruits"}
type Before = Mapping[str, Any]  # what one edition said of whom


@dataclass(slots=True)
class Line:
    """One share of one group on its way: as it may be shown, or why not."""

    zone: str
    rests: Rests
    unit: str = ""  # the first-level unit in which they were asked, where no other sample is of it
    shown: Shown | None = None
    why: str = ""
    is_compared: bool = False

    @property
    def group(self) -> str:
        """By its code on the ledger."""
        return self.rests.group if self.rests.group in GROUPS else EVERYBODY

    def hide(self, why: str) -> None:
        """Nothing of it is shown; the first reason is said."""
        self.shown, self.why = None, self.why or why


def estimated(one: Plan, result: str) -> Protected:
    """The figures of a plan out of a kept profile, as they may leave; ``Refused`` says why nothing may."""
    found, before, counted = kept(result, "profile"), sample_readings(one), every_reading()
    if found is None or why_not_published(one, found.body) is not None:
        raise Refused(remark("no_profile", "This profile cannot be published: open it, it says why."))
    if gone := sorted(name for name, text in {**before, **counted}.items() if not text):
        raise Refused(
            remark("reading_gone", "Who “%(name)s” counted is not kept any more. Nothing leaves.", name=gone[0])
        )
    asked = _asked(one, found)
    _refuse_counted(asked, counted)
    told = {name: json.loads(text) for name, text in before.items()}
    units = Counter(unit_of(sample) for _each, sample in asked)
    lines = [line for each, sample in asked for line in _of_sample(one, each, sample, told.values())]
    unit_in = {sample["zone"]: unit_of(sample) for _each, sample in asked}
    for line in lines:
        line.unit = unit_in[line.zone] if units[unit_in[line.zone]] == 1 else ""
    if not any(line.shown for line in lines):
        raise Refused(remark("nothing_shown", "No figure may be shown: each group is too small, or rests on one tree."))
    return Protected(
        canonical(_reading(found, asked, lines)), "", canonical(list(_cells(one, lines))),
        canonical(_report(lines, told, counted)),
    )  # fmt: skip


def _asked(one: Plan, found: Kept) -> list[tuple[Asked, Mapping[str, Any]]]:
    """Each sample of the plan, as it is today and as it is kept."""
    ours = samples_for(one, found.body)
    every = zip(asked_today(found, one.indicators), found.body["samples"], strict=True)
    return [(each, sample) for each, sample in every if sample in ours]


def unit_of(sample: Mapping[str, Any]) -> str:
    """The first-level unit in which a sample was asked; nothing where only the country is known."""
    parts = sample["place"].split("-")[:2]
    return "-".join(parts) if len(parts) > 1 else ""


def _refuse_counted(asked: Iterable[tuple[Asked, Any]], counted: Mapping[str, str]) -> None:
    """Where a table of counts has the people of a study, a share of them could be held against it."""
    sources = {each.source for each, _sample in asked}
    for name, text in counted.items():
        if sources & {key[0] for key in json.loads(text)["cells"]}:
            raise Refused(
                remark("counted_too", "The edition “%(name)s” counts the people of this study one by one. Nothing"
                       " leaves.", name=name)
            )  # fmt: skip


def _of_sample(one: Plan, each: Asked, sample: Mapping[str, Any], before: Iterable[Before]) -> Iterator[Line]:
    """The lines of one territory, indicator by indicator."""
    shares, rests = kept_shares(sample), {(row.indicator, row.group): row for row in each.rests}
    for code in one.indicators:
        lines = [Line(each.zone, rests[code, group]) for group in dict.fromkeys(row.group for row in each.rests)]
        _show(lines, each, sample, shares)
        for line in lines:
            _compare(line, each, before)
        hide_besides(lines)
        yield from lines


def _show(lines: list[Line], each: Asked, sample: Mapping[str, Any], shares: Mapping[Any, Mapping[str, Any]]) -> None:
    """By the rule for estimates of a sample: of a study, of a group, and of what rests on one tree."""
    why = "small_study" if each.recruits < LEAST_STUDY else "exploratory" if sample.get("is_exploratory") else ""
    why = why or ("apart" if sample.get("is_apart") else "")
    for line in lines:
        share = shares.get((line.rests.indicator, line.rests.group))
        if why or share is None or share["value"] is None:
            line.hide(why or "not_estimated")
            continue
        row = line.rests
        trees = (min(row.recruits, many) for many in (row.trees, row.trees_yes, row.trees_no))
        group = Group(line.group, share["value"], share["low"], share["high"], row.recruits, *trees)
        (told,) = release_sample([group], recruits=each.recruits).groups
        if told.why:
            line.hide(CODES[told.why])
        else:
            line.shown = told


def _compare(line: Line, each: Asked, before: Iterable[Before]) -> None:
    """Other people of the same study than in an edition before: a few of them alone could be told by the difference."""
    for edition in before:
        for then in edition["samples"]:
            if then["source"] != each.source or then["rows"] == each.digest:
                continue
            for indicator, group, recruits, was_shown in then["rests"]:
                if was_shown and (indicator, group) == (line.rests.indicator, line.group):
                    line.is_compared = True
                    if abs(recruits - line.rests.recruits) < LEAST_GROUP:
                        line.hide("few_since")


def hide_besides(lines: list[Line]) -> None:
    """What the shown groups leave of everybody has to stay wide; else the smallest of them is hidden, too."""
    whole, groups = lines[0].rests.weight, [line for line in lines[1:] if line.rests.trees]
    gaps = [line.rests.weight for line in groups if not line.shown]
    while lines[0].shown and (shown := [line for line in groups if line.shown]):
        told = sum(line.rests.weight for line in shown)
        if all(width_left(whole, told, each) >= LEAST_WIDTH for each in gaps):
            return
        min(shown, key=lambda line: line.rests.recruits).hide("besides")


def width_left(whole: float, told: float, gap: float) -> float:
    """Within how many points the share of a hidden group is known to who knew every weight: figures are whole percent.

    The share of everybody is known within a point, and so is that of each group that is told. Of the other hidden ones,
    and of who did not say to which group she belongs, nothing is known at all.
    """
    return (whole + told + 100 * max(0.0, whole - told - gap)) / gap


def _cells(one: Plan, lines: list[Line]) -> Iterator[list[Any]]:
    """Every figure of every table, with its label on the ledger; hidden ones with their reason."""
    for table in one.tables:
        by_unit = UNIT in table.dimensions
        for line in lines:
            of_it = table.code == (on_map(line.rests.indicator) if by_unit else line.rests.indicator)
            if of_it and (not by_unit or (line.unit and line.group == EVERYBODY)):
                yield from _of_line(table, line, {GROUP: line.group, ZONE: line.zone, UNIT: line.unit})


def _of_line(table: Table, line: Line, where: Mapping[str, str]) -> Iterator[list[Any]]:
    for measure in MEASURES:
        value = getattr(line.shown, SHOWN_AS.get(measure, measure)) if line.shown else None
        codes = {**where, MEASURE: measure}
        label = [table.code, *(codes[name] for name in sorted(table.dimensions))]
        yield [label, value, [] if value else [line.why], None]


def _reading(found: Kept, asked: list[tuple[Asked, Any]], lines: list[Line]) -> dict[str, Any]:
    """Who stands behind it: kept with what is released, so that the next edition can be held against it."""
    return {
        "result": found.reference, "digest": found.digest,
        "book": book_of_sample(book for each, _sample in asked for book in each.books),
        "samples": [
            {
                "zone": each.zone, "place": sample["place"], "source": each.source, "rows": each.digest,
                "rests": [
                    [line.rests.indicator, line.group, line.rests.recruits, bool(line.shown)]
                    for line in lines if line.zone == each.zone
                ],
            }
            for each, sample in asked
        ],
    }  # fmt: skip


def _report(lines: list[Line], told: Mapping[str, Before], counted: Mapping[str, str]) -> dict[str, Any]:
    """What was tried: earlier editions of the same study, who began a tree, what is left of everybody, and counts."""
    shown = [line for line in lines if line.shown]
    return {
        "shares": len(lines), "shown": len(shown), "hidden": dict(Counter(line.why for line in lines if line.why)),
        "editions": list(told), "compared": sum(line.is_compared for line in lines), "counts": list(counted),
        "outside": band(min(line.rests.outside for line in shown)).replace("0-9", "1-9"),
    }  # fmt: skip
