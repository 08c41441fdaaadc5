"""How often somebody may look for a case, what the trail keeps of it, what it costs, and what the page says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import alike
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Locked
from amparo.vault.actions.alike import ROUNDS, hide
from amparo.vault.actions.index import MOST_A_DAY, MOST_AN_HOUR, TooOften
from amparo.vault.models import Blind
from amparo.vault.policies import Asked
from tests.cases import look, named, person
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
NUMBER = "0990000111"


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_she_may_look_twenty_times_in_an_hour_and_sixty_in_a_day(house: Letters) -> None:
    """Counted are her own looks, found or not; those of a colleague take nothing from her."""
    named(house, "Yuli")
    for _ in range(MOST_AN_HOUR):
        look(house, "berta", "Yuli")
    with pytest.raises(TooOften):
        look(house, "berta", "Paola")
    assert look(house, "carla", "Yuli") == (set(), ["Ana"])
    later = clock.now() + timedelta(hours=2)
    for _ in range(MOST_A_DAY - MOST_AN_HOUR):
        look(house, "berta", "Paola", now=later)
    with pytest.raises(TooOften):
        look(house, "berta", "Paola", now=later)
    assert look(house, "carla", "Yuli", now=later) == (set(), ["Ana"])
    assert look(house, "berta", "Yuli", now=later + timedelta(hours=24)) == (set(), ["Ana"])
    assert Act.objects.filter(verb="case.sought").count() == MOST_A_DAY + 3, "a look that was refused is none"


def test_the_trail_has_that_she_looked_and_not_for_what(house: Letters) -> None:
    named(house, "Yuli")
    for text in ("Yuli", "Paola", NUMBER):
        look(house, "berta", text)
    her = f"user:{house.cast.berta.reference}"
    acts = Act.objects.filter(verb="case.sought").values_list("actor", "target", "at")
    assert {each[:2] for each in acts} == {(her, her)}
    assert {(at.minute, at.second) for *_rest, at in acts} == {(0, 0)}
    everything = json.dumps([[str(value) for value in row] for row in Act.objects.values_list()])
    assert not [each for each in ("Yuli", "YL", "Paola", NUMBER[-8:]) if each in everything]


def test_looking_costs_the_same_with_and_without_cases_that_leave_somebody_out(house: Letters) -> None:
    named(house, "Yuli")
    counts = []
    for _ in range(2):
        berta = person(house, "berta")
        with CaptureQueriesContext(connections["default"]) as captured:
            assert alike.look_for("Yuli", by=berta).ask == ["Ana"]
        counts.append([each["sql"].split(" WHERE ")[0][:20] for each in captured if "SAVEPOINT" not in each["sql"]])
        for _ in range(ROUNDS[0]):
            named(house, "Yuli", by="carla", asked=Asked(teams=(house.cast.border.reference,)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["diana", "elena"])
def test_who_does_not_accompany_looks_for_nobody(house: Letters, name: str) -> None:
    with pytest.raises(Denied):
        alike.look_for("Yuli", by=getattr(house.cast, name))
    assert opened_client(getattr(house.cast, name)).post(reverse("case_alike"), {"sought": "Yuli"}).status_code == 403


def test_nobody_looks_while_her_key_is_put_away(house: Letters) -> None:
    from amparo.commons.accounts.models import User

    with pytest.raises(Locked):
        alike.look_for("Yuli", by=User.objects.get(sign_in_name="ana"))
    assert not Act.objects.filter(verb="case.sought").exists()


def test_the_page_says_that_each_look_is_written_down_and_keeps_no_word(house: Letters) -> None:
    case, ana = named(house, "Yuli"), opened_client(house.cast.ana)
    page = ana.get(reverse("case_alike"), {"sought": "Yuli"})
    assert "Every look is written in the trail" in page.text
    assert not Act.objects.filter(verb="case.sought").exists(), "an address looks for nobody"
    assert 'value="Yuli"' not in page.text
    found = ana.post(reverse("case_alike"), {"sought": "Juli"})
    assert reverse("case", args=[case.reference]) in found.text
    assert found["Cache-Control"] == "no-store"
    nobody = ana.post(reverse("case_alike"), {"sought": "Paola"}).text
    assert "Nothing was found" in nobody
    first = f'<a class="button" href="{reverse("case_begin")}"'
    assert [first in each for each in (found.text, nobody)] == [False, True], "a case was found: look at it before"
    assert "Write something first." in ana.post(reverse("case_alike"), {"sought": ""}).text
    assert reverse("case_alike") in ana.get(reverse("case_begin")).text
    for _ in range(MOST_AN_HOUR):
        last = ana.post(reverse("case_alike"), {"sought": "Juli"})
    assert "Go on in an hour" in last.text
    assert reverse("case", args=[case.reference]) not in last.text


def test_a_thread_has_no_rows_of_a_case_when_somebody_leaves_it(house: Letters) -> None:
    hide(["0123456789abcdef"])
    assert not Blind.objects.exists()
