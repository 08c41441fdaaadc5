"""From a need to a door and to what came of it, in the real house: at the desk, where somebody answers, on her page."""

import pytest

from tests.browser.case_house import BOTH, a_case_from_a_letter
from tests.browser.door_house import DOORS, NEAR, PORTAL, Answering, Finder, HerDoors, as_one
from tests.browser.looked import looks_sound
from tests.browser.pages import CASES, KIARA

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]


@pytest.fixture
def with_a_case(opened, house, coming_in):
    """Rosa, the case that she opened from a letter, the words of her whose it is, and her phone."""

    def begin(script, **more):
        rosa = as_one(Finder, coming_in(script=script))
        words, case = a_case_from_a_letter(opened, house, rosa, script, **more)
        return rosa, case, words, HerDoors(opened(script=script).new_page(), house, script=script)

    return begin


@BOTH
def test_three_doors_for_one_person(with_a_case, script):
    """One says yes and she gets it, one says no and why, of one nobody can find out before three days have passed."""
    rosa, case, words, phone = with_a_case(script)
    page = rosa.looks_for(case, "shelter_tonight")
    assert NEAR in page
    looks_sound(rosa.page, "doors for one need")
    yes = rosa.chooses("Casa Maíz", "slip")
    looks_sound(rosa.page, "a door, under way")
    rosa.writes_step(yes, "accepted")
    assert "¿Cómo resultó? Elige una línea." in rosa.is_refused_step(yes, "done")
    looks_sound(rosa.page, "a door, what came of it is missing")
    rosa.writes_step(yes, "done", ref_outcome="REC")
    assert "La recibí a tiempo" in rosa.reads()

    no = rosa.finds(case, "food", "Comedor El Puente")
    assert "¿Por qué dijeron que no? Elígelo" in rosa.is_refused_step(no, "declined")
    rosa.writes_step(no, "declined", ref_reason="asks_for_id")
    assert "Las siguientes" in rosa.reads()
    looks_sound(rosa.page, "a door that said no")

    nobody = rosa.finds(case, "lawyer", "Abogadas de La Ribera")
    rosa.asks_in_vain(nobody)
    assert "Primero pregunta en 3 días distintos" in rosa.is_refused_step(nobody, "unknown")
    page = phone.she_sees_what_was_agreed(words)
    assert [each in page for each in ("Casa Maíz", "Comedor El Puente", "Abogadas de La Ribera")] == [True] * 3
    looks_sound(phone.page, "her page, three doors")
    rosa.page.goto(rosa.house.address + DOORS)
    assert "Abogadas de La Ribera" in rosa.reads()
    looks_sound(rosa.page, "doors under way")
    rosa.closes(case, "by_mistake")


def test_nobody_could_find_out_after_three_days(house, coming_in):
    """Somebody asked in vain on two days before; today is the third."""
    rosa = as_one(Finder, coming_in(script=False))
    rosa.page.goto(house.address + CASES)
    rosa.page.locator(KIARA).click()
    door = rosa.page.locator("main a", has_text="Abogadas de La Ribera").get_attribute("href")
    assert "Hasta ahora fueron 2" in rosa.is_refused_step(door, "unknown")
    rosa.asks_in_vain(door)
    rosa.writes_step(door, "unknown")
    assert "No se supo, después de varios intentos" in rosa.reads()
    looks_sound(rosa.page, "a door of which nobody could find out")


@BOTH
def test_whoever_answers_does_it_in_two_taps_without_a_script(with_a_case, coming_in, script):
    """Sealed to her with what she may read; who it is once she says yes; nothing is left once it is taken back."""
    rosa, case, words, phone = with_a_case(script)
    rosa.lets_in(case, "Clara")
    door = rosa.finds(case, "health_now", "Urgencias del Hospital Río Claro", "told")
    rosa.asks_her_for(door, "coded_only", "identity")
    rosa.opens_door(door)
    looks_sound(rosa.page, "a door of the State")
    clara = as_one(Finder, coming_in("clara", script=script))
    clara.opens_door(door)
    clara.presses("form[action$='/si'] button")
    rosa.seals_it_to(door, "Alba", "coded_only", "identity")
    code = rosa.reads_the_code(door)

    alba = as_one(Answering, coming_in("alba", script=False))
    alba.page.set_viewport_size({"width": 320, "height": 640})
    alba.taps_what_waits(code)
    assert "Dayana" not in alba.reads()
    looks_sound(alba.page, "whoever answers, before her yes")
    alba.says_yes()
    assert "Dayana, ejemplo" in alba.reads()
    looks_sound(alba.page, "whoever answers, after her yes")
    there = alba.page.url
    assert "Dijeron que sí" in rosa.opens_door(door)

    phone.she_sees_what_was_agreed(words)
    phone.she_takes_back("Hospital Río Claro")
    assert alba.page.request.get(there).status == 404
    alba.page.goto(alba.house.address + PORTAL)
    assert there.rpartition("/")[2] not in alba.page.content()
    rosa.closes(case, "by_mistake")


@BOTH
def test_turned_away_one_tap_leads_to_the_next_ones(with_a_case, script):
    """From her page, and at the desk on to the next of them; both say it in the same words of one list."""
    rosa, case, words, phone = with_a_case(script)
    first = rosa.finds(case, "health_now", "Centro de Salud La Orilla")
    phone.she_sees_what_was_agreed(words)
    nexts = phone.she_was_turned_away_at("Centro de Salud La Orilla")
    assert "Centro de Salud La Orilla" not in nexts
    assert "Hospital" in nexts
    page = phone.page.locator("main").inner_text()
    assert "Me negaron la atención" not in page, "she has said it, and is not asked to go there any more"
    assert "Puedes ir" not in page
    looks_sound(phone.page, "her page, the next ones")
    phone.she_says_what_they_said("Me pidieron papeles")
    page = rosa.opens_door(first)
    assert "Me pidieron" in page
    assert "Las siguientes" in page
    looks_sound(rosa.page, "a door that turned her away, as she said it")

    second = rosa.goes_on_to_the_next()
    rosa.says_turned_away(second, "mistreated")
    assert "Me trataron mal" in rosa.reads()
    looks_sound(rosa.page, "a door that turned her away, at the desk")
    third = rosa.goes_on_to_the_next()
    assert len({first, second, third}) == 3
    page = phone.she_sees_what_was_agreed(words)
    assert page.count("Me negaron la atención") == 1, "one is under way"
    rosa.closes(case, "by_mistake")


@BOTH
def test_of_the_body_that_hurt_her_nothing_is_offered_and_urgent_health_is(with_a_case, script):
    rosa, case, _words, _phone = with_a_case(script)
    assert "Mesa de la mujer" in rosa.looks_for(case, "protection")
    rosa.writes_who_hurt_her(case, "police_local")
    page = rosa.looks_for(case, "protection")
    assert "Mesa de la mujer" not in page
    assert "Abogadas de La Ribera" in page
    page = rosa.looks_for(case, "health_now")
    assert "Urgencias del Hospital Río Claro" in page
    assert "quizá tengan que avisar a alguien a quien ella teme" in page
    looks_sound(rosa.page, "urgent health, with its warning")
    rosa.closes(case, "by_mistake")
