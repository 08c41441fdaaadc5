"""For how long each case is kept, which of them go tonight, and which lie untouched."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from amparo.casework.models import CLOSED, Case
from amparo.casework.queries.cases import cases_for, opened
from amparo.casework.queries.holds import standing
from amparo.commons.policy.policies import Actor
from amparo.formats import retention
from amparo.formats.access import of_a_case
from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code, codes
from amparo.formats.retention import Kept
from amparo.vault.queries.opened import has_keys

AGES = ("age_band", "age_group")  # lists of ages; a question of the case or of one of its parts that is asked with one
UNTOUCHED = 50  # on the page


def kept_until(actor: Actor, case: Case, on: date, *, kind: str = "", country: str = "") -> Kept:
    """Until when a case that is closed on this day would be kept, and which row says so. Needs her key open."""
    found = opened(actor, case, reads=of_a_case())  # of all of it, one day comes out
    answered = [(found.answers, "case"), *((part.answers, part.kind) for part in found.parts if part.kind)]
    years = [year for answers, of in answered for year in _years(answers, of)] or ([0] if found.is_young else [])
    return retention.keep(
        on,
        kind=kind,
        country=country or settings.HOME_COUNTRY,
        youngest=min(years, default=None),
        since=case.opened_on,
        own=settings.RETENTION_FILE,
    )


def kept_like_others(on: date) -> Kept:
    """Until when a case that she closes herself is kept: nobody's key is there to say of which kind it is."""
    return retention.keep(on, country=settings.HOME_COUNTRY, own=settings.RETENTION_FILE)


def _years(answers: Any, of: str) -> list[int]:
    """The first years of the bands that were answered here; an answer of no list of ages says nothing."""
    asked = {code: each.list for code, each in questions(of).items() if each.list in AGES}
    said = [(asked[code], answers.get(code, Answer()).value) for code in asked]
    bands = [by_code(name)[value].more for name, value in said if isinstance(value, str) and value in by_code(name)]
    return [more["least"] for more in bands if "least" in more]


def choices_of_kind() -> tuple[list[str], list[str]]:
    """The kinds and the countries for which the house has a row of its own: only then are they asked."""
    known = retention.rules(settings.RETENTION_FILE)
    chosen = {each.code for each in codes("kept_kind") if each.more["chosen"]}
    kinds = sorted({kind for kind, _country in known if kind in chosen and kind != retention.ANY})
    return kinds, sorted({country for _kind, country in known if country})


def untouched_for(actor: Actor, on: date) -> list[Case]:
    """Open cases that nobody has written in for long: her own, and for who coordinates all that she reads."""
    days = timedelta(days=retention.untouched_days(own=settings.RETENTION_FILE))
    rows = cases_for(actor).exclude(state=CLOSED).filter(last_on__lt=on - days)
    if not actor.has_role("coordinator"):
        rows = rows.filter(owner_id=actor.pk)
    return list(rows.order_by("last_on", "pk")[:UNTOUCHED])


def due_to_go(on: date) -> Any:
    """Closed cases whose time is over and that nobody holds; and those that a backup brought back without keys."""
    over = Q(keep_until__lt=on) & ~Q(pk__in=standing(on).values("case"))
    return Case.objects.filter(over | ~has_keys())


def is_due(case: Case, on: date) -> bool:
    """Is its time over still, at the moment at which it is destroyed?"""
    return bool(due_to_go(on).filter(pk=case.pk).exists())
