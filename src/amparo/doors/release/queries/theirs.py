"""The own totals of another house as the page of who checks shows them."""

import json
from typing import Any

from amparo.doors.release.queries import pages
from amparo.doors.release.queries.drawn import drawn_tables


def theirs_shown(of: Any) -> dict[str, Any]:
    """The totals of another house as who checks sees them: by the plan of this house, whose words they are."""
    one = pages.plan_of(of)
    if one is None or of.period == "":
        return {}
    cells = json.loads(of.cells)
    return {
        "plan": one, "tables": drawn_tables(one, of.period, one.tables, cells, {}),
        "words": pages.words(one, of), "notes": pages.notes_of(one, of),
        "report": attack_said(json.loads(of.report)),
    }  # fmt: skip


def attack_said(told: Any) -> dict[str, Any]:
    """What another house says that its attack tried: numbers, and nothing that it wrote."""
    found = told if isinstance(told, dict) else {}
    return {name: found[name] if type(found.get(name)) is int else None for name in ("figures", "attackers", "deduced")}
