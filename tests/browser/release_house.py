"""Who works at the release door, in a browser, and who reads what left."""

from typing import Any

from playwright.sync_api import Page

from amparo.config.paths import WORDS
from tests.browser.evidence_pages import RELEASES
from tests.browser.house import PREFIX, House
from tests.browser.person import KeyboardPerson

# Every cell of a table that a reader cannot see, because the table is cut there.
CUT = """() => [...document.querySelectorAll('main .scroll')].flatMap(frame => {
    const edge = frame.getBoundingClientRect();
    return [...frame.querySelectorAll('tbody td')].filter(it => {
        const box = it.getBoundingClientRect();
        return box.width < 1 || box.left < edge.left - 1 || box.right > edge.right + 1;
    }).map(it => it.outerHTML);
})"""


class AtTheDoor:
    """Somebody at the desk before the requests of the house."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house

    def opens(self, address: str) -> str:
        """A page of the desk; what stands on it."""
        self.page.goto(address if address.startswith("http") else self.house.address + address)
        return self.reads()

    def opens_the_request(self, title: str) -> str:
        """The request of this title, found in the list as she finds it; its address."""
        self.opens(RELEASES)
        self.page.locator("article h3 a", has_text=title).first.click()
        self.page.wait_for_load_state()
        return self.page.url

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    def presses(self, form: str) -> str:
        """The button of a form; what stands there then."""
        with self.page.expect_navigation():
            self.page.locator(f"main form[action$='/{form}'] button").first.click()
        return self.reads()

    def presses_by_keyboard(self, form: str) -> str:
        """The same without a mouse: the focus is seen on every step of the way there."""
        with self.page.expect_navigation():
            KeyboardPerson(self.page, self.house).taps(f"main form[action$='/{form}'] button")
        return self.reads()

    def sends(self, **answers: str) -> str:
        """The form of the page, filled in."""
        for name, answer in answers.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("it => it.type") == "radio":
                self.page.locator(f"main [name={name}][value={answer}]").check()
            else:
                field.fill(answer)
        with self.page.expect_navigation():
            self.page.locator("main form button:not(.quiet)").last.click()
        return self.reads()

    def why_not(self, button: str) -> str:
        """The words on a button that cannot be pressed."""
        found = self.page.get_by_role("button", name=button, exact=True)
        assert found.is_disabled()
        return str(found.get_attribute("title"))


def public_addresses(house: House, edition: str) -> list[str]:
    """Every address of an edition before the public, in three languages."""
    data = f"/{WORDS['data']}/{edition}"
    return [
        house.address + prefix + data + more for prefix in PREFIX.values() for more in ("", "/1", ".csv", "/hxl.csv")
    ]


def lists_of(house: House) -> list[str]:
    """Where editions are named: the list and the feed, in three languages."""
    return [f"{house.address}{prefix}/{WORDS['data']}{more}" for prefix in PREFIX.values() for more in ("", "/feed")]


def cut_cells(page: Any) -> list[tuple[int, str]]:
    """Cells that stand outside of what is seen of their table, at each width."""
    found = []
    for wide in (320, 768, 1280):
        page.set_viewport_size({"width": wide, "height": 800})
        found += [(wide, each) for each in page.evaluate(CUT)]
    return found
