"""What a legal matter holds lies nowhere in clear: a canary in every question in words, of every kind of part.

A house on the disk, in which a lawyer works for a day through the pages: a matter with every kind of part that has a
page, proof with a file, a paper, a clock, what a look found, an error in the middle, and how it ended. Then every byte
that the house left is read, and that of a backup; each store first shows that a planted string would be found there,
and every canary is shown to be in the house, for whoever reads it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.commons import clock
from amparo.formats.case_questions import MATTER, questions
from amparo.formats.codes import by_code
from tests.left import Left, a_house_left
from tests.left_behind import collect
from tests.own_house import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="what PostgreSQL writes is not a file of the house")
PARTS = [code for code, each in by_code("matter_part").items() if each.more["asked"]]
KINDS = [MATTER, *PARTS]
BESIDE = ("described", "got", "file", "filename", "paper", "clock", "settled", "ended", "error", "handed")
NOT_KEPT = ("error",)  # what stood on a page of an error is lost


def canary(kind: str, code: str) -> str:
    """A string that stands nowhere else."""
    return f"Canarila{KINDS.index(kind) if kind in KINDS else 99}z{sum(map(ord, code))}{code.replace('_', '')[:14]}Xq"


def words_of(kind: str) -> dict[str, str]:
    """A canary for each question of a kind that is answered in words."""
    return {code: canary(kind, code) for code, each in questions(kind).items() if each.is_words}


ALL = {each for kind in KINDS for each in words_of(kind).values()} | {canary("beside", each) for each in BESIDE}


# --- what happens in the other program ---


def a_day() -> list[str]:
    """What a lawyer does in a day; the canaries that she finds in the end."""
    from django.conf import settings
    from django.urls import reverse

    from amparo.formats.case_questions import sections
    from amparo.legal.representation.actions import conflicts, matters
    from amparo.legal.representation.models import Matter
    from amparo.legal.representation.queries.conflicts import last_look
    from tests.cast import make_cast
    from tests.lawyers import make_lawyers

    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
    house = make_lawyers(make_cast())

    def sent(page: str, /, *args: Any, status_: int = 302, **said: Any) -> None:
        answer = house.client("lucia").post(reverse(page, args=args), said, SERVER_NAME="localhost")
        assert answer.status_code == status_, (page, args, answer.status_code, answer.text[-3000:])

    about = {"matter_kind": "expulsion", "matter_country": "CO"} | words_of(MATTER)
    sent("matter_begin", **about, **{"ella-party_name": "Yuli Ficticia", "otra-party_name": "Berta"})
    made = Matter.objects.get()
    sent("matter_part_new", made.reference, "party", party_role="opposing", **words_of("party"))
    conflicts.look(made, by=house.person("lucia"))
    read = last_look(house.opened(made).parts)
    assert read is not None
    sent("matter_settle", made.reference, look=read.reference, verdict="not_same", words=canary("beside", "settled"))
    sent("matter_move", made.reference, to="merits")
    for section in sections(MATTER):
        if section.code != "about":
            words = {each.code: canary(MATTER, each.code) for each in section.questions if each.is_words}
            sent("matter_write", made.reference, section.code, **words)
    for kind in (each for each in ["mandate", *PARTS] if each != "party"):
        sent("matter_part_new", made.reference, kind, **MORE.get(kind, {}), **words_of(kind))
        break_off(house, made.reference, kind)
    proof(house, made, sent)
    sent("matter_deadline_new", made.reference, act="day", what=canary("beside", "clock"), on="2026-12-01", paper="x")
    for page in ("matters", "housing", "custody", "feeds"):
        assert house.client("lucia").get(reverse(page), SERVER_NAME="localhost").status_code == 200
    sent("feeds", status_=200)
    matters.close(made, outcome="part", words=canary("beside", "ended"), by=house.person("lucia"))
    return found_in_the_end(house, Matter.objects.get())


MORE: dict[str, dict[str, str]] = {
    "filing": {"filing_withheld": "yes"},
}


def break_off(house: Any, reference: str, kind: str) -> None:
    """An error of the program while somebody writes."""
    from unittest import mock

    from django.urls import reverse

    with mock.patch("amparo.legal.representation.views.parts.actions.add_part", side_effect=RuntimeError("it broke")):
        said = {each: canary("beside", "error") for each in words_of(kind)}
        address = reverse("matter_part_new", args=[reference, kind])
        assert house.client("lucia").post(address, said, SERVER_NAME="localhost").status_code == 500


def proof(house: Any, made: Any, sent: Any) -> None:
    """A piece with a file and a name, handed to somebody; a paper."""

    from django.core.files.uploadedfile import SimpleUploadedFile

    from amparo.formats.documents.templates import templates
    from amparo.legal.documents.actions import begin_paper, write_paper
    from amparo.legal.exhibits.models import Exhibit

    file = SimpleUploadedFile(
        f"{canary('beside', 'filename')}.txt", canary("beside", "file").encode() * 400, "text/plain"
    )
    said = {"described": canary("beside", "described"), "got_from": canary("beside", "got")}
    sent("exhibit_new", made.reference, child="no", kind="chat_export", file=file, **said)
    piece = Exhibit.objects.get()
    hand = {"action": "transferred", "counterpart": canary("beside", "handed"), "reason": "x"}
    sent("exhibit_hand", made.reference, piece.reference, **hand)
    lucia, template, now = house.person("lucia"), templates()["co_tutela"], clock.now()
    paper = begin_paper(made, template=template, language="es", by=lucia, today=clock.day(now))
    number = house.opened(made).part(paper.reference).number
    write_paper(made, reference=paper.reference, number=number, values={}, called=canary("beside", "paper"),
                withheld=True, exhibits=None, reviewed=False, by=lucia, now=now)  # fmt: skip


def found_in_the_end(house: Any, made: Any) -> list[str]:
    """Which canaries stand in what her key opens."""
    from amparo.legal.exhibits.actions.exhibits import open_piece
    from amparo.legal.exhibits.queries.custody import chain_of
    from amparo.legal.exhibits.queries.exhibits import exhibits_in

    lucia, found = house.person("lucia"), house.opened(made)
    said = [str(each.value) for each in found.answers.values()]
    said += [str([each.value for each in part.answers.values()]) + str(part.more) for part in found.parts]
    said += [str(each.body) for each in exhibits_in(lucia, made)]
    said += [str(each) for each in chain_of(lucia, made).texts.values()]
    said += [str(open_piece(made, each.reference, by=lucia)[1]) for each in exhibits_in(lucia, made)]
    text = "\n".join(said)
    return sorted(each for each in ALL if each in text)


# --- the tests ---


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    with a_house_left(tmp_path, AMPARO_CHILD_CARE="yes") as left:
        yield left


def test_each_has_its_own_canary() -> None:
    assert len(ALL) == sum(len(words_of(kind)) for kind in KINDS) + len(BESIDE) >= 100
    assert not [one for one in ALL for other in ALL if one != other and one in other]


def test_nothing_of_a_matter_lies_in_clear(left: Left, tmp_path: Path) -> None:
    left.run(collect)
    there = set(left.run(a_day))
    assert there == ALL - {canary("beside", each) for each in NOT_KEPT}, "each is in the house, for whoever reads it"
    assert b"RuntimeError" in b"\n".join(left.said), "the error was said"
    left.finds_what_is_planted()
    left.has_nothing_in_clear(ALL, tmp_path / "copy")
