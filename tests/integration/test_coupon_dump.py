"""Whoever carries the tables of care away, and no paper: cannot say who gave which coupon, nor which were of one hand.

The attack is the same for all: two coupons are tied where a value stands with both and with few others, in their own
rows or in any row that names them; and where the trail names coupons, the one before is taken for who gave the next.
First it finds ties that are planted: the mark by which she is found, one mark for all that she gave, a trail by name.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.db import connections, transaction

from amparo.commons.audit.actions import record
from amparo.commons.audit.models import Act
from amparo.fieldwork.actions import coupons
from amparo.fieldwork.models import Coupon
from amparo.vault.actions.burning import HERS
from tests.cast import make_cast
from tests.field import TODAY, Field, make_field

pytestmark = pytest.mark.django_db(databases=["default"])
FEW = 4  # a value that more coupons bear tells nothing of two of them
CHAINS = 5  # people who began one; each gave three, and each of those three


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Field, dict[int, int]]]:
    """A study that went on for a while; and, by the ids of their rows, who gave which coupon, as only paper knows."""
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        field = make_field(make_cast(), design="rds")
        yield field, live(field)
        transaction.set_rollback(True, using="default")


def live(field: Field) -> dict[int, int]:
    """Twenty people come, are given three coupons each one after the other, and are thanked."""
    study, leda, ines = field.study, field.person("leda"), field.people["ines"]
    seeds = [code for _row, code in coupons.print_coupons(study, many=CHAINS, by=leda, is_seed=True)]
    drawer = [code for _row, code in coupons.print_coupons(study, many=CHAINS * 12, by=leda)]
    for code in seeds:
        coupons.give(study, code=code, by=leda, on=TODAY)
    truth, came = {}, list(seeds)
    for place, hers in enumerate(came):
        coupons.redeem(study, code=hers, by=ines, on=TODAY)
        given = [drawer.pop() for _ in range(3)]
        coupons.give_several(study, codes=given, giver=hers, by=ines, on=TODAY)
        truth |= {coupons.find(study, code).pk: coupons.find(study, hers).pk for code in given}
        coupons.thank(study, code=hers, by=ines, on=TODAY)
        if place < CHAINS:
            came += given
    return truth


def clues() -> dict[int, set[str]]:
    """What stands with each coupon: in its row, and in every row of every table that names it."""
    rows = {each.pk: each for each in Coupon.objects.all()}
    found = {
        key: {row.reference, row.check_of, row.given_by, str(row.number), str(row.expires_on or "")} - {""}
        for key, row in rows.items()
    }
    names = {str(key): key for key in rows} | {row.reference: key for key, row in rows.items()}
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for line in cursor.fetchall():
                cells = {part for cell in line for part in str(cell).split(":") if len(part) >= 4}
                for name in cells & set(names):
                    found[names[name]] |= cells
    return found


def tied(found: dict[int, set[str]]) -> set[frozenset[int]]:
    """The pairs of coupons with which one value stands that few others have."""
    by_value: dict[str, set[int]] = {}
    for key, values in found.items():
        for value in values:
            by_value.setdefault(value, set()).add(key)
    return {frozenset(pair) for keys in by_value.values() if len(keys) <= FEW for pair in combinations(keys, 2)}


def told_by_the_trail() -> set[frozenset[int]]:
    """Who came, and what was given next, where the lines of the trail name coupons."""
    names = {f"coupon:{each.reference}": each.pk for each in Coupon.objects.all()}
    lines = [names[each] for each in Act.objects.order_by("number").values_list("target", flat=True) if each in names]
    return {frozenset(pair) for pair in pairwise(lines)}


def pairs_of(truth: dict[int, int]) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    """Whoever gave one and that one; and two of one hand."""
    hands: dict[int, list[int]] = {}
    for given, giver in truth.items():
        hands.setdefault(giver, []).append(given)
    one_hand = {frozenset(pair) for given in hands.values() for pair in combinations(given, 2)}
    return {frozenset(pair) for pair in truth.items()}, one_hand


def test_nothing_ties_a_coupon_to_who_gave_it_or_to_others_of_her_hand(lived: Any) -> None:
    _field, truth = lived
    given, one_hand = pairs_of(truth)
    assert (len(given), len(one_hand)) == (CHAINS * 12, CHAINS * 12)
    assert tied(clues()) & (given | one_hand) == set()
    assert told_by_the_trail() == set()


def test_the_mark_by_which_she_is_found_would_be_seen(lived: Any) -> None:
    _field, truth = lived
    planted, giver = next(iter(truth.items()))
    Coupon.objects.filter(pk=planted).update(given_by=Coupon.objects.get(pk=giver).check_of)
    assert frozenset({planted, giver}) in tied(clues()) & pairs_of(truth)[0]


def test_one_mark_for_all_that_she_gave_would_be_seen(lived: Any) -> None:
    """As it was before each coupon that she gives bore a mark of its own; the database would refuse it, too."""
    _field, truth = lived
    found, hers = clues(), next(iter(truth.values()))
    for key in [given for given, giver in truth.items() if giver == hers]:
        found[key] = found[key] | {"one mark of hers"}
    assert len(tied(found) & pairs_of(truth)[1]) == 3


def test_of_a_week_in_which_one_person_came_no_day_stays_that_ties_what_she_gave(lived: Any) -> None:
    """While they are out their Sunday does, so the attack finds it; it goes when they come, are lost or run out."""
    field, _truth = lived
    study, leda, ines, alone = field.study, field.person("leda"), field.people["ines"], TODAY + timedelta(weeks=2)
    ((_row, seed),) = coupons.print_coupons(study, many=1, by=leda, is_seed=True)
    coupons.give(study, code=seed, by=leda, on=TODAY)
    coupons.redeem(study, code=seed, by=ines, on=alone)
    codes = [code for _row, code in coupons.print_coupons(study, many=4, by=leda)]
    coupons.give_several(study, codes=codes[:3], giver=seed, by=ines, on=alone)
    hers = {frozenset(pair) for pair in combinations((coupons.find(study, code).pk for code in codes[:3]), 2)}
    assert hers <= tied(clues())
    coupons.redeem(study, code=codes[0], by=ines, on=alone)
    lost = coupons.find(study, codes[1]).number
    later = alone + timedelta(weeks=1)
    coupons.replace(study, number=lost, giver=seed, code=codes[3], by=ines, on=later)
    assert hers & tied(clues()) == set()
    coupons.void(study, numbers=[coupons.find(study, codes[2]).number], by=leda)
    coupons.expire(later + timedelta(weeks=9))
    assert not Coupon.objects.exclude(expires_on=None).exists()


def test_a_trail_by_name_would_be_seen(lived: Any) -> None:
    field, truth = lived
    planted, giver = next(iter(truth.items()))
    for verb, key in (("coupon.redeemed", giver), ("coupon.given", planted)):
        record(verb, by=field.people["ines"], target=Coupon.objects.get(pk=key), using="default")
    assert told_by_the_trail() == {frozenset({planted, giver})}


def test_with_the_paper_it_can_be_said(lived: Any) -> None:
    """The other side: whoever shows her paper is told of hers, and only of hers."""
    field, truth = lived
    ((_row, seed),) = coupons.print_coupons(field.study, many=1, by=field.person("leda"), is_seed=True)
    coupons.give(field.study, code=seed, by=field.person("leda"), on=TODAY)
    coupons.redeem(field.study, code=seed, by=field.people["ines"], on=TODAY)
    ((_row, code),) = coupons.print_coupons(field.study, many=1, by=field.person("leda"))
    coupons.give(field.study, code=code, giver=seed, by=field.people["ines"], on=TODAY)
    account = coupons.account_of(field.people["ines"], field.study, seed, on=TODAY)
    assert [each.coupon.pk for each in account.given] == [coupons.find(field.study, code).pk]
    assert not {each.coupon.pk for each in account.given} & set(truth)


def test_where_rows_lie_says_no_more_than_their_ids() -> None:
    """PostgreSQL lays rows in the order in which they were written; each night they are laid anew, these too."""
    assert "fieldwork_coupon".startswith(HERS)
    assert "fieldwork_submission".startswith(HERS)
