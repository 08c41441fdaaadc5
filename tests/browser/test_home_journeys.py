"""A hearing about children is made ready, and one room is refused where she is afraid: in the real house."""

from datetime import timedelta

import pytest

from amparo.commons import clock
from tests.browser.case_house import BOTH
from tests.browser.door_house import as_one
from tests.browser.home_house import Lawyer
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
LOOKED_AT = {
    "custody", "matter_children", "matter_children_sheet", "housing", "matter_housing", "matter_housing_ask",
    "matter_housing_plan", "matter_housing_session", "matter_housing_instalments",
}  # fmt: skip
DAY = clock.today() + timedelta(days=20)


@BOTH
def test_a_hearing_about_children_is_made_ready(coming_in, script):
    delia = as_one(Lawyer, coming_in("delia", script=script))
    child, her, minder = f"Luz {script}, ejemplo", f"Iris {script}, ejemplo", "la vecina de ejemplo"
    matter = delia.begins("custody", her, "Raúl, ejemplo")
    page = delia.goes(f"{matter}/hijas")
    assert "Anota de qué hija o hijo se trata." in page
    looks_sound(delia.page, "no child yet")
    facts = {"birth_where": "here", "birth_registered": "no", "child_papers": "no", "child_heard": "drawing"}
    delia.writes_part(matter, "her_child", child_called=child, child_looks_after="mother", **facts)
    delia.writes_part(
        matter, "hearing_prep", prep_day=str(DAY), prep_time="09:30", prep_with="lawyer", prep_minds=minder,
        prep_minds_sure="yes", prep_protect_asked="yes", prep_asked="con quién vive", prep_says="que la cuida ella",
        ticks={"prep_bring": "birth water", "prep_protect": "remote separate_entry", "prep_child": "apart"},
    )  # fmt: skip
    page = delia.goes(f"{matter}/hijas")
    assert child in page
    assert "Puede que hoy ningún país la cuente como suya." in page
    assert "Qué le van a preguntar" not in page
    assert "paperzz.com" in delia.page.content()
    looks_sound(delia.page, "her children")
    delia.presses("main a[href*='/hoja/']")
    for words in ("09:30", "El acta de nacimiento, o lo que haya", "Agua, y algo de comer", "Una abogada"):
        assert words in delia.reads(), words
    looks_sound(delia.page, "the sheet")
    delia.page.emulate_media(media="print")
    printed = delia.page.locator("body").inner_text()
    assert "Para ese día" in printed
    assert [each for each in (child, her, minder, "Delia", "con quién vive") if each in printed] == []
    delia.page.emulate_media(media="screen")
    assert her in delia.goes("/mesa/hijas")
    looks_sound(delia.page, "matters about children")


@BOTH
def test_one_room_is_refused_where_she_is_afraid_and_each_side_apart_is_one_tap_away(coming_in, script):
    delia = as_one(Lawyer, coming_in("delia", script=script))
    delia.page.context.watch.expected |= {"403"}
    her = f"Mar {script}, ejemplo"
    matter = delia.begins("eviction", her, "Casero, ejemplo")
    delia.writes_part(matter, "tenancy", tenancy_contract="verbal", home_kind="hotel", landlord_is="armed",
                      ticks={"eviction_step": "words police"})  # fmt: skip
    page = delia.goes(f"{matter}/vivienda")
    assert "antes de un desalojo tiene que haber una orden de un juzgado" in page
    assert "Aquí no hay ninguna orden anotada." in page
    looks_sound(delia.page, "a home, not asked yet")
    delia.asks_her(matter, gate_fear="yes")
    page = delia.wants_one_room(matter, str(DAY))
    assert "No se sientan en la misma sala" in page
    assert "Ella le tiene miedo." in page
    looks_sound(delia.page, "one room is refused")
    delia.presses("button[name=apart]")
    assert "Cada parte por su lado" in delia.reads()
    assert "Ella\n" not in delia.reads()
    looks_sound(delia.page, "a session with each side apart")
    delia.goes(f"{matter}/vivienda/preguntas")
    looks_sound(delia.page, "asking her")
    delia.goes(f"{matter}/vivienda/cuotas")
    delia.fills(total="90", unit="USD", count="3", first=str(DAY))
    looks_sound(delia.page, "payments")
    delia.presses("main form p.row button")
    assert delia.reads().count("30 USD") == 3
    looks_sound(delia.page, "a home")
    assert her in delia.goes("/mesa/vivienda")
    looks_sound(delia.page, "matters about homes")


@BOTH
def test_a_session_in_one_room_waits_for_its_day_and_a_later_yes_closes_it(coming_in, script):
    delia = as_one(Lawyer, coming_in("delia", script=script))
    delia.page.context.watch.expected |= {"403"}
    matter = delia.begins("eviction", f"Sol {script}, ejemplo", "Casero, ejemplo")
    delia.asks_her(matter)
    assert "Está prevista" in delia.wants_one_room(matter, str(DAY))
    session = delia.here()
    assert "Anotar que se hizo" not in delia.reads(), "she is asked again on the day"
    looks_sound(delia.page, "a session that waits")
    delia.asks_her(matter)
    assert "Anotar que se hizo" in delia.goes(session)
    delia.writes_part(matter, "harassment", ticks={"harm_kind": "report"})
    page = delia.goes(session)
    assert "Ya no se hace" in page
    assert "Anotar que se hizo" not in page
    assert "No se sientan en la misma sala" in delia.goes(f"{matter}/vivienda")
