"""Coupons that are handed on at the desk, lost and replaced, thanked for, and made worth nothing."""

import re
from datetime import timedelta

import pytest

from amparo.fieldwork.actions import coupons
from amparo.fieldwork.models import Coupon, Thanks
from amparo.fieldwork.policies.coupons import NotTaken
from tests.coupon_desk import MAY, came, field, house, opens, printed, row, text_of
from tests.field import TODAY, Field, a_coupon

__all__ = ["field", "house"]

pytestmark = pytest.mark.django_db(databases=["default"])


# --- giving on ---


def test_up_to_three_are_given_at_once_all_or_none(field: Field) -> None:
    hers, codes = came(field), printed(field, 4)
    wrong = codes[1][:-1] + ("2" if codes[1][-1] != "2" else "3")
    page = opens(field, "ines", "coupons_give", giver=hers, code1=codes[0], code2=wrong, code3=codes[2])
    assert all(f'value="{each}"' in page.text for each in (hers, codes[0], wrong, codes[2]))
    page = opens(field, "ines", "coupons_give", giver=hers, code1=codes[0], code2="", code3=hers)
    assert "con el que ella misma vino" in text_of(page)
    assert Coupon.objects.filter(state="issued").count() == 0
    page = opens(field, "ines", "coupons_give", giver=hers, code1=codes[0], code2="", code3=codes[2])
    assert text_of(page).count("27 de diciembre de 2026") == 2
    assert [row(field, each).state for each in codes] == ["issued", "printed", "issued", "printed"]
    page = opens(field, "ines", "coupons_give", giver=hers, code1=codes[1], code2=codes[3])
    assert "todos los cupones que recibe una persona: 3" in text_of(page)
    assert re.search(r'id="id_code2_error"', page.text), "said beside the one that is too many"
    assert row(field, codes[1]).state == "printed"


def test_a_code_twice_or_none_is_told(field: Field) -> None:
    hers, (code,) = came(field), printed(field, 1)
    assert "dos veces" in text_of(opens(field, "ines", "coupons_give", giver=hers, code1=code, code2=code))
    assert "al menos un cupón" in text_of(opens(field, "ines", "coupons_give", giver=hers, code1=""))
    assert row(field, code).state == "printed"


def test_who_was_not_asked_gives_none(field: Field) -> None:
    hers, (code,) = a_coupon(field), printed(field, 1)
    page = opens(field, "ines", "coupons_give", giver=hers, code1=code)
    assert "id_giver_error" in page.text


def test_the_page_after_redeeming_brings_her_code_along(field: Field) -> None:
    page = opens(field, "ines", "coupons_give", code="K7QF-2M9X-QF7S", begin="1")
    assert 'value="K7QF-2M9X-QF7S"' in page.text
    assert 'aria-invalid="true"' not in page.text


def test_who_leads_begins_chains(field: Field) -> None:
    (seed,), (other,) = printed(field, 1, kind="seed"), printed(field, 1)
    for who in ("ines", "otra"):
        assert opens(field, who, "coupons_give", seed="1", code1=seed).status_code == 403
    assert row(field, seed).state == "printed"
    assert "aparte" in text_of(opens(field, "leda", "coupons_give", seed="1", code1=other))
    opens(field, "leda", "coupons_give", seed="1", code1=seed)
    assert row(field, seed).state == "issued"


def test_who_leads_another_study_begins_replaces_and_admits_nothing(field: Field) -> None:
    first, second = printed(field, 2, kind="seed")
    assert "Otra compañera lleva" in text_of(opens(field, "otra", "coupons_give", seed="1", code1=first))
    assert row(field, first).state == "printed"
    opens(field, "leda", "coupons_give", seed="1", code1=first)
    number = row(field, first).number
    assert "Otra compañera lleva" in text_of(opens(field, "otra", "coupons_replace", number=number, code=second))
    with pytest.raises(NotTaken, match="Otra compañera lleva"):
        coupons.redeem(field.study, code=first, by=field.people["otra"], on=TODAY + timedelta(weeks=9), is_late=True)
    assert [row(field, code).state for code in (first, second)] == ["issued", "printed"]


