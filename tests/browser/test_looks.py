"""How the pages look where the style is not what we planned: without a sheet, by night, in forced colours.

Photographs go to the folder of ``--basetemp`` (``photographs*/``): an eye is needed to say that a page is clear.
"""

import pytest

from tests.browser.conftest import TALL
from tests.browser.pages import STAFF, on_every_staff_page, public_pages
from tests.browser.person import Person

pytestmark = pytest.mark.browser
PHOTOGRAPHED = (
    "home",
    "help",
    "route",
    "search",
    "results",
    "service",
    "refused",
    "card",
    "list",
    "young",
    "kept",
    "leaving",
    "letter",
    "letter_write",
    "arrived",
    "hers",
    "few words",
)
DESK = ("entrance", "desk", "places", "change a place", "line that waits", "team", "letters", "thread", "keys")
MEDIA = {
    "day": {"color_scheme": "light"},
    "night": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}
IN_ORDER = """() => [...document.querySelectorAll('h1, main a, main button, main summary, main li, main p')]
    .filter(it => it.checkVisibility()).map(it => it.getBoundingClientRect().top)"""
INVISIBLE = """() => [...document.querySelectorAll('a, button, summary, select, h1, h2, p, dd')]
    .filter(it => it.checkVisibility() && it.textContent.trim() && !it.closest('.skip'))
    .filter(it => { const s = getComputedStyle(it); return s.color === s.backgroundColor || s.opacity === '0' })
    .map(it => it.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("name", PHOTOGRAPHED)
def test_without_its_sheet_a_page_reads_in_order(opened, house, name):
    """An old phone, or a net that lost a file: everything is there in order, the way out first."""
    context = opened(script=False)
    context.watch.expected |= {"amparo", "ERR_FAILED"}
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    public_pages()[name](Person(page, house))
    tops = page.evaluate(IN_ORDER)
    assert len(tops) >= 3
    assert tops == sorted(tops)
    order = page.evaluate("""() => { const all = [...document.body.querySelectorAll('a.leave, h1, main')];
        return all.map(it => it.tagName) }""")
    assert order == ["A", "MAIN", "H1"]


@pytest.mark.parametrize("media", list(MEDIA))
def test_no_text_is_lost_in_other_colours(opened, house, media, tmp_path_factory):
    context = opened(script=True, **MEDIA[media])
    person, folder = Person(context.new_page(), house), tmp_path_factory.mktemp(f"photographs-{media}")
    for name in PHOTOGRAPHED:
        public_pages()[name](person)
        assert person.page.evaluate(INVISIBLE) == [], name
        for wide in (320, 768, 1280) if media == "day" else (320,):
            person.page.set_viewport_size({"width": wide, "height": TALL[wide]})
            person.page.screenshot(path=folder / f"{name}-{wide}.png", full_page=True)
        person.page.set_viewport_size({"width": 320, "height": TALL[320]})


@pytest.mark.parametrize("media", ["day", "night"])
def test_nor_at_the_desk(opened, house, keys, media, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"photographs-desk-{media}")
    for role in sorted({STAFF[name][0] for name in DESK}):
        page = opened(staff=True, storage_state=keys(role), wide=1280, **MEDIA[media]).new_page()
        for name in on_every_staff_page(page, house.address, role, only=DESK):
            assert page.evaluate(INVISIBLE) == [], name
            for wide in (320, 768, 1280) if media == "day" else (320,):
                page.set_viewport_size({"width": wide, "height": TALL[wide]})
                page.screenshot(path=folder / f"{name}-{wide}.png", full_page=True)
