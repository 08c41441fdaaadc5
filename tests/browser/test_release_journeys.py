"""A table goes the whole way out: asked for, looked at by two, read by two, read by anybody, and taken down again."""

import re

import pytest

from amparo.config.paths import WORDS
from tests.browser.case_house import BOTH
from tests.browser.evidence_pages import RELEASES
from tests.browser.looked import looks_sound
from tests.browser.person import KeyboardPerson
from tests.browser.release_house import AtTheDoor, cut_cells, lists_of, public_addresses

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
LOOKED_AT = {"release_words", "release_edition"}
HOURS = "Cuánto tardó la atención, según"
TITLE = {
    "es": "Cuánto tardó la atención de quienes buscaron apoyo",
    "pt": "Quanto demorou o cuidado de quem buscou apoio",
    "en": "How long care took for those who sought support",
}
NOTHING_SHOWN = {"es": "no se muestra", "pt": "não se mostra", "en": "not shown"}


@pytest.fixture
def at_the_door(coming_in, house):
    """Somebody at the desk: ``at_the_door("teresa", script=False)``."""

    def comes(name, *, script=False):
        return AtTheDoor(coming_in(name, script=script).page, house)

    return comes


@BOTH
def test_what_was_released_is_read_at_the_desk_as_it_is_read_outside(house, at_the_door, script):
    """Whoever asked sees under the ended request its edition."""
    julia = at_the_door("julia", script=script)
    julia.opens(RELEASES)
    for address in julia.page.locator("article h3 a").evaluate_all("all => all.map(it => it.getAttribute('href'))"):
        julia.opens(address)
        if julia.page.locator("a[href*='/edicion/']").count():
            break
    julia.page.locator("a[href*='/edicion/']").first.click()
    julia.page.wait_for_load_state()
    assert julia.page.locator("main [data-figure]").count() > 10
    looks_sound(julia.page, "an edition at the desk")
    assert cut_cells(julia.page) == [], "no cell stands where nobody sees it"


def test_asked_for_looked_at_refused_with_its_reason_and_asked_for_again(at_the_door):
    """Without a script. Julia asks, Pilar says yes, Teresa says no; Julia finds why and what comes nearest."""
    julia, pilar, teresa = (at_the_door(name) for name in ("julia", "pilar", "teresa"))
    julia.opens(f"{RELEASES}/planes")
    julia.page.get_by_role("link", name=re.compile(r"^Pedirlo: Cuánto tardó la atención$")).click()
    assert "Tú no puedes revisar" in asks_for_the_coordination(julia)
    address = julia.page.url
    assert julia.why_not("Sí, puede salir").startswith("Tú pediste esta tabla")
    looks_sound(julia.page, "what she asked for")
    seen = pilar.opens(address)
    for each in (
        "Lo que saldría",
        "oculta",
        "menos personas que el umbral",
        "Qué intentó el ataque",
        "Qué cambió desde",
    ):
        assert each in seen
    assert cut_cells(pilar.page) == [], "she sees every cell to which she says yes, on a phone as well"
    assert "Espera a la segunda revisora" in pilar.presses("si")
    assert pilar.why_not("Sí, puede salir").startswith("Ya dijiste que sí")
    teresa.opens(address)
    teresa.page.get_by_role("link", name="No, y por qué").click()
    looks_sound(teresa.page, "a no, with what comes nearest")
    assert "No se publica" in teresa.sends(why="too_fine")
    told = julia.opens(address)
    for each in (
        "Pide la tabla con menos detalle",
        "El mismo plan sin este detalle",
        "Qué intentó el ataque",
        "Ninguna.",
    ):
        assert each in told
    assert julia.page.locator("main table").count() == 0, "who was counted is forgotten"
    looks_sound(julia.page, "a request that was refused")
    assert "Espera a la primera revisora" in asks_at_once(julia)
    assert julia.page.url != address
    takes_back(julia, julia.page.url)


def asks_at_once(julia):
    """From the page of the plan."""
    julia.opens(f"{RELEASES}/planes/care")
    return asks_for_the_coordination(julia)


def takes_back(julia, address):
    """Nobody decides about it any more, and somebody may ask for the same again."""
    julia.opens(address)
    assert "La retiraste" in julia.presses("retiro")


