"""On which days letters are read, and until when one is kept. Days only, never hours."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext


def next_reading_day(after: date) -> date:
    """The first reading day after a day: by then somebody has read it."""
    days = (after + timedelta(days=ahead) for ahead in range(1, 8))
    return next(day for day in days if day.weekday() in settings.READING_DAYS)


def expiry(on: date) -> date:
    """Until when a thread is kept that was last used on this day."""
    return on + timedelta(days=settings.LETTER_DAYS)


def reading_days() -> str:
    """“martes y viernes”, in the language of the page."""
    names = [str(WEEKDAYS[day]) for day in settings.READING_DAYS]
    told: str = get_text_list(names, gettext("and"))
    return told if get_language() == "en" else told.lower()  # English alone writes its days with a capital


def copies_until(on: date) -> date:
    """When the last copy of the house is gone that can hold what was destroyed on this day."""
    return on + timedelta(days=settings.COPY_DAYS)
