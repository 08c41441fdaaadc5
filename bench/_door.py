"""One simulated study through the real chain: the engine of ODK, a server, the door, and the rows that arrive."""

import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from _answers import row_of, study_of
from _house import MISSED, report
from _region import Region, recruited

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
        arrived = through_the_door(house, said)
    faults = differences([row_of(each) for each in said], came.by.tolist(), arrived.rows)
    report(
        "campaign door", people=people, accepted=arrived.accepted, counted=arrived.counted, stayed=arrived.reasons,
        rows=len(arrived.rows), differences=len(faults), laid_s=round(laid - began, 1),
        took_s=round(time.perf_counter() - laid, 1),
    )  # fmt: skip
    if faults or not people == arrived.accepted == arrived.counted == len(arrived.rows):
        MISSED.append(f"campaign door: {people} were asked, {arrived.counted} rows arrived; {faults[:3]}")


def differences(rows: list[dict[str, list[str]]], by: list[int], arrived: Any) -> list[str]:
    """Rows are shuffled and have new numbers, so people are compared by what they and who brought them said."""
    named = set(rows[0])
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
