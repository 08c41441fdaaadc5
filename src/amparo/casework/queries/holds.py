"""What keeps a case from being destroyed, known without any key."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.casework.models import Case, Hold
from amparo.commons import clock


def standing(on: date) -> Any:
    """Every hold to which two people agreed and whose day has not passed."""
    return Hold.objects.exclude(second="").filter(until__gte=on)


def held_until(case: Case | None, on: date) -> date | None:
    """The last day on which a case is held; None where nothing holds it. As many questions where there is no case."""
    return max(standing(on).filter(case_id=case.pk if case else 0).values_list("until", flat=True), default=None)


def why_not_destroy(case: Case | None, on: date | None = None) -> str | Promise | None:
    """Why a case cannot be destroyed now, in plain words for her or for the desk; None where it can. Needs no key."""
    until = held_until(case, on or clock.today())
    if until is None:
        return None
    return _(
        "Two people said that this has to be kept until %(day)s, for a court matter, a complaint or a law. After that "
        "day it can be deleted. Whoever accompanies you can tell you why, and can ask a second person to end it sooner."
    ) % {"day": date_format(until, "DATE_FORMAT")}


def holding(case: Case | None, on: date) -> list[str]:
    """The opaque names of what holds a case today."""
    return list(standing(on).filter(case_id=case.pk if case else 0).values_list("reference", flat=True))


def holds_of(case: Case) -> list[Hold]:
    """Everything that was said about keeping this case, the latest day first."""
    return list(Hold.objects.filter(case=case).order_by("-until", "pk"))
