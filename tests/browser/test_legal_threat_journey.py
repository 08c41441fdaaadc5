"""An officer threatens to send her out: from her letter to a constitutional action with its clocks, with and without a
script. The lawyer sees who the sides are first, and what happened once no conflict stands in the way."""

import pytest

from amparo.config.paths import WORDS
from tests.browser.case_house import BOTH, Companion, a_case_from_a_letter
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
MATTERS = f"/{WORDS['desk']}/asuntos"
FEAR = "Que el policia del ejemplo la espere en la esquina"
LOOKED_AT = {
    "case_lawyer", "matters", "matter", "matter_begin", "matter_write", "matter_part_new", "matter_part",
    "matter_part_write", "matter_deadline_new", "matter_deadline", "feeds",
}  # fmt: skip
SUBMIT = "main form button:not(.quiet)"


class Lawyer(Companion):
    """A lawyer at her desk."""

    def opens_the_last(self, called: str) -> str:
        """The matter of somebody, out of the list; its address."""
        self.page.goto(self.house.address + MATTERS)
        self.page.get_by_role("link", name=called, exact=True).first.click()
        return self.page.url.removeprefix(self.house.address)

    def goes_to(self, address: str) -> None:
        self.page.goto(self.house.address + address)

    def writes_section(self, matter: str, section: str, **answers: str) -> None:
        self.goes_to(f"{matter}/seccion/{section}")
        self.fills(**answers)
        self.presses(SUBMIT)

    def adds(self, matter: str, kind: str, **answers: str) -> None:
        self.goes_to(f"{matter}/nueva/{kind}")
        self.fills(**answers)
        self.presses(SUBMIT)


@BOTH
def test_from_her_letter_to_a_constitutional_action_with_its_clocks(opened, house, coming_in, script):
    rosa = coming_in("rosa", script=script)
    _words, case = a_case_from_a_letter(opened, house, rosa, script)
    rosa.writes(case, "safety", safety_fear=FEAR)
    rosa.page.goto(f"{house.address}{case}/abogada")
    looks_sound(rosa.page, "a lawyer for her")
    rosa.page.select_option(
        "main [name=reader]", label=rosa.page.locator("main [name=reader] option", has_text="Delia").inner_text()
    )

    rosa.fills(kind="state_agent", country="CO", other="Agente Nadieconoce Ejemplar")
    rosa.presses(SUBMIT)
    assert "Consulta" in rosa.reads()

    delia = Lawyer(coming_in("delia", script=script).page, house)
    matter = delia.opens_the_last("Dayana, ejemplo")
    page = delia.reads()
    assert "Agente Nadieconoce Ejemplar" in page
    assert FEAR not in page
    assert "Lo que pasó" not in page
    looks_sound(delia.page, "a matter before the look")
    delia.page.context.watch.expected |= {"403", "404"}
    assert delia.page.request.get(house.address + case).status == 404
    delia.goes_to(f"{matter}/seccion/facts")
    assert "Primero se mira si hay conflicto" in delia.reads()
    delia.goes_to(matter)
    delia.presses("form[action$='/mirar'] button")
    assert "Lo que pasó" in delia.reads()

    delia.page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true })")
    delia.page.locator("form[action$='/estado'] select").select_option("merits")
    delia.presses("form[action$='/estado'] button")
    delia.writes_section(matter, "facts", matter_facts="La amenazó con sacarla del país, es un ejemplo")
    delia.writes_section(matter, "danger", matter_persecuted="yes", matter_asks_refuge="yes")
    delia.adds(matter, "agent", agent_branch="police_local", agent_unit="Moto del ejemplo")
    delia.goes_to(matter)
    assert "No la envíes a: " in delia.reads()
    assert "Defensoría del Pueblo" in delia.reads()
    delia.presses("form[action$='/pasos'] button")
    assert "Tutela" in delia.reads()
    assert "consulado" not in delia.page.locator("section[aria-labelledby=due]").inner_text().lower()

    delia.goes_to(f"{matter}/nueva/filing")
    delia.fills(filing_kind="constitutional", filing_words="Que no la saquen, es un ejemplo", filing_withheld="yes")
    delia.presses(SUBMIT)
    assert "Ella aún no nos lo encargó" in delia.reads()
    assert delia.page.locator("[name=filing_words]").input_value() == "Que no la saquen, es un ejemplo"
    looks_sound(delia.page, "a filing that was not taken")
    delia.adds(matter, "mandate", mandate_method="verbal_witnessed", mandate_for="La tutela")
    delia.goes_to(f"{matter}/nueva/filing")
    delia.fills(filing_kind="constitutional", filing_words="Que no la saquen")
    delia.presses(SUBMIT)
    assert "qué avisos le llegarían" in delia.reads()
    delia.fills(filing_notices="Ninguno: va al juzgado del ejemplo", filing_on="2026-11-20")
    delia.presses(SUBMIT)
    looks_sound(delia.page, "a filing")

    delia.goes_to(delia.page.url.removeprefix(house.address) + "/cambio")
    looks_sound(delia.page, "a filing, changed")
    delia.goes_to(f"{matter}/plazo")
    looks_sound(delia.page, "counting a clock")
    delia.fills(rule="co_tutela_ruling", trigger="2026-11-20", paper="Sello del juzgado del ejemplo")
    delia.presses(SUBMIT)
    assert "Sello del juzgado del ejemplo" in delia.reads()
    looks_sound(delia.page, "a clock")
    delia.goes_to(matter)
    looks_sound(delia.page, "a matter with its clocks")
    rosa.page.goto(f"{house.address}{case}/abogada")
    assert "Se ve qué se puede hacer" in rosa.reads()
    assert "La amenazó" not in rosa.reads()
    delia.goes_to(f"{MATTERS}/calendario")
    delia.presses(SUBMIT)
    assert "Se muestra solo esta vez" in delia.reads()
    looks_sound(delia.page, "an address for a calendar")
    delia.presses("form[action$='/fin'] button")
    delia.goes_to(f"{MATTERS}/nuevo")
    looks_sound(delia.page, "a new matter")
    delia.goes_to(MATTERS)
    looks_sound(delia.page, "matters")
    delia.goes_to(matter)
    delia.page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true })")
    delia.page.locator("form[action$='/cierre'] select").select_option("part")
    delia.presses("form[action$='/cierre'] button")
    assert "Ganado en parte" in delia.reads()
    rosa.closes(case, "by_mistake")  # so that the list is for others as it was
