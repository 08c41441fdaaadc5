"""The coded row of a case: found by whoever opens the case, dropped without any key, tied to nothing by a dump."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from amparo.commons import clock
from amparo.formats.codebook import BadRow
from amparo.sealing.keys import DEIDENTIFY, case_identity, fresh_secret
from amparo.vault.actions import coded, rings
from amparo.vault.actions.coded import drop_lapsed, drop_row, forget_rows, keep_row, token_of, until_of
from amparo.vault.models import CodedRow
from amparo.vault.queries.coded import counted_ids, rows_of
from amparo.vault.queries.opened import case_seeds
from tests.cases import a_case, person
from tests.coded import ENDS, NOW, a_token, keep_many, row
from tests.letters import Letters, a_house_for_letters
from tests.moment import ZONE

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


# --- the token -----------------------------------------------------------------------------------------------------


def test_the_token_is_hkdf_of_the_first_seed_by_the_name_that_was_agreed() -> None:
    """By another implementation of RFC 5869 than the one that makes it: extract, then expand."""
    import hmac

    seed = bytes(range(32))
    assert DEIDENTIFY == "amparo/deidentify/v1"
    extracted = hmac.digest(b"\0" * 32, seed, "sha256")
    expected = hmac.digest(extracted, b"amparo/deidentify/v1\x01", "sha256")
    assert token_of({1: seed, 2: fresh_secret()}) == expected.hex()
    assert token_of({2: seed}) is None
    assert token_of({1: seed}) not in {seed.hex(), case_identity(seed).hex()}


def test_whoever_reads_the_case_makes_the_same_token_also_after_the_lock_was_turned(house: Letters) -> None:
    case = a_case(house)
    ana = person(house, "ana")
    first = token_of(case_seeds(ana, case.ring))
    rings.turn_ring(case.ring)
    rings.share_ring(case.ring, house.readers["berta"], by=ana)
    rings.turn_ring(case.ring)
    assert len(case_seeds(ana, case.ring)) == 3
    assert token_of(case_seeds(ana, case.ring)) == first
    assert token_of(case_seeds(person(house, "berta"), case.ring)) == first
    assert token_of(case_seeds(person(house, "carla"), case.ring)) is None
    assert token_of(case_seeds(ana, a_case(house).ring)) != first


# --- keeping and dropping ------------------------------------------------------------------------------------------


def test_a_case_has_one_row_which_its_token_finds_and_drops_without_a_key() -> None:
    token, other = a_token(), a_token()
    assert keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    assert keep_row(other, "cases", row("daily"), ends=ENDS, now=NOW)
    assert keep_row(token, "cases", row("health"), ends=ENDS, now=NOW)
    assert sorted(codes["codes"]["need_group"][0] for _book, codes in rows_of(counted_ids(NOW))) == ["daily", "health"]
    assert drop_row(token)
    assert not drop_row(token)
    assert [codes["codes"]["need_group"] for _book, codes in rows_of(counted_ids(NOW))] == [["daily"]]


def test_the_same_row_is_not_written_again() -> None:
    """Else the place of a row in the file would tell which case was looked at last."""
    token = a_token()
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    with CaptureQueriesContext(connections["default"]) as asked:
        keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
    with CaptureQueriesContext(connections["default"]) as asked:
        keep_row(token, "cases", row("daily"), ends=ENDS, now=NOW)
    assert [query for query in asked if query["sql"].startswith("UPDATE")]


@pytest.mark.parametrize("fault", [
    {"codes": {"need_group": ["Yuli"]}}, {"codes": {"name_used": ["talk"]}}, {"codes": {"age": ["27"]}},
    {"codes": {}, "parts": [["incident", {"happened": ["2026-Q4"]}]]},
    {"codes": {}, "parts": [["incident", {"acts": ["VIO"]}]] * 2},
])  # fmt: skip
def test_what_is_no_row_of_the_codebook_is_not_kept(fault: Any) -> None:
    token = a_token()
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    with pytest.raises(BadRow):
        keep_row(token, "cases", fault, ends=ENDS, now=NOW)
    assert [codes["codes"]["need_group"] for _book, codes in rows_of(counted_ids(NOW))] == [["talk"]]


@pytest.mark.clock
@pytest.mark.parametrize(("now", "until"), [
    ("2026-11-25", "2027-01"), ("2026-10-01", "2027-01"), ("2026-12-31", "2027-01"), ("2027-01-01", "2027-04"),
    ("2026-06-30", "2026-07"), ("2026-09-30", "2026-10"),
])  # fmt: skip
def test_until_is_the_first_month_of_the_next_quarter_for_all(now: str, until: str) -> None:
    assert until_of(datetime.fromisoformat(now).replace(tzinfo=ZONE)) == until


@pytest.mark.clock
@pytest.mark.parametrize(("now", "ends", "is_counted"), [
    ("2026-11-25", "2027-02-23", True),  # the usual ninety days
    ("2026-10-03", "2027-01-01", True),
    ("2026-10-02", "2026-12-31", False),  # on the first days of a long quarter ninety days are too few
    ("2026-11-25", "2026-12-31", False),
    ("2026-11-25", "2030-01-01", True),
    ("2026-12-31", "2027-01-01", True),
    ("2027-01-01", "2027-03-31", False),
])  # fmt: skip
def test_only_whose_permission_lasts_into_the_next_quarter_is_counted(now: str, ends: str, is_counted: bool) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=ZONE) for each in (ends, now)]
    assert keep_row(a_token(), "cases", row(), ends=moments[0], now=moments[1]) == is_counted
    assert len(counted_ids(moments[1])) == is_counted


def test_no_row_is_ever_counted_after_a_permission_ended() -> None:
    """Days of two years, with permissions of many lengths: the month in which a row ends begins before they do."""
    for said in range(0, 730, 11):
        for days in (1, 30, 89, 90, 92, 93, 180):
            began = datetime(2026, 1, 1, 12, tzinfo=ZONE) + timedelta(days=said)
            ends, until = began + timedelta(days=days), until_of(began)
            token = a_token()
            if keep_row(token, "cases", row(), ends=ends, now=began):
                assert datetime.fromisoformat(f"{until}-01T00:00+00:00") <= ends
                drop_row(token)


@pytest.mark.clock
def test_a_row_is_counted_to_the_last_night_of_the_quarter() -> None:
    token = a_token()
    keep_row(token, "cases", row(), ends=datetime(2027, 2, 20, tzinfo=ZONE), now=NOW)
    last, over = datetime(2026, 12, 31, 23, 59, tzinfo=ZONE), datetime(2027, 1, 1, tzinfo=ZONE)
    assert len(counted_ids(last)) == 1
    assert counted_ids(over) == []
    drop_lapsed(last)
    assert CodedRow.objects.count() == 1
    drop_lapsed(over)
    assert CodedRow.objects.count() == 0


def test_a_permission_that_ends_in_this_quarter_takes_the_row_away() -> None:
    token = a_token()
    keep_row(token, "cases", row(), ends=ENDS, now=NOW)
    assert not keep_row(token, "cases", row(), ends=datetime(2026, 12, 31, tzinfo=ZONE), now=NOW)
    assert CodedRow.objects.count() == 0


def test_a_house_that_does_not_count_keeps_no_row_and_drops_what_it_has(settings: Any) -> None:
    token = a_token()
    keep_row(token, "cases", row(), ends=ENDS, now=NOW)
    settings.PROFILE = "acompanamiento"
    assert not keep_row(a_token(), "cases", row(), ends=ENDS, now=NOW)
    assert not keep_row(token, "cases", row(), ends=ENDS, now=NOW)
    assert CodedRow.objects.count() == 0
    settings.PROFILE = "red"
    keep_many(3)
    settings.PROFILE = "acompanamiento"
    drop_lapsed(NOW)
    assert CodedRow.objects.count() == 0


def test_rows_of_the_first_codebook_go_with_the_update() -> None:
    """They said when it happened, and had a month of their own."""
    keep_many(2)
    CodedRow.objects.create(check_of="c" * 64, codebook="cases/1", until="2027-02", codes={"codes": {}, "parts": []})
    update = MigrationLoader(None).get_migration("vault", "0006_rows_of_the_first_codebook")
    update.operations[0].code(apps, None)  # type: ignore[attr-defined]
    assert list(CodedRow.objects.values_list("codebook", flat=True)) == ["cases/2"] * 2


def test_after_a_backup_was_put_back_no_row_is_left() -> None:
    keep_many(3)
    forget_rows()
    assert CodedRow.objects.count() == 0


# --- what a dump has -----------------------------------------------------------------------------------------------


def test_the_row_has_no_day_no_case_no_ring_and_not_even_its_token(house: Letters) -> None:
    case = a_case(house)
    seeds = case_seeds(person(house, "ana"), case.ring)
    token = token_of(seeds)
    assert token is not None
    keep_row(token, "cases", row("talk"), ends=ENDS, now=NOW)
    values = [str(value) for value in CodedRow.objects.values_list()[0]]
    whole = " ".join(values)
    fields = {field.name for field in CodedRow._meta.get_fields()}
    assert fields == {"id", "check_of", "codebook", "codes", "until", "partners"}
    for tie in (token, case.ring, case.reference, str(case.pk), seeds[1].hex(), "2026-11", str(clock.day(NOW))):
        assert tie not in whole, tie


def test_one_month_stands_in_the_table() -> None:
    """However long they allowed it: so `until` tells nothing of when it was said."""
    for days in range(1, 400, 7):
        for _ in range(2):
            ends = datetime.fromtimestamp(NOW.timestamp() + days * 86_400, UTC)
            keep_row(a_token(), "cases", row(), ends=ends, now=NOW)
    assert set(CodedRow.objects.values_list("until", flat=True)) == {"2027-01"}


def test_dropping_asks_for_no_actor_and_no_key() -> None:
    import inspect

    assert list(inspect.signature(drop_row).parameters) == ["token"]
    assert coded.drop_row.unaudited  # type: ignore[attr-defined]
