"""The pages of a conversation about force and deceit; and of all these: for whom, how heavy, in which language."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases
from amparo.casework.models import Part
from amparo.commons.accounts.models import User
from amparo.formats.case_questions import Answer, by_section, questions
from amparo.formats.codes import by_code
from tests.cases import a_case, person
from tests.cast import Cast
from tests.incidents import TOLD, a_screen, an_incident, at, client_of, section_of, text_of
from tests.letters import Letters, a_house_for_letters
from tests.over_the_wire import hidden

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_no_signs_is_one_press_and_nothing_follows(house: Letters) -> None:
    case, carla = a_case(house, "carla"), client_of(house, "carla")
    page = text_of(carla.get(at("case_screen_new", case)))
    assert page.index("There are no signs: write that down") < page.index('name="account"')
    made = carla.post(at("case_screen_new", case), {})
    assert made.status_code == 302
    shown = text_of(carla.get(made["Location"]))
    assert "There are no signs." in shown
    assert "Nothing more is to be done here." in shown
    assert "offer" not in shown.lower()


def test_an_offer_is_words_and_comes_after_her_view_and_a_second_look(house: Letters) -> None:
    case, carla = a_case(house, "carla"), client_of(house, "carla")
    cases.share(case, reader=house.readers["berta"], by=person(house, "carla"))
    assert "av_economic" not in text_of(carla.get(at("case_screen_new", case))), "hardship is asked apart"
    sent = {"forced_here": ["cd_docs", "cd_clients"], "account": TOLD, "before": list(by_code("before_asking"))}
    page = carla.post(at("case_screen_new", case), sent)["Location"]
    part = Part.objects.get(reference=page.rsplit("/", 1)[1])
    hard = section_of(carla, "case_screen_write", case, part, "context") | {"leaving": ["av_economic"]}
    assert carla.post(at("case_screen_write", case, part, "context"), hard).status_code == 302
    shown = text_of(carla.get(page))
    for each in ("Perhaps another conversation can be offered", "Ask how she sees it herself.", "A second person looks",
                 "(strong sign, not checked in its source)", "(strong sign)", "She needed money",
                 "Whoever asked does not look a second time"):  # fmt: skip
        assert each in shown, each
    assert "She needed money <span" not in shown, "hardship has no weight"
    hers = section_of(carla, "case_screen_write", case, part, "hers") | {
        "account": TOLD,
        "her_view": "Quiero mi pasaporte",
    }
    assert carla.post(at("case_screen_write", case, part, "hers"), hers).status_code == 302
    berta = client_of(house, "berta")
    mark = hidden(berta.get(page).content.decode(), "seen")
    second = at("case_screen_second", case, part)
    assert "Choose one of the two." in text_of(berta.post(second, {"seen": mark}))
    assert berta.post(second, {"seen": "old", "agrees": "yes", "words": "lo que noté"}).status_code == 409
    assert berta.post(second, {"seen": mark, "agrees": "yes", "words": "lo que noté"}).status_code == 302
    shown = text_of(carla.get(page))
    assert "You may offer her another conversation." in shown
    assert "everything else goes on the same" in shown
    assert "lo que noté" in shown
    for label in ("traffick", "victim", "exploit", "score"):
        assert label not in re.sub(r"<[^>]*>", "", shown).lower()


def test_who_is_no_lawyer_meets_no_button_and_a_sentence(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    assert "A conversation, if she wants" not in text_of(ana.get(reverse("case", args=[case.reference])))
    told = ana.get(at("case_screen_new", case))
    assert told.status_code == 403
    assert "A lawyer of the house asks this" in text_of(told)


# --- for whom, and how heavy ---

OF_INCIDENT = ("case_incident", "case_incident_kind", "case_incident_otherwise", "case_incident_end")
OF_SCREEN = ("case_screen", "case_screen_second", "case_screen_end")
TABLE = {"berta": 404, "ana": 404, "olga": 404, "diana": 403, "elena": 403, "stranger": 302}


@pytest.mark.parametrize("name", TABLE)
def test_for_everybody_else_each_address_is_shut(house: Letters, name: str) -> None:
    case = a_case(house, "carla")
    part, screen = an_incident(house, case, "carla"), a_screen(house, case)
    client = client_of(house, name) if name in {"berta", "ana", "olga"} else Client()
    if name in {"diana", "elena"}:
        client.force_login(User.objects.get(sign_in_name=name))
    addresses = [
        at("case_incident_new", case), at("case_screen_new", case),
        *(at(each, case, part) for each in OF_INCIDENT), at("case_incident_write", case, part, "told"),
        *(at(each, case, screen) for each in OF_SCREEN), at("case_screen_write", case, screen, "hers"),
    ]  # fmt: skip
    before = list(Part.objects.values())
    for address in addresses:
        assert client.post(address, {"sure": "1", "seen": ""}).status_code in {TABLE[name], 405}, address
    for address in (at("case_incident", case, part), at("case_screen", case, screen)):
        assert client.get(address).status_code == TABLE[name]
    assert list(Part.objects.values()) == before


def test_a_part_of_another_kind_or_case_is_not_there(house: Letters) -> None:
    case, carla = a_case(house, "carla"), client_of(house, "carla")
    part, screen = an_incident(house, case, "carla"), a_screen(house, case)
    other = a_case(house, "carla")
    for name, of, where in (
        ("case_incident", screen, case), ("case_screen", part, case), ("case_incident", part, other),
        ("case_incident_kind", screen, case), ("case_screen", screen, other),
    ):  # fmt: skip
        assert carla.get(at(name, where, of)).status_code == 404, name
    for name, of in (("case_incident_end", screen), ("case_screen_end", part)):
        assert carla.post(at(name, case, of)).status_code == 404


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_heaviest_pages_are_light_and_speak_three_languages(house: Letters, language: str) -> None:
    case = a_case(house, "carla")
    long = Answer("palabras " * 100)
    answers = {each.code: long for each in questions("incident").values() if each.kind == "text"}
    part = an_incident(house, case, "carla", **{**answers, "acts": Answer(("VIO",))})
    screen = a_screen(house, case)
    with translation.override(language):
        carla = client_of(house, "carla")
        for address in (
            at("case_incident_new", case), at("case_incident", case, part), at("case_incident_kind", case, part),
            at("case_incident_write", case, part, "where"), at("case_screen_new", case),
            at("case_screen", case, screen),
        ):  # fmt: skip
            page = carla.get(address)
            assert page.status_code == 200
            assert len(page.content) < 60_000, address
        assert by_section("incident")["told"].label(language) in text_of(carla.get(at("case_incident", case, part)))
