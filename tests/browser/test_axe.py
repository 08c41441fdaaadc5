"""What axe finds: nothing serious, on any page, by day and by night."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import TALL
from tests.browser.pages import ROLES, on_every_public_page, on_every_staff_page

pytestmark = pytest.mark.browser
GRAVE = {"moderate", "serious", "critical"}
LOOK = """async rules => {
    const found = await axe.run(document, rules.length
        ? {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']} : {resultTypes: ['violations']});
    return found.violations.map(each =>
        [each.impact, each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 120))]);
}"""
OF_COLOUR = ["color-contrast", "target-size"]


def what_axe_finds(page):
    """At a phone's width and a desk's; everything by day, by night what a change of colours can break."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for wide in (320, 1280):
        page.set_viewport_size({"width": wide, "height": TALL[wide]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            rules = [] if scheme == "light" else OF_COLOUR
            found += [(wide, scheme, *each) for each in page.evaluate(LOOK, rules)]
    return found


def grave(found, note, name):
    """The serious ones; the others are printed, for whoever reads with ``-s``."""
    for each in found:
        note(f"{name}: {each}")
    return [each for each in found if each[2] in GRAVE]


def test_planted_faults_are_found(she):
    person = she()
    person.lands_on("kept")
    person.page.evaluate(
        "() => { document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<input><p><font color=\"#bbbbbb\">a pale sentence</font></p>') }"
    )
    assert {"label", "color-contrast"} <= {rule for *_, rule, _ in what_axe_finds(person.page)}


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_nothing_serious_on_the_public_pages(she, language, axe_notes):
    person = she(language=language)
    assert {
        name: found
        for name in on_every_public_page(person)
        if (found := grave(what_axe_finds(person.page), axe_notes, name))
    } == {}


@pytest.mark.parametrize("role", ROLES)
def test_nothing_serious_at_the_desk(opened, house, keys, role, axe_notes):
    page = opened(staff=True, storage_state=keys(role)).new_page()
    assert {
        name: found
        for name in on_every_staff_page(page, house.address, role)
        if (found := grave(what_axe_finds(page), axe_notes, name))
    } == {}


@pytest.fixture
def axe_notes():
    return lambda line: print("axe:", line)
