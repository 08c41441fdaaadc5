"""Released editions of a simulated campaign under attack: by a stranger, each organisation, every two together."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import Any

from _attack import Attacker, Cell, Line, exposed
from _house import MISSED, report
from _region import Region
from _sought import ORGANISATIONS, PAIRS, Sought, crossed, sought

SMALL, WIDTH, TOTAL = range(1, 10), 5, "total"  # docs/methods/safe-tables.md: the threshold of violence, and the width
NAMES = {"kind": ("core_type", "gender_group"), "need": ("need_group", "gender_group"),
         "care": ("care_delay", "core_type")}  # fmt: skip
OF_PLAN = {"harm": "kind", "needs": "need", "care": "care"}
WHEN = ("early", "late")


def editions(where: Region, seed: int) -> None:
    """Release four editions through the door, then attack them together."""
    try:
        from tests.campaign_released import editions_of
        from tests.own_house import own_house
        from tests.two_houses import MORE, waiting
    except ModuleNotFoundError as error:
        report("campaign editions", left_out=f"{error.name} is not installed here: ./amparo check installs it")
        return
    people, began = sought(where, seed), time.perf_counter()
    rows = [{name: people.rows(name, is_late=is_late) for name in ORGANISATIONS} for is_late in (False, True)]
    with (
        tempfile.TemporaryDirectory(prefix="amparo-campaign-") as folder,
        own_house(Path(folder) / "house", **MORE) as house,
        waiting(house) as inside,
    ):
        told = inside.ask(editions_of, *rows)
    for each in told:
        shown = sum(said is not None for _label, said, _old in each["figures"])
        report(f"campaign edition, {each['name']}", state=each["state"], why=each["why"], shown=shown,
               hidden=len(each["figures"]) - shown, of_the_door=each.get("report"))  # fmt: skip
        if each["state"] != "released":
            MISSED.append(f"campaign edition, {each['name']}: {each['state']}, {each['why']}")
    report(
        "campaign editions", people=len(people.first) + len(people.later), took_s=round(time.perf_counter() - began, 1)
    )
    attack(told, people)


def attack(told: list[dict[str, Any]], people: Sought) -> None:
    """Every small gap, every attacker; and the same with one gap filled that was hidden for the others' sake."""
    began, lines = time.perf_counter(), [line for each in told for line in lines_of(each)]
    wrong = [line.name for line in lines if line.value is not None and line.value != true(line, people)]
    small = [line for line in (*lines, *late_parts(lines)) if line.value is None and true(line, people) in SMALL]
    attacker, found, least = attacker_of(lines), 0, 10**6
    for names, floor in attackers(people):
        for line in small:
            low, high = attacker.narrow(line, floor)
            least = min(least, high - low)
            if exposed((low, high), WIDTH):
                found += 1
                MISSED.append(f"campaign attack: {line.name} is told to {' and '.join(names) or 'a stranger'}")
    planted = planted_gap(lines, small, people)
    report(
        "campaign attack", editions=len(told), lines=len(lines), small_gaps=len(small), attackers=len(ATTACKERS),
        told=found, narrowest=least, width=WIDTH, figures_that_are_wrong=len(wrong), a_filled_gap_tells=planted,
        took_s=round(time.perf_counter() - began, 1),
    )  # fmt: skip
    if wrong:
        MISSED.append(f"campaign attack: figures that are not what was counted: {wrong[:3]}")
    if not planted:
        MISSED.append("campaign attack: no gap that is filled tells anything, so this attacker sees nothing")


def lines_of(edition: Mapping[str, Any]) -> Iterator[Line]:
    """What an edition says and what it hides, as sums of unknowns. An old figure that stands again says nothing new."""
    from amparo.formats.plans import plan

    one, pair = plan(edition["plan"]), OF_PLAN[edition["plan"]]
    when = WHEN if edition["revises"] else WHEN[:1]
    for label, said, is_old in edition["figures"]:
        codes = dict(zip(sorted(NAMES[pair]), label[1:], strict=True))
        leaves = [_leaves(one.dimension(name), codes[name]) for name in NAMES[pair]]
        cells = tuple((at, pair, *both) for at in when for both in product(*leaves))
        if not is_old:
            yield Line(f"{edition['name']} {' '.join(label)}", cells, None if said is None else int(said))


def _leaves(dimension: Any, code: str) -> tuple[str, ...]:
    """What a code adds up: the plan is public, and says it."""
    if code == TOTAL:
        return tuple(dimension.leaves)
    return next((each.of for each in dimension.groups if each.code == code), (code,))


def late_parts(lines: list[Line]) -> Iterator[Line]:
    """Those who came late alone: what two editions of one table could tell."""
    for line in lines:
        late = tuple(cell for cell in line.of if cell[0] == "late")
        if late:
            yield Line(f"late of {line.name}", late, None)


def true(line: Line, people: Sought) -> int:
    """How many there are: counted."""
    there = {"early": crossed(people.first), "late": crossed(people.later)}
    return sum(there[at][pair][one, other] for at, pair, one, other in line.of)


def attacker_of(lines: list[Line]) -> Attacker:
    """All unknowns: people by kind and group, by need and group, by care and kind; each is of one of both."""
    from amparo.formats.plans import world

    leaves = {each.name: each.leaves for each in world("cases")}
    cells: list[Cell] = [
        (at, pair, one, other)
        for at in WHEN for pair, (rows, columns) in NAMES.items() for one in leaves[rows] for other in leaves[columns]
    ]  # fmt: skip
    links = []
    for at in WHEN:
        for group in leaves["gender_group"]:
            links.append((tuple((at, "kind", kind, group) for kind in leaves["core_type"]),
                          tuple((at, "need", need, group) for need in leaves["need_group"])))  # fmt: skip
        for kind in leaves["core_type"]:
            links.append((tuple((at, "kind", kind, group) for group in leaves["gender_group"]),
                          tuple((at, "care", care, kind) for care in leaves["care_delay"])))  # fmt: skip
    return Attacker(cells, list(lines), links)


ATTACKERS = [(), *((each,) for each in ORGANISATIONS), *combinations(ORGANISATIONS, 2)]


def attackers(people: Sought) -> Iterator[tuple[tuple[str, ...], dict[Cell, int]]]:
    """A stranger, each organisation, every two: what they know of their own."""
    for names in ATTACKERS:
        floor: dict[Cell, int] = {}
        for at, some in (("early", people.first), ("late", people.later)):
            own = crossed([each for each in some if each[0] in names])
            floor |= {(at, pair, *codes): many for pair in PAIRS for codes, many in own[pair].items()}
        yield names, floor


def planted_gap(lines: list[Line], small: list[Line], people: Sought) -> int:
    """Fill one larger gap after the other with its true figure: of how many is a small one then told to a stranger?"""
    tells = 0
    for place, line in enumerate(lines):
        if line.value is None and true(line, people) > max(SMALL):
            filled = [*lines[:place], Line(line.name, line.of, true(line, people)), *lines[place + 1 :]]
            attacker = attacker_of(filled)
            tells += any(exposed(attacker.narrow(each), WIDTH) for each in small[:12])
            if tells:
                return tells
    return tells
