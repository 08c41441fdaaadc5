"""A lawyer at the desk, in words: a matter, her children and her home."""

from typing import Any

from amparo.config.paths import WORDS
from tests.browser.case_house import Companion
from tests.browser.pages import OPEN_EVERYTHING

MATTERS = f"/{WORDS['desk']}/asuntos"
CLEAR = {
    "gate_alone": "yes", "gate_hurt": "no", "gate_fear": "no", "gate_control": "no", "gate_safe": "yes",
    "gate_counsel": "yes",
}  # fmt: skip


class Lawyer(Companion):
    """Somebody who works on legal matters."""

    def begins(self, kind: str, her: str, other: str, country: str = "EC") -> str:
        """A matter in whose way no conflict stands; its address."""
        self.goes(f"{MATTERS}/nuevo")
        self.fills(matter_kind=kind, matter_country=country, matter_called=her)
        self.page.locator("main [name=ella-party_name]").fill(her)
        self.page.locator("main [name=otra-party_name]").fill(other)
        self.presses("main form button:not(.quiet)")
        matter = self.here()
        self.presses("form[action$='/mirar'] button")
        return matter

    def goes(self, address: str) -> str:
        """What stands on a page, every fold open."""
        self.page.goto(self.house.address + address)
        self.page.evaluate(OPEN_EVERYTHING)
        return self.reads()

    def here(self) -> str:
        """The address of the page that is open."""
        return self.page.url.removeprefix(self.house.address)

    def writes_part(self, matter: str, kind: str, *, ticks: dict[str, str] | None = None, **answers: Any) -> None:
        """Something that belongs to it. ``ticks``: of a question with several answers the codes, blanks between."""
        self.goes(f"{matter}/nueva/{kind}")
        self.answers(ticks or {}, **answers)
        self.presses("main form button:not(.quiet)")

    def answers(self, ticks: dict[str, str], **answers: Any) -> None:
        """The fields of the page that is open."""
        for name, codes in ticks.items():
            for code in codes.split():
                self.page.check(f"main [name={name}][value={code}]")
        self.fills(**answers)

    def asks_her(self, matter: str, **otherwise: str) -> None:
        """Before anybody sits down; what differs from an open room is named."""
        self.goes(f"{matter}/vivienda/preguntas")
        self.fills(**{**CLEAR, **otherwise})
        self.presses("main form button:not(.quiet)")

    def wants_one_room(self, matter: str, day: str) -> str:
        """A session in one room, with a day and a reason; what the page says then."""
        self.goes(f"{matter}/vivienda/sesion")
        ticks = {"session_attends": "her her_lawyer landlord"}
        self.answers(ticks, session_mode="joint", session_day=day, why="Ella lo pide, ejemplo")
        self.presses("#session p.row button")
        return self.reads()
