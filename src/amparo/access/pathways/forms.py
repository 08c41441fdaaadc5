"""What she said so far, read from the hidden fields of her page: anything unknown counts as not said.

And what a checker says of a line at the desk: there an empty answer is no answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons import clock
from amparo.formats.codes import by_code, choices
from amparo.formats.elapsed import UNKNOWN, Elapsed, exactly, in_month, roughly
from amparo.formats.pathways import situations

MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2})(?::(\d{2}))?)?")
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Told:
    """The situation, the country, who it was and how long ago; each may be empty."""

    situation: str
    country: str
    who: str
    when: str
    elapsed: Elapsed
    consulates: bool


def told(post: Mapping[str, str], *, now: datetime, country: str) -> Told:
    """Read what arrived."""
    situation = post.get("n", "")
    doors = by_code("need_door")
    if situation in doors:
        situation = doors[situation].more["situation"]
    who = post.get("q", "")
    when = post.get("w", "")
    return Told(
        situation=situation if situation in situations() else "",
        country=country or settings.HOME_COUNTRY,
        who=who if who in by_code("perpetrator_class") else "",
        when=when,
        elapsed=elapsed_of(when, now, clock.zone_of(country)),
        consulates=post.get("c") == "1",
    )


def elapsed_of(when: str, now: datetime, tz: clock.Zone) -> Elapsed:
    """How long ago: one of the words of ``content/codes/when``, a day and perhaps an hour, or a month."""
    word = by_code("when").get(when)
    if word is not None:
        return elapsed_of_word(word.more)
    try:
        if match := MOMENT.fullmatch(when):
            year, month, day, hour, minute = match.groups()
            if hour is None:
                return elapsed_of_day(datetime(int(year), int(month), int(day), tzinfo=tz), now)
            return exactly(datetime(int(year), int(month), int(day), int(hour), int(minute or 0), tzinfo=tz), now)
        if match := MONTH.fullmatch(when):
            return in_month(int(match[1]), int(match[2]), now.astimezone(tz))
    except ValueError:
        return UNKNOWN
    return UNKNOWN


def elapsed_of_word(more: Mapping[str, float]) -> Elapsed:
    """A word as a range of hours; months are a month-only time."""
    if "hours" not in more:
        return UNKNOWN
    rough = roughly(more["hours_min"], more.get("hours_max"), more["hours"])
    return rough if rough.most is not None else Elapsed(rough.least, None, rough.likely, month_only=True)


def elapsed_of_day(midnight: datetime, now: datetime) -> Elapsed:
    """Only the day is known: at least since its end, at most since its beginning."""
    most = exactly(midnight, now).least
    least = max(0, most - 24 * 60)
    return Elapsed(least, most, most)


class CheckLineForm(forms.Form):
    """How she made sure, and whether the line holds. Nothing is ticked beforehand: an empty page is not a check."""

    how = forms.ChoiceField(label=_("How did you make sure?"), widget=forms.RadioSelect)
    holds = forms.ChoiceField(
        label=_("Does it hold?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, as it stands here")), ("no", _("No: do not show it"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = choices("check_how", get_language() or "es")  # type: ignore[attr-defined]
