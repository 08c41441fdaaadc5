"""From a plan and the rows of today to an edition that no attacker can read, together with all that was published.

Everything is kept that the next edition needs: who was counted when, in the finest cells. Without it the attackers who
know their own cases cannot be played, and then nothing leaves. This module needs numpy: who only reads requests does
not load it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from amparo.doors.release.queries.people import (
    PERIOD,
    Counted,
    came_since,
    counted_today,
    digest_of,
    names_of,
    read_counts,
    settled,
    version_of,
)
from amparo.formats.codebook import LEVELS
from amparo.formats.hsds.encode import canonical
from amparo.formats.plans import EACH, LEAST, TOTAL, UNSAID, Dimension, Plan, world
from amparo.methods.disclosure import Counts, Edition, Ledger, Level, Release, as_text, audit, count, from_text, protect
from amparo.methods.disclosure import Dimension as Told
from amparo.methods.disclosure import Plan as Rules
from amparo.methods.disclosure import Table as Shown
from amparo.methods.disclosure.draft import draft
from amparo.methods.estimate import Refused, remark
from amparo.methods.workers import workers

NOW = "now"
type Progress = Callable[[int, int], None] | None


@dataclass(frozen=True, slots=True)
class Past:
    """What was published of a codebook, and who was counted by each edition."""

    ledger: Ledger
    counted: tuple[Counted, ...]
    elsewhere: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # whose rows editions of other codebooks count
    known: tuple[str, ...] = ()  # organisations that published figures of their own


def past_of(
    plan: Plan,
    ledger: Ledger,
    readings: Mapping[str, str],
    others: Mapping[str, str] = MappingProxyType({}),
    known: tuple[str, ...] = (),
) -> Past:
    """The ledger with who was counted when; ``Refused`` where that is not known any more, or in other ways."""
    counted = []
    for edition in ledger.editions:
        kept = readings.get(edition.name, "")
        if not kept:
            raise Refused(
                remark(
                    "reading_gone", "Who “%(name)s” counted is not kept any more. Nothing leaves.", name=edition.name
                )
            )
        told = json.loads(kept)
        if tuple(told["names"]) != names_of(plan):
            raise Refused(
                remark(
                    "world_changed",
                    "The edition “%(name)s” told people apart by other things than the plans do now: %(which)s. The two"
                    " cannot be attacked together, so nothing leaves. Take what is new out of the plans of this"
                    " codebook, and put back what is missing.",
                    name=edition.name,
                    which=", ".join(sorted({*told["names"]} ^ {*names_of(plan)})),
                )
            )
        counted.append(read_counts(kept))
    whose = {name: frozenset(key[0] for key in json.loads(each)["cells"]) for name, each in others.items() if each}
    return Past(ledger, tuple(counted), whose, known)


def kept(plan: Plan, counted: Counted) -> str:
    """Who was counted, as it is kept with a request."""
    return canonical({"names": names_of(plan), "cells": sorted([*key, many] for key, many in counted.items())})


def rules_of(plan: Plan, period: str, past: Past, fresh: Counted) -> Rules:
    """The plan for the library: every way in which people of its codebook are told apart, its tables, its rules."""
    names, every = names_of(plan), [*past.counted, fresh]
    seen = {name: {key[place + 1] for one in every for key in one} for place, name in enumerate(names)}
    for edition in past.ledger.editions:
        for name, leaves in edition.scope:
            seen.setdefault(name, set()).update(leaves)
    told = [_told(each, seen[each.name]) for each in world(plan.codebook)]
    if plan.time:
        periods = tuple(sorted({*seen[PERIOD], period}))
        told.insert(0, Told(PERIOD, periods, (Level(NOW, ((period, (period,)),)),)))
    when = [(PERIOD, (NOW,))] if plan.time else []
    tables = tuple(Shown(each.code, (*when, *sorted(each.show.items()))) for each in plan.tables)
    own = plan.kind == "totals"  # of one house: no organisation stands behind it but she herself
    there = {key[0] for one in every for key in one}
    return Rules(
        tuple(told), tables, subject=plan.subject, threshold=LEAST.get(plan.kind), least_organisations=0 if own else 3,
        known_whole=() if own else tuple(each for each in past.known if each in there),
    )  # fmt: skip


def _told(dimension: Dimension, seen: set[str]) -> Told:
    """A dimension with its levels, and with every finest code that it ever had."""
    fixed = dimension.leaves
    leaves = (*fixed, *sorted(seen - {*fixed, UNSAID}), *([] if fixed else [UNSAID]))
    levels = [Level(EACH, tuple((leaf, (leaf,)) for leaf in leaves))]
    for wider in reversed(LEVELS[: LEVELS.index(dimension.finest)] if dimension.finest else ()):
        codes: dict[str, list[str]] = {}
        for leaf in leaves:
            if leaf != UNSAID:
                codes.setdefault("-".join(leaf.split("-")[: LEVELS.index(wider) + 1]), []).append(leaf)
        levels.append(Level(wider, tuple((code, tuple(of)) for code, of in codes.items() if (code,) != tuple(of))))
    for name in dict.fromkeys(each.level for each in dimension.groups):
        levels.append(Level(name, tuple((each.code, each.of) for each in dimension.groups if each.level == name)))
    levels.append(Level(TOTAL, ((TOTAL, leaves),)))
    return Told(dimension.name, leaves, tuple(each for each in levels if each.codes), dimension.sensitive)


def counts_of(plan: Plan, rules: Rules, past: Past, fresh: Counted) -> Counts:
    """Persons for the library: one batch for each edition before, and one of who came since."""
    noted = settled([*past.counted, fresh])
    _refuse_other_books(past, {key[0] for one in noted for key in one})
    every = [(batch, key, many) for batch, one in enumerate(noted) for key, many in one.items()]
    there = {key[0] for _, key, _ in every} if rules.least_organisations else set()
    organisations = [*rules.known_whole, *sorted(there - set(rules.known_whole))]
    columns = {}
    for place, (name, leaves) in enumerate(rules.leaves()):
        at = {leaf: number for number, leaf in enumerate(leaves)}
        columns[name] = np.array([at[key[place + 1]] for _, key, _ in every], np.int64)
    at = {name: number for number, name in enumerate(organisations)}
    return count(
        columns,
        plan=rules,
        organisation=np.array([at[key[0]] for _, key, _ in every], np.int64) if organisations else None,
        organisations=organisations,
        batch=np.array([batch for batch, _, _ in every], np.int64),
        batches=len(past.counted) + 1,
        persons=np.array([many for _, _, many in every], np.int64),
    )


def _refuse_other_books(past: Past, whose: set[str]) -> None:
    """The same organisation's people under a codebook of another name would be attacked without what left before."""
    for name, known in sorted(past.elsewhere.items()):
        if known & whose:
            raise Refused(
                remark(
                    "other_book",
                    "The edition “%(name)s” counted people of the same organisations in another way. The two cannot"
                    " be attacked together, so nothing leaves.",
                    name=name,
                )
            )


