"""What the desk lists: every local line with what is missing before it may be shown as a promise."""

from dataclasses import dataclass
from datetime import date

from amparo.access.pathways.queries import standing
from amparo.access.pathways.queries.standing import Standing
from amparo.formats.codes import label
from amparo.formats.country_packs import Line, LocalStep, Reporting, countries, country_pack
from amparo.formats.fold import fold
from amparo.formats.lawyer import LawLine, law_lines
from amparo.formats.pathways import Texts


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a pack and how it stands."""

    id: str
    kind: str  # step, line, reporting, law
    name: Texts | str
    confidence: str
    sources: tuple[str, ...]
    standing: Standing
    item: LocalStep | Line | Reporting | LawLine

    @property
    def by_counsel(self) -> bool:
        """Does a lawyer sign it, and nobody check it by phone or on the spot?"""
        return self.kind in {"reporting", "law"}


def packs(language: str) -> list[tuple[str, str]]:
    """The countries that have a pack, each with its name, in the order of the names."""
    named = [(code, label("country", code, language)) for code in countries()]
    return sorted(named, key=lambda pair: fold(pair[1]))


def waiting(country: str, *, today: date) -> list[Waiting]:
    """The lines of a country: reporting rules first, then what the law says, then steps, then phone lines."""
    pack = country_pack(country)
    if pack is None:
        return []
    known = standing.ledger(f"{country}-")
    rules = [
        Waiting(
            rule.id, "reporting", rule.text, rule.confidence, rule.sources, standing.of_reporting(rule, known), rule
        )
        for rule in pack.reporting.values()
    ]
    local = [
        Waiting(
            step.id,
            "step",
            step.texts["title"],
            step.confidence,
            step.sources,
            standing.of_step(step, pack, known, today),
            step,
        )
        for step in pack.steps
    ]
    phones = [
        Waiting(
            line.id,
            "line",
            f"{line.name}: {line.number}",
            line.confidence,
            (line.source,),
            standing.of_line(line, known, today),
            line,
        )
        for line in pack.lines
    ]
    return [*rules, *_law(country, known), *local, *phones]


def _law(country: str, known: standing.Ledger) -> list[Waiting]:
    """What somebody read about the law, for the page on what a lawyer can do."""
    return [
        Waiting(each.id, "law", each.text, each.confidence, each.sources, standing.of_law(each, known), each)
        for each in law_lines(country)
    ]


def find_line(line_id: str, *, today: date) -> Waiting | None:
    """One line of a pack, by its id."""
    country = line_id.split("-", 1)[0]
    return next((each for each in waiting(country, today=today) if each.id == line_id), None)
