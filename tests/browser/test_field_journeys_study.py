"""A study in the real house, without script: planned, refused where nobody helps, asked once somebody does; a phone
that reads the square, and is out the moment it is lost."""

import re

import pytest

from tests.browser.door_house import as_one
from tests.browser.house import House
from tests.browser.looked import looks_sound
from tests.browser.paper import words_of_pdf
from tests.browser.study_house import STUDIES, Leader, Phone, lay_a_study
from tests.browser.study_lay import PLACE
from tests.field import SAID, filled

pytestmark = pytest.mark.browser


@pytest.fixture
def leda(house: House, coming_in) -> Leader:
    lay_a_study(house)
    return as_one(Leader, coming_in("leda", script=False))


# The pages that this journey looks at, by their names: no list of pages has to hold them too.
LOOKED_AT = {
    "studies", "study", "study_new", "study_change", "study_size", "study_protocol", "study_send", "study_begin",
    "study_sheet", "study_leads", "study_phones", "study_door", "study_waiting", "study_form", "study_close",
    "study_destroy", "study_monitor", "study_words", "study_word",
}  # fmt: skip


def test_from_a_plan_to_a_phone_that_is_lost(leda: Leader, coming_in) -> None:
    leda.page.goto(f"{leda.house.address}{STUDIES}/nuevo")
    looks_sound(leda.page, "a new study")
    leda.plans("Río azul, ejemplo", "EC-L")
    said = leda.asks_the_planner(share="30", margin="6", seeds="6", coupons_each="3", size="300")
    assert "Pregunta a 449 personas" in said
    assert "efecto del diseño 4: 897" in said
    looks_sound(leda.page, "how many")
    leda.decides(chosen="De tres barrios.", thanks_own="5", thanks_each="2", currency="USD")
    assert "2088,00 USD" in leda.reads()
    leda.writes_the_protocol("¿Vives en esta provincia?")

    refused = leda.sends_out()
    assert "En este territorio la lista no conoce ningún lugar que hoy" in refused
    looks_sound(leda.page, "refused without help")
    place = leda.page.get_by_role("link", name=PLACE).get_attribute("href")
    checker = coming_in("checker", script=False)
    checker.page.goto(f"{checker.house.address}{place}/confirmar")
    checker.page.check("main [name=holds] >> nth=0")
    checker.page.check("main [name=how] >> nth=0")
    checker.presses("main form:has([name=holds]) button")
    assert "Se pregunta ahora" in leda.sends_out()
    looks_sound(leda.page, "what is asked")

    leda.opens("/inicio")
    looks_sound(leda.page, "before it begins")
    leda.presses("button[value=begin]")
    assert "En la calle" in leda.reads()
    leda.gives_a_phone_to("Yara", "azul")
    looks_sound(leda.page, "the square")
    phone = Phone(leda.page)
    status, forms = phone.asks()
    assert (status, b"<formID>trial</formID>" in forms) == (200, True)
    yara = coming_in("yara", script=False)
    yara.page.goto(f"{yara.house.address}/mesa/yo")
    assert "los teléfonos de estudios que llevas" in yara.reads()
    yara.presses("form[action$='/telefono'] button")
    assert phone.asks() == (404, b"")
    assert "Perdido" in leda.opens("/telefonos")
    leda.presses("form[action$='/otra'] button")
    assert Phone(leda.page).asks()[0] == 200


def test_the_sheet_is_one_page_and_what_the_door_could_not_read_is_put_right(leda: Leader) -> None:
    leda.plans("Río verde, ejemplo", "EC-C", design="convenience")
    long = "palabra " * 50
    leda.opens("/acuerdo")
    looks_sound(leda.page, "the protocol")
    leda.fills(agreed="Con la mesa.", benefit="A todas.", danger=long, help=long, told=long)
    leda.presses("main form button:not(.quiet)")
    leda.sends_out()
    leda.opens("/hoja")
    looks_sound(leda.page, "the sheet")
    pdf = leda.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, "one page, also where all is said that may be said"
    words = words_of_pdf(pdf)
    assert "Antes de conversar" in words
    assert "Estudios" not in words

    leda.opens("/inicio")
    leda.presses("button[value=begin]")
    leda.gives_a_phone_to("Yara", "verde")
    phone = Phone(leda.page)
    assert [phone.sends(filled(1)), phone.sends(filled(2, acts="WHAT"))] == [201, 201]
    leda.opens("/puerta")
    leda.presses("main form button")
    assert "1 formulario espera a otros" in leda.reads()
    looks_sound(leda.page, "the door")
    leda.opens("/dicho")
    looks_sound(leda.page, "how many nobody saw to")
    leda.presses("main form button")
    assert SAID not in leda.page.content()
    looks_sound(leda.page, "who tells something")
    leda.presses("main ul a.go")
    assert SAID in leda.reads()
    looks_sound(leda.page, "what one said")
    leda.presses("form[action$='/visto'] button")
    assert "1 formulario espera que alguien lo mire" in leda.reads()
    leda.opens("/esperan")
    looks_sound(leda.page, "what waits")
    leda.presses("main ul.jump a")
    assert "Trae una opción que esa pregunta no ofrece" in leda.reads()
    assert SAID not in leda.page.content()
    looks_sound(leda.page, "a form that waits")
    leda.page.check("main [name=value][value=EXT]")
    leda.presses("form[action$='/arreglo'] button")
    assert "Nada espera" in leda.reads()
    leda.opens()
    leda.presses("form[action$='/cierre'] button")
    looks_sound(leda.page, "closing it")


def test_the_other_pages_of_a_study_to_its_end(leda: Leader) -> None:
    leda.plans("Río rojo, ejemplo", "EC-C")
    for part in ("", "/cambio", "/quien", "/telefonos", "/marcha"):
        leda.opens(part)
        looks_sound(leda.page, part)
    leda.opens()
    leda.presses("form[action$='/borrar'] button")
    looks_sound(leda.page, "destroying it")
    leda.presses("form[action$='/borrar'] button")
    assert "Río rojo" not in leda.reads()
    looks_sound(leda.page, "studies")
