"""What axe finds, by day and by night; every page is looked at so in ``test_sound.py``."""

import pytest

from tests.browser.conftest import TALL
from tests.browser.skeleton import Met, what_is_new_and_wrong

pytestmark = pytest.mark.browser
GRAVE = {"moderate", "serious", "critical"}
# By night at a desk's width too: there are headings of tables there that a phone does not show.
LOOKS = ((320, "light"), (320, "dark"), (1280, "dark"), (1280, "light"))
MET = Met()


def in_each_look(page):
    """How wide and in which light the page stands now: at a phone's width and a desk's, by day and by night."""
    before = None, None
    for wide, scheme in LOOKS:
        if wide != before[0]:
            page.set_viewport_size({"width": wide, "height": TALL[wide]})
        if scheme != before[1]:
            page.emulate_media(color_scheme=scheme)
        before = wide, scheme
        yield before


def what_axe_finds(page, met=MET):
    """In each look, what is wrong in all that was not found sound before."""
    return [
        (wide, scheme, *each)
        for wide, scheme in in_each_look(page)
        for each in what_is_new_and_wrong(page, met, scheme)
    ]


def grave_on(page, also=lambda _page, _wide: []):
    """What of that is grave; and what ``also`` finds by day, called with the page and how wide it stands."""
    found = []
    for wide, scheme in in_each_look(page):
        wrong = what_is_new_and_wrong(page, MET, scheme)
        found += [(wide, scheme, *each) for each in wrong if each[0] in GRAVE]
        found += also(page, wide) if scheme == "light" else []
    return found


def test_planted_faults_are_found(she):
    person = she()
    person.lands_on("kept")
    person.page.evaluate(
        "() => { document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<input><p><font color=\"#bbbbbb\">a pale sentence</font></p>') }"
    )
    assert {"label", "color-contrast"} <= {rule for *_, rule, _ in what_axe_finds(person.page)}
