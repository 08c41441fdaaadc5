"""What axe finds, by day and by night; every page is looked at so in ``test_sound.py``."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import TALL

pytestmark = pytest.mark.browser
GRAVE = {"moderate", "serious", "critical"}
LOOK = """async options => {
    const found = await axe.run(document, {...options, resultTypes: ['violations']});
    return found.violations.map(each =>
        [each.impact, each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 120))]);
}"""
# What a change of colours can break is looked at by night. At a desk's width too by day: there are headings of tables
# there that a phone does not show.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
LOOKS = ((320, "light", {}), (320, "dark", OF_COLOUR), (1280, "light", {}), (1280, "dark", OF_COLOUR))


def what_axe_finds(page):
    """At a phone's width and a desk's; everything by day, by night what a change of colours can break."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for wide, scheme, options in LOOKS:
        page.set_viewport_size({"width": wide, "height": TALL[wide]})
        page.emulate_media(color_scheme=scheme)
        found += [(wide, scheme, *each) for each in page.evaluate(LOOK, options)]
    return found


def grave_on(page):
    """The serious ones."""
    return [each for each in what_axe_finds(page) if each[2] in GRAVE]


def test_planted_faults_are_found(she):
    person = she()
    person.lands_on("kept")
    person.page.evaluate(
        "() => { document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<input><p><font color=\"#bbbbbb\">a pale sentence</font></p>') }"
    )
    assert {"label", "color-contrast"} <= {rule for *_, rule, _ in what_axe_finds(person.page)}
