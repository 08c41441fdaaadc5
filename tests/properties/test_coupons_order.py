"""Whatever phones say of coupons, in whatever order they send it, with builds between or none: it comes to the same."""

from functools import lru_cache
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amparo.fieldwork.actions import coupons, coupons_met
from amparo.fieldwork.models import Coupon
from tests.cast import Cast
from tests.examples import examples
from tests.field import TODAY, make_field

NAMES = "SABCDE"  # the first began a chain
CODES = st.sampled_from(NAMES + "ABAB")  # some are named more often, so that forms meet
FORMS = st.lists(st.tuples(CODES, st.lists(CODES, max_size=3, unique=True)), min_size=2, max_size=6)
BUILDS = st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=1, max_size=4)  # which are there at each opening
DESK = st.lists(st.sampled_from("ABC"), max_size=3, unique=True)  # what the desk wrote down that the first one gave


def stands(marks: dict[str, Any]) -> dict[str, tuple[str, str, bool]]:
    """Where each coupon stands, by whose hand it went, and whether only a form says so."""
    whose = {mark: name for name, each in marks.items() for mark in each.givers}
    rows = {each.check_of: each for each in Coupon.objects.all()}
    found = {name: rows[each.lookup] for name, each in marks.items()}
    return {
        name: (row.state, whose.get(row.given_by, ""), row.is_given_by_form or row.is_redeemed_by_form)
        for name, row in found.items()
    }


@pytest.mark.django_db(databases=["default"])
def test_what_comes_of_forms_hangs_on_no_order(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    field = make_field(cast, design="rds")
    study, leda = field.study, field.person("leda")
    codes = [code for _row, code in coupons.print_coupons(study, many=1, by=leda, is_seed=True)]
    codes += [code for _row, code in coupons.print_coupons(study, many=5, by=leda)]
    coupons.give(study, code=codes[0], by=leda, on=TODAY)
    coupons.redeem(study, code=codes[0], by=leda, on=TODAY)
    code = dict(zip(NAMES, codes, strict=True))
    marks = {name: coupons.marks(study, each) for name, each in code.items()}
    names = {each.lookup: name for name, each in marks.items()}
    monkeypatch.setattr(coupons_met, "marks_of_typed", lru_cache(maxsize=None)(coupons_met.marks_of_typed))

    def build(forms: list[Any], keys: list[int]) -> Any:
        said = {key: (code[forms[key][0]], tuple(code[each] for each in forms[key][1])) for key in keys}
        met = coupons_met.meet_coupons(study, said)
        coupons_met.write_met(study, met, on=TODAY)
        links = {key: (names[own], names.get(by, "")) for key, (own, by) in met.links.items()}
        return met.refused, links, met.numbers, stands(marks)

    def at_the_desk(given: list[str]) -> None:
        for name in given:
            coupons.give(study, code=code[name], giver=code["S"], by=leda, on=TODAY)

    seen = set()

    @example(forms=[("A", ["B"]), ("B", ["A"])], builds=[{0}, {1}], desk=[], rng=Random(1))
    @example(
        forms=[("S", ["A", "B"]), ("A", ["C"]), ("B", ["C"]), ("C", [])], builds=[{0, 1, 3}], desk=[], rng=Random(1)
    )
    @settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
    @given(forms=FORMS, builds=BUILDS, desk=DESK, rng=st.randoms(use_true_random=False))
    def compare(forms: list[Any], builds: list[set[int]], desk: list[str], rng: Any) -> None:
        every = list(range(len(forms)))
        with transaction.atomic():
            at_the_desk(desk)
            once = build(forms, every)
            assert build(forms, every) == once, "once more changes nothing"
            transaction.set_rollback(True)
        with transaction.atomic():
            at_the_desk(desk)
            for some in builds:
                keys = [key for key in every if key in some]
                rng.shuffle(keys)
                build(forms, keys)
            rng.shuffle(every)
            assert build(forms, every) == once
            transaction.set_rollback(True)
        seen.update(once[0].values(), *[["linked"] if any(by for _own, by in once[1].values()) else []])

    compare()
    assert seen >= {"coupon_twice", "coupon_not_given", "coupon_given_twice", "coupon_circle", "linked"}, "it met all"
