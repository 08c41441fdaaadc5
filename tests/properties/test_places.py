"""What holds for any text and for every place."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.commons.places import actions, queries
from amparo.commons.places.models import Place
from amparo.formats.fold import fold
from amparo.formats.gazetteer import places
from tests.examples import examples
from tests.once import laid_once

pytestmark = pytest.mark.django_db
NAMES = sorted({line.name for line in places()})
often = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", autouse=True)
def whole_map(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with laid_once(django_db_blocker, actions.load_places):
        yield


@often
@given(st.text(max_size=120), st.sampled_from(["", "CO", "BR", "XX"]))
def test_any_text_is_answered_and_no_place_stands_twice(text: str, country: str) -> None:
    found = queries.find_places(text, country=country)
    keys = [place.pk for place in found.places]
    assert len(keys) == len(set(keys)) <= 8
    assert (found.kind == "none") == (not keys)
    assert all(country in {"", place.admin1.country_id} for place in found.places)


@often
@given(st.sampled_from(NAMES), st.sampled_from([str, str.upper, fold]))
def test_the_name_of_a_place_finds_a_place_of_that_name(name: str, as_typed: Any) -> None:
    found = queries.find_places(as_typed(name))
    assert found.kind == "exact"
    assert fold(name) in {place.folded for place in found.places}


@often
@given(st.sampled_from(NAMES), st.data())
def test_a_name_with_one_slip_is_answered(name: str, data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(name) - 1))
    typed = name[:where] + data.draw(st.sampled_from(["", "x"])) + name[where + 1 :]
    if len(fold(typed)) >= 3:
        assert queries.find_places(typed).places


def test_every_name_is_met_exactly() -> None:
    index = queries._names().index
    missed = [name for name in index.names if index.find(name, lambda owner: True)[0].rank != 0]
    assert missed == []


@often
@given(st.sampled_from(NAMES))
def test_places_of_one_name_have_labels_of_their_own(name: str) -> None:
    same = list(Place.objects.filter(folded=fold(name)).select_related("admin1")[:12])
    labels = {queries.label(place) for place in same}
    assert len(labels) >= len({place.admin1_id for place in same})
    assert all(label.startswith(place.name) for label, place in [(queries.label(place), place) for place in same])
