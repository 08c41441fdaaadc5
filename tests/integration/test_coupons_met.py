"""Coupons as filled forms name them: where two do not go together both stay, and what comes of it hangs on no order."""

from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from amparo.doors.intake.actions.door import build
from amparo.fieldwork.actions import coupons
from amparo.fieldwork.actions.coupons_met import meet_coupons, write_met
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Coupon, Submission
from amparo.fieldwork.policies.coupons import NotTaken
from amparo.sealing.coupons import check_symbol, marks_of, read_code
from tests.cast import Cast
from tests.field import NOW, TODAY, Field, filled, make_field

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NAMES = "ABCDEFGH"


@dataclass
class Drawer:
    """A study with one seed that was given, S, and eight coupons in the drawer, A to H: each by its name."""

    field: Field
    codes: dict[str, str]
    forms: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def says(self, key: int, own: str, *given: str) -> None:
        """A filled form: with which coupon somebody came, and which she was given. A code goes as it is."""
        self.forms[key] = (self.codes.get(own, own), tuple(self.codes.get(each, each) for each in given))

    def build(self, *keys: int) -> Any:
        """What these forms come to, taken over."""
        met = meet_coupons(self.field.study, {key: self.forms[key] for key in keys or self.forms})
        with transaction.atomic():
            write_met(self.field.study, met, on=TODAY)
        return met

    def name(self, mark: str) -> str:
        """The coupon of a mark."""
        known = {marks_of(read_code(code), self.field.study.salt).lookup: name for name, code in self.codes.items()}
        return known.get(mark, "")

    def links(self, met: Any) -> dict[int, tuple[str, str]]:
        """Who was brought by whom, by the names of their coupons."""
        return {key: (self.name(own), self.name(by)) for key, (own, by) in met.links.items()}

    def row(self, name: str) -> Coupon:
        return coupons.find(self.field.study, self.codes[name])

    def stands(self) -> dict[str, tuple[str, str]]:
        """Where each coupon stands, and by whose hand it went."""
        marks = {name: marks_of(read_code(code), self.field.study.salt) for name, code in self.codes.items()}
        whose = {mark: name for name, each in marks.items() for mark in each.givers}
        return {name: ((row := self.row(name)).state, whose.get(row.given_by, "")) for name in self.codes}


def drawer(cast: Cast, **more: Any) -> Drawer:
    """S was given by who leads the study; the others lie there."""
    made = make_field(cast, **{"design": "rds", **more})
    leda = made.person("leda")
    ((_row, seed),) = coupons.print_coupons(made.study, many=1, by=leda, is_seed=True)
    coupons.give(made.study, code=seed, by=leda, on=TODAY)
    codes = [code for _row, code in coupons.print_coupons(made.study, many=len(NAMES), by=leda)]
    return Drawer(made, {"S": seed, **dict(zip(NAMES, codes, strict=True))})


@pytest.fixture
def house(cast: Cast) -> Drawer:
    return drawer(cast)


def test_a_chain_of_three_phones(house: Drawer) -> None:
    house.says(1, "S", "A", "B")
    house.says(2, "A", "C")
    house.says(3, "C")
    met = house.build()
    assert met.refused == {}
    assert house.links(met) == {1: ("S", ""), 2: ("A", "S"), 3: ("C", "A")}
    assert {name: state for name, (state, _by) in house.stands().items() if state != "printed"} == {
        "S": "redeemed", "A": "redeemed", "B": "issued", "C": "redeemed",
    }  # fmt: skip
    assert house.row("B").expires_on.isoformat() == "2026-12-27"  # four weeks after Friday the 27th, to the Sunday


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_three_phones_in_any_order_with_a_build_after_each_come_to_the_same(house: Drawer, order: list[int]) -> None:
    house.says(1, "S", "A", "B")
    house.says(2, "A", "C")
    house.says(3, "C")
    for many in (1, 2):
        house.build(*order[:many])
    met = house.build(*order)
    assert (met.refused, house.links(met)) == ({}, {1: ("S", ""), 2: ("A", "S"), 3: ("C", "A")})
    assert house.stands() == {
        "S": ("redeemed", ""), "A": ("redeemed", "S"), "B": ("issued", "S"), "C": ("redeemed", "A"),
        **dict.fromkeys("DEFGH", ("printed", "")),
    }  # fmt: skip


def wrong_symbol(code: str) -> str:
    """One symbol of a code changed."""
    plain = code.replace("-", "")
    return plain[:-1] + next(each for each in "23" if each != plain[-1])


OTHERS = "K7QF2M9XQF7"  # of another study, or of nobody
ELSEWHERE = OTHERS + check_symbol(OTHERS)


