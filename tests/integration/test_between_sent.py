"""Rows of this house: which go to a partner, what of them, how they look on the way, and the receipt."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from amparo.commons.policy.policies import Denied
from amparo.doors.exchange.actions import ending, sending
from amparo.doors.exchange.models import Partnership
from amparo.doors.exchange.queries.partnerships import newest, partners_to_ask_of, took_back
from amparo.formats.passing.rows import read_receipt, receipt_of
from amparo.sealing.envelopes import open_sealed
from amparo.vault.actions.coded import drop_row
from amparo.vault.models import CodedRow
from tests.between import NETWORK, NOW, Between, going, keep, make_between, refused, what_is_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def made(house: Between, found: Partnership, rng: int = 1) -> Any:
    return sending.make_file(found, by=house.people["ana"], now=NOW, rng=Random(rng))


def test_only_rows_whose_women_named_this_partner_go_and_only_what_was_agreed(house: Between) -> None:
    found, secret = going(house)
    keep(12)
    keep(5, to="Otra casa, un ejemplo")
    keep(5, to="")
    told = what_is_in(made(house, found).data, secret, found)
    assert len(told.rows) == 12
    assert {name for each in told.rows for name in each["codes"]} == {"gender_group", "need_group"}
    assert [each["parts"] for each in told.rows] == [[["incident", {"acts": ["VIO"]}]]] * 12
    assert partners_to_ask_of() == [NETWORK]


def test_who_took_her_word_back_is_missing_from_the_next_and_the_page_says_that_one_is_due(house: Between) -> None:
    found, secret = going(house)
    tokens = keep(13)
    made(house, found)
    assert not took_back(found, NOW)
    drop_row(tokens[1])
    assert took_back(found, NOW)
    again = what_is_in(made(house, found).data, secret, found)
    needs = Counter(each["codes"]["need_group"][0] for each in again.rows)
    assert (again.sequence, len(again.rows), needs["talk"]) == (2, 12, 2 - 1)
    assert not took_back(found, NOW)


def test_few_rows_do_not_go_and_new_ones_wait_for_each_other(house: Between) -> None:
    found, secret = going(house)
    keep(9)
    first = made(house, found)
    assert (what_is_in(first.data, secret, found).rows, first.parcel.band) == ([], "none")
    keep(1)
    assert len(what_is_in(made(house, found).data, secret, found).rows) == 10
    keep(4)
    assert len(what_is_in(made(house, found).data, secret, found).rows) == 10
    keep(1)
    assert len(what_is_in(made(house, found).data, secret, found).rows) == 15


def test_rows_are_shuffled_and_the_size_tells_little(house: Between) -> None:
    found, secret = going(house)
    keep(60)
    one, two, again = (made(house, found, rng) for rng in (1, 2, 1))
    order = [[repr(each) for each in what_is_in(each.data, secret, found).rows] for each in (one, two, again)]
    assert order[0] == order[2] != order[1]
    assert sorted(order[0]) == sorted(order[1])
    CodedRow.objects.all().delete()
    sizes = {len(open_sealed(each.data, secret)) for each in (one, made(house, found))}
    assert sizes == {65_536}, "an empty file is as large as one of sixty"


def test_which_rows_went_stands_beside_the_newest_alone_and_goes_with_the_end(house: Between) -> None:
    found, _secret = going(house)
    keep(12)
    for _ in range(2):
        made(house, found)
    assert [len(each.rows) for each in found.parcels.all()] == [12, 0]
    ending.end(found, by=house.people["ana"])
    assert [each.rows for each in found.parcels.all()] == [[], []]
    assert partners_to_ask_of() == []
    with pytest.raises(Denied):
        made(house, found)


def test_the_receipt_of_the_last_file_is_filed_and_no_other(house: Between) -> None:
    found, secret = going(house)
    keep(12)
    old, new = made(house, found), made(house, found)
    for each, why in ((old, "other_receipt"), (replace(new, data=old.data), "other_receipt")):
        receipt = receipt_of(found.agreement, what_is_in(each.data, secret, found), each.data).as_file()
        assert refused(lambda: sending.file_receipt(found, receipt, by=house.people["ana"])) == why  # noqa: B023
    right = receipt_of(found.agreement, what_is_in(new.data, secret, found), new.data)
    more = replace(right, band="b20").as_file()
    assert refused(lambda: sending.file_receipt(found, more, by=house.people["ana"])) == "other_count"
    sending.file_receipt(found, right.as_file(), by=house.people["ana"])
    assert (newest(found).state, read_receipt(right.as_file())) == ("filed", right)  # type: ignore[union-attr]
    assert b"rows" not in right.as_file()
