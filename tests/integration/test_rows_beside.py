"""The row of the legal side lies beside that of the case: it goes with it, nothing ties them, each is brought apart."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.doors.deidentify.actions import SOURCES, run
from amparo.doors.deidentify.queries import rows_now
from amparo.doors.release.queries.people import OWN, organisation
from amparo.evidence.models import Batch
from amparo.evidence.queries import how_many
from amparo.vault.actions.coded import BESIDE, drop_row, drop_row_beside, keep_row
from amparo.vault.models import CodedRow
from amparo.vault.queries.coded import counted_ids
from tests.coded import ENDS, NOW, a_token, built, keep_many, row

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def ended(how: str = "won", *, group: str = "family") -> dict[str, Any]:
    """A row of the codebook ``legal``."""
    return {"codes": {"matter_group": [group], "state_side": ["nobody"], "legal_ended": [how]}}


def keep(token: str, how: str = "won", **more: Any) -> bool:
    return keep_row(token, "legal", ended(how), ends=more.get("ends", ENDS), now=NOW)


def books() -> list[str]:
    return sorted(CodedRow.objects.values_list("codebook", flat=True))


def test_of_one_permission_both_hang_and_go_in_one_act() -> None:
    token, other = a_token(), a_token()
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    keep(token)
    keep(other)
    assert books() == ["cases/2", "legal/1", "legal/1"]
    assert drop_row(token)
    assert books() == ["legal/1"]
    assert drop_row(other)
    assert books() == []
    assert not drop_row(other)


def test_a_permission_that_ends_too_early_takes_both() -> None:
    token = a_token()
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    keep(token)
    assert not keep(token, ends=datetime(2026, 12, 31, tzinfo=UTC))
    assert books() == []


def test_whoever_has_several_stands_there_once_with_the_last() -> None:
    token = a_token()
    keep(token, "won")
    keep(token, "lost")
    (kept,) = CodedRow.objects.all()
    assert kept.codes["codes"]["legal_ended"] == ["lost"]


def test_one_that_begins_again_goes_and_another_one_of_hers_stays() -> None:
    token = a_token()
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    keep(token, "lost")
    assert not drop_row_beside(token, "legal", ended("won"))
    assert books() == ["cases/2", "legal/1"]
    assert drop_row_beside(token, "legal", ended("lost"))
    assert books() == ["cases/2"]
    assert not drop_row_beside(token, "legal", ended("lost"))


def test_nothing_in_the_table_ties_the_two() -> None:
    """Of ten who have both: no column of the one tells that of the other."""
    tokens = [a_token() for _ in range(10)]
    for token in tokens:
        keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
        keep(token)
    checks = dict(CodedRow.objects.values_list("check_of", "codebook"))
    assert len(checks) == 20
    assert not set(checks) & set(tokens)
    assert {each.until for each in CodedRow.objects.all()} == {"2027-01"}
    assert all(token not in json.dumps(list(CodedRow.objects.values()), default=str) for token in tokens)
    assert BESIDE == ("legal",)


# --- through the door ----------------------------------------------------------------------------------------------


def night(now: datetime = NOW) -> Any:
    return run(now=now, rng=Random(5))


def test_each_comes_in_as_a_source_of_its_own_and_neither_among_the_other() -> None:
    keep_many(6)
    for number in range(5):
        keep(a_token(), ("won", "lost")[number % 2])
    brought = night()
    assert {name: each.rows for name, each in brought.items()} == {"cases": 6, "legal": 5}
    assert (how_many("cases"), how_many("legal")) == ({"cases/2": 6}, {"legal/1": 5})
    assert sorted(each["codes"]["legal_ended"][0] for each in built("legal")) == ["lost", "lost", "won", "won", "won"]
    assert (len(counted_ids(NOW)), len(counted_ids(NOW, "legal"))) == (6, 5)
    assert {name: len(rows) for name, rows in rows_now(NOW).items()} == {"cases": 6, "legal": 5}


def test_many_cases_make_no_few_matters_many() -> None:
    keep_many(20)
    for _ in range(4):
        keep(a_token())
    night()
    assert built("legal") == []
    assert rows_now(NOW)["legal"] == []


def test_a_house_without_legal_matters_writes_nothing_of_them() -> None:
    keep_many(6)
    night()
    assert set(Batch.objects.values_list("source", flat=True)) == {"cases"}
    assert not Act.objects.using("evidence").filter(target="legal").exists()
    assert not Act.objects.filter(target="legal").exists()


def test_who_took_it_back_is_absent_from_the_next_and_below_five_all_go() -> None:
    tokens = [a_token() for _ in range(6)]
    for token in tokens:
        keep(token)
    night()
    drop_row(tokens[0])
    night()
    assert len(built("legal")) == 5
    drop_row(tokens[1])
    night()
    assert built("legal") == []


def test_both_sources_are_one_organisation() -> None:
    """Else this house would count as two where three have to give."""
    assert {organisation(each.name, {}) for each in SOURCES} == {OWN}
    assert organisation("rio_abierto", {}) == "rio_abierto"