@pytest.mark.parametrize(("forms", "refused", "linked"), [
    ([("S", "A"), ("A",), ("A",)], {2: "coupon_twice", 3: "coupon_twice"}, {1: ("S", "")}),
    ([("S", "A"), ("A", "B"), ("S", "C")], {1: "coupon_twice", 3: "coupon_twice"}, {2: ("A", "S")}),
    ([(ELSEWHERE,), ("S",)], {1: "coupon_unknown"}, {2: ("S", "")}),
    ([("wrong A",), ("S",)], {1: "coupon_code"}, {2: ("S", "")}),
    ([("",), ("S",)], {1: "no_coupon"}, {2: ("S", "")}),
    ([("A",), ("S",)], {1: "coupon_not_given"}, {2: ("S", "")}),
    ([("S", "A", "B"), ("A", "C"), ("B", "C"), ("C",)],
     {4: "coupon_given_twice"}, {1: ("S", ""), 2: ("A", "S"), 3: ("B", "S")}),
    ([("S", "A", "B"), ("A", "C"), ("B", "C")], {}, {1: ("S", ""), 2: ("A", "S"), 3: ("B", "S")}),
    ([("A", "B"), ("B", "A"), ("S",)], {1: "coupon_circle", 2: "coupon_circle"}, {3: ("S", "")}),
    ([("A", "B"), ("B", "C"), ("C", "A", "D"), ("D",)],
     {1: "coupon_circle", 2: "coupon_circle", 3: "coupon_circle"}, {4: ("D", "C")}),
    ([("A", "A"), ("S",)], {1: "coupon_circle"}, {2: ("S", "")}),
    ([("S", "A", "B", "C", "D"), ("A",)], {1: "given_too_many", 2: "coupon_not_given"}, {}),
    ([("S", "A", "A", "A", "B"), ("A",)], {}, {1: ("S", ""), 2: ("A", "S")}),
    ([("S", "A", ELSEWHERE), ("A",)], {1: "given_unknown"}, {2: ("A", "S")}),
    ([("S", "A"), ("A", "S")], {2: "given_unknown"}, {1: ("S", "")}),
    ([("S", "A", "wrong B"), ("A",)], {1: "given_code", 2: "coupon_not_given"}, {}),
])  # fmt: skip
def test_what_does_not_go_together_stays_with_a_reason(
    house: Drawer, forms: list[tuple[str, ...]], refused: dict[int, str], linked: dict[int, tuple[str, str]]
) -> None:
    for name in "AB":
        house.codes[f"wrong {name}"] = wrong_symbol(house.codes[name])
    for key, (own, *given) in enumerate(forms, start=1):
        house.says(key, own, *given)
    for name in "AB":
        del house.codes[f"wrong {name}"]
    met = house.build()
    assert (met.refused, house.links(met)) == (refused, linked)
    for _again in range(2):
        met = house.build()
        assert (met.refused, house.links(met)) == (refused, linked), "what was taken over changes nothing"