# --- lost, thanked, void ---


def test_a_lost_one_gives_way_and_who_bears_it_is_told(field: Field) -> None:
    hers, (lost, other, _third) = came(field), printed(field, 3)
    opens(field, "ines", "coupons_give", giver=hers, code1=lost)
    number = row(field, lost).number
    page = opens(field, "ines", "coupons_replace", number=number, giver=other, code=other)
    assert "ninguno con este número" in text_of(page)
    assert f'value="{number}"' in page.text
    page = opens(field, "ines", "coupons_replace", number=number, giver=hers, code=other)
    assert f"Número {row(field, other).number}" in text_of(page)
    assert (row(field, lost).state, row(field, other).state) == ("replaced", "issued")
    assert "lo encontró" in text_of(opens(field, "ines", "coupons_redeem", code=lost, **MAY))


def test_one_that_begins_a_chain_is_replaced_by_one_of_its_kind_by_who_leads(field: Field) -> None:
    seed, (other,), (fresh,) = a_coupon(field), printed(field, 1), printed(field, 1, kind="seed")
    number = row(field, seed).number
    opens(field, "ines", "coupons_replace", number=number, code=fresh)
    assert row(field, seed).state == "issued"
    assert "aparte" in text_of(opens(field, "leda", "coupons_replace", number=number, code=other))
    opens(field, "leda", "coupons_replace", number=number, code=fresh)
    assert (row(field, seed).state, row(field, fresh).state) == ("replaced", "issued")


def test_one_press_gives_all_that_is_owed_and_the_next_gives_nothing(field: Field) -> None:
    hers, codes = came(field), printed(field, 3)
    for code in codes:
        opens(field, "ines", "coupons_give", giver=hers, code1=code)
    for code in codes[:2]:
        opens(field, "ines", "coupons_redeem", code=code, **MAY)
    page = opens(field, "ines", "coupons_thank", code=hers)
    assert "9 USD" in text_of(page)
    assert all(str(row(field, each).number) in page.text for each in (hers, *codes))
    assert not Thanks.objects.exists()
    opens(field, "ines", "coupons_thank", code=hers, give="1")
    assert sorted(map(str, Thanks.objects.values_list("amount", flat=True))) == ["2.00", "2.00", "5.00"]
    page = opens(field, "ines", "coupons_thank", code=hers, give="1")
    assert "No se le debe nada" in text_of(page)
    assert Thanks.objects.count() == 3
    opens(field, "ines", "coupons_redeem", code=codes[2], **MAY)
    assert "2 USD" in text_of(opens(field, "ines", "coupons_thank", code=hers))
    page = text_of(opens(field, "ines", "coupons"))
    assert "noviembre de 2026 Por venir y contestar 1 5 USD" in page
    assert "noviembre de 2026 Por quien vino con su cupón 2 4 USD" in page


def test_made_void_in_two_steps_all_or_none(field: Field) -> None:
    hers, codes = came(field), printed(field, 3)
    numbers = [str(row(field, each).number) for each in codes]
    opens(field, "leda", "coupons_void", numbers=" ".join(numbers[:2]))
    assert Coupon.objects.filter(state="void").count() == 0
    page = opens(field, "leda", "coupons_void", numbers=f"{numbers[0]}, {row(field, hers).number}", sure="1")
    assert "ya vino" in text_of(page)
    assert Coupon.objects.filter(state="void").count() == 0
    opens(field, "leda", "coupons_void", numbers=" ".join(numbers[:2]), sure="1")
    assert [row(field, each).state for each in codes] == ["void", "void", "printed"]
    opens(field, "leda", "coupons_void", numbers="", drawer="on", sure="1")
    assert row(field, codes[2]).state == "void"
    assert "1000000" not in numbers
    assert "ningún cupón con el número" in text_of(opens(field, "leda", "coupons_void", numbers="999999", sure="1"))
