"""What two people agreed to tell without her yes stands on her own page, with a script and without."""

import pytest

from amparo.commons import clock
from amparo.config import bundle
from tests.browser.case_house import Accompanied, Companion
from tests.browser.letter_house import Writer
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_reads_whom_they_told_and_why(opened, house, keys, script):
    if script and not bundle.is_built():
        pytest.skip(NOT_HERE)
    rosa = Companion(opened(staff=True, wide=320, storage_state=keys("rosa")).new_page(), house)
    clara = Companion(opened(staff=True, wide=1280, storage_state=keys("clara")).new_page(), house)
    before = rosa.threads()
    words = Writer(opened(script=script).new_page(), house, script=script).she_writes_one_sentence("un ejemplo")
    (thread,) = rosa.threads() - before
    case = rosa.begins_a_case_from(thread, name_used="Alma, ejemplo", agreed="remote_code")
    rosa.lets_in(case, "Clara")
    page = rosa.page
    page.goto(f"{house.address}{case}/aviso")
    rosa.fills(told_body="Hospital de ejemplo", told_kind="health", told_ground="danger", she_by=str(clock.today()),
               told_source="Lo vio Rosa", told_why="Se desmayó.")  # fmt: skip
    page.check("main [name=told_fields][value=where]")
    rosa.presses("main form button:not(.quiet)")
    rosa.opens_case(case)
    address = page.locator("a[href*='/aviso/']").first.get_attribute("href")
    clara.page.goto(f"{house.address}{address}")
    clara.page.get_by_role("button", name="Sí, hay que avisar").click()
    phone = Accompanied(opened(script=script).new_page(), house, script=script)
    phone.she_comes_back(words)
    phone.does("case", "back_case")
    phone.page.get_by_role("heading", name="A quién avisamos de ti sin tu sí").wait_for()
    said = phone.page.locator("main").inner_text()
    assert (
        "dos personas decidieron avisar a Hospital de ejemplo. Porque una vida estaba en peligro. Se desmayó." in said
    )
    assert "Qué se dice: dónde hacía falta ayuda." in said
    rosa.closes(case, "she_asked")  # so that it does not stand before the others on the lists of this house