def test_a_form_that_names_a_thousand_coupons_holds_no_build_up(house: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a phone sends what she likes, and each code takes a millisecond and a megabyte to derive."""
    derived: list[str] = []

    def counted(code: str, salt: str) -> Any:
        derived.append(code)
        return marks_of(read_code(code), salt)

    monkeypatch.setattr("amparo.fieldwork.actions.coupons_met.marks_of_typed", counted)
    thousand = (f"{number:09}".translate(str.maketrans("01", "AB")) + "AB" for number in range(1_000))
    house.says(1, "S", *(each + check_symbol(each) for each in thousand))
    house.says(2, "A")
    assert house.build().refused == {1: "given_too_many", 2: "coupon_not_given"}
    assert sorted(derived) == sorted((house.codes["S"], house.codes["A"]))


def test_of_a_circle_nothing_is_taken_over(house: Drawer) -> None:
    before = house.stands()
    house.says(1, "A", "B", "C")
    house.says(2, "B", "A")
    assert set(house.build().refused.values()) == {"coupon_circle"}
    assert house.stands() == before | {"C": ("issued", "A")}


def test_the_numbers_of_what_two_forms_say_are_told(house: Drawer) -> None:
    house.says(1, "S", "A", "B")
    house.says(2, "A", "C")
    house.says(3, "B", "C")
    for key in (4, 5):
        house.says(key, "C")
    house.says(6, "B")
    assert house.build().numbers == tuple(sorted((house.row("C").number, house.row("B").number)))


@pytest.mark.parametrize(("state", "reason"), [("void", "coupon_void"), ("replaced", "coupon_replaced")])
def test_a_coupon_that_ended_brings_nobody(house: Drawer, state: str, reason: str) -> None:
    leda, study = house.field.person("leda"), house.field.study
    coupons.redeem(study, code=house.codes["S"], by=leda, on=TODAY)
    coupons.give(study, code=house.codes["A"], giver=house.codes["S"], by=leda, on=TODAY)
    if state == "void":
        coupons.void(study, numbers=[house.row("A").number], by=leda)
    else:
        coupons.replace(
            study, number=house.row("A").number, giver=house.codes["S"], code=house.codes["B"], by=leda, on=TODAY
        )
    house.says(1, "S", "A")
    house.says(2, "A")
    met = house.build()
    assert (met.refused, house.links(met)) == ({2: reason}, {1: ("S", "")})
    assert house.row("A").state == state


def test_a_coupon_that_ran_out_counts_where_a_form_bears_it(house: Drawer) -> None:
    """She was asked before it ran out, far from any line; the phone sent it a month later."""
    leda, study = house.field.person("leda"), house.field.study
    coupons.redeem(study, code=house.codes["S"], by=leda, on=TODAY)
    coupons.give(study, code=house.codes["A"], giver=house.codes["S"], by=leda, on=TODAY)
    coupons.expire(house.row("A").expires_on.replace(year=2027))
    assert house.row("A").state == "expired"
    house.says(1, "S")
    house.says(2, "A")
    assert house.links(house.build()) == {1: ("S", ""), 2: ("A", "S")}
    assert house.row("A").state == "redeemed"


def test_what_the_desk_wrote_down_with_the_paper_in_its_hand_stands(house: Drawer) -> None:
    leda, study = house.field.person("leda"), house.field.study
    coupons.redeem(study, code=house.codes["S"], by=leda, on=TODAY)
    coupons.give(study, code=house.codes["A"], giver=house.codes["S"], by=leda, on=TODAY)
    house.says(1, "S", "B")
    house.says(2, "B", "A")  # she says that she gave A too
    house.says(3, "A")
    assert house.links(house.build()) == {1: ("S", ""), 2: ("B", "S"), 3: ("A", "S")}


def test_who_leads_the_study_decides_which_of_two_gave_it(house: Drawer) -> None:
    house.says(1, "S", "A", "B")
    house.says(2, "A", "C")
    house.says(3, "B", "C")
    house.says(4, "C")
    assert house.build().refused == {4: "coupon_given_twice"}
    ines = house.field.people["ines"]
    coupons.give(house.field.study, code=house.codes["C"], giver=house.codes["B"], by=ines, on=TODAY)
    met = house.build()
    assert (met.refused, house.links(met)[4]) == ({}, ("C", "B"))


def test_what_only_a_form_said_goes_with_the_form(house: Drawer) -> None:
    """Once the form is left out, its coupons are where they were; what the desk saw of them meanwhile stays."""
    before = house.stands()
    house.says(1, "S", "A", "B")
    house.says(2, "A", "C")
    house.build()
    assert house.stands()["C"] == ("issued", "A")
    house.build(1)
    assert house.stands() == before | {"S": ("redeemed", ""), "A": ("issued", "S"), "B": ("issued", "S")}
    assert house.row("C").expires_on is None
    house.build(1, 2)
    coupons.thank(house.field.study, code=house.codes["A"], by=house.field.people["ines"], on=TODAY)
    house.build(1)
    assert house.stands()["A"] == ("redeemed", "S"), "she stood there with the paper"


def test_what_desk_and_forms_gave_is_together_what_one_person_gets(house: Drawer) -> None:
    study, ines = house.field.study, house.field.people["ines"]
    coupons.redeem(study, code=house.codes["S"], by=ines, on=TODAY)
    coupons.give_several(study, codes=[house.codes["A"], house.codes["B"]], giver=house.codes["S"], by=ines, on=TODAY)
    house.says(1, "S", "A", "C")
    met = house.build()
    assert (met.refused, house.stands()["C"]) == ({}, ("issued", "S"))
    with pytest.raises(NotTaken) as refusal:
        coupons.give(study, code=house.codes["D"], giver=house.codes["S"], by=ines, on=TODAY)
    assert (refusal.value.field, "3" in str(refusal.value)) == ("code", True)
    house.says(1, "S", "A", "C", "D")
    assert house.build().refused == {1: "given_too_many"}
    assert [house.stands()[name] for name in "ABCD"] == [("issued", "S")] * 2 + [("printed", "")] * 2


def test_a_recruit_who_comes_before_the_phone_that_gave_her_coupon_is_not_sent_away(house: Drawer) -> None:
    study, ines = house.field.study, house.field.people["ines"]
    with pytest.raises(NotTaken):
        coupons.redeem(study, code=house.codes["A"], by=ines, on=TODAY)
    coupons.redeem(study, code=house.codes["A"], by=ines, on=TODAY, was_given=True)
    house.says(2, "A")
    assert house.build().refused == {2: "coupon_not_given"}
    house.says(1, "S", "A")
    met = house.build()
    assert (met.refused, house.links(met)[2], house.stands()["A"]) == ({}, ("A", "S"), ("redeemed", "S"))
    house.build(2)
    assert house.stands()["A"] == ("redeemed", ""), "the desk saw her come; who gave it nobody says any more"


def test_through_the_door_a_form_without_a_coupon_waits_where_everybody_comes_with_one(house: Drawer) -> None:
    """Nobody is made the beginning of a chain in silence."""
    field = house.field
    said = [{"coupon": house.codes["S"], "given": ",".join(house.codes[name] for name in "ABC")}]
    said += [{"coupon": house.codes[name]} for name in "ABC"] + [{}]
    for number, more in enumerate(said, start=1):
        receive(field.deployment, Sent(filled(number, **more)), now=NOW)
    field.again(state="closed")
    made = build(field.study, by=field.person("leda"))
    assert (made.counted, dict(made.reasons)) == (0, {"no_coupon": 1})  # four are too few, and the fifth waits
    assert Submission.objects.get(reason="no_coupon").state == "kept"
