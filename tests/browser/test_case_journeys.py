"""A case from her letter to its end in the real house, with a script and without, hers and at the desk."""

import pytest

from tests.browser.case_house import BOTH, Accompanied, a_case_from_a_letter
from tests.browser.looked import looks_sound
from tests.browser.paper import words_of_pdf

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
SUMMARY = "Necesita un cuarto con llave. Llámala Dayana."


@BOTH
def test_from_a_letter_to_the_end_of_the_case(opened, house, coming_in, script):
    colleague = coming_in(script=script)
    words, case = a_case_from_a_letter(opened, house, colleague, script)
    looks_sound(colleague.page, "case, opened")
    colleague.writes(case, "plan", plan_next="El martes a las tres, en el café", plan_steps="Rosa llama al albergue")
    clinic = {"name": "Albergue Ejemplo Dos", "who": "civil_society", "method": "remote_code"}
    colleague.asks_for(case, "share_for_referral", content="need_summary", **clinic)
    colleague.writes_the_summary(case, SUMMARY)

    phone = Accompanied(opened(script=script).new_page(), house, script=script)
    page = phone.she_sees_what_was_agreed(words)
    for told in ("El martes a las tres, en el café", "Albergue Ejemplo Dos", SUMMARY, "Abrió tu caso", "Acompañante"):
        assert told in page
    printed = words_of_pdf(phone.page.pdf())
    assert [each for each in ("martes", "Rosa", "Dos", "Acompañante", "Abrió") if each in printed] == ["martes"]
    looks_sound(phone.page, "her page, what was agreed")
    phone.she_says_yes_to_the_summary()
    phone.she_takes_back("Albergue Ejemplo Dos")
    looks_sound(phone.page, "her page, taken back")
    assert "Lo retiró" in colleague.permissions(case), "the next page of the desk proves it"
    assert "Dijo que sí a estas palabras." in colleague.opens_case(case)

    phone.she_sees_what_was_agreed(words)
    phone.she_changes(name="Dayana de día, ejemplo")
    assert "Dayana de día, ejemplo" in colleague.opens_case(case)
    looks_sound(colleague.page, "case, with her no")

    colleague.closes(case, "agreed")
    assert "Tu caso está cerrado." in phone.she_sees_what_was_agreed(words)
    looks_sound(phone.page, "her page, closed")
    phone.she_comes_back(words)
    phone.she_takes_everything_back()
    assert colleague.page.request.get(house.address + case).status == 404


@pytest.mark.parametrize("then", [True, False], ids=["then script", "then no script"])
def test_new_words_show_what_was_agreed_and_she_closes_it_herself(opened, house, coming_in, then):
    """Words that one way made and the other changed; what is sealed to them goes along."""
    colleague = coming_in()
    words, case = a_case_from_a_letter(opened, house, colleague, not then)
    colleague.opens_case(case)
    first = Accompanied(opened(script=not then).new_page(), house, script=not then)
    first.she_comes_back(words)
    fresh = first.she_changes_her_words()
    looks_sound(first.page, "her page, new words")
    phone = Accompanied(opened(script=then).new_page(), house, script=then)
    assert "Acompañarte y guardar lo tuyo" in phone.she_sees_what_was_agreed(fresh)
    looks_sound(phone.page, "her page, with new words")
    phone.she_closes_it()
    looks_sound(phone.page, "her page, closed by her")
    assert "Ella lo pidió" in colleague.opens_case(case)
    looks_sound(colleague.page, "case, closed by her")


@BOTH
def test_two_who_write_one_answer_both_see_both(opened, house, coming_in, script):
    """Whoever sends second finds what the first wrote above her own words, and nothing is lost."""
    one, other = coming_in(script=not script), coming_in(script=script)
    _words, case = a_case_from_a_letter(opened, house, one, False)
    address = f"{house.address}{case}/parte/need"
    for colleague, text in ((one, "Lo que anotó una"), (other, "Lo que anotó la otra")):
        colleague.page.goto(address)
        colleague.fills(need_words=text)
    one.presses("main form button:not(.quiet)")
    other.page.context.watch.expected |= {"409"}
    other.presses("main form button:not(.quiet)")
    assert "Lo que anotó una" in other.reads()
    assert other.page.locator("[name=need_words]").input_value() == "Lo que anotó la otra"
    looks_sound(other.page, "two wrote one answer")
    looks_sound(one.page, "case, one wrote first")
    other.presses("main form button:not(.quiet)")
    assert "Lo que anotó la otra" in one.opens_case(case)
    one.closes(case, "by_mistake")  # so that the list is for others as it was
