"""Whether a place keeps what it promised is told by the one count of outcomes, and not before the month is over."""

from datetime import date
from typing import Any

import pytest

from amparo.access.health.queries.agreements import BROKEN, KEPT, UNKNOWN, held_against
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.queries.outcomes import codes_of
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db(databases=["default"])


def counted(place: Any, outcome: str, refusal: str = "", *, times: int = 1, on: date, source: Any = "desk") -> None:
    for _each in range(times):
        assert count_outcome(place.reference, outcome=outcome, refusal=refusal, source=source, today=on)


def held(place: Any, on: date = date(2026, 12, 1), since: date = date(2026, 10, 5)) -> tuple[str, int, int]:
    found = held_against("no_papers", codes_of(place.pk, since, until=on))
    return found.state, found.broken, found.known


def test_two_who_were_asked_for_papers_break_it_and_five_who_were_not_keep_it(places_small: dict[str, Any]) -> None:
    place = make("Clínica Ejemplo", places_small["tulcan"], needs=("health_now",))
    november = date(2026, 11, 10)
    counted(place, "REC", times=4, on=november)
    counted(place, "UNK", on=november)
    assert held(place) == (UNKNOWN, 0, 4), "that nobody could find out tells nothing"
    counted(place, "TAR", "late", on=november)
    assert held(place) == (KEPT, 0, 5)
    counted(place, "CON", "refused_papers", times=2, on=november)
    assert held(place) == (BROKEN, 2, 7)


def test_neither_the_running_month_nor_before_the_promise_nor_what_is_tapped_on_a_route(
    places_small: dict[str, Any],
) -> None:
    place = make("Clínica Ejemplo", places_small["tulcan"], needs=("health_now",))
    counted(place, "CON", "refused_papers", times=3, on=date(2026, 12, 1))
    counted(place, "CON", "refused_papers", times=3, on=date(2026, 9, 30))
    counted(place, "CON", "refused_papers", times=3, on=date(2026, 11, 3), source="route")
    assert held(place) == (UNKNOWN, 0, 0)
