"""Studies that asked of pressures, as the room of evidence knows them: by their kind of place, never by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.jobs.queries import Told, jobs_of
from amparo.commons.policy.policies import Actor, Hidden
from amparo.evidence.queries import books_of, build_of, codes_among
from amparo.formats.pressures import STRAIGHT, Pressures, in_these_words, pressures
from amparo.information.exposure.jobs.comparing import COMPARED, KIND
from amparo.information.exposure.jobs.figures import METHOD
from amparo.information.exposure.policies import may_read
from amparo.information.risk_profiles.queries import Kept, latest

JOB = "pressures"


@dataclass(frozen=True, slots=True)
class Study:
    """A study: where it was asked and when, what is kept of it, and the job that is under way."""

    source: str
    zone: str
    territory: str
    periods: tuple[str, ...]
    hidden: int  # questions that hide the answer, as the library asks them
    kept: Kept | None
    job: Told | None
    is_today: bool  # are the figures of the rows that stand today? Known as long as the job is kept that made them

    @property
    def is_older(self) -> bool:
        """Was it made by another method than the one of today?"""
        return self.kept is not None and is_older(self.kept)

    @property
    def said(self) -> int:
        """How many figures of everybody can be told."""
        return sum(_of_all(each)["state"] == "said" for each in self.kept.body["items"]) if self.kept else 0

    @property
    def asked(self) -> int:
        """How many there would be."""
        return len(self.kept.body["items"]) if self.kept else 0


def studies(actor: Actor, *, now: datetime) -> list[Study]:
    """Every study that asked of pressures; none for whoever is no analyst."""
    if not may_read.allows(actor):
        return []
    told, jobs = pressures(), jobs_of([JOB], now=now, most=100)
    found = [
        _study(actor, source, hidden, jobs)
        for source, books in sorted(books_of().items())
        if (hidden := hidden_in(told, sorted(books)))
    ]
    return sorted(found, key=lambda each: (each.zone, each.territory, each.source))


def get_study(actor: Actor, source: str, *, now: datetime) -> Study:
    """One study; :class:`Hidden` for whoever is no analyst, and where nothing of pressures was asked."""
    if not may_read.allows(actor):
        raise Hidden
    hidden = hidden_in(pressures(), sorted(books_of().get(source, ())))
    if not hidden:
        raise Hidden
    return _study(actor, source, hidden, jobs_of([JOB], now=now, most=100))


def hidden_in(told: Pressures, books: Sequence[str]) -> int:
    """How many hidden questions one of these codebooks asks, in the words of the library."""
    known = [book for name in books if (book := codebook_of(name)) is not None]
    return sum(
        any(in_these_words(told, item, book) is not None for book in known)
        for item in told.items
        if item.way != STRAIGHT
    )


def compared(actor: Actor) -> Kept | None:
    """What is kept of the comparison of all studies; nothing where it was made by an older method."""
    found = latest(actor, COMPARED, subject=pressures().instrument.name) if may_read.allows(actor) else None
    return None if found is None or is_older(found) else found


def is_older(kept: Kept) -> bool:
    """Was this result made by another method than the one of today?"""
    return bool(kept.recipe.get("method") != METHOD)


def _study(actor: Actor, source: str, hidden: int, jobs: Sequence[Told]) -> Study:
    asked = codes_among(source, ("zone", "territory", *pressures().periods))
    job = next((each for each in jobs if each.arguments.get("source") == source), None)
    zone, territory = (next(iter(asked[name]), "") for name in ("zone", "territory"))
    periods = tuple(code for name in pressures().periods for code in asked[name])
    kept, build = latest(actor, KIND, subject=source), build_of(source)
    made = [each for each in jobs if kept is not None and each.result == kept.reference]
    is_today = not made or any(each.arguments.get("build", build) == build for each in made)
    return Study(source, zone, territory, periods, hidden, kept, job, is_today)


def _of_all(item: Any) -> Any:
    return next(each for each in item["figures"] if each["by"] == "all")
