"""What is done, within how many hours, when somebody of the State threatens to send her out: ``content``, read once.

Pure: what she said and the country are arguments. A step that names a law names where it was read.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from amparo.formats.codes import CONTENT, LANGUAGES

ASKS_REFUGE, WANTS_CONSULATE = "asks_refuge", "wants_consulate"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, how, and within how many hours from when we know of it."""

    code: str
    hours: int
    kinds: tuple[str, ...]  # of the list matter_kind
    countries: tuple[str, ...]  # empty: everywhere, save in ``not_countries``
    not_countries: tuple[str, ...]
    only_if: str
    reaches_him: bool  # it may tell him: a notice, a summons, a question to his office
    source: str
    what: dict[str, str]
    how: dict[str, str]

    def fits(self, kind: str, country: str, said: frozenset[str]) -> bool:
        """Is it a step of this kind of matter in this country, with what she said?"""
        here = country in self.countries if self.countries else country not in self.not_countries
        return kind in self.kinds and here and (not self.only_if or self.only_if in said)


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in the order of the file. A mistake in it is an error of the program, found by its test."""
    with (CONTENT / "legal_protocol.toml").open("rb") as file:
        rows = tomllib.load(file)["steps"]
    return tuple(
        Step(
            row["code"], row["hours"], tuple(row["kinds"]), tuple(row["countries"]), tuple(row["not_countries"]),
            row["only_if"], row["reaches_him"], row["source"],
            {each: row[each] for each in LANGUAGES}, {each: row[f"how_{each}"] for each in LANGUAGES},
        )
        for row in rows
    )  # fmt: skip


def steps_for(kind: str, country: str, said: frozenset[str]) -> list[Step]:
    """The steps of this kind of matter in this country, the most urgent first."""
    return sorted((each for each in steps() if each.fits(kind, country, said)), key=lambda each: each.hours)


def step_of(code: str) -> Step | None:
    """A step by its code; None where it is not one any more."""
    return next((each for each in steps() if each.code == code), None)
