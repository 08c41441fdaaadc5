"""One simulated study through the real chain: the engine of ODK, a server, the door, and the rows that arrive."""

import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from _answers import row_of, study_of
from _coverage import allowed
from _house import MISSED, report
from _reckoned import sizes_of
from _region import PLANTED, Region, recruited

TERRITORY = "urban"


def through(where: Region, people: int, seed: int) -> None:
    """Fill, seal, send, let through; then compare what lies in the evidence with what was said, person by person."""
    try:
        from tests.campaign_house import lay_campaign, through_the_door
        from tests.engine_client import NOT_HERE, is_here
        from tests.phones_house import phones_house
    except ModuleNotFoundError as error:
        report("campaign door", left_out=f"{error.name} is not installed here: ./amparo check installs it")
        return
    if not is_here():
        report("campaign door", left_out=NOT_HERE)
        return
    came = recruited(where, TERRITORY, people, seed)
    said = study_of(where, came.people, seed)
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="amparo-campaign-") as folder,
        phones_house(Path(folder), lay_campaign, TERRITORY, came.by.tolist()) as house,
    ):
        laid = time.perf_counter()
        arrived = through_the_door(house, said, sizes=sizes_of(len(where.people_of(TERRITORY))))
    held, told = beside_the_truth(where, arrived.figures)
    faults = differences([row_of(each) for each in said], came.by.tolist(), arrived.rows)
    report(
        "campaign door", people=people, accepted=arrived.accepted, counted=arrived.counted, stayed=arrived.reasons,
        rows=len(arrived.rows), differences=len(faults), figures=told,
        intervals_that_hold=held, laid_s=round(laid - began, 1),
        took_s=round(time.perf_counter() - laid, 1),
    )  # fmt: skip
    least = allowed(told, risk=0.001)[0]
    if told and held / told < least:
        MISSED.append(f"campaign door: {held} of {told} intervals hold the truth")
    if faults or not people == arrived.accepted == arrived.counted == len(arrived.rows):
        MISSED.append(f"campaign door: {people} were asked, {arrived.counted} rows arrived; {faults[:3]}")


def beside_the_truth(where: Region, items: list[dict[str, Any]]) -> tuple[int, int]:
    """Of the figures that the page tells of this study and its groups: how many hold the truth, of how many."""
    found = [
        each["low"] <= where.truth(item["code"], TERRITORY, each["code"]) <= each["high"]
        for item in items
        for each in item["figures"]
        if item["code"] in PLANTED and each["by"] in {"all", "gender_group"} and each["state"] == "said"
    ]
    return sum(found), len(found)


def differences(rows: list[dict[str, list[str]]], by: list[int], arrived: Any) -> list[str]:
    """Rows are shuffled and have new numbers, so people are compared by what they and who brought them said."""
    named = {name for row in rows for name in row}
    there = {number: {key: codes[key] for key in named if key in codes} for number, _by, codes in arrived}
    wanted = Counter(text(row, rows[who] if who >= 0 else None) for row, who in zip(rows, by, strict=True))
    found = Counter(
        text(there[number], there[brought] if brought is not None else None) for number, brought, _codes in arrived
    )  # fmt: skip
    return [f"missing: {each}" for each in (wanted - found)] + [f"too much: {each}" for each in (found - wanted)]


def text(row: dict[str, list[str]], brought_by: dict[str, list[str]] | None) -> str:
    """A person and whoever brought her, as text."""
    told = [sorted(each.items()) for each in (row, brought_by or {})]
    return repr(told)
