"""Editions of a simulated campaign: rows of organisations, and requests that go the whole way through the door.

Nothing is skipped: a plan, the protection, two checkers, two who read the words, a month of waiting, the last attack.
"""

from datetime import date
from typing import Any

SOLVER_S = 300.0  # a page waits for less; here the computer may be busy with other things
WAY = (  # the plan, the day on which it is asked for, whether late cases are in the rooms, and whether they are counted
    ("harm", date(2026, 3, 20), False, False),
    ("needs", date(2026, 6, 20), True, False),
    ("care", date(2026, 9, 20), True, False),
    ("harm", date(2027, 6, 20), True, True),
)


def editions_of(early: dict[str, list[Any]], late: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Bring the rows, quarter by quarter, and let the editions out; what readers got of each, and the attack report."""
    from tests.cast import make_beside, make_cast

    cast = make_cast()
    reader = make_beside(cast)["iris"]
    return [
        _released(cast, reader, plan, today, late if is_late else early, revises=revises, build=number)
        for number, (plan, today, is_late, revises) in enumerate(WAY)
    ]


def _released(
    cast: Any, reader: Any, code: str, today: date, rows: dict[str, list[Any]], *, revises: bool, build: int
) -> dict[str, Any]:  # fmt: skip
    import json

    from amparo.doors.release import actions
    from amparo.doors.release.queries.requests import due
    from amparo.formats.plans import plan
    from amparo.publications import queries as published
    from tests.release_house import ready

    _brought(rows, build)
    one = plan(code)
    paper: dict[str, Any] = {}
    if one.audience != "public":
        paper = {"agreement": "Paper of 2 May", "readers": (reader.reference,)}
    asked = actions.Asked(one, f"{today:%Y-%m}", revises=revises, **paper)
    request = actions.ask(asked, by=cast.diana, today=today)
    request = actions.protect(request, by=cast.diana, today=today, time_limit_s=SOLVER_S)
    told: dict[str, Any] = {"name": request.name, "plan": code, "revises": revises, "state": request.state}
    if request.state != "first":
        return told | {"why": request.why, "remarks": request.remarks, "figures": []}
    cells, report = json.loads(request.cells), json.loads(request.report)
    request = ready(cast, request, reader, today=today)
    request = actions.let_out(request, by=cast.fabia, today=due(request), time_limit_s=SOLVER_S)
    told |= {"state": request.state, "why": request.why, "report": report, "figures": []}
    if request.state != "released":
        return told
    edition = published.edition(request.released, one.audience)
    old = {tuple(label): stands for label, _value, _reasons, stands in cells if stands is not None}
    figures = [
        [json.loads(each.label), each.said if each.kind == "count" else None, tuple(json.loads(each.label)) in old]
        for each in published.figures(edition).values()
    ]  # fmt: skip
    return told | {"figures": figures}


def _brought(rows: dict[str, list[Any]], build: int) -> None:
    """What each organisation has today takes the place of what it had."""
    from amparo.doors.release.queries.pages import OWN
    from amparo.evidence.actions import bring
    from amparo.formats.codebook import codebook
    from tests.release_house import allowed

    book = codebook("cases").reference
    for place, (name, hers) in enumerate(rows.items()):
        bring(f"{build:02x}{place:02x}" * 8, name, [(book, row) for row in hers])
        if name == OWN:
            allowed([(book, row) for row in hers])
