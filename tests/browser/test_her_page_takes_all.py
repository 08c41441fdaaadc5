"""On her own page, with a script and without: one press takes all back, in words of her age, and the desk shows it."""

import pytest

from amparo.config import bundle
from tests.browser.case_house import Accompanied, Companion
from tests.browser.letter_house import Writer
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_press_takes_all_back_and_it_is_said_in_words_of_her_age(opened, house, keys, script):
    if not bundle.is_built():
        pytest.skip(NOT_HERE)
    colleague = Companion(opened(staff=True, wide=1280, storage_state=keys("rosa")).new_page(), house)
    before = colleague.threads()
    words = Writer(opened(script=script).new_page(), house, script=script).she_writes_one_sentence("tengo diecisiete")
    (thread,) = colleague.threads() - before
    told = {"name_used": "Lucero, ejemplo", "need_first": "shelter_tonight", "agreed": "remote_code"}
    case = colleague.begins_a_case_from(thread, **told)
    colleague.writes(case, "person", age_band="12_17")
    for name in ("Casa Uno, ejemplo", "Casa Dos, ejemplo", "Casa Tres, ejemplo"):
        answers = {"name": name, "who": "civil_society", "method": "remote_code"}
        colleague.asks_for(case, "share_for_referral", content="need_summary", **answers)
    colleague.page.goto(f"{house.address}{case}/resumen")
    colleague.fills(summary_text="Necesita una cama.")
    colleague.presses("main form button:not(.quiet)")
    colleague.opens_case(case)

    phone = Accompanied(opened(script=script).new_page(), house, script=script)
    phone.she_comes_back(words)
    phone.does("case", "back_case")
    page = phone.page
    page.get_by_role("heading", name="Lo que decidimos contigo").wait_for()
    said = page.locator("main").inner_text()
    for each in ("Esta página es tuya.", "A qué dijiste que sí", "Qué contaríamos de ti", "Sí, pueden contarlo",
                 "Contar algo de ti en otro lugar"):  # fmt: skip
        assert each in said, each
    page.get_by_role("button", name="Quitar todo lo que permito").click()
    page.get_by_text("Todo quedó quitado.").wait_for()
    assert page.locator("main").inner_text().count("Lo quitaste.") == 3
    assert page.get_by_role("button", name="Quitar", exact=False).count() == 0
    assert colleague.permissions(case).count("Lo retiró") == 3, "the next page of the desk shows it"
    page.get_by_role("button", name="Cerrar mi caso", exact=True).click()
    page.get_by_text("¿Paramos?").wait_for()
    page.get_by_role("button", name="Sí, cerrar mi caso").click()
    page.locator("main").get_by_text("Tu caso está cerrado.").first.wait_for()
