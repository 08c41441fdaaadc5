"""How many to ask: the planner of the statistics, for a page of fieldwork. Loaded only when somebody asks.

A house that counts has numpy, and one whose server was set up without it does not: then this says None, and the page
says what is missing.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.utils.translation import gettext

from amparo.fieldwork.queries.sizes import Advice, Reach, Thought, Waves

SMALLER = (100, 200, 300, 500)  # how many people, for the line that says what a smaller study can say
DOUBTS = (3, 4)  # design effects that are found as often as the one that plans take


def worked_out(thought: Thought) -> Advice | None:
    """What the planner says; None where what it needs is not installed."""
    try:
        from amparo.methods.estimate import Refused
        from amparo.methods.hidden import planning
    except ModuleNotFoundError:
        return None
    try:
        return _advice(thought, planning)
    except Refused as refusal:
        return Advice(refused=tuple(_said(refusal.remarks)))


def _advice(thought: Thought, planning: ModuleType) -> Advice:
    share, margin = thought.share / 100, thought.margin / 100
    plan = planning.sample_size(share, margin, design_effect=thought.effect, population=thought.people)
    n_if = tuple(
        (effect, planning.sample_size(share, margin, design_effect=effect, population=thought.people).n)
        for effect in DOUBTS
        if effect > thought.effect
    )
    remarks = list(plan.warnings)
    each_round = None
    if thought.before is not None and thought.after is not None:
        change = planning.sample_size_of_change(thought.before / 100, thought.after / 100, design_effect=thought.effect)
        each_round = change.n
        remarks += change.warnings
    waves = None
    if thought.seeds and thought.coupons and thought.returned:
        full = planning.plan_recruitment(
            thought.size or plan.n, seeds=thought.seeds, coupons=thought.coupons, returned=thought.returned / 100
        )
        people = tuple(round(each) for each in full.people)
        waves = Waves(full.waves, round(full.growth, 2), round(100 * full.ends_early), people)
        remarks += full.warnings
    said = tuple(dict.fromkeys(_said(remarks)))
    return Advice(plan.n, n_if, tuple(_reaches(thought, plan.n, planning)), each_round, waves, said)


def _reaches(thought: Thought, n: int, planning: ModuleType) -> Iterator[Reach]:
    """What fewer people can say, and the number that somebody has in mind."""
    people = thought.people
    sizes = {each for each in (*SMALLER, thought.size) if 0 < each < n and each != thought.size} | {thought.size} - {0}
    for size in sorted(each for each in sizes if people is None or each <= people):
        with_effect, with_more = (
            planning.margin_of(size, thought.share / 100, design_effect=effect, population=people).margin
            for effect in (thought.effect, 2 * thought.effect)
        )
        yield Reach(size, round(100 * with_effect, 1), round(100 * with_more, 1))


def _said(remarks: Any) -> Iterator[str]:
    """Remarks in the language of the page."""
    for each in remarks:
        yield gettext(each.text) % dict(each.values)
