"""The door: a whole batch or nothing, whatever ends it half way; nobody who took her permission back is among it."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.commons.audit.queries import first_broken
from amparo.doors.deidentify import actions as door
from amparo.doors.deidentify.actions import SOURCES, begin, carry, end, run
from amparo.doors.deidentify.models import Intent
from amparo.evidence.models import Batch, Code, Codebook, Observation, Value
from amparo.evidence.queries import rows_of
from amparo.formats import codebook as formats
from amparo.vault.actions import coded
from amparo.vault.actions.coded import drop_row, keep_row
from amparo.vault.models import CodedRow
from tests.coded import ENDS, NOW, SEVEN, a_token, built, first_codebook, keep_many, needs_in_evidence, row
from tests.moment import ZONE
from tests.own_house import OwnHouse, own_house

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SOURCE = SOURCES[0]


class Cut(Exception):
    """The program ends here."""


def now_and_then(rng: int = 7) -> Any:
    return run(now=NOW, rng=Random(rng))


def test_what_is_counted_comes_in_whole_with_its_parts() -> None:
    keep_many(4)
    acts = {"acts": ["EXT", "VIO"], "report_delay": ["days_0_3"]}
    door_row = row("talk", acts, gender="trans_feminine")
    keep_row(a_token(), "cases", door_row, ends=ENDS, now=NOW)
    assert now_and_then()["cases"].rows == 5
    found = [each for each in built() if each["parts"]]
    assert found == [{"codes": {"gender_group": ["trans_feminine"], "need_group": ["talk"]},
                      "parts": [["incident", acts]]}]  # fmt: skip
    assert [book for book, _codes in rows_of("cases")] == ["cases/2"] * 5
    assert Observation.objects.count() == 6
    assert Intent.objects.count() == 0


def test_a_row_of_several_parts_and_of_an_older_codebook_comes_in_with_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = [{"acts": ["DEP"]}, {"acts": ["EXT", "VIO"], "happened": ["2026-Q3"]}]
    monkeypatch.setattr(formats, "codebook", lambda name: first_codebook())
    older = replace(SOURCE, ids=lambda now: [1, 2, 3, 4, 5], rows=lambda ids: [("cases/1", row("talk", *parts))] * 5)
    brought = run(now=NOW, rng=Random(7), sources=[older])["cases"]
    assert brought is not None
    assert (brought.rows, Observation.objects.count()) == (5, 15)
    assert [each["parts"] for each in built()] == [[["incident", each] for each in parts]] * 5


def test_a_build_replaces_the_one_before_under_new_numbers() -> None:
    keep_many(7)
    now_and_then()
    first = set(Observation.objects.values_list("pk", flat=True)), Batch.objects.get().token
    now_and_then()
    assert needs_in_evidence() == SEVEN
    assert Batch.objects.count() == 1
    assert Batch.objects.get().token != first[1]
    assert not first[0] & set(Observation.objects.values_list("pk", flat=True))
    assert not first[0] & set(CodedRow.objects.values_list("pk", flat=True))
    assert Codebook.objects.count() == 1


def test_who_took_it_back_and_whose_time_is_over_are_absent_from_the_next() -> None:
    tokens = keep_many(7)
    now_and_then()
    drop_row(tokens[1])  # the only one who needed to talk
    now_and_then()
    assert needs_in_evidence() == SEVEN - Counter(talk=1)
    run(now=datetime(2026, 12, 31, 23, tzinfo=ZONE), rng=Random(1))
    assert needs_in_evidence().total() == 6
    run(now=datetime(2027, 1, 1, 1, tzinfo=ZONE), rng=Random(1))  # the quarter is over; allowed to 20 February
    assert built() == []


def test_of_a_quarter_of_which_nothing_is_left_nothing_says_that_it_was_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a codebook that has a time, as the first one had."""
    monkeypatch.setattr(formats, "codebook", lambda name: first_codebook())
    monkeypatch.setattr(coded, "codebook", lambda name: first_codebook())
    keep_many(6)
    token = a_token()
    keep_row(token, "cases", row("talk", {"happened": ["2025-Q2"], "acts": ["VIO"]}), ends=ENDS, now=NOW)
    now_and_then()
    assert Code.objects.filter(code="2025-Q2").exists()
    drop_row(token)
    now_and_then()
    assert not Code.objects.filter(code="2025-Q2").exists()
    assert Code.objects.filter(code="VIO").exists()  # what is in a list is in no row for that


def test_with_very_few_nothing_is_brought() -> None:
    keep_many(4)
    now_and_then()
    assert built() == []
    keep_many(1)
    now_and_then()
    assert len(built()) == 5


def test_both_trails_say_that_a_batch_came_and_nothing_of_it() -> None:
    keep_many(7)
    now_and_then()
    for using in ("default", "evidence"):
        act = Act.objects.using(using).filter(verb="evidence.brought").get()
        assert (act.actor, act.target) == ("house.deidentify", "cases")
        assert first_broken(using=using) is None


