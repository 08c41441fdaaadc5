"""A folder for a court: only with her yes at that moment, with a second person where one is needed, and checkable."""

import hashlib
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.documents.paging import can_page
from amparo.legal.exhibits import retention
from amparo.legal.exhibits.actions import exhibits, folders
from amparo.legal.exhibits.actions.folders import Made, Wanted
from amparo.legal.exhibits.models import DayList, Folder, Leaf
from amparo.legal.exhibits.queries.custody import chain_of
from amparo.legal.exhibits.queries.days import stamps_of
from amparo.legal.representation.models import Matter
from amparo.vault.queries.readers import reader_of
from tests.authority import authority
from tests.cast import Cast
from tests.exhibits import NOW, PHOTO, PLACE, TALK, she_says, taken
from tests.lawyers import Lawyers, a_clear_matter, add, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def matter(house: Lawyers) -> Matter:
    return a_clear_matter(house)


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, str]:
    """The key of whoever receives, made by the program that she has."""
    made = subprocess.run(["age-keygen"], capture_output=True, check=True, text=True)
    (tmp_path / "key").write_text(made.stdout)
    return tmp_path / "key", made.stdout.split("public key: ")[1].split()[0]


def allowed(house: Lawyers, matter: Matter, **more: Any) -> str:
    """A piece to which she said yes."""
    item = taken(house, matter, **more).reference
    she_says(house, matter, item, now=NOW)
    return item


def laid(made: Made, at: Path) -> Path:
    with ZipFile(BytesIO(made.data)) as archive:
        archive.extractall(at)
    return at


def checked(at: Path, *paper: str) -> tuple[int, str]:
    said = subprocess.run(["sh", str(at / "verificar.sh"), *paper], capture_output=True, check=False, text=True)
    return said.returncode, said.stdout


def to(items: list[str], key: str = "", runs: str = "civil_society") -> Wanted:
    return Wanted(items, "Juzgado de ejemplo", runs, "Audiencia", key)


def test_a_third_party_opens_it_with_age_and_checks_it(
    house: Lawyers, matter: Matter, keys: tuple[Path, str], tmp_path: Path
) -> None:
    by = house.person("lucia")
    item, other = allowed(house, matter), allowed(house, matter, data=TALK, kind="chat_export")
    copy = exhibits.cover_picture(matter, item, boxes=[(0, 0, 50, 100)], reason="Otra persona", by=by, now=NOW)
    slip = exhibits.hand_over(matter, item, action="transferred", counterpart="Perita", reason="x", by=by, now=NOW)
    made = folders.write_folder(matter, to([copy.reference], keys[1]), by=by, now=SOON)
    assert made.name == f"{made.receipt}.zip.age"
    assert made.data.startswith(b"age-encryption.org/v1")
    (tmp_path / "sealed").write_bytes(made.data)
    subprocess.run(["age", "-d", "-i", keys[0], "-o", tmp_path / "open.zip", tmp_path / "sealed"], check=True)
    at = laid(Made("", (tmp_path / "open.zip").read_bytes(), "", 0, ""), tmp_path / "x")
    code, said = checked(at, str(made.count), made.head)
    assert code == 0, said
    assert checked(at, str(slip.count), slip.head)[0] == 0
    pieces = {each.name: each.read_bytes() for each in (at / "piezas").iterdir()}
    (name,) = pieces
    assert name.split(".")[0] == copy.reference
    whole = b"".join(each.read_bytes() for each in at.rglob("*") if each.is_file() and each.name != "verificar.sh")
    assert PHOTO not in whole, "the piece itself stays here"
    for word in (other, TALK.decode(), PLACE, "Yuli", "Lucia", "lucia"):
        assert word.encode() not in whole, word
    (at / "piezas" / name).write_bytes(PHOTO)
    assert checked(at)[0] == 1


def test_without_her_yes_nothing_goes_out_and_the_whole_is_refused(
    house: Lawyers, matter: Matter, keys: tuple[Path, str]
) -> None:
    by, item = house.person("lucia"), allowed(house, matter)
    frozen = taken(house, matter).reference
    acts = len(chain_of(by, matter).links)
    with pytest.raises(Denied, match="not said yes"):
        folders.write_folder(matter, to([item, frozen], keys[1]), by=by, now=SOON)
    she_says(house, matter, item, "take_back", now=NOW)
    with pytest.raises(Denied, match="not said yes"):
        folders.write_folder(matter, to([item], keys[1]), by=by, now=SOON)
    assert len(chain_of(by, matter).links) == acts, "what was refused leaves no act"


