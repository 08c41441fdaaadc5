"""What the door does with rows of other sources, of older codebooks, and with rows that no codebook knows."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from amparo.doors.deidentify.actions import SOURCES, run
from amparo.evidence.models import Batch
from amparo.evidence.queries import rows_of
from amparo.formats import codebook as formats
from amparo.formats.codebook import BadCodebook
from amparo.vault.models import CodedRow
from tests.coded import NOW, SEVEN, built, keep_many, needs_in_evidence, row

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SOURCE = SOURCES[0]


def now_and_then() -> Any:
    return run(now=NOW, rng=Random(7))


def other_source(count: int, book: str = "cases/2") -> Any:
    return replace(
        SOURCE, name="signals", ids=lambda now: list(range(count)), rows=lambda ids: [(book, row("talk"))] * count
    )


def test_a_build_of_one_source_leaves_those_of_others_alone() -> None:
    keep_many(7)
    run(now=NOW, sources=[SOURCE, other_source(9)])
    run(now=NOW, sources=[other_source(6)])
    assert (len(built("cases")), len(built("signals"))) == (7, 6)
    assert Batch.objects.count() == 2


@pytest.mark.parametrize("book", ["cases/1", "cases/3", "stories/1", "cases", "", "../../etc/passwd/1"])
def test_a_row_of_a_codebook_that_nobody_brought_is_left_out_and_counted(book: str) -> None:
    brought = run(now=NOW, sources=[other_source(6, book)])["signals"]
    assert (brought.rows, brought.left_out) == (0, 6)
    assert built("signals") == []


@pytest.mark.parametrize("codes", [
    {"need_group": ["Yuli"]}, {"name_used": ["talk"]}, {"need_group": [34]}, {"need_group": ["hiv_medicine"]},
])  # fmt: skip
def test_a_row_that_its_codebook_does_not_know_is_left_out(codes: dict[str, Any]) -> None:
    """As if something had been written past the action into the table of the vault."""
    keep_many(7)
    CodedRow.objects.create(check_of="c" * 64, codebook="cases/2", until="2027-01", codes={"codes": codes, "parts": []})
    brought = now_and_then()["cases"]
    assert (brought.rows, brought.left_out) == (7, 1)
    assert needs_in_evidence() == SEVEN


def test_a_codebook_that_changed_without_a_new_version_stops_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_many(7)
    now_and_then()
    today = formats.codebook("cases")
    changed = replace(today, variables=today.variables[:-1])
    monkeypatch.setattr(formats, "codebook", lambda name: changed)
    with pytest.raises(BadCodebook, match="without a new version"):
        now_and_then()
    assert len(built()) == 7  # the build before stands


def test_rows_of_an_older_version_are_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that nobody opened since the codebook changed: its row is of the version before, and is counted so."""
    keep_many(7)
    now_and_then()
    newer = replace(formats.codebook("cases"), version=3)
    monkeypatch.setattr(formats, "codebook", lambda name: newer)
    CodedRow.objects.filter(pk=CodedRow.objects.first().pk).update(codebook="cases/3")
    now_and_then()
    assert sorted(book for book, _codes in rows_of("cases")) == ["cases/2"] * 6 + ["cases/3"]