# --- ends half way -------------------------------------------------------------------------------------------------


def broken_rows(ids: Sequence[int]) -> Iterator[Any]:
    """Some rows, and then the program ends."""
    for number, each in enumerate(SOURCE.rows(ids)):
        if number == 3:
            raise Cut
        yield each


def cut(now: datetime) -> list[int]:
    raise Cut


def after_the_note() -> None:
    with pytest.raises(Cut):
        run(now=NOW, sources=[replace(SOURCE, ids=cut)])


def amid_the_batch() -> None:
    with pytest.raises(Cut):
        run(now=NOW, sources=[replace(SOURCE, rows=broken_rows)])


def before_the_note_is_crossed_out() -> None:
    carry(begin("cases"), SOURCE, now=NOW, rng=Random(1))


ENDINGS = [after_the_note, amid_the_batch, before_the_note_is_crossed_out]


@pytest.mark.parametrize("before", [0, 7])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_ended_half_way_loses_and_doubles_nothing(ending: Any, before: int) -> None:
    """With and without a build that was there before. After each ending, once and twice in a row, comes a whole run."""
    if before:
        keep_many(before)
        now_and_then()
    tokens = keep_many(7)
    ending()
    assert Intent.objects.count() == 1
    assert len(built()) in ({before, before + 7} if ending is before_the_note_is_crossed_out else {before})
    ending()
    now_and_then()
    assert needs_in_evidence() == SEVEN + (SEVEN if before else Counter())
    assert (Intent.objects.count(), Batch.objects.count()) == (0, 1)
    drop_row(tokens[0])
    now_and_then()
    assert len(built()) == before + 6


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_withdrawal_between_an_end_and_the_next_run_wins(ending: Any) -> None:
    tokens = keep_many(7)
    ending()
    drop_row(tokens[1])
    now_and_then()
    assert needs_in_evidence() == SEVEN - Counter(talk=1)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_trails_agree_however_it_ended(ending: Any) -> None:
    keep_many(7)
    ending()
    now_and_then()
    said = [Act.objects.using(using).filter(verb="evidence.brought").count() for using in ("default", "evidence")]
    assert said[0] == said[1] == (2 if ending is before_the_note_is_crossed_out else 1)


def test_two_at_once_bring_one() -> None:
    """Two programs with the same note: the second finds the batch there, and crosses out nothing twice."""
    keep_many(7)
    token = begin("cases")
    assert begin("cases") == token
    assert carry(token, SOURCE, now=NOW, rng=Random(1)) is not None
    assert carry(token, SOURCE, now=NOW, rng=Random(2)) is None
    end(token)
    end(token)
    assert needs_in_evidence() == SEVEN
    assert Act.objects.using("default").filter(verb="evidence.brought").count() == 1


def prepared(count: int) -> int:
    return len(keep_many(count))


def killed(where: str) -> None:
    """The program is gone at this place, as by a power cut: nothing of it is tidied up."""
    if where == "amid":

        def rows(ids: Sequence[int]) -> Iterator[Any]:
            for number, each in enumerate(SOURCE.rows(ids)):
                if number == 3:
                    os._exit(9)
                yield each

        run(now=NOW, sources=[replace(SOURCE, rows=rows)])
    door.end = lambda token: os._exit(9)
    run(now=NOW)


def run_there() -> dict[str, Any]:
    run(now=NOW)
    return {"needs": dict(needs_in_evidence()), "notes": Intent.objects.count(), "batches": Batch.objects.count(),
            "values": Value.objects.count(), "broken": first_broken(using="evidence")}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("door")) as made:
        yield made


def test_a_program_that_was_killed_loses_and_doubles_nothing(house: OwnHouse, tmp_path: Path) -> None:
    house.run(prepared, 7)
    for where in ("amid", "end", "amid"):
        program = house.start(killed, where)
        program.communicate(timeout=120)
        assert program.returncode == 9, where
    assert house.run(run_there) == {"needs": dict(SEVEN), "notes": 0, "batches": 1, "values": 14, "broken": None}


# --- chance --------------------------------------------------------------------------------------------------------


def order_of(rng: int) -> list[int]:
    seen: list[int] = []

    def rows(ids: Sequence[int]) -> Iterator[Any]:
        seen.extend(ids)
        return SOURCE.rows(ids)

    run(now=NOW, rng=Random(rng), sources=[replace(SOURCE, rows=rows)])
    return seen


def test_rows_come_in_another_order_each_time_and_in_the_same_by_the_same_chance() -> None:
    keep_many(60)
    first, second, again = order_of(1), order_of(2), order_of(1)
    assert sorted(first) == sorted(second) == sorted(CodedRow.objects.values_list("pk", flat=True))
    assert first == again
    assert first != second
    assert first not in (sorted(first), sorted(first, reverse=True))
