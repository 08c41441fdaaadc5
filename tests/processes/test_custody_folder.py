"""What a court gets, checked by the script that goes with it and the programs of anybody; then with faults planted."""

import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from amparo.formats.custody_chain.days import day_text, leaf_text
from amparo.formats.custody_chain.events import Fact, Mark, digest_of, next_link
from amparo.formats.custody_chain.folder import Piece, Stamped, folder, listed, zipped
from amparo.formats.custody_chain.slips import Slip, slip_text
from amparo.formats.custody_chain.stamps import asked
from tests.authority import Authority, authority
from tests.custody import BEGAN, ITEMS, PAPER, PHOTO, six

ONE, TWO = ITEMS


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("a") / "ours")


def made(stamp_by: Authority | None = None) -> tuple[dict[str, bytes], list[Mark]]:
    """A folder with one piece of two: of the other only the links go out."""
    links, facts, marks = six()
    files = listed([Piece(ONE, "jpg", PHOTO, "Foto: la puerta")])
    fact = Fact(1, "folder", BEGAN, "user:9c1b", "exported", "f" * 32, after=digest_of(files["lista.txt"]))
    link, body, mark = next_link(marks[-1], fact)
    shown = {seq: facts[seq] for seq in (1, 3, 6)} | {7: body}
    slip = Slip("K7Q2-9MXA-2345", ONE, digest_of(PHOTO), marks[2], date(2026, 11, 28))
    stamps = {}
    if stamp_by:
        leaf = leaf_text(marks[4], "1" * 32)
        day = day_text(date(2026, 11, 28), [leaf])
        stamps["2026-11-28"] = Stamped(day, stamp_by.answers(asked(day).request), stamp_by.pem, leaf)
    return folder(files, [*links, link], shown, mark=mark, slips=[slip], stamps=stamps), [*marks, mark]


def lay(files: dict[str, bytes], at: Path) -> None:
    for name, data in files.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(data)


def checked(at: Path, *paper: str) -> tuple[int, str]:
    """What the script says, with nothing but its own programs."""
    said = subprocess.run(["sh", str(at / "verificar.sh"), *paper], capture_output=True, check=False, text=True)
    assert not said.stderr, said.stderr
    return said.returncode, said.stdout


def test_a_third_party_checks_it_from_anywhere(tmp_path: Path, ours: Authority) -> None:
    files, marks = made(ours)
    lay(files, tmp_path)
    code, said = checked(tmp_path, str(marks[4].count), marks[4].head)
    assert code == 0, said
    assert "TODO ESTÁ COMO ESTABA" in said
    assert said.count("bien") == 6, "chain, mark, slip, paper, the piece, the stamp"


def test_without_the_paper_it_says_what_does_not_show(tmp_path: Path) -> None:
    lay(made()[0], tmp_path)
    code, said = checked(tmp_path)
    assert code == 0
    assert "sin el papel" in said


def test_of_a_piece_that_does_not_go_out_only_the_links_go() -> None:
    files, _marks = made()
    whole = b"".join(data for name, data in files.items() if name not in {"verificar.sh"})
    assert TWO.encode() not in whole
    assert digest_of(PAPER).encode() not in whole
    assert sum(name.startswith("cadena/") for name in files) == 7


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link is edited": (lambda at: rewrite(at / "cadena/00003.txt", b"fact ", b"fact 0"), "edited"),
    "a link is deleted": (lambda at: (at / "cadena/00004.txt").unlink(), "cadena/00004.txt: deleted"),
    "links change places": (lambda at: swap(at / "cadena/00002.txt", at / "cadena/00005.txt"), "reordered"),
    "the end is cut": (lambda at: (at / "cadena/00007.txt").unlink(), "truncated"),
    "a fact is edited": (lambda at: rewrite(at / "hechos/00003.txt", b"act 3", b"act 9"), "hechos/00003.txt: edited"),
    "a fact is moved": (lambda at: (at / "hechos/00003.txt").rename(at / "hechos/00002.txt"), "00002.txt: edited"),
    "a fact of nowhere": (lambda at: (at / "hechos/00009.txt").write_bytes(b"x"), "hechos/00009.txt: added"),
    "the last fact is gone": (lambda at: (at / "hechos/00007.txt").unlink(), "lista.txt"),
    "a piece is swapped": (lambda at: (at / f"piezas/{ONE}.jpg").write_bytes(b"other"), f"piezas/{ONE}.jpg: edited"),
    "a piece is gone": (lambda at: (at / f"piezas/{ONE}.jpg").unlink(), f"piezas/{ONE}.jpg: deleted"),
    "a piece too many": (lambda at: (at / "piezas/x.jpg").write_bytes(b"x"), "piezas/x.jpg: edited"),
    "the list is edited": (lambda at: rewrite(at / "lista.txt", b"piezas", b"indice"), "lista.txt: edited"),
    "the index is edited": (lambda at: rewrite(at / "indice.txt", b"puerta", b"ventana"), "indice.txt: edited"),
    "the mark is edited": (lambda at: rewrite(at / "marca.txt", b"head ", b"head 0"), "marca.txt: edited"),
    "the mark is gone": (lambda at: (at / "marca.txt").unlink(), "marca.txt: deleted"),
    "a slip is of another chain": (lambda at: rewrite(at / "recibos/00003.txt", b"head ", b"head 0"), "recibos/00003"),
    "the stamp is of another list": (lambda at: rewrite(at / "horas/2026-11-28.txt", b"day ", b"day  "), "horas/"),
    "the leaf is another": (lambda at: rewrite(at / "horas/2026-11-28.hoja", b"count 5", b"count 4"), ".hoja"),
}


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, new))


