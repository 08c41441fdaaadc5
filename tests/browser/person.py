"""Someone who needs something, and what she does, in words. Only steps that several tests share."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page

from amparo.config.paths import WORDS
from tests.browser.house import House

FOCUS = """() => {
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    const across = Math.max(0, Math.min(innerWidth - 1, box.left + Math.min(box.width, innerWidth) / 2));
    let seen = false;
    for (const part of [.1, .5, .9]) {
        const top = document.elementFromPoint(across, box.top + box.height * part);
        seen = seen || !!top && (it.contains(top) || top.contains(it));
    }
    return {tag: it.tagName, style: style.outlineStyle, wide: parseFloat(style.outlineWidth), seen: seen,
            what: it.outerHTML.slice(0, 120)};
}"""
SUBMIT = """([action, fields]) => {
    const form = document.createElement('form');
    form.method = 'post'; form.action = action;
    for (const [name, value] of fields) {
        const input = document.createElement('input');
        input.type = 'hidden'; input.name = name; input.value = value; form.append(input);
    }
    document.body.append(form); form.submit();
}"""
MOST_TABS = 400


def pairs_of(fields: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
    """As a form sends them: a name once for each of its values."""
    return [(key, each) for key, values in fields.items() for each in ([values] if isinstance(values, str) else values)]


class Person:
    """She taps with a finger or a mouse."""

    def __init__(self, page: Page, house: House, language: str = "es") -> None:
        self.page, self.house, self.language = page, house, language

    def taps(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def path(self, name: str) -> str:
        return self.house.path(name, self.language)

    def is_at(self, name: str) -> None:
        """The page answers, under the address of this name and under the neutral name of the house."""
        self.page.wait_for_url(lambda url: url.partition("#")[0] == self.path(name))  # wherever on it
        assert self.page.locator("h1").count() == 1
        assert self.page.title() == "Libreta"
        assert self.page.locator("html").get_attribute("lang") == self.language

    def she_opens_home(self) -> None:
        self.page.goto(self.path("home"))
        assert self.page.locator(".doors a").count() >= 2

    def she_asks_for_help_now(self) -> None:
        self.taps(".doors a.first")
        self.is_at("help")

    def she_says_she_needs(self, door: str) -> None:
        self.taps(f"button[name=n][value={door}]")
        self.is_at("route")
        assert self.page.locator(".steps > li").count() >= 1

    def she_looks_for_the_nearest(self) -> None:
        self.taps(f".steps button[form=e][formaction$='/{WORDS['results']}']")
        self.is_at("results")
        assert len(self.places()) >= 1

    def she_opens_the_first_place(self) -> str:
        reference = self.places()[0]
        self.taps(f"button[name=s][value='{reference}']")
        self.is_at("service")
        return reference

    def she_was_turned_away(self) -> None:
        self.taps(f"form[action$='/{WORDS['refused']}'] button:not([formaction]):not([name])")
        self.is_at("refused")

    def she_takes_the_card(self) -> None:
        self.taps(f"button[form=e][formaction$='/{WORDS['card']}']")
        self.is_at("card")
        assert self.page.locator(".card li").count() >= 3

    def she_takes_an_ordinary_list(self) -> None:
        self.taps(f"button[formaction$='/{WORDS['list']}']")
        self.page.wait_for_url(self.path("list"))

    def she_leaves_now(self) -> None:
        self.taps("a.leave")
        self.page.wait_for_url(self.house.neutral)

    def places(self) -> list[str]:
        """The references of the places that the page shows, in order."""
        return [str(each.get_attribute("value")) for each in self.page.locator("article button[name=s]").all()]

    def lands_on(self, name: str, fields: Mapping[str, str | Sequence[str]] | None = None, more: str = "") -> None:
        """Straight to a page, as its own forms would send her; for tests that look at pages, not at the way."""
        if fields is None:
            self.page.goto(self.path(name) + more)
            return
        pairs = pairs_of(fields)
        if not self.page.url.startswith(self.house.address):
            self.page.goto(self.path("kept"))
        with self.page.expect_navigation():
            self.page.evaluate(SUBMIT, [self.path(name) + more, pairs])


class KeyboardPerson(Person):
    """She has no mouse: Tab, Enter and Space. At every stop the focus must be seen."""

    def taps(self, selector: str) -> None:
        target = self.page.locator(selector).first
        self.goes_to(target)
        self.page.keyboard.press("Enter")

    def goes_to(self, target: Locator) -> None:
        """Tab until the focus is there; the way there is looked at too."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["tag"] == "BODY":
                continue
            assert focus["style"] != "none", focus
            assert focus["wide"] >= 2, focus
            assert focus["seen"], focus
            if target.evaluate("it => it === document.activeElement"):
                return
        raise AssertionError(f"The keyboard does not reach {target}.")
