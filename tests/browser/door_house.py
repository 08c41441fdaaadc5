"""Who finds doors for her, who answers there, who minds children, and she whose doors they are, in words."""

from datetime import date, timedelta
from typing import Any

from amparo.commons import clock
from amparo.config.paths import WORDS
from tests.browser.case_house import Accompanied, Companion
from tests.browser.pages import CASES, MINDING, OPEN_EVERYTHING

NEAR = "Puerto Claro"
DOORS = f"{CASES}/puertas"
THEN = "section[aria-labelledby=then], [data-part=next-doors]"  # on her page, without a script and with it
PORTAL = f"/{WORDS['desk']}/entrada"


class Finder(Companion):
    """Somebody who goes with her and looks for doors."""

    def looks_for(self, case: str, need: str) -> str:
        """What stands on the page of the doors for one need, near the town."""
        self.page.goto(f"{self.house.address}{case}/puerta")
        self.fills(need=need, t=NEAR)
        self.presses("main form p.row button")
        return self.reads()

    def chooses(self, name: str, way: str) -> str:
        """One of them; the address of the referral."""
        self.page.locator("main label", has_text=name).locator("input[name=door]").check()
        self.page.check(f"main [name=way][value={way}]")
        self.presses("main form p.row button")
        return self.page.url.removeprefix(self.house.address)

    def finds(self, case: str, need: str, name: str, way: str = "slip") -> str:
        self.looks_for(case, need)
        return self.chooses(name, way)

    def writes_step(self, door: str, to: str, **answers: str) -> None:
        """What happened there."""
        self.opens_door(door)
        self.fills(to=to, **answers)
        self.presses("form[action$='/paso'] button")

    def is_refused_step(self, door: str, to: str, **answers: str) -> str:
        """What the page says where something is missing; nothing of it is kept."""
        self.page.context.watch.expected |= {"409"}  # type: ignore[attr-defined]
        self.writes_step(door, to, **answers)
        return self.reads()

    def opens_door(self, door: str) -> str:
        """Every fold of the page of a referral open."""
        self.page.goto(self.house.address + door)
        self.page.evaluate(OPEN_EVERYTHING)
        return self.reads()

    def asks_in_vain(self, door: str) -> None:
        self.opens_door(door)
        self.presses("form[action$='/intento'] button")

    def says_turned_away(self, door: str, refusal: str) -> None:
        """In one tap."""
        self.opens_door(door)
        self.presses(f"form[action$='/no'] button[value={refusal}]")

    def goes_on_to_the_next(self) -> str:
        """In one tap; the address of the new one."""
        self.presses("form[action$='/otra'] button")
        return self.page.url.removeprefix(self.house.address)

    def asks_her_for(self, door: str, *content: str) -> None:
        """She says yes to telling these very ones this."""
        self.opens_door(door)
        self.presses("main a[href*='/permiso/share_for_referral']")
        self.page.check("main [name=answer][value=yes]")
        for each in content:
            self.page.check(f"main [name=content][value={each}]")
        self.fills(method="verbal_witnessed")
        self.presses("main form button:not(.quiet)")

    def seals_it_to(self, door: str, name: str, *content: str) -> None:
        """To whoever answers there."""
        self.opens_door(door)
        form = self.page.locator("form[action$='/enlace']")
        form.locator("label", has_text=name).locator("input").check()
        for each in content:
            form.locator(f"[name=content][value={each}]").check()
        self.presses("form[action$='/enlace'] button")

    def reads_the_code(self, door: str) -> str:
        """What stands on her slip."""
        self.page.goto(f"{self.house.address}{door}/hoja")
        return self.page.locator("main h1").inner_text().split()[-1]

    def writes_who_hurt_her(self, case: str, branch: str) -> None:
        """What happened, and of which body of the State whoever did it is."""
        self.writes_what_happened(case, "Me pararon en la esquina de ejemplo")
        self.page.goto(self.page.url.rstrip("/") + "/parte/state")
        self.fills(of_state="yes")
        self.page.locator(f"main [name=branch][value={branch}]").check()
        self.presses("main form button:not(.quiet)")


class Answering(Companion):
    """Somebody who answers at a public body: two taps."""

    def taps_what_waits(self, code: str) -> None:
        """The one with this code, which stands on no list; so each is looked at."""
        self.page.goto(self.house.address + PORTAL)
        addresses = [each.get_attribute("href") for each in self.page.locator("section[aria-labelledby=waits] a").all()]
        for address in addresses:
            self.page.goto(self.house.address + str(address))
            if code in self.reads():
                return
        raise AssertionError(f"Nothing with the code {code} waits.")

    def says_yes(self) -> None:
        self.presses("form:has([name=to][value=accepted]) button")


class HerDoors(Accompanied):
    """She whose doors they are."""

    def she_was_turned_away_at(self, name: str) -> str:
        """In one tap; the next ones, as they stand there."""
        self.page.locator("main li", has_text=name).get_by_role("button").click()
        self.page.locator(THEN).get_by_role("button").first.wait_for()
        return self.page.locator(THEN).inner_text()

    def she_says_what_they_said(self, words: str) -> None:
        self.page.locator(THEN).get_by_role("button", name=words).click()
        self.page.get_by_text("Quedó anotado como lo dijiste").first.wait_for()


class Minder(Companion):
    """Somebody who keeps places for children, or minds them."""

    def opens_a_place(self, name: str, hours: tuple[str, str], minds: str) -> None:
        """A night for one child, and who minds there."""
        self.page.goto(f"{self.house.address}{MINDING}/lugares")
        self.fills(name=name, kind="night", opens=hours[0], closes=hours[1], capacity="1")
        self._on_every_day()
        self.presses("main form button")
        form = self.page.locator("form[action$='/quien']")
        person = form.locator("[name=user] option", has_text=minds).first.get_attribute("value")
        self.fills(user=str(person))
        self._on_every_day()
        self.presses("form[action$='/quien'] button")

    def _on_every_day(self) -> None:
        for each in self.page.locator("main [name=days]").all():
            each.check()

    def writes_a_child(self, **said: str) -> str:
        """The address of the record of a child."""
        self.page.goto(f"{self.house.address}{MINDING}/nuevo")
        self.fills(**said)
        self.presses("main form button")
        return self.page.url.removeprefix(self.house.address)

    def writes_who_collects(self, child: str, name: str, word: str) -> None:
        self.page.goto(self.house.address + child)
        until = (clock.today() + timedelta(days=30)).isoformat()
        self.page.evaluate(OPEN_EVERYTHING)
        self.fills(name=name, word=word, shows="Media tarjeta", until=until)
        self.presses("form[action$='/recoge'] button")

    def books(self, child: str, place: str, on: date) -> str:
        """The address of the stay, or of the page that says why not."""
        self.page.goto(f"{self.house.address}{child}/noche")
        options = self.page.locator("main [name=place] option", has_text=place)
        self.fills(place=str(options.first.get_attribute("value")), on=on.isoformat())
        self.presses("main form:has(select) button")
        return self.page.url.removeprefix(self.house.address)

    def somebody_comes_to_collect(self, stay: str, who: str, word: str) -> str:
        """What the page says then."""
        self.page.goto(f"{self.house.address}{stay}/puerta")
        self.page.locator("main label", has_text=who).locator("input").check()
        if word:
            self.fills(word=word)
        self.presses("main form button")
        return self.reads()


def as_one(kind: Any, colleague: Companion) -> Any:
    """The same person at the same browser, with what she does here."""
    return kind(colleague.page, colleague.house)
