"""How it went with those who were sent to her office: what a focal point reads of her own, and what she says of it."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.focal_points.models import FocalPoint
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.models import Organisation, Service
from tests.cast import browser_of
from tests.focal import accredited, again, body, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.clock]
NOT_YET = "from the fifth known ending on"


@pytest.fixture
def focal(places_small: dict[str, Any]) -> FocalPoint:
    return accredited(places_small["tulcan"], on=clock.today())


def last_month() -> date:
    return clock.today().replace(day=1) - timedelta(days=1)


def ended(of: Organisation, *outcomes: str, on: date | None = None) -> None:
    """So requests at a place of this body ended."""
    place = Service.objects.create(organisation=of, name="Un lugar de ejemplo")
    for outcome in outcomes:
        count_outcome(place.reference, outcome=outcome, source="desk", today=on or last_month())


def page_of(focal: FocalPoint) -> str:
    client = browser_of(User.objects.get(pk=focal.user_id))
    return unescape(client.get(reverse("portal"), headers={"Accept-Language": "en"}).text)


def test_her_office_alone_from_the_fifth_ending_on_and_nothing_of_this_month(focal: FocalPoint) -> None:
    """All places of it together; neither how many came, nor that somebody was treated badly, whom she could guess."""
    of = focal.team.organisation
    ended(of, "REC", "REC", "REC")
    ended(of, "MAL")
    ended(of, "REC", "REC", on=clock.today())
    ended(body("Otro hospital"), *["REF"] * 9)
    assert NOT_YET in page_of(focal)
    ended(of, "REC")
    page = page_of(focal)
    assert NOT_YET not in page
    low, high = (int(each) for each in page.partition("probably between ")[2].partition(" get")[0].split(" and "))
    assert 0 < low < 80 < high <= 100, "four of five, said as wide as five answers allow"
    assert "badly" not in page


def test_what_she_says_of_it_stands_beside_the_figures_of_the_coordinator(cast: Any, focal: FocalPoint) -> None:
    ended(focal.team.organisation, "REC", "REC", "REF", "MAL", "REC")
    her = browser_of(User.objects.get(pk=focal.user_id))
    answer = her.post(reverse("portal_reply"), {"reply": "asks_training"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 302
    today = clock.today()
    assert (again(focal).reply, again(focal).replied_on) == ("asks_training", today)
    assert "We ask for training" in page_of(focal)
    page = browser_of(cast.ana).get(reverse("focal_point", args=[focal.reference]), headers={"Accept-Language": "en"})
    assert "4 of the 5 whose ending is known were received" in page.text, "one of them badly"
    assert "We ask for training" in page.text
    ((actor, target),) = said("focal_point.replied")
    assert actor.endswith(User.objects.get(pk=focal.user_id).reference)
    assert target.endswith(focal.reference)


def test_what_is_no_answer_of_the_list_is_none_and_nobody_answers_for_her(cast: Any, focal: FocalPoint) -> None:
    her = browser_of(User.objects.get(pk=focal.user_id))
    assert her.post(reverse("portal_reply"), {"reply": "Kiara robó"}).status_code == 404
    assert browser_of(cast.ana).post(reverse("portal_reply"), {"reply": "no_room"}).status_code == 404
    assert again(focal).reply == ""
