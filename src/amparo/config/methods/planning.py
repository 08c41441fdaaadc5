"""Reading a publication plan: a TOML file that says what will be published, and by which rules."""

import tomllib
from dataclasses import dataclass
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods.reading import Unreadable, text_of
from amparo.methods.disclosure import Dimension, Percentage, Plan, dimension, table

RULES = ("subject", "threshold", "least_organisations", "colluding", "width", "zeros", "whole_below")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a file say what; ``None`` where the plan names none."""

    organisation: str | None
    persons: str | None
    arrival: str | None


def read_plan(path: str) -> tuple[Plan, Columns]:
    """The plan of a file, and the columns it names."""
    told = _read(path)
    never = told.get("impossible", [])
    try:
        plan = Plan(
            tuple(_dimension(each) for each in told["dimension"]),
            tuple(table(each["name"], each["levels"]) for each in told["table"]),
            impossible=tuple(tuple((key, tuple(of)) for key, of in each.items()) for each in never),
            percentages=tuple(Percentage(**each) for each in told.get("percentage", [])),
            **{key: told[key] for key in RULES if key in told},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable(
            _("%(file)s is no plan: %(what)s is missing or is not what it should be.") % {"file": path, "what": error}
        ) from error
    columns = told.get("columns", {})
    return plan, Columns(*(columns.get(name) for name in ("organisation", "persons", "arrival")))


def _dimension(told: dict[str, Any]) -> Dimension:
    return dimension(
        told["name"], told["leaves"], groups=told.get("groups"), total=told.get("total", "Total"),
        sensitive=told.get("sensitive", ()),
    )  # fmt: skip


def _read(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(_("%(file)s is no TOML: %(why)s") % {"file": path, "why": error}) from error
