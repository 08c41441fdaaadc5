"""A case is a long page: its parts are reached from its top, and every way there leads somewhere."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import a_reachable_case
from tests.letters import a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])


def ways(page: str) -> list[str]:
    """Where the list at the top of the page leads."""
    return re.findall(r'<li><a class="go" href="#(\w+)">', page)


def leads_nowhere(page: str) -> list[str]:
    """What of it is not on the page."""
    return [each for each in ways(page) if f' id="{each}"' not in page]


def test_every_way_at_the_top_leads_to_a_part_of_the_page(cast: Any) -> None:
    house = a_house_for_letters(cast)
    page = opened_client(house.cast.ana).get(reverse("case", args=[a_reachable_case(house).reference])).text
    assert {"s_contact", "s_plan", "tasks", "allows", "travels", "incidents", "story", "reads"} <= set(ways(page))
    assert leads_nowhere(page) == []
    assert leads_nowhere(page.replace(' id="story"', "")) == ["story"], "the look finds one that is missing"