def test_to_a_body_that_hurt_her_nothing_goes(house: Lawyers, matter: Matter, keys: tuple[Path, str]) -> None:
    item = allowed(house, matter)
    add(house, matter, "agent", agent_branch="police_national")
    from amparo.legal.representation.actions import conflicts

    conflicts.look(matter, by=house.person("lucia"))
    for runs in ("police", "interior", "unknown"):
        with pytest.raises(Denied, match="hurt her"):
            folders.ask_for_folder(
                matter, to([item], keys[1], runs), second=reader_of(house.people["ana"]),
                by=house.person("lucia"), now=SOON,
            )  # fmt: skip


@pytest.mark.parametrize(("key", "runs"), [(False, "civil_society"), (True, "judiciary"), (False, "judiciary")])
def test_without_a_lock_or_to_the_state_a_second_person_looks_first(
    key: bool, runs: str, house: Lawyers, matter: Matter, keys: tuple[Path, str], tmp_path: Path
) -> None:
    by, ana = house.person("lucia"), house.person("ana")
    wanted = to([allowed(house, matter)], keys[1] if key else "", runs)
    with pytest.raises(Denied, match="second person looks first"):
        folders.write_folder(matter, wanted, by=by, now=SOON)
    asked = folders.ask_for_folder(matter, wanted, second=reader_of(ana), by=by, now=SOON)
    with pytest.raises(Denied, match="has to agree first"):
        folders.take_folder(matter, asked.reference, by=by, now=SOON)
    with pytest.raises(Denied, match="Only whoever was asked"):
        folders.agree(asked.reference, by=by, now=SOON)
    for name in ("nora", "berta", "sara"):
        with pytest.raises(Hidden):
            folders.agree(asked.reference, by=house.person(name), now=SOON)
    folders.agree(asked.reference, by=ana, now=SOON)
    made = folders.take_folder(matter, asked.reference, by=house.person("lucia"), now=SOON)
    assert made.name.endswith(".zip.age" if key else ".zip")
    if not key:
        assert checked(laid(made, tmp_path / "x"), str(made.count), made.head)[0] == 0
    with pytest.raises(Denied):
        folders.take_folder(matter, asked.reference, by=house.person("lucia"), now=SOON)
    said = [each.verb for each in Act.objects.filter(verb__startswith="folder").order_by("number")]
    assert said == ["folder.asked", "folder.agreed", "folder.taken"]


def test_her_word_is_asked_again_when_it_is_taken(house: Lawyers, matter: Matter) -> None:
    by, ana, item = house.person("lucia"), house.person("ana"), allowed(house, matter)
    asked = folders.ask_for_folder(matter, to([item]), second=reader_of(ana), by=by, now=SOON)
    folders.agree(asked.reference, by=ana, now=SOON)
    she_says(house, matter, item, "take_back", now=NOW)
    with pytest.raises(Denied, match="not said yes"):
        folders.take_folder(matter, asked.reference, by=house.person("lucia"), now=SOON)
    with pytest.raises(Denied, match="time to take it is over"):
        folders.take_folder(matter, asked.reference, by=house.person("lucia"), now=SOON + timedelta(days=2))


def test_a_no_says_why_and_what_was_asked_goes_after_some_weeks(house: Lawyers, matter: Matter) -> None:
    by, ana = house.person("lucia"), house.person("ana")
    asked = folders.ask_for_folder(matter, to([allowed(house, matter)]), second=reader_of(ana), by=by, now=SOON)
    folders.refuse(asked.reference, why="Va a quien la persigue.", by=ana, now=SOON)
    with pytest.raises(Denied):
        folders.take_folder(matter, asked.reference, by=house.person("lucia"), now=SOON)
    assert retention.due(SOON) == []
    for each in retention.due(SOON + timedelta(days=60)):
        retention.shred(each)
    assert Folder.objects.count() == 0


def test_an_object_and_a_private_piece_do_not_go(house: Lawyers, matter: Matter, keys: tuple[Path, str]) -> None:
    by = house.person("lucia")
    with pytest.raises(Denied, match="object"):
        folders.write_folder(
            matter, to([allowed(house, matter, data=b"", kind="object")], keys[1]), by=by, now=SOON
        )  # fmt: skip
    with pytest.raises(Denied, match="between her and her lawyer"):
        folders.write_folder(matter, to([allowed(house, matter, privileged=True)], keys[1]), by=by, now=SOON)
    with pytest.raises(Hidden):
        folders.write_folder(matter, to(["0" * 16], keys[1]), by=by, now=SOON)


