"""Somebody under 18 at the desk: asked as one speaks with her; nobody alone closes her case or lets outside read it."""

import re

import pytest

from tests.browser.case_house import BOTH, Accompanied, a_case_from_a_letter
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
CLOSED = "Se cerró el"
OF_HER = {
    "assent": {"assent": "yes", "assent_words": "Sí, pero díganme todo antes"},
    "care": {"caregiver": "trusted", "caregiver_who": "Su tía de ejemplo"},
    "best": {"best_interest": "Se queda donde su tía de ejemplo"},
}


def is_asked_in_words_of_her_age(colleague, case):
    """Her yes, who looks after her, what is best for her; each page says that she is under 18."""
    for section, answers in OF_HER.items():
        colleague.page.goto(f"{colleague.house.address}{case}/cuidado/{section}")
        assert "Tiene menos de 18" in colleague.reads()
        colleague.fills(**answers)
        looks_sound(colleague.page, f"young, {section}")
        colleague.presses("main form button:not(.quiet)")
    page = colleague.opens_case(case)
    assert [said for each in OF_HER.values() for said in list(each.values())[-1:] if said not in page] == []
    colleague.page.goto(f"{colleague.house.address}{case}/parte/safety")
    page = colleague.reads()
    assert "¿Esta noche duerme con alguien que la cuida?" in page
    assert "Qué la asusta" in page


def is_refused_alone(colleague, case):
    """One person asks, and whatever she then sends by herself changes nothing; the address of what was asked."""
    colleague.wants_to_let_in(case, "Olga")
    assert "/otra/share_outside/" in colleague.page.url, "nobody outside reads it by one word"
    colleague.wants_to_close(case, "agreed")
    assert colleague.page.url.endswith("/otra/close")
    colleague.fills(yes_why="Ella lo pidió, y la tía de ejemplo está con ella")
    colleague.presses("main form button:not(.quiet)")
    assert "Tú lo pediste. Alguien de protección de niñas y niños" in colleague.reads()
    assert colleague.page.locator("main a[href*='/respuesta/']").count() == 0
    colleague.wants_to_close(case, "agreed")
    assert colleague.page.url.endswith(case), "it waits"
    address = f"{colleague.house.address}{case}"
    colleague.forges(f"{address}/cierre", reason="agreed", sure="1")
    assert CLOSED not in colleague.opens_case(case)


def finds_what_was_asked(second, case):
    """A second person, who is of child protection, on the page of the case; the address of what was asked."""
    second.opens_case(case)
    address = second.page.locator("main a[href*='/respuesta/']").first.get_attribute("href")
    second.page.goto(second.house.address + address)
    return second.house.address + address


@BOTH
def test_her_case_closes_once_a_second_person_said_yes(opened, house, coming_in, script):
    colleague, second = coming_in(script=script), coming_in("clara", script=script)
    words, case = a_case_from_a_letter(opened, house, colleague, script, age_band="12_17")
    is_asked_in_words_of_her_age(colleague, case)
    colleague.lets_in(case, "Clara")
    is_refused_alone(colleague, case)
    looks_sound(colleague.page, "young case, waiting")
    asked = finds_what_was_asked(second, case)
    looks_sound(second.page, "young, a second yes")
    assert colleague.forges(asked, say="yes", yes_asked="Yo misma", yes_words="Sí") == 403
    second.fills(yes_asked="La señora de ejemplo, de niñez", yes_words="La vi tranquila")
    second.presses("main form button[value=yes]")
    assert re.search("Clara .*dice que sí", second.reads())
    colleague.wants_to_close(case, "agreed")
    assert "¿Cerrar este caso?" in colleague.reads()
    looks_sound(colleague.page, "young case, closing")
    phone = Accompanied(opened(script=script).new_page(), house, script=script)
    phone.she_sees_what_was_agreed(words)
    looks_sound(phone.page, "her page, under 18")
    colleague.presses("form[action$='/cierre'] button")
    assert CLOSED in colleague.opens_case(case)
    assert "Tu caso está cerrado." in phone.she_sees_what_was_agreed(words)
    looks_sound(phone.page, "her page, under 18, closed")