@dataclass(frozen=True, slots=True)
class Protected:
    """What is kept with a request once no attacker could read it."""

    counts: str
    edition: str
    cells: str
    report: str

    @property
    def digest(self) -> str:
        """To this the checkers say yes."""
        return digest_of(self.counts, self.edition, self.cells, self.report)


def protected(
    plan: Plan,
    period: str,
    past: Past,
    *,
    name: str,
    audience: str,
    revises: bool,
    time_limit_s: float,
    progress: Progress = None,
) -> Protected:
    """Count, hide, attack. ``Refused`` says why nothing may leave, and the nearest thing that may."""
    until = period if plan.time else ""
    fresh = came_since(counted_today(plan, version_of(plan), period), past.counted, past.ledger.editions, until=until)
    return protected_of(
        plan, period, past, fresh, name=name, audience=audience, revises=revises, time_limit_s=time_limit_s,
        progress=progress,
    )  # fmt: skip


def protected_of(
    plan: Plan,
    period: str,
    past: Past,
    fresh: Counted,
    *,
    name: str,
    audience: str,
    revises: bool,
    time_limit_s: float,
    progress: Progress = None,
) -> Protected:
    """The same of people who were counted already, by organisation and finest cell."""
    rules = rules_of(plan, period, past, fresh)
    counts = counts_of(plan, rules, past, fresh)
    told = protect(
        counts, plan=rules, name=name, ledger=past.ledger, audience=audience, revise=revises,
        time_limit_s=time_limit_s, progress=progress, executor=workers(),
    )  # fmt: skip
    cells = [[list(each.label), each.value, list(each.reasons), each.stands] for each in told.cells]
    return Protected(
        kept(plan, fresh), as_text(Ledger((told.edition,))), canonical(cells), canonical(_report(told, past, counts))
    )


def _report(told: Release, past: Past, counts: Counts) -> dict[str, Any]:
    """What the attackers knew, what they deduced, and the nearest that one came."""
    found = told.audit
    return {
        "figures": found.figures, "editions": [each.name for each in past.ledger.editions],
        "attackers": found.attackers, "deduced": len(found.findings), "exact": found.exact,
        "organisations": list(counts.organisations), "nearest": asdict(found.nearest) if found.nearest else None,
    }  # fmt: skip


def attacked_again(
    plan: Plan, period: str, past: Past, *, counts: str, edition: str, time_limit_s: float
) -> tuple[str, ...]:
    """The last look, at what will be written and not at what was made: codes of what is wrong with it, or none.

    The rules are asked anew for every cell, so that a gap that was filled, or is no longer called sensitive, is seen;
    then every attacker is let loose on the ledger as it would stand.
    """
    (told,) = from_text(edition).editions
    fresh = read_counts(counts)
    rules = rules_of(plan, period, past, fresh)
    persons = counts_of(plan, rules, past, fresh)
    made = draft(persons, plan=rules, ledger=past.ledger, name=told.name, audience=told.audience, revise=told.revises)
    if wrong := _not_as_the_rules(made.edition, told):
        return (wrong,)
    found = audit(
        past.ledger.adding(told),
        counts=persons,
        colluding=rules.colluding,
        time_limit_s=time_limit_s,
        executor=workers(),
    )
    if any(each.low is None for each in found.findings):
        return ("solver_limit",)
    return () if found.safe else ("told",)


def _not_as_the_rules(made: Edition, told: Edition) -> str:
    """Does an edition show what the rules let show and no more, and does it call sensitive all that they hide?"""
    if (made.scope, made.width, made.zeros, made.impossible) != (told.scope, told.width, told.zeros, told.impossible):
        return "other_rules"
    may = {(each.label, each.where, each.low, each.high) for each in made.figures}
    if any((each.label, each.where, each.low, each.high) not in may for each in told.figures if each.of is None):
        return "shows_too_much"
    kept = {(each.where, each.since) for each in told.hidden if each.sensitive}
    if any((each.where, each.since) not in kept for each in made.hidden if each.sensitive):
        return "forgets_a_gap"
    return ""