def test_a_person_carries_the_question_and_brings_the_answer_back(
    house: Lawyers, matter: Matter, tmp_path: Path, keys: tuple[Path, str]
) -> None:
    """The house calls nobody: a question of some seventy bytes, and an answer that is believed offline."""
    by, item = house.person("lucia"), allowed(house, matter)
    other = a_clear_matter(house)
    taken(house, other)
    ours = authority(tmp_path / "ours")
    call_command("stamp_day", ask=tmp_path / "q.tsq")
    question = (tmp_path / "q.tsq").read_bytes()
    assert len(question) < 100
    (tmp_path / "a.tsr").write_bytes(ours.answers(question))
    (tmp_path / "other.pem").write_bytes(authority(tmp_path / "another", named="Other").pem)
    with pytest.raises(CommandError, match="Another authority"):
        call_command("stamp_day", keep=tmp_path / "a.tsr", authority=tmp_path / "other.pem")
    assert stamps_of(by, matter) == {}
    call_command("stamp_day", keep=tmp_path / "a.tsr", authority=tmp_path / "ours" / "root.pem")
    row = DayList.objects.get()
    assert len(row.text.splitlines()) == 2 + 64, "how many matters there are does not show"
    assert matter.reference not in row.text
    assert len(stamps_of(by, matter)) == len(stamps_of(by, other)) == 1
    made = folders.write_folder(matter, to([item], keys[1]), by=by, now=SOON)
    subprocess.run(["age", "-d", "-i", keys[0], "-o", tmp_path / "o.zip"], input=made.data, check=True)
    at = laid(Made("", (tmp_path / "o.zip").read_bytes(), "", 0, ""), tmp_path / "x")
    code, said = checked(at)
    assert code == 0, said
    assert f"bien / bem / good      horas/{row.day}.tsr" in said
    DayList.objects.update(answer=ours.answers(question)[:-3] + b"abc")
    assert stamps_of(by, matter) == {}, "what is not believed any more does not go out"


def test_a_day_has_one_list_and_two_kinds_of_help(tmp_path: Path, house: Lawyers, matter: Matter) -> None:
    taken(house, matter)
    call_command("stamp_day", ask=tmp_path / "q")
    text = DayList.objects.get().text
    call_command("stamp_day", ask=tmp_path / "q2")
    assert DayList.objects.get().text == text
    assert Leaf.objects.count() == 1
    for wrong in ({}, {"keep": tmp_path / "q"}, {"ask": tmp_path / "no" / "q"}):
        with pytest.raises(CommandError):
            call_command("stamp_day", **wrong)


@pytest.mark.skipif(not can_page(), reason="Pango is not on this computer")
def test_its_pieces_are_bound_into_one_pdf_whose_digest_the_list_holds(
    house: Lawyers, matter: Matter, keys: tuple[Path, str], tmp_path: Path
) -> None:
    by, item = house.person("lucia"), allowed(house, matter)
    said_so = TALK + b" <b>no</b>"
    talk = allowed(house, matter, data=said_so, kind="chat_export")
    wanted = to([item, talk], keys[1])
    whole = folders.bound_for(matter, wanted, by=by, now=SOON)
    made = folders.write_folder(matter, wanted, by=by, now=SOON, beside=whole)
    (tmp_path / "sealed").write_bytes(made.data)
    subprocess.run(["age", "-d", "-i", keys[0], "-o", tmp_path / "open.zip", tmp_path / "sealed"], check=True)
    at = laid(Made("", (tmp_path / "open.zip").read_bytes(), "", 0, ""), tmp_path / "x")
    assert checked(at, str(made.count), made.head)[0] == 0
    read = PdfReader(at / "legajo.pdf")
    words = "\n".join(each.extract_text() for each in read.pages)
    for piece in (item, talk):
        assert f"P-{piece[:8]}" in words
    for data in (PHOTO, said_so):
        assert hashlib.sha256(data).hexdigest() in "".join(words.split())
    assert "<b>no</b>" in words, "words that look like markup are printed as they were written"
    assert not read.metadata or not any("Lucia" in str(each) for each in read.metadata.values())
    (at / "legajo.pdf").write_bytes((at / "legajo.pdf").read_bytes() + b" ")
    code, said = checked(at)
    assert code == 1
    assert "legajo.pdf" in said


def test_what_no_page_can_bear_lies_beside_and_nothing_is_bound_before_she_agrees(
    house: Lawyers, matter: Matter, keys: tuple[Path, str]
) -> None:
    by = house.person("lucia")
    sound = allowed(house, matter, data=b"\x00\x01 no page", kind="audio")
    assert folders.bound_for(matter, to([sound], keys[1]), by=by, now=SOON) == {}
    frozen = taken(house, matter).reference
    with pytest.raises(Denied, match="not said yes"):
        folders.bound_for(matter, to([frozen], keys[1]), by=by, now=SOON)
