"""Answers that no phone sent: a table typed from paper, and the export of another place."""

import re

import pytest

from amparo.commons import clock
from tests.browser.door_house import as_one
from tests.browser.house import House
from tests.browser.looked import looks_sound
from tests.browser.study_house import Leader, lay_a_study
from tests.field import SAID, instance

pytestmark = pytest.mark.browser
LOOKED_AT = {"from_paper", "study_bring"}
ELSEWHERE = "instanceID,today,may,age,acts,met,story,deviceid"


@pytest.fixture
def leda(house: House, coming_in) -> Leader:
    lay_a_study(house)
    return as_one(Leader, coming_in("leda", script=False))


def test_a_table_from_paper_and_an_export_from_elsewhere(leda: Leader) -> None:
    leda.plans("Río gris, ejemplo", "EC-C", design="convenience")
    leda.writes_the_protocol("¿Vives en esta provincia?")
    assert "Se pregunta ahora" in leda.sends_out()
    leda.opens("/inicio")
    leda.presses("button[value=begin]")

    today = clock.today().isoformat()
    leda.opens("/papel")
    assert "Una tabla vacía" in leda.reads()
    looks_sound(leda.page, "from paper")
    empty = leda.page.locator("main ul a.go").get_attribute("href")
    names = leda.page.request.get(f"{leda.house.address}{empty}").text().lstrip("\ufeff").splitlines()[0].split(";")
    assert {"fecha", "may", "age", "acts", "met"} <= set(names), "the table that is offered names what is asked"
    good = {"fecha": today, "may": "yes", "age": "27", "acts": "VIO", "met": "here"}
    bad = good | {"age": "veinte"}
    rows = [dict(zip(names, names, strict=True)), good, bad]
    leda.chooses("\n".join(";".join(row.get(name, "") for name in names) for row in rows))
    leda.presses("main form button")
    said = leda.reads()
    assert re.search(r"Filas que están bien\s+1\b", said)
    assert "Aquí va un número entero" in said
    looks_sound(leda.page, "what would be taken from paper")
    leda.presses("button[name=take]")
    assert re.search(r"Entraron ahora\s+1\b", leda.reads())
    looks_sound(leda.page, "taken from paper")

    leda.opens("/traer")
    looks_sound(leda.page, "bring in answers")
    brought = [f"{instance(n)},{today},yes,{age},VIO,here,{SAID},tel" for n, age in ((1, "27"), (2, "x"))]
    leda.chooses("\n".join([ELSEWHERE, *brought]))
    leda.presses("main form button")
    said = leda.reads()
    assert re.search(r"Nuevas y completas\s+1\b", said)
    assert SAID not in leda.page.content()
    looks_sound(leda.page, "what would be brought in")
    leda.presses("button[name=bring]")
    assert re.search(r"Entraron ahora\s+1\b", leda.reads())
    looks_sound(leda.page, "brought in")
