"""A file of another house is brought in by who counts; the coordinator makes one of ours and reads its mark aloud."""

import json
import re
import secrets
from datetime import timedelta

import pytest

from amparo.commons import clock
from amparo.formats.coarse import month_of
from amparo.formats.passing.agreements import read_agreement
from amparo.formats.passing.documents import mark_of
from amparo.formats.passing.rows import Rows, rows_as_file
from amparo.sealing.envelopes import seal
from amparo.sealing.padding import FILE_FLOOR, padded
from tests.browser.case_house import BOTH
from tests.browser.houses_pages import HOUSES
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
LOOKED_AT = {"theirs_bring", "agreement_keep"}


def opens_agreement(page, house, name):
    page.goto(house.address + HOUSES)
    page.locator("article h2 a", has_text=name).click()
    page.wait_for_load_state()


def saved(page, button):
    """A file that a press gives, and that is all the look complains of."""
    with page.expect_download() as taken:
        button.click()
    page.context.watch.faults.clear()
    return taken.value.path().read_bytes()


def their_next(agreement, sequence):
    """What the other house would send: as many rows, sealed to the key of the agreement."""
    row = {"codes": {"need_group": ["health"]}, "parts": []}
    what = Rows(sequence, secrets.token_hex(16), month_of(agreement.begins), [row] * 21)
    return seal(padded(rows_as_file(agreement, what), FILE_FLOOR), [agreement.recipient])


def draws_up(page, house, sender):
    """An agreement of its own, so that no row of the town is touched; what both houses keep."""
    page.goto(f"{house.address}{HOUSES}/nuevo")
    said = {"sender": sender, "receiver": "Casa de ejemplo", "purpose": "Un ejemplo.", "sender_role": "Dirección",
            "receiver_role": "Análisis", "begins": clock.today().isoformat(),
            "ends": (clock.today() + timedelta(days=90)).isoformat()}  # fmt: skip
    for name, text in said.items():
        page.fill(f"main [name={name}]", text)
    page.check("main [name=variables][value=need_group]")
    with page.expect_navigation():
        page.locator("main form button:not(.quiet)").click()
    return read_agreement(saved(page, page.locator("a[href$='/archivo']").first))


def presses(page, form):
    with page.expect_navigation():
        page.locator(f"form[action$='/{form}'] button").first.click()
    return page.locator("main").inner_text()


def it_ends_by_two(first, second, house, name):
    """One asks and another agrees; its rows are set aside, and the first one brings them back."""
    presses(first, "terminar")
    assert "Una segunda persona" in first.locator("main").inner_text()
    presses(first, "terminar")
    looks_sound(first, "other houses, an end that was asked for")
    opens_agreement(second, house, name)
    looks_sound(second, "other houses, an end that waits for a second person")
    assert "asked" in second.locator("main section").first.get_attribute("aria-labelledby"), "before all else"
    presses(second, "terminar")
    looks_sound(second, "other houses, the second of two")
    assert "Terminó el" in presses(second, "terminar")
    looks_sound(second, "other houses, rows set aside")
    opens_agreement(first, house, name)
    assert "En vigor" in presses(first, "mantener")


@BOTH
def test_an_agreement_from_its_first_line_to_the_end_and_a_file_each_way(house, coming_in, script, tmp_path):
    julia, clara = (coming_in(name, script=script).page for name in ("julia", "clara"))
    julia.context.watch.expected |= {"409"}
    clara.context.watch.expected |= {"409"}
    sender = f"Casa de Prueba {'con' if script else 'sin'}"
    agreement = draws_up(julia, house, sender)
    opens_agreement(clara, house, sender)
    assert agreement.mark not in clara.locator("main").inner_text(), "she has to hear it"
    for heard, says in (("1111 2222 3333 4444", "No lo uses"), (agreement.mark, "En vigor")):
        clara.fill("main [name=heard]", heard)
        assert says in presses(clara, "confirmar")
    opens_agreement(julia, house, sender)
    data = their_next(agreement, 1)
    (tmp_path / "x.age").write_bytes(data)
    for heard, says in (("1111 2222 3333 4444", "no es la de este archivo"), (mark_of(data), "Entró")):
        julia.set_input_files("main input[type=file]", str(tmp_path / "x.age"))
        julia.fill("main input[name=heard]", heard)
        assert says in presses(julia, "traer")
        looks_sound(julia, f"other houses, {says}")
    receipt = json.loads(saved(julia, julia.locator("section.done a")))
    assert (receipt["mark"], receipt["band"]) == (mark_of(data), "b20")
    it_ends_by_two(julia, clara, house, sender)
    opens_agreement(clara, house, "Litoral")
    ours = saved(clara, clara.locator("form[action$='/enviar'] button"))
    clara.reload()
    shown = clara.locator("section[aria-labelledby=aloud]").inner_text()
    assert mark_of(ours) in re.sub(r"\s+", " ", shown)
    looks_sound(clara, "other houses, a file was made")


def test_the_totals_of_another_house_have_a_page_on_which_they_are_brought_in(house, coming_in):
    julia = coming_in("julia", script=False).page
    opens_agreement(julia, house, "Loma")
    julia.locator("main a[href*='/traer/']").click()
    julia.wait_for_load_state()
    looks_sound(julia, "the totals of another house, to be brought in")
    with julia.expect_navigation():
        julia.locator("main form button").first.click()
    assert julia.locator("main [role=alert]").count()
    looks_sound(julia, "the same, with what is missing")
