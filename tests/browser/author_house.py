"""Who writes what is asked, and who reads it before anybody is asked: each at the desk, in words."""

from pathlib import Path

from tests.browser.case_house import Companion

SHEETS = "/mesa/estudios/cuestionarios"
# The pages that the two journeys look at as every page of the lists is; the made-up town has no questionnaire.
OF_A_SHEET = {
    "questionnaire_new", "questionnaire", "questionnaire_row", "questionnaire_near", "questionnaire_changes",
    "questionnaire_sheet", "questionnaire_files", "questionnaire_reading",
}  # fmt: skip
OF_THE_LIBRARY = {"questionnaires", "questionnaire_library", "questionnaire_from", "questionnaire_withdraw"}
LOOKED_AT = OF_A_SHEET | OF_THE_LIBRARY


class Author(Companion):
    """Somebody who leads studies."""

    def brings(self, sheet: Path, **typed: str) -> str:
        """A sheet for a new questionnaire; what the page says then."""
        self.page.goto(f"{self.house.address}{SHEETS}/nuevo")
        return self.brings_on_this_page(sheet, **typed)

    def brings_on_this_page(self, sheet: Path | None, **typed: str) -> str:
        """The same, where the page stands already; without a sheet the one that is there is read."""
        if sheet is not None:
            self.page.set_input_files("main input[type=file]", sheet)
        for name, value in typed.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.get_attribute("type") == "radio":
                self.page.check(f"main [name={name}][value={value}]")
            else:
                field.fill(value)
        self.presses("main form button:not(.quiet)")
        return self.reads()

    def decides(self, question: str, way: str) -> None:
        """What becomes of the answer to one question."""
        self.of(question).locator("select").select_option(way)

    def of(self, question: str):
        """The part of the page that is about one question."""
        return self.page.locator(f"fieldset:has(> legend:text-matches('\\\\. {question}$'))")

    def saves(self) -> str:
        """The page of rules."""
        self.presses("main form button:text-matches('^Guardar')")
        return self.reads()


class Reviewer(Companion):
    """Somebody of a peer-led organisation, who is paid for reading."""

    def reads_what_waits(self, title: str) -> str:
        """From the list to the whole of it."""
        self.page.goto(f"{self.house.address}{SHEETS}")
        self.presses(f"section[aria-labelledby=read] a:text-is('{title}')")
        return self.reads()

    def signs_with_keys(self, words: str) -> None:
        """Without a mouse: from the top of the page to the tick, the words and the button."""
        self.page.locator("a.skip").focus()
        self.tabs_to("was_paid")
        self.page.keyboard.press("Space")
        self.tabs_to("words")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tabs_to(self, name: str, most: int = 60) -> None:
        """By the tabulator, to the field of this name."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"{name} is not reached by the keyboard")
