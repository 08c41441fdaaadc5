"""From the printer to the thanks, in the real house: printed, given, redeemed, handed on, thanked; script or not."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.case_house import BOTH, Companion
from tests.browser.house import ROOT, House, clean_environment
from tests.browser.looked import looks_sound
from tests.browser.paper import words_of_pdf

pytestmark = pytest.mark.browser
CODE = re.compile(r"\b[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}\b")


@pytest.fixture(scope="module")
def study(house: House) -> str:
    """The address of the coupons of a study, and two more people who come in."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.coupon_lay"], env=clean_environment(house.ledger.parent), cwd=ROOT,
        check=True, stdout=subprocess.PIPE, text=True, timeout=120,
    ).stdout  # fmt: skip
    found = json.loads(told.splitlines()[-1])
    house.passphrases.update(found["passphrases"])
    return f"/mesa/estudios/{found['study']}/cupones"


class Desk(Companion):
    """Somebody at a desk with coupons in the hand."""

    coupons = ""

    def opens(self, page: str) -> None:
        self.page.goto(f"{self.house.address}{self.coupons}{page}")

    def sends(self) -> str:
        """The button of the page; what then stands there."""
        self.presses("main form:last-of-type button:not(.quiet)")
        return self.reads()

    def prints(self, many: int, kind: str) -> list[str]:
        self.opens("/hoja")
        self.fills(many=str(many))
        self.page.check(f"main [name=kind][value={kind}]")
        self.sends_first()
        return CODE.findall(self.page.locator(".cut").first.inner_text())

    def sends_first(self) -> None:
        self.presses("main form button:not(.quiet)")

    def answers(self, **said: str) -> None:
        for name, value in said.items():
            self.page.check(f"main [name={name}][value={value}]")

    def address_is_clean(self) -> None:
        """No code is in the address, nor in what the browser would go back to."""
        assert not CODE.search(self.page.url)
        assert not CODE.search(str(self.page.evaluate("() => JSON.stringify(history.state) + document.referrer")))


def at(person: Any, study: str) -> Desk:
    desk = Desk(person.page, person.house)
    desk.coupons = study
    return desk


@BOTH
def test_from_the_printer_to_the_thanks(coming_in: Any, study: str, script: bool) -> None:
    celia, yoli = at(coming_in("celia", script=script), study), at(coming_in("yoli", script=script), study)

    def looks(page: Page, name: str) -> None:
        """Where scripts run; what stands there is the same without them."""
        if script:
            looks_sound(page, name)

    (seed,) = celia.prints(1, "seed")
    looks(celia.page, "a sheet of coupons")
    codes = celia.prints(3, "ordinary")
    assert len(codes) == 3
    names_nothing(celia.page)
    celia.opens("/entrega")
    celia.presses("main form button[name=begin]")
    celia.fills(code1=seed)
    celia.sends_first()
    assert "hasta el" in celia.reads()
    looks(celia.page, "given")

    yoli.opens("/llegada")
    looks(yoli.page, "somebody came")
    yoli.answers(may1="yes", may2="no")
    yoli.fills(code=f" {seed.lower()} ")
    yoli.sends_first()
    assert seed in yoli.reads()
    looks(yoli.page, "redeemed")
    yoli.address_is_clean()
    yoli.presses("main form button[name=begin]")
    assert yoli.page.input_value("main [name=giver]") == seed, "the page brings her code along"
    yoli.fills(code1=codes[0], code2=codes[1][:-1])
    yoli.sends_first()
    assert "doce letras" in yoli.reads()
    looks(yoli.page, "a code that is cut")
    yoli.fills(code2=codes[1])
    yoli.sends_first()
    assert yoli.reads().count("hasta el") == 2

    yoli.opens("/llegada")
    yoli.answers(may1="no", may2="no")
    yoli.fills(code=codes[0])
    yoli.sends_first()
    assert "Esta vez no se le pregunta" in yoli.reads()
    looks(yoli.page, "she is not asked")
    yoli.opens("/llegada")
    yoli.answers(may1="yes", may2="no")
    yoli.fills(code=codes[0])
    yoli.sends_first()

    yoli.opens("/gracias")
    yoli.fills(code=seed)
    yoli.sends_first()
    assert "Dale 7 USD" in yoli.reads()
    looks(yoli.page, "what is owed")
    yoli.presses("main form button[name=give]")
    assert "Ahora no se le debe nada" in yoli.reads()
    yoli.address_is_clean()
    celia.opens("")
    assert re.search(r"Alguien vino con él\s+\d+\s+\d+", celia.reads())
    looks_sound(celia.page, "the coupons of a study")


def names_nothing(page: Page) -> None:
    """What comes out of the printer: codes, numbers, the words for her, and nothing else."""
    said = words_of_pdf(page.pdf())
    assert len(CODE.findall(said)) == 3
    assert "Nadie te pregunta cómo te llamas" in said
    for telling in ("Estudio", "ejemplo", "mesa", "imprim", "Celia", "Códigos", "guardan"):
        assert telling not in said
