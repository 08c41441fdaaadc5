"""A ready form that leaves the number of its answers empty is given one, and nothing else of it changes."""

import pytest

from amparo.formats.codes import LANGUAGES
from amparo.formats.openrosa.documents import JAVAROSA, Element, read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.forms import LIMITS, read_form
from amparo.formats.openrosa.numbering import numbered
from tests.unnumbered import NUMBERED, TWO, UNNUMBERED


def said_of_the_number(xform: bytes) -> Element:
    """The one bind of the number."""
    model = read_xml(xform, limits=LIMITS, fault=BadForm).children[0].children[1]
    (bind,) = (each for each in model.named("bind") if each.get("nodeset").endswith("instanceID"))
    return bind


@pytest.mark.parametrize("name", UNNUMBERED)
def test_a_form_without_a_number_is_given_one(name: str) -> None:
    before, after = read_form(UNNUMBERED[name]), read_form(numbered(UNNUMBERED[name]))
    (number,) = (each for each in after.questions if each.name == "instanceID")
    assert (number.path, number.preload, number.control) == ("/data/meta/instanceID", "uid/", "")
    assert said_of_the_number(numbered(UNNUMBERED[name])).get("preload", space=JAVAROSA) == "uid"

    def others(form: object) -> list[object]:
        return [each for each in form.questions if each.path[:10] != "/data/meta"]  # type: ignore[attr-defined]

    assert others(after) == others(before)
    assert numbered(numbered(UNNUMBERED[name])) == numbered(UNNUMBERED[name])


@pytest.mark.parametrize("name", NUMBERED)
def test_a_form_that_fills_its_number_stays_as_it_is(name: str) -> None:
    assert numbered(NUMBERED[name]) == NUMBERED[name]


@pytest.mark.parametrize("name", TWO)
def test_a_form_with_two_places_for_it_is_refused_in_words(name: str) -> None:
    with pytest.raises(BadForm) as bad:
        numbered(TWO[name])
    assert bad.value.code == "two_numbers"
    assert len({bad.value.sentence(language) for language in LANGUAGES}) == 3


def test_what_the_form_says_of_the_place_stays() -> None:
    bind = said_of_the_number(numbered(UNNUMBERED["an attribute with the sign that ends a tag"]))
    assert (bind.get("relevant"), bind.get("nodeset")) == ("1 > 0", "/data/meta/instanceID")
    assert not said_of_the_number(numbered(UNNUMBERED["another preload"])).get("preloadParams", space=JAVAROSA)
