"""A questionnaire in the real house: brought as a sheet, mended, decided, read aloud, sent back, signed."""

import subprocess
import sys

import pytest

from tests.browser import house as houses
from tests.browser.author_house import SHEETS, Author, Reviewer
from tests.browser.author_opened import NAME, PASSPHRASE
from tests.browser.case_house import BOTH
from tests.browser.door_house import as_one
from tests.browser.looked import looks_sound
from tests.questionnaires import SHEET

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]


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
    leda, marisol = author(script), as_one(Reviewer, coming_in("marisol", script=script))
    assert "Hoja «survey», fila 5." in leda.brings(wrong, kind="interview", key=key)
    sound = looks_sound if script else (lambda page, name: None)
    sound(leda.page, "a sheet that is wrong")
    assert "hoja.md ya está aquí" in leda.brings_on_this_page(right, kind="interview", key="No sirve")
    told = leda.brings_on_this_page(None, key=key)
    assert "El formulario está hecho." in told
    assert "Nada en él rompe una regla de la casa." in told
    one = leda.page.url
    sound(leda.page, "a version")
    leda.decides("needed", "dropped")
    assert "Todas las preguntas están decididas." in leda.saves()

    assert "¿Te atendieron bien?" in marisol.reads_what_waits(title)
    marisol.fills(back="Falta decir para qué es.")
    marisol.presses("form[action$='/devolver'] button")
    leda.page.goto(one)
    assert "Falta decir para qué es." in leda.reads()
    leda.decides("needed", "coded.many.need")
    leda.saves()
    leda.page.goto(f"{one.partition('?')[0]}/fila")
    assert "Comida (food)" in leda.reads()
    sound(leda.page, "what one row will hold")

    marisol.reads_what_waits(title)
    looks_sound(marisol.page, "the whole of it, read aloud")
    if script:
        marisol.signs_with_keys("Bien preguntado.")
    else:
        marisol.page.check("[name=was_paid]")
        marisol.fills(words="Bien preguntado.")
        marisol.presses("form[action$='/firma'] button")
    assert "desde ahora nada cambia en él" in marisol.reads().lower()
    leda.page.goto(one)
    assert "Bien preguntado." in leda.reads()
    assert "Marisol" not in leda.reads()
    assert leda.page.locator("main select").count() == 0
