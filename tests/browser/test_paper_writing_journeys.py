"""A lawyer writes a paper: from a model that says what it rests on to a file, on a phone and without script too."""

import pytest

from tests.browser.case_house import BOTH
from tests.browser.door_house import as_one
from tests.browser.home_house import Lawyer
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
# Pages that this journey looks at; the lists of the desk name the others.
LOOKED_AT = {
    "matter_documents", "matter_document_new", "matter_document", "matter_document_write", "matter_document_name",
    "matter_bundle",
}  # fmt: skip


@BOTH
def test_from_a_model_to_a_file_and_a_bundle(house, coming_in, script):
    delia = as_one(Lawyer, coming_in("delia", script=script))
    her = f"Yuli {script}, ejemplo"
    # Of the two words no other journey has both in the name of a client: that would be a conflict, and rightly.
    matter = delia.begins("state_agent", her, "Ramón Inventado", "CO")
    assert "Acción de tutela · Colombia" in delia.goes(f"{matter}/escritos")
    looks_sound(delia.page, "papers, none yet")
    delia.goes(f"{matter}/escritos/nuevo/co_tutela")
    looks_sound(delia.page, "a model")
    delia.presses("main form button:not(.quiet)")
    assert her in delia.page.locator("main").inner_html()
    looks_sound(delia.page, "a paper, writing")
    delia.page.locator("main [name=f_facts]").fill("Primero.\n\nDespués.")
    delia.page.check("main [name=none]")
    delia.presses("main form button:not(.quiet)")
    paper = delia.here()
    page = delia.reads()
    assert "MODELO PARA REVISIÓN DE ABOGADA" in page
    assert "[[FALTA: Derechos que se pide proteger]]" in page
    looks_sound(delia.page, "a paper")
    assert taken(delia, "button[value=docx]").startswith("escrito-")
    assert "No lees su caso." in delia.goes(f"{paper}/nombre")
    looks_sound(delia.page, "the name on her papers, not from here")
    assert "El escrito" not in delia.goes(f"{matter}/escritos/juntos")
    looks_sound(delia.page, "papers to bind")
    delia.presses("main form button:not(.quiet)")
    assert "Elige al menos un escrito." in delia.reads()
    delia.page.check("main [type=checkbox]")
    assert taken(delia, "main form button:not(.quiet)").startswith("anexos-")


def taken(delia, button):
    """How a file is called that a press gives, and that is all the look complains of."""
    with delia.page.expect_download() as coming:
        delia.page.click(button)
    (one_file,) = delia.page.context.watch.faults
    assert one_file.startswith("download: ")
    delia.page.context.watch.faults.clear()
    return coming.value.suggested_filename
