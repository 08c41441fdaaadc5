"""Studies as the room of evidence knows them: by kind of zone, place and questionnaire, never by a name."""

from dataclasses import dataclass

from django.utils.translation import get_language

from amparo.commons.places.queries import country_name, get_unit
from amparo.commons.policy.policies import Actor, Hidden
from amparo.evidence.queries import PARTNER, codes_among, how_many, sources
from amparo.formats.codes import by_code, label
from amparo.information.risk_profiles.policies import may_analyse

CASES = "cases"  # what organisations recorded is counted by the release door, and never estimated
FEWEST = 10


def place_name(code: str) -> str:
    """A country or a unit of one, by its name: never anything finer."""
    country, dash, _unit = code.partition("-")
    try:
        return str(get_unit(code).name if dash else country_name(country))
    except Hidden:
        return code


@dataclass(frozen=True, slots=True)
class Study:
    """What was brought in from one study."""

    source: str
    zone: str
    territory: str
    books: tuple[str, ...]
    periods: tuple[str, ...]
    many: int

    def called(self) -> str:
        """Where, and by which questionnaire."""
        zone = label("zone", self.zone, get_language() or "es") if self.zone else "?"
        asked = ", ".join(sorted({each.partition("/")[0].removeprefix("f_") for each in self.books}))
        return " · ".join(each for each in (zone, place_name(self.territory), asked, self.source[1:5]) if each)


def studies(actor: Actor) -> list[Study]:
    """Every study of which at least ten people may be counted: border, city, country; then by place."""
    if not may_analyse.allows(actor):
        return []
    asked = {each for each in sources() - {CASES} if not each.startswith(PARTNER)}
    found = [each for source in asked if (each := _study(source)).many >= FEWEST]
    zones = list(by_code("zone"))
    return sorted(
        found, key=lambda each: (zones.index(each.zone) if each.zone in zones else 9, each.territory, each.source)
    )


def _study(source: str) -> Study:
    said, many = codes_among(source, ("zone", "territory", "quarter")), how_many(source)
    first = {name: min(said[name], default="") for name in ("zone", "territory")}
    return Study(
        source, first["zone"], first["territory"], tuple(sorted(many)), tuple(said["quarter"]), sum(many.values())
    )