def asks_for_the_coordination(julia):
    """Under an agreement, which names Marisol as the one who reads the words."""
    julia.page.get_by_label("Marisol").check()
    return julia.sends(agreement="Acta de ejemplo")


def test_what_has_its_yes_waits_until_its_day(at_the_door):
    """The month of what was just asked for has not ended for thirty days: nobody lets it out."""
    julia, pilar, teresa, marisol = (at_the_door(name) for name in ("julia", "pilar", "teresa", "marisol"))
    asks_at_once(julia)
    address = julia.page.url
    pilar.opens(address)
    pilar.presses("si")
    teresa.opens(address)
    teresa.presses("si")
    for one in (pilar, marisol):
        one.opens(address)
        one.presses("palabras/si")
    teresa.opens(address)
    assert "treinta días" in teresa.why_not("Publicarla")
    looks_sound(teresa.page, "a request that waits for its day")
    takes_back(julia, address)


def test_a_table_leaves_is_read_by_anybody_and_is_taken_down_in_one_press(at_the_door, she, house):
    teresa, julia = at_the_door("teresa", script=True), at_the_door("julia")
    address = teresa.opens_the_request(HOURS)
    assert "Espera a ti" not in teresa.reads()
    teresa.presses_by_keyboard("si")
    julia.opens(f"{address}/palabras")
    looks_sound(julia.page, "the words of a request")
    julia.sends()
    for name, script in (("teresa", False), ("marisol", True)):
        reader = at_the_door(name, script=script)
        reader.opens(address)
        reader.presses("palabras/si")
    pilar = at_the_door("pilar", script=True)
    pilar.opens(address)
    assert "Publicada" in pilar.presses("salida")
    edition = str(pilar.page.locator("a[href*='/edicion/']").first.get_attribute("href"))
    reference = edition.rpartition("/")[2]
    for language in TITLE:
        for script in (True, False):
            is_read_by_anybody(she(script=script, language=language), reference)
    is_taken_down(she, house, pilar, edition)


def is_read_by_anybody(person, reference):
    """From what the house keeps to the list, to the table, to its file; without a script by keyboard alone."""
    page, data = person.page, f"/{WORDS['data']}"
    who = person if page.context.runs_script else KeyboardPerson(page, person.house, person.language)
    who.lands_on("kept")
    who.taps(f"main a[href$='{data}']")
    who.is_at("data")
    who.taps(f"main a[href$='{data}/{reference}']")
    page.wait_for_url(f"**{data}/{reference}")
    told = page.locator("main").inner_text()
    assert TITLE[person.language] in told
    assert NOTHING_SHOWN[person.language] in told
    assert cut_cells(page) == [], "no cell stands where nobody sees it"
    looks_sound(page, f"what left, {person.language}")
    file = page.request.get(str(page.locator("#files ~ ul a").first.evaluate("it => it.href")))
    assert page.locator("main table [data-figure]").first.get_attribute("data-figure") in file.text()


def is_taken_down(she, house, pilar, edition):
    """One press, one reason: the next request finds it nowhere, with what a cache would ask, and going back either."""
    reader, reference = she(script=True), edition.rpartition("/")[2]
    reader.page.context.watch.expected |= {"410"}
    asked_before = {}
    for address in public_addresses(house, reference):
        answer = reader.page.request.get(address)
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store"), address
        assert not {"etag", "last-modified", "expires"} & set(answer.headers), address
        asked_before[address] = {"If-None-Match": '"a"', "If-Modified-Since": answer.headers.get("date", "")}
    reader.page.goto(house.path("data"))
    reader.taps(f"main a[href$='{reference}']")
    reader.page.wait_for_load_state()
    pilar.opens(edition)
    assert "Se quitó el" in pilar.sends(why="wrong")
    for address, headers in asked_before.items():
        answer = reader.page.request.get(address, headers=headers)
        assert answer.status == 410, address
        assert "data-figure" not in answer.text(), address
    assert not [each for each in lists_of(house) if reference in reader.page.request.get(each).text()]
    reader.page.reload()
    assert "Esto se retiró" in reader.page.locator("h1").inner_text()
    reader.page.go_back()
    assert reference not in reader.page.content(), "the list neither"
    looks_sound(pilar.page, "an edition that came down")
