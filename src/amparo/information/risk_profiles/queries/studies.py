"""Studies as the room of evidence knows them: by kind of zone, place and questionnaire, never by a name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.places.queries import country_name, get_unit
from amparo.commons.policy.policies import Actor, Hidden
from amparo.evidence.queries import PARTNER, codes_among, how_many, sources
from amparo.formats.codes import by_code, label
from amparo.formats.instruments import instrument, names
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


def asked_by(books: Iterable[str]) -> str:
    """What these questionnaires are called, each title once, in the language of who reads where the library has it."""
    return ", ".join(dict.fromkeys(title_of(each, get_language() or "es") for each in sorted(books)))


def title_of(book: str, language: str) -> str:
    """The title of the questionnaire behind a codebook; its short name where nobody knows the codebook any more."""
    found = codebook_of(book)
    if found is None:
        return book.partition("/")[0].removeprefix("f_")
    title = found.texts[language]
    ours = (instrument(name).texts for name in names())
    return next((texts[language] for texts in ours if title in texts.values()), title)


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
        return " · ".join(each for each in (zone, place_name(self.territory), asked_by(self.books)) if each)


def called_apart(found: Sequence[Study]) -> dict[str, str]:
    """What each study is called; with a few letters of its mark where two would be called the same."""
    called = {each.source: each.called() for each in found}
    twice = [name for name, many in Counter(called.values()).items() if many > 1]
    return {
        source: _("%(name)s (study %(code)s)") % {"name": name, "code": source[1:5]} if name in twice else name
        for source, name in called.items()
    }


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
