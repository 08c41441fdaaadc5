"""A piece of proof comes in, a copy of it is covered, a folder goes out locked, and somebody else checks it with
``age``, ``unzip`` and ``sha256sum`` alone; with a script and without."""

import shutil
import subprocess
from zipfile import ZipFile

import pytest

from tests.browser.case_house import BOTH
from tests.browser.looked import looks_sound
from tests.browser.test_legal_threat_journey import SUBMIT, Lawyer

NO_AGE = "age is not on this computer (Debian: apt install age)"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not shutil.which("age-keygen"), reason=NO_AGE)]
TALK = "Martes 22:14: se en que esquina estas. El numero de mi mama es 0990 000 555, es un ejemplo.\n"
HIDDEN = "0990 000 555"
LOOKED_AT = {
    "matter_exhibits", "exhibit_new", "exhibit", "exhibit_cover", "exhibit_slip", "folder_new", "folders",
}  # fmt: skip


@BOTH
def test_from_a_file_to_a_folder_that_anybody_checks(opened, house, coming_in, script, tmp_path):
    delia = Lawyer(coming_in("delia", script=script).page, house)
    matter = delia.opens_the_last("Yadira")
    delia.goes_to(f"{matter}/piezas")
    looks_sound(delia.page, "proof")
    delia.goes_to(f"{matter}/piezas/nueva")
    looks_sound(delia.page, "before a file is chosen")
    delia.page.check("main [name=child][value=not_sure]")
    delia.presses(SUBMIT)
    assert delia.page.locator("main input[type=file]").count() == 0, "nothing is chosen, stored or opened"
    looks_sound(delia.page, "it may show a child")

    delia.goes_to(f"{matter}/piezas/nueva")
    delia.page.check("main [name=child][value=no]")
    delia.presses(SUBMIT)
    file = tmp_path / "charla-de-ejemplo.txt"
    file.write_text(TALK, encoding="utf-8")
    delia.fills(kind="chat_export", described="Lo que él escribió, es un ejemplo", got_from="Yadira")
    delia.page.set_input_files("main input[type=file]", file)
    looks_sound(delia.page, "a piece is described")
    delia.presses(SUBMIT)
    piece = delia.page.url
    assert subprocess.check_output(["sha256sum", str(file)], text=True).split()[0] in delia.reads()
    looks_sound(delia.page, "a piece")

    delia.page.goto(f"{piece}/tapar")
    delia.fills(passages=HIDDEN, reason="Es de su mamá")
    looks_sound(delia.page, "covering")
    delia.presses(SUBMIT)
    copy = delia.page.url
    assert copy != piece
    delia.page.goto(piece)
    delia.page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true })")
    delia.page.check("main [name=saying][value=yes]")
    delia.fills(method="verbal_witnessed")
    delia.presses("form[action$='/palabra'] button")
    delia.page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true })")
    delia.page.locator("form[action$='/manos'] select").select_option("transferred")
    delia.fills(counterpart="Perita de ejemplo")
    delia.page.locator("form[action$='/manos'] [name=reason]").fill("Para que lo mire")
    delia.presses("form[action$='/manos'] button")
    assert "/recibo/" in delia.page.url
    looks_sound(delia.page, "a slip")

    said = subprocess.run(["age-keygen"], capture_output=True, check=True, text=True).stdout
    (tmp_path / "key").write_text(said)
    delia.goes_to(f"{matter}/piezas/carpeta")
    looks_sound(delia.page, "a folder for a court")
    delia.page.check(f"main [name=items][value='{copy.rsplit('/', 1)[1]}']")
    delia.fills(to="Organización de ejemplo", runs="civil_society", reason="Es un ejemplo")
    delia.fills(key=said.split("public key: ")[1].split()[0])
    with delia.page.expect_download() as coming:
        delia.page.locator(SUBMIT).first.click()
    (one_file,) = delia.page.context.watch.faults  # the one file that leaves, by a press
    assert one_file.startswith("download: ")
    delia.page.context.watch.faults.clear()
    coming.value.save_as(tmp_path / "sealed")
    assert "yadira" not in coming.value.suggested_filename.lower()

    sealed = (tmp_path / "sealed").read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    subprocess.run(["age", "-d", "-i", tmp_path / "key", "-o", tmp_path / "open.zip", tmp_path / "sealed"], check=True)
    with ZipFile(tmp_path / "open.zip") as archive:
        archive.extractall(tmp_path / "open")
    whole = b"".join(each.read_bytes() for each in (tmp_path / "open").rglob("*") if each.is_file())
    assert HIDDEN.encode() not in whole
    assert b"se en que esquina estas" in whole
    assert checked(tmp_path / "open") == 0
    (copied,) = (tmp_path / "open" / "piezas").iterdir()
    copied.write_bytes(copied.read_bytes() + b" ")
    assert checked(tmp_path / "open") != 0, "one blank more is seen"
    delia.goes_to("/mesa/carpetas")
    looks_sound(delia.page, "folders")


def checked(at) -> int:
    """What the program in the folder says, with public tools alone."""
    return subprocess.run(["sh", str(at / "verificar.sh")], capture_output=True, check=False, text=True).returncode
