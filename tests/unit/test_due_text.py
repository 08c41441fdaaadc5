"""For when a task is, as one says it; what is past says that it was."""

from datetime import date

import pytest
from django.utils import translation

from amparo.casework.templatetags.casework import due_text

pytestmark = pytest.mark.clock

TODAY = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 26), "For today"),
        (date(2026, 11, 27), "For tomorrow"),
        (date(2026, 12, 1), "For Tuesday December 1"),
        (date(2026, 11, 25), "It was for Wednesday November 25"),
        (date(2027, 1, 4), "For Jan. 4, 2027"),
    ],
)
def test_a_day_is_said_as_one_says_it(due: date, said: str) -> None:
    with translation.override("en"):
        assert due_text(due, TODAY) == said


def test_in_spanish_the_day_and_the_month_are_small_letters() -> None:
    with translation.override("es"):
        assert due_text(date(2026, 12, 1), TODAY) == "Para el martes 1 de diciembre"
