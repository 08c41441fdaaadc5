"""Who goes with somebody and who is gone with, in words: a case at the desk, and the page of her whose case it is."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from amparo.config.paths import WORDS
from tests.browser.house import House
from tests.browser.letter_house import SLOW, Colleague, Writer
from tests.browser.pages import OPEN_EVERYTHING

CASES = f"/{WORDS['desk']}/casos"
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def a_case_from_a_letter(opened: Any, house: House, her: "Companion", script: bool, **more: str) -> tuple[str, str]:
    """Her words, and the case that Rosa opened out of her letter."""
    before = her.threads()
    words = Writer(opened(script=script).new_page(), house, script=script).she_writes_one_sentence(
        "me echan el viernes"
    )
    (thread,) = her.threads() - before
    case = her.begins_a_case_from(
        thread,
        name_used="Dayana, ejemplo",
        need_first="shelter_tonight",
        agreed="remote_code",
        contact_where="donde Li",
        **more,
    )
    return words, case


class Companion(Colleague):
    """Somebody who goes with her, at the desk; folds are opened as she needs them."""

    def __init__(self, page: Page, house: House) -> None:
        super().__init__(page, house)
        page.set_default_timeout(SLOW)

    def begins_a_case_from(self, thread: str, **answers: str) -> str:
        """The address of the case that she opened out of a thread; ``agreed`` is how she said yes."""
        self.page.goto(self.house.address + thread + "/caso")
        self.fills(**answers)
        self.presses("main form button:not(.quiet)")
        return self.page.url.removeprefix(self.house.address)

    def fills(self, **answers: str) -> None:
        """Fields of the open form by their names."""
        for name, answer in answers.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("it => it.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)

    def presses(self, selector: str) -> None:
        """A button that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def writes(self, case: str, section: str, **answers: str) -> None:
        """One section of a case."""
        self.page.goto(f"{self.house.address}{case}/parte/{section}")
        self.fills(**answers)
        self.presses("main form button:not(.quiet)")

    def asks_for(self, case: str, kind: str, *, content: str, **answers: str) -> None:
        """One permission, to which she says yes; ``content`` is what may be told, with blanks between."""
        self.page.goto(f"{self.house.address}{case}/permiso/{kind}")
        self.page.check("main [name=answer][value=yes]")
        for each in content.split():
            if self.page.locator(f"main [name=content][value={each}]").count():
                self.page.check(f"main [name=content][value={each}]")
        self.fills(**answers)
        self.presses("main form button:not(.quiet)")

    def opens_case(self, case: str) -> str:
        """What stands on the page of a case."""
        self.page.goto(self.house.address + case)
        return self.page.locator("main").inner_text()

    def permissions(self, case: str) -> str:
        """What the page of a case says that she allows."""
        self.opens_case(case)
        return self.page.locator("section[aria-labelledby=allows]").inner_text()

    def closes(self, case: str, reason: str) -> None:
        """In two steps, with a reason."""
        self.wants_to_close(case, reason)
        self.presses("form[action$='/cierre'] button")

    def wants_to_close(self, case: str, reason: str) -> None:
        """The first of the two steps."""
        self.opens_case_unfolded(case)
        self.page.locator("form[action$='/cierre'] select").first.select_option(reason)
        self.presses("form[action$='/cierre'] button")

    def opens_case_unfolded(self, case: str) -> None:
        """Every fold of the page of a case open."""
        self.opens_case(case)
        self.page.evaluate(OPEN_EVERYTHING)

    def wants_to_let_in(self, case: str, name: str) -> None:
        """The first of two steps: who reads it too, and why."""
        self.page.goto(f"{self.house.address}{case}/con")
        form = self.page.locator("form[action$='/con']")
        form.locator("[name=reader]").select_option(form.locator("option", has_text=name).first.get_attribute("value"))
        form.locator("[name=why]").select_option("covers")
        self.presses("form[action$='/con'] button")

    def lets_in(self, case: str, name: str) -> None:
        self.wants_to_let_in(case, name)
        self.presses("form[action$='/con'] button")

    def writes_what_happened(self, case: str, account: str) -> None:
        """What she tells, sealed where it stays."""
        self.page.goto(f"{self.house.address}{case}/hecho")
        self.fills(account=account)
        self.presses("main form button:not(.quiet)")

    def writes_the_summary(self, case: str, text: str) -> None:
        self.page.goto(f"{self.house.address}{case}/resumen")
        self.fills(summary_text=text)
        self.presses("main form button:not(.quiet)")

    def forges(self, address: str, **said: str) -> int:
        """A form that no page gave her, sent with what her browser holds; what the house answers."""
        token = self.page.locator("main form input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        sent = {"csrfmiddlewaretoken": str(token), **said}
        return self.page.request.post(address, form=sent, headers={"Origin": self.house.address}).status

    def reads(self) -> str:
        """What stands on the page that is open."""
        return self.page.locator("main").inner_text()


class Accompanied(Writer):
    """She whose case it is, on her own page."""

    def she_sees_what_was_agreed(self, words: str) -> str:
        """All that stands there."""
        self.she_comes_back(words)
        self.does("case", "back_case")
        self.page.get_by_role("heading", name=re.compile("Lo que (acordamos|decidimos contigo)")).wait_for()
        return self.page.locator("main").inner_text()

    def she_takes_back(self, told: str) -> None:
        """The permission in whose line this stands."""
        line = self.page.locator("main li", has_text=told)
        line.get_by_role("button", name="Quitar").click()
        self.page.locator("main li", has_text=told).get_by_text("Lo quitaste.").wait_for()

    def she_says_yes_to_the_summary(self) -> None:
        self.page.get_by_role("button", name="Sí, estas palabras pueden viajar").click()
        self.page.get_by_text("pueden viajar, donde").wait_for()

    def she_changes(self, **said: str) -> None:
        """Her name, or how to reach her."""
        self.page.locator("summary", has_text="Cambiar mi nombre").click()
        for name, text in said.items():
            self.page.locator(f"main [name={name}]").fill(text)
        self.page.locator("button[value=say], form[data-do=case-say] button").click()
        self.page.get_by_text("nadie te llama").wait_for()

    def she_closes_it(self) -> None:
        self.page.get_by_role("button", name="Cerrar mi caso", exact=True).click()
        self.page.get_by_role("button", name="Sí, cerrar mi caso").click()
        self.page.locator("main").get_by_text("Tu caso está cerrado.").first.wait_for()
