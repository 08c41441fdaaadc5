"""A case goes to the organisation that she named: what goes, what does not, and her no before the last step."""

import hashlib
import json
from typing import Any

import pyrage
import pytest
from pyrage import x25519

from tests.browser.case_house import BOTH, Accompanied, Companion, a_case_from_a_letter
from tests.browser.looked import looks_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("the_script")]
THEIRS, SUMMARY = "Casa Ejemplo del Sur", "Necesita un cuarto con llave. Llámala Dayana."
HAPPENED, FEAR, WHERE = "El señor de ejemplo la empujó", "Que el casero de ejemplo se entere", "donde Li"
IDENTITY = x25519.Identity.generate()
KEY = str(IDENTITY.to_public())


def read_aloud(key: str) -> str:
    """What they read to you: twenty figures of its SHA-256, in five groups."""
    figures = hashlib.sha256(key.encode()).hexdigest()
    return " ".join(figures[place : place + 4] for place in range(0, 20, 4))


def a_case_that_may_go(opened: Any, house: Any, colleague: Companion, script: bool) -> tuple[str, str, Accompanied]:
    """With what stays here, and a summary that may travel: she said yes to its words, on her own page."""
    words, case = a_case_from_a_letter(opened, house, colleague, script)
    colleague.writes(case, "safety", safety_fear=FEAR)
    colleague.writes_what_happened(case, HAPPENED)
    told = {"name": THEIRS, "who": "civil_society", "method": "remote_code"}
    colleague.asks_for(case, "cross_border_transfer", content="identity need_summary", **told)
    colleague.writes_the_summary(case, SUMMARY)
    phone = Accompanied(opened(script=script).new_page(), house, script=script)
    phone.she_sees_what_was_agreed(words)
    phone.she_says_yes_to_the_summary()
    return words, case, phone


def is_shown_what_goes(colleague: Companion, case: str, aloud: str = "") -> str:
    """Everything said on the telephone; what then stands on the page."""
    colleague.page.goto(f"{colleague.house.address}{case}/otra")
    colleague.page.locator("main [name=permission]").first.check()
    for name in ("accepts", "is_safe"):
        colleague.page.check(f"main [name={name}]")
    colleague.fills(recipient=KEY, aloud=aloud or read_aloud(KEY))
    colleague.presses("main form button:not(.quiet)")
    return colleague.reads()


def takes_the_file(colleague: Companion) -> bytes:
    """The last step: one file, and that is all the look complains of."""
    with colleague.page.expect_download() as taken:
        colleague.page.locator("main form button:not(.quiet)").click()
    (one_file,) = colleague.page.context.watch.faults
    assert one_file.startswith("download: ")
    colleague.page.context.watch.faults.clear()
    return taken.value.path().read_bytes()


def holds(data: bytes) -> tuple[set[str], list[str]]:
    """What they find when they open the file with their key: which answers, and which summaries."""
    items = [json.loads(line) for line in data.splitlines()]
    cases = [each for each in items if each.get("item") == "case"]
    parts = [each for each in items if each.get("item") == "part"]
    assert [each["kind"] for each in parts] == ["summary"] * len(parts)
    return {code for each in cases for code in each["answers"]}, [
        each["data"]["answers"]["summary_text"]["value"] for each in parts
    ]


@BOTH
def test_what_she_allowed_goes_as_a_file_for_them_alone_and_is_theirs_once_it_arrived(opened, house, coming_in, script):
    colleague = coming_in(script=script)
    words, case, phone = a_case_that_may_go(opened, house, colleague, script)
    colleague.page.context.watch.expected |= {"409"}
    assert "no es de esta llave" in is_shown_what_goes(colleague, case, aloud="1a2b 3c4d 5e6f 7a8b")
    looks_sound(colleague.page, "transfer, another key read aloud")
    shown = is_shown_what_goes(colleague, case)
    assert colleague.page.locator("main blockquote").all_inner_texts() == [SUMMARY]
    assert colleague.page.locator("main dd").all_inner_texts() == ["Dayana, ejemplo"]
    assert read_aloud(KEY) in shown
    looks_sound(colleague.page, "transfer, what goes")
    file = takes_the_file(colleague)
    assert file.startswith(b"age-encryption.org/v1\n")
    opens = pyrage.decrypt(file, [IDENTITY])
    assert holds(opens) == ({"name_used"}, [SUMMARY])
    for stays in (HAPPENED, FEAR, WHERE, "me echan el viernes", case.rpartition("/")[2]):
        assert stays not in opens.decode()
        assert stays not in opens.decode("unicode_escape")

    assert f"Salió para {THEIRS}" in colleague.opens_case(case)
    colleague.fills(how="Lo dijo la señora de ejemplo, por teléfono")
    colleague.presses("form[action$='/otra/si'] button")
    assert f"{THEIRS} la acompaña desde" in colleague.reads()
    looks_sound(colleague.page, "case, handed over")
    assert colleague.page.request.get(f"{house.address}{case}/parte/need").status == 403
    page = phone.she_sees_what_was_agreed(words)
    assert THEIRS in page
    assert "Cerrar mi caso" not in page, "here nobody does anything more in it"
    assert "Envió a otra organización" in page
    looks_sound(phone.page, "her page, handed over")


@BOTH
def test_her_no_before_the_last_step_keeps_it_here(opened, house, coming_in, script):
    """Whoever has the last page open already is refused in a sentence, and no file leaves."""
    colleague = coming_in(script=script)
    words, case, phone = a_case_that_may_go(opened, house, colleague, script)
    assert SUMMARY in is_shown_what_goes(colleague, case)
    phone.she_sees_what_was_agreed(words)
    looks_sound(phone.page, "her page")
    phone.she_takes_back(THEIRS)
    colleague.presses("main form button:not(.quiet)")
    said = colleague.reads()
    assert "No se envió." in said
    assert "Ese permiso ya no deja pasar nada." in said
    assert colleague.page.locator("main form [name=sure]").count() == 0
    looks_sound(colleague.page, "transfer, refused")
    assert "Salió para" not in colleague.opens_case(case)
    assert "Lo retiró" in colleague.permissions(case)
    colleague.closes(case, "by_mistake")  # so that the list is for others as it was
