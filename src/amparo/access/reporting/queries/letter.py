"""What the pages of a letter say before she writes: who reads, what the law asks of helpers, what she may choose."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext

from amparo.access.pathways.queries.standing import ledger, of_reporting
from amparo.access.reporting.models import EARLY
from amparo.access.reporting.queries.calendar import next_reading_day
from amparo.commons import clock
from amparo.commons.accounts.queries import team_names
from amparo.formats.codes import label
from amparo.formats.country_packs import country_pack
from amparo.vault.policies import OUTSIDE, RECOVERY, STAFF
from amparo.vault.queries.standing import ReaderInfo, holding, key_log, readers

TELLING = frozenset({"coordinator", "reviewer", "counsel"})  # roles that say who somebody is to her
LAST_ENTRIES = 12  # of the key log


@dataclass(frozen=True, slots=True)
class Reads:
    """Who reads, as a line of a page: what somebody is, never who."""

    kind: str
    text: str
    teams: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law of a country asks of those who help."""

    texts: dict[str, str]
    is_signed: bool


def who_reads(infos: Iterable[ReaderInfo]) -> list[Reads]:
    """Those who read, by what they are; who are the same stand in one line."""
    infos = list(infos)
    return in_lines(infos, names_of_teams(infos))


def who_reads_thread(ring: str) -> tuple[Reads, ...]:
    """The same of a thread, after the same questions where there is none: all readers and all teams are fetched."""
    everybody, held = readers(holders=set()), holding(ring)
    return tuple(in_lines([each for each in everybody if each.reference in held], names_of_teams(everybody)))


def names_of_teams(infos: Iterable[ReaderInfo]) -> dict[str, str]:
    """The names of the teams of these people, by reference."""
    return team_names({name for each in infos for name in each.teams})


def in_lines(infos: Iterable[ReaderInfo], names: dict[str, str]) -> list[Reads]:
    """Lines, the team first."""
    lines = Counter((each.kind, role_text(each), team_text(each, names)) for each in infos)
    order = (STAFF, OUTSIDE, RECOVERY)
    return [
        Reads(kind, text, teams, count)
        for (kind, text, teams), count in sorted(lines.items(), key=lambda pair: (order.index(pair[0][0]), pair[0]))
    ]


def line_of(reads: Reads) -> str:
    """One line of who reads, as a text: what ``reporting/_who.html`` shows."""
    return " ".join(render_to_string("reporting/_who_line.html", {"each": reads}).split())


def role_text(info: ReaderInfo) -> str:
    """What somebody is, in the language of the page."""
    if info.kind == RECOVERY:
        return gettext("Sheets of paper, for the day a key is lost")
    language = get_language() or "es"
    told = sorted(label("house_role", code, language) for code in info.roles & TELLING)
    plain = "outside" if is_outside(info) else "reader"
    return get_text_list(told, gettext("and")) or label("house_role", plain, language)


def team_text(info: ReaderInfo, names: dict[str, str]) -> str:
    """Of which team she is; of which organisation, where she is of another."""
    if is_outside(info) and info.organisation:
        return info.organisation
    return get_text_list(sorted(names[each] for each in info.teams if each in names), gettext("and"))


def is_outside(info: ReaderInfo) -> bool:
    """Is this somebody of another organisation?"""
    return info.kind == OUTSIDE


def outside_names(infos: Iterable[ReaderInfo]) -> str:
    """The organisations of those who read from outside."""
    names = sorted({each.organisation for each in infos if is_outside(each) and each.organisation})
    return get_text_list(names, gettext("and"))


def duties(country: str) -> list[Duty]:
    """Who must tell whom in this country, as far as a source was seen; nothing where none was."""
    pack = country_pack(country)
    if pack is None:
        return []
    known = ledger(country)
    found = []
    for rule in pack.reporting.values():
        standing = of_reporting(rule, known)
        if standing.shown:
            found.append(Duty(rule.text, standing.is_checked))
    return found


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One reader on the public page."""

    reads: Reads
    fingerprint: str
    since: date


def key_lines() -> list[KeyLine]:
    """Every key that letters are sealed to, with its fingerprint and since when."""
    infos = readers()
    names = names_of_teams(infos)
    return [
        KeyLine(Reads(each.kind, role_text(each), team_text(each, names)), each.fingerprint, each.since)
        for each in sorted(infos, key=lambda each: ((STAFF, OUTSIDE, RECOVERY).index(each.kind), each.reference))
    ]


def last_entries() -> list[Any]:
    """The last lines of the key log, the newest first."""
    return key_log()[: -LAST_ENTRIES - 1 : -1]


def read_by(lane: str) -> date | None:
    """By which day a letter of this lane is read; nothing is promised to what came in a hurry."""
    return None if lane == EARLY else next_reading_day(clock.today())
