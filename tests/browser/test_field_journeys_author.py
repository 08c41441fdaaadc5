"""A questionnaire in the real house: brought as a sheet, mended, decided, read aloud, sent back, signed."""

import subprocess
import sys

import pytest

from tests.browser import house as houses
from tests.browser.author_house import OF_A_SHEET, OF_THE_LIBRARY, SHEETS, Author, Reviewer
from tests.browser.author_opened import NAME, PASSPHRASE
from tests.browser.case_house import BOTH
from tests.browser.door_house import as_one
from tests.browser.looked import looks_sound
from tests.browser.pages import OPEN_EVERYTHING
from tests.questionnaires import SHEET

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
ASIDE = {
    "questionnaire_row": "fila", "questionnaire_near": "ayuda", "questionnaire_changes": "cambios",
    "questionnaire_sheet": "hoja", "questionnaire_files": "archivos",
}  # fmt: skip


class Looked:
    """The pages of a journey that are looked at as every page of the lists is."""

    def __init__(self):
        self.seen = set()

    def at(self, somebody, name):
        looks_sound(somebody.page, name)
        self.seen.add(name)


@pytest.fixture(scope="module")
def an_author(house):
    """An account for somebody who leads studies: the made-up town has none."""
    subprocess.run(
        [sys.executable, "-m", "tests.browser.author_opened"], cwd=houses.ROOT, check=True, timeout=120,
        env=houses.clean_environment(house.database.parent),
    )  # fmt: skip


@pytest.fixture
def author(an_author, opened, house):
    def come_in(script):
        page = opened(staff=True, wide=1280, script=script).new_page()
        page.goto(house.address + SHEETS)
        page.fill("input[name=sign_in_name]", NAME)
        page.fill("input[name=password]", PASSPHRASE)
        page.click("main button")
        return Author(page, house)

    return come_in


@BOTH
def test_a_sheet_is_mended_decided_sent_back_and_signed(author, coming_in, tmp_path, script):
    """With a script and without one the same pages; what is wrong is said with its row, and nothing is half kept."""
    wrong, right = tmp_path / "hoja mala.md", tmp_path / "hoja.md"
    title, key = ("Cuaderno uno", "uno") if script else ("Cuaderno dos", "dos")
    settings = f"| settings | | |\n| | form_title | form_id |\n| | {title} | x |\n"
    wrong.write_text(SHEET.replace("| | text | words |", "| | texto | words |") + settings, encoding="utf-8")
    right.write_text(SHEET + settings, encoding="utf-8")
    looked = Looked()
    writer, marisol = author(script), as_one(Reviewer, coming_in("marisol", script=script))
    assert "Hoja «survey», fila 5." in writer.brings(wrong, kind="interview", key=key)
    if script:
        looked.at(writer, "questionnaire_new")
    assert "hoja.md ya está aquí" in writer.brings_on_this_page(right, kind="interview", key="No sirve")
    told = writer.brings_on_this_page(None, key=key)
    assert "El formulario está hecho." in told
    assert "Nada en él rompe una regla de la casa." in told
    one = writer.page.url.partition("?")[0]
    if script:
        looked.at(writer, "questionnaire")
    writer.decides("needed", "dropped")
    assert "Todas las preguntas están decididas." in writer.saves()

    assert "¿Te atendieron bien?" in marisol.reads_what_waits(title)
    marisol.fills(back="Falta decir para qué es.")
    marisol.presses("form[action$='/devolver'] button")
    writer.page.goto(one)
    assert "Falta decir para qué es." in writer.reads()
    writer.decides("needed", "coded.many.need")
    writer.saves()
    writer.page.goto(f"{one}/fila")
    assert "Comida (food) · Vacunas (vaccines)" in writer.reads()
    for name, part in ASIDE.items() if script else ():
        writer.page.goto(f"{one}/{part}")
        looked.at(writer, name)

    marisol.reads_what_waits(title)
    looked.at(marisol, "questionnaire_reading")
    if script:
        marisol.signs_with_keys("Bien preguntado.")
    else:
        marisol.page.check("[name=was_paid]")
        marisol.fills(words="Bien preguntado.")
        marisol.presses("form[action$='/firma'] button")
    assert "desde ahora nada cambia en él" in marisol.reads().lower()
    writer.page.goto(one)
    assert "Bien preguntado." in writer.reads()
    assert "Marisol" not in writer.reads()
    assert writer.page.locator("main select").count() == 0
    assert looked.seen == (OF_A_SHEET if script else {"questionnaire_reading"})


def test_one_of_the_library_is_taken_and_asked_no_more(author, house):
    """From the list to a form with all that is said of it, out of use, and the next version of that."""
    looked, writer = Looked(), author(True)
    for name, address in (("questionnaires", SHEETS), ("questionnaire_library", f"{SHEETS}/biblioteca")):
        writer.page.goto(house.address + address)
        looked.at(writer, name)
    writer.presses("a[href$='/biblioteca/round_short']")
    looked.at(writer, "questionnaire_from")
    writer.presses("main form button:not(.quiet)")
    assert "Nada en él rompe una regla de la casa." in writer.reads()
    writer.page.evaluate(OPEN_EVERYTHING)
    writer.presses("form[action$='/retirar'] button")
    looked.at(writer, "questionnaire_withdraw")
    writer.presses("main form button")
    assert "Ya no se pregunta en ningún lado." in writer.reads()
    writer.presses("article:has-text('Retirada') a")
    writer.page.evaluate(OPEN_EVERYTHING)
    writer.presses("form[action$='/siguiente'] button")
    assert "Esta es la siguiente versión." in writer.reads()
    assert looked.seen == OF_THE_LIBRARY
