"""A list that leaves: alone it is refused, by two it is taken once; with script and without."""

import re
from typing import Any

import pytest

from tests.browser.case_house import BOTH, Companion
from tests.browser.looked import looks_sound
from tests.browser.pages import CASES

pytestmark = pytest.mark.browser
ALONE = "Nadie saca sola de la casa a más de una persona."


def at(opened: Any, keys: Any, who: str, script: bool) -> Any:
    """Her browser, at her desk."""
    return opened(staff=True, script=script, wide=320, storage_state=keys(who)).new_page()


def asks(page: Any, address: str) -> str:
    """Clara asks for her one case, for Rosa, and Nora is to look. The address of what she asked."""
    page.goto(f"{address}{CASES}/salidas/nueva")
    page.locator("input[name=cases]").first.check()
    page.select_option("select[name=reason]", "handing_over")
    page.select_option("select[name=reader]", label="Rosa")
    page.select_option("select[name=second]", label="Nora")
    page.locator("main form button").first.click()
    assert re.search(r"/salidas/[0-9a-f]{16}$", page.url)
    return str(page.url)


@BOTH
def test_alone_it_is_refused_and_by_two_it_is_taken_once_and_opened_by_who_receives_it(
    opened, house, keys, script, tmp_path
):
    clara, nora = at(opened, keys, "clara", script), at(opened, keys, "nora", script)
    one = asks(clara, house.address)
    assert clara.locator("form[action$='/tomar']").count() == 0
    assert clara.locator("form[action$='/si']").count() == 0
    assert ALONE in clara.locator("main").inner_text()
    for forged in ("si", "tomar"):
        assert Companion(clara, house).forges(f"{one}/{forged}") == 403, forged
    nora.goto(one)
    assert "Clara" in nora.locator("main").inner_text()
    assert Companion(nora, house).forges(f"{one}/tomar") == 403, "whoever looks at it does not take it"
    nora.locator("form[action$='/si'] button").click()
    assert Companion(nora, house).forges(f"{one}/tomar") == 403, "nor once she agreed"
    clara.goto(one)
    looks_sound(clara, "a list that may be taken")
    with clara.expect_download() as taken:
        clara.locator("form[action$='/tomar'] button").click()
    file = tmp_path / "lista.csv.age"
    taken.value.save_as(file)
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    clara.goto(one)
    assert clara.locator("form[action$='/tomar']").count() == 0
    rosa = at(opened, keys, "rosa", script)
    rosa.goto(f"{house.address}{CASES}/salidas")
    rosa.locator("summary").last.click()
    rosa.set_input_files("input[type=file]", file)
    with rosa.expect_download() as received:
        rosa.locator("form[action$='/abrir'] button").click()
    clear = tmp_path / "lista.csv"
    received.value.save_as(clear)
    rows = clear.read_text(encoding="utf-8").splitlines()
    assert "asked_by,Clara" in rows
    assert "agreed_by,Nora" in rows
    assert len(rows) == 9, "the mark, the heads, one case"
    for page in (clara, rosa):  # each took one file, and that is all the look complains of
        (one_file,) = page.context.watch.faults
        assert one_file.startswith("download: ")
        page.context.watch.faults.clear()


@BOTH
def test_nobody_names_herself_as_the_second_person(opened, house, keys, script):
    """The form offers others only; a forged one that names her comes back, and nothing is asked."""
    clara, nora = at(opened, keys, "clara", script), at(opened, keys, "nora", script)
    address = f"{house.address}{CASES}/salidas/nueva"
    nora.goto(address)
    herself = nora.locator("select[name=second] option", has_text="Clara").get_attribute("value")
    clara.goto(address)
    assert clara.locator(f"select[name=second] option[value='{herself}']").count() == 0
    clara.locator("input[name=cases]").first.check()
    clara.select_option("select[name=reason]", "handing_over")
    clara.select_option("select[name=reader]", label="Rosa")
    clara.locator("select[name=second] option").last.evaluate("(it, value) => { it.value = value }", herself)
    clara.locator("select[name=second]").evaluate("it => { it.selectedIndex = it.length - 1 }")
    clara.locator("main form button").first.click()
    clara.locator("main .error").first.wait_for()
    assert clara.url == address


@BOTH
def test_what_is_taken_back_does_not_leave(opened, house, keys, script):
    clara, nora = at(opened, keys, "clara", script), at(opened, keys, "nora", script)
    one = asks(clara, house.address)
    nora.goto(one)
    nora.locator("form[action$='/si'] button").click()
    nora.locator("form[action$='/atras'] button").click()
    clara.goto(one)
    assert clara.locator("form[action$='/tomar']").count() == 0
