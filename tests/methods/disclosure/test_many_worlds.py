"""Linked tables, areas that are not nested, two and three editions with late reports: a judge that shares no code.

The judge has its own unknowns (persons of a finest cell by arrival), its own list of what must not be told, and asks
another programme for the ends (``scipy.optimize.milp`` on whole numbers).
"""

import itertools
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from amparo.methods.disclosure import Ledger, Plan, dimension, protect, table
from amparo.methods.estimate import Refused
from tests.methods.disclosure.towns import counted

FEW = 5


def drawn(seed: int) -> tuple[list[Plan], np.ndarray, list[bool]]:
    """Plans of one to three editions over the same places and kinds, arrivals by edition, and which editions revise."""
    chance = np.random.default_rng(seed)
    places = [f"p{n}" for n in range(chance.integers(2, 5))]
    kinds = [f"k{n}" for n in range(chance.integers(1, 4))]
    areas = {f"area{n}": {f"A{n}": [each for each in places if chance.random() < 0.5]} for n in range(2)}
    areas = {name: codes for name, codes in areas.items() if 0 < len(next(iter(codes.values()))) < len(places)}
    dims = (dimension("place", places, groups=areas), dimension("kind", kinds))

    def one(name: str) -> Any:
        levels = {"place": [each for each in ("each", "total", *areas) if chance.random() < 0.6] or ["total"]}
        if chance.random() < 0.7:
            levels["kind"] = [each for each in ("each", "total") if chance.random() < 0.7] or ["each"]
        return table(name, levels)

    width, zeros = int(chance.choice([1, 2, 5])), str(chance.choice(["protected", "shown"]))
    rules: dict[str, Any] = {"subject": "other", "least_organisations": 0, "colluding": 0}
    plans = [
        Plan(dims, (one(f"{edition} x"), one(f"{edition} y")), width=width, zeros=zeros, **rules)
        for edition in range(chance.integers(1, 4))
    ]
    shape = (len(plans), len(places), len(kinds))
    arrived = chance.choice([0, 1, 2, 3, 6, 9, 30], size=shape, p=[0.2, 0.1, 0.1, 0.1, 0.2, 0.2, 0.1])
    arrived[1:] = chance.choice([0, 0, 1, 3, 8], size=arrived[1:].shape)
    return plans, arrived, [bool(edition and chance.random() < 0.6) for edition in range(len(plans))]


class Judge:
    """What one ledger tells, as rows over (arrival, place, kind)."""

    def __init__(self, plans: list[Plan], arrived: np.ndarray, revises: list[bool], ledger: Ledger) -> None:
        self.plans, self.arrived, self.revises, self.ledger = plans, arrived, revises, ledger
        self.zeros = plans[0].zeros
        told = [
            (self.sum_of(each.where, number), each.low, each.low)
            for number, edition in enumerate(ledger.editions)
            for each in edition.figures
        ]
        assert all(row @ arrived.ravel() == low for row, low, _ in told), "every figure is true"
        self.figures = list(told)
        if self.zeros == "shown":
            told += [
                (self.sum_of(gap.where, n), 1, np.inf)
                for n, edition in enumerate(ledger.editions)
                for gap in edition.hidden
                if gap.shown
            ]
        self.told = told

    def sum_of(self, where, edition: int, since: int = -1) -> np.ndarray:
        """Cells are closed by the first edition; only one that revises counts what came later."""
        upto = max([each for each in range(edition + 1) if self.revises[each]], default=0)
        after = -1 if since < 0 else max([each for each in range(since + 1) if self.revises[each]], default=0)
        row, named = np.zeros(self.arrived.shape), dict(where)
        held = [
            [n for n, leaf in enumerate(each.leaves) if leaf in named.get(each.name, each.leaves)]
            for each in self.plans[0].dimensions
        ]
        for arrival in range(after + 1, upto + 1):
            row[np.ix_([arrival], *held)] = 1
        return row.ravel()

    def small(self, persons: float) -> bool:
        return 0 < persons < FEW or (persons == 0 and self.zeros == "protected")

    def secrets(self) -> list[np.ndarray]:
        """Every planned cell, and what came late to it since each edition before, where it is small."""
        rows = {}
        for number, plan in enumerate(self.plans[: len(self.ledger.editions)]):
            for each in plan.tables:
                levels = dict(each.levels)
                codes = [
                    [
                        (d.name, of)
                        for level in d.levels
                        if level.name in levels.get(d.name, ())
                        for _, of in level.codes
                    ]
                    or [(d.name, d.leaves)]
                    for d in plan.dimensions
                ]
                for where in itertools.product(*codes):
                    for since in range(-1, number if self.revises[number] else 0):
                        row = self.sum_of(where, number, since)
                        if row.any() and self.small(row @ self.arrived.ravel()):
                            rows[row.tobytes()] = row
        return list(rows.values())

    def range_of(self, row: np.ndarray) -> tuple[float, float]:
        limits = LinearConstraint(
            np.array([each for each, _, _ in self.told]), [low for _, low, _ in self.told],
            [high for _, _, high in self.told],
        )  # fmt: skip
        whole, room = np.ones(len(row)), Bounds(0, 200)
        ends = [milp(sign * row, constraints=limits, integrality=whole, bounds=room).fun * sign for sign in (1, -1)]
        return ends[0], ends[1]


@pytest.mark.parametrize("first", range(0, 60, 15))
def test_no_edition_tells_beside_the_others_what_must_stay_hidden(first) -> None:
    for seed in range(first, first + 15):
        plans, arrived, revises = drawn(seed)
        ledger = Ledger()
        for number, plan in enumerate(plans):
            try:
                ledger = protect(
                    counted(plan, arrived[: number + 1]), plan=plan, name=str(number), ledger=ledger,
                    revise=revises[number],
                ).ledger  # fmt: skip
            except Refused:
                break
        judge = Judge(plans, arrived, revises, ledger)
        if not judge.told:
            continue
        width = plans[0].width
        for row in judge.secrets():
            low, high = judge.range_of(row)
            assert high - low >= width, (seed, low, high, width)
        for (one, _, few), (two, _, many) in itertools.permutations(judge.figures, 2):
            if (one <= two).all() and (one < two).any() and judge.small(many - few):
                assert many - few >= width, (seed, few, many)
