"""Somebody reads what was released: in three languages, with and without a script, on a small phone and at a desk."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from amparo.config.paths import WORDS
from tests.browser.house import ROOT, House, clean_environment
from tests.browser.looked import looks_sound

pytestmark = pytest.mark.browser
type Laid = dict[str, str]
# The pages that this journey looks at, by their names: no list of pages has to hold them too.
LOOKED_AT = {"data", "data_edition", "data_more"}
SAID = {
    "es": ("Qué dice", "Cómo se hizo", "no se muestra", "Esto se retiró"),
    "pt": ("O que diz", "Como foi feito", "não se mostra", "Isto foi retirado"),
    "en": ("What it says", "How it was made", "not shown", "This was taken back"),
}
# The widest thing that has no place to be moved in, and every caption that is a word or two wide.
NARROW = """() => [...document.querySelectorAll('figcaption, tbody th, td, h2')]
    .filter(it => it.innerText.length > 24 && it.getBoundingClientRect().width < 90).map(it => it.innerText)"""
BESIDE = """() => [...document.querySelectorAll('main tbody :is(td, th), main svg')]
    .filter(it => { const box = it.getBoundingClientRect(); return box.width > 1 && box.right > innerWidth + 1; })
    .map(it => it.outerHTML.slice(0, 90))"""


def program(house: House, *words: str) -> Laid:
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.data_lay", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE,
        text=True, env=clean_environment(Path(house.ledger).parent)
        | {"DJANGO_SETTINGS_MODULE": "amparo.config.settings", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def laid(house: House) -> Laid:
    return program(house)


@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
@pytest.mark.parametrize("language", SAID)
def test_a_reader_goes_from_what_is_kept_to_a_figure(she: Any, laid: Laid, language: str, script: bool) -> None:
    person = she(script=script, language=language)
    says, made, hidden, _gone = SAID[language]
    person.lands_on("kept")
    person.taps(f"main a[href$='/{WORDS['data']}']")
    person.is_at("data")
    assert laid["others"] not in person.page.content()
    person.taps(f"main a[href$='{laid['whole']}']")
    page = person.page
    page.wait_for_url(f"**/{laid['whole']}")
    told = page.locator("main").inner_text()
    assert told.index(says) < told.index(made), "words first"
    assert hidden in told
    assert page.locator("main svg").count() == 3
    assert page.locator("main svg title").first.text_content()
    for wide in (320, 768, 1280):
        page.set_viewport_size({"width": wide, "height": 800})
        assert page.evaluate(BESIDE) == [], wide
        assert page.evaluate(NARROW) == [], wide
    looks_sound(page, f"an edition, {language}")
    person.she_leaves_now()


def test_a_long_edition_is_read_part_by_part_and_a_map_stands_alone(she: Any, laid: Laid) -> None:
    person = she(script=False)
    page = person.page
    person.lands_on("data", more=f"/{laid['long']}")
    page.get_by_role("link", name="Parte 2").click()
    assert page.locator("main h2").first.inner_text().endswith("(sigue)")
    looks_sound(page, "the second part")
    person.lands_on("data", more=f"/{laid['whole']}")
    address = str(page.get_by_role("link", name="El mapa solo").first.get_attribute("href"))
    answer = page.request.get(person.house.address + address)
    assert answer.headers["content-type"] == "image/svg+xml"
    page.context.watch.expected |= {"favicon.ico"}  # a picture names no icon, so the browser asks for one
    page.goto(person.house.address + address)
    assert page.locator("svg").count() == 1
    csv = page.request.get(person.path("data") + f"/{laid['whole']}/hxl.csv")
    assert csv.text().splitlines()[1].startswith("#meta+edition,")


def test_on_paper_the_tables_are_there_and_the_links_are_not(she: Any, laid: Laid) -> None:
    person = she(wide=1280)
    person.lands_on("data", more=f"/{laid['whole']}")
    person.page.emulate_media(media="print")
    assert person.page.locator("main table").first.is_visible()
    assert person.page.locator("main svg").first.is_visible()
    assert not person.page.locator("#files").is_visible()
    assert not person.page.locator(".top").is_visible()


def test_what_is_taken_down_is_gone_also_from_a_browser_that_saw_it(she: Any, house: House, laid: Laid) -> None:
    readers = {language: she(script=False, language=language) for language in SAID}
    for person in readers.values():
        person.page.context.watch.expected |= {"410"}
        person.lands_on("data", more=f"/{laid['gone']}")
        assert person.page.locator("[data-figure]").count() > 0
    program(house, "down", laid["gone"])
    for language, person in readers.items():
        person.page.reload()
        assert SAID[language][3] in person.page.locator("h1").inner_text()
        assert person.page.locator("[data-figure]").count() == 0
        person.taps("main a")
        assert laid["gone"] not in person.page.content()
        person.page.go_back()
        assert person.page.locator("[data-figure]").count() == 0, "not out of the memory of the browser either"
        looks_sound(person.page, f"taken down, {language}")