def swap(one: Path, two: Path) -> None:
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_told(fault: str, tmp_path: Path, ours: Authority) -> None:
    plant, told = FAULTS[fault]
    lay(made(ours)[0], tmp_path)
    plant(tmp_path)
    code, said = checked(tmp_path)
    assert code == 1
    assert any(told in line for line in said.splitlines() if line.startswith("FALLA")), said


def test_a_swap_with_its_list_and_index_made_anew_is_told_by_the_chain(tmp_path: Path) -> None:
    files, _marks = made()
    lay(files | listed([Piece(ONE, "jpg", b"other", "Foto: la puerta")]), tmp_path)
    code, said = checked(tmp_path)
    assert code == 1
    assert "FALLA / FALHA / FAULT  lista.txt: edited" in said
    assert f"FALLA / FALHA / FAULT  piezas/{ONE}.jpg: edited: ningún acto" in said


def test_a_chain_cut_with_its_mark_shows_only_against_the_paper(tmp_path: Path) -> None:
    """Who makes a folder can make another one. That is why there is a slip, and why the script says so."""
    _files, marks = made()
    links, facts, shorter = six()
    cut = listed([Piece(ONE, "jpg", PHOTO, "Foto")])
    fact = Fact(1, "folder", BEGAN, "user:9c1b", "exported", "e" * 32, after=digest_of(cut["lista.txt"]))
    link, body, mark = next_link(shorter[3], fact)
    lay(folder(cut, [*links[:4], link], {1: facts[1], 5: body}, mark=mark), tmp_path)
    assert checked(tmp_path)[0] == 0
    code, said = checked(tmp_path, str(marks[5].count), marks[5].head)
    assert code == 1
    assert "papel / papel / paper: truncated" in said


def test_an_authority_that_nobody_knows_is_told(tmp_path: Path, ours: Authority) -> None:
    files, _marks = made(ours)
    other = authority(tmp_path / "other", named="Other")
    (tmp_path / "x").mkdir()
    lay(files | {"horas/2026-11-28.pem": other.pem}, tmp_path / "x")
    code, said = checked(tmp_path / "x")
    assert code == 1
    assert "horas/2026-11-28.tsr: la autoridad no responde por esto" in said


def test_names_in_the_folder_are_neutral_and_the_file_tells_no_day() -> None:
    files, _marks = made()
    packed = zipped(files)
    assert packed == zipped(dict(reversed(files.items())))
    with ZipFile(BytesIO(packed)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name.split("/")[0] for name in archive.namelist()} <= {
            "cadena", "hechos", "piezas", "recibos", "horas", "marca.txt", "lista.txt", "indice.txt", "verificar.sh",
            "LEEME.txt", "LEIAME.txt", "README.txt",
        }  # fmt: skip
        assert archive.read(f"piezas/{ONE}.jpg") == PHOTO


def test_two_pieces_do_not_take_one_name() -> None:
    with pytest.raises(ValueError, match="one name"):
        listed([Piece(ONE, "jpg", PHOTO, ""), Piece(ONE, "jpg", PAPER, "")])


def test_a_slip_in_the_folder_is_the_printed_one() -> None:
    files, marks = made()
    slip = Slip("K7Q2-9MXA-2345", ONE, digest_of(PHOTO), marks[2], date(2026, 11, 28))
    assert files["recibos/00003.txt"] == slip_text(slip)
