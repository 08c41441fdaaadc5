"""The pages of coupons: printed once, redeemed after a screen of which nothing is kept, and what is left behind."""

import logging
import re
from typing import Any

import pytest
import segno
from django.contrib.sessions.models import Session
from django.db import connections
from django.urls import reverse

from amparo.commons.audit.models import Act
from amparo.fieldwork.models import Coupon, Study, Thanks
from tests.coupon_desk import MAY, came, field, house, opens, printed, row, text_of
from tests.field import NOW, Field, a_coupon

__all__ = ["field", "house"]

pytestmark = pytest.mark.django_db(databases=["default"])
CODE = re.compile(r"[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}")


# --- printing ---


def test_a_sheet_names_no_place_no_study_and_nobody(field: Field) -> None:
    page = opens(field, "leda", "coupons_print", many=9, kind="ordinary", day="week")
    cut = "".join(re.findall(r"<article>.*?</article>", page.text, re.S))
    said = re.sub(r"<[^>]+>", " ", cut)
    assert len(CODE.findall(said)) == 9
    assert page.text.count('<section class="cut"') == 2, "eight on a sheet"
    assert said.count("27 de diciembre de 2026") == 9
    assert said.count("Esto es tuyo. Nadie te pregunta cómo te llamas.") == 9
    for telling in ("Guayas", "Prueba", "estudio", "Libreta", "Leda", "encuesta", "sexo", "investiga"):
        assert telling.lower() not in said.lower()
    assert "style=" not in page.text
    assert page["Cache-Control"] == "no-store"
    assert "<title>Libreta</title>" in page.text, "what a browser prints above it tells nothing"


def test_what_a_camera_reads_is_the_code_and_nothing_else(field: Field) -> None:
    page = opens(field, "leda", "coupons_print", many=1, kind="seed", day="line")
    (code,) = CODE.findall(re.sub(r"<[^>]+>", " ", re.findall(r"<article>.*?</article>", page.text, re.S)[0]))
    size, path = re.search(r'viewBox="0 0 (\d+) \1".*?<path d="([^"]+)"', page.text, re.S).groups()
    dark = set()
    for x, y, many in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        dark |= {(int(x) + step, int(y)) for step in range(int(many))}
    matrix = segno.make(code, micro=False, error="q", boost_error=False).matrix
    assert dark == {(x + 4, y + 4) for y, line in enumerate(matrix) for x, cell in enumerate(line) if cell}
    assert int(size) == len(matrix) + 8
    assert "★" in page.text, "one that begins a chain is told apart on paper"


def test_codes_stand_on_one_page_once(field: Field) -> None:
    codes = printed(field, 8)
    assert len(set(codes)) == 8
    for page in ("coupons", "coupons_print", "coupons_void"):
        assert not CODE.search(text_of(opens(field, "leda", page)))
    assert set(codes).isdisjoint(printed(field, 8)), "the page once more has others on it"


def test_as_many_as_the_page_proposes_are_a_light_page(field: Field) -> None:
    assert 'name="many" value="32"' in opens(field, "leda", "coupons_print").text
    page = opens(field, "leda", "coupons_print", many=32, kind="ordinary", day="week")
    assert len(page.content) < 60_000


def test_a_sheet_speaks_as_those_do_who_carry_it(field: Field) -> None:
    field.again(language="pt")
    page = opens(field, "leda", "coupons_print", many=1, kind="ordinary", day="line")
    assert 'lang="pt"' in page.text
    assert "Isto é seu. Ninguém pergunta o seu nome." in text_of(page)
    assert "Imprímelos ahora" in text_of(page), "the rest speaks as Leda does"


@pytest.mark.parametrize(("many", "told"), [("0", "1"), ("601", "600"), ("muchos", ""), ("", "")])
def test_how_many_is_a_number_of_a_drawer(field: Field, many: str, told: str) -> None:
    page = opens(field, "leda", "coupons_print", many=many, kind="ordinary", day="line")
    assert 'aria-invalid="true"' in page.text
    assert told in page.text
    assert not Coupon.objects.exists()


# --- somebody came ---


def test_of_the_screen_nothing_is_kept_but_that_she_may_take_part(field: Field) -> None:
    code = a_coupon(field)
    field.client("ines")  # her key is made when she comes in
    before = everything()
    page = opens(field, "ines", "coupons_redeem", code=code, may1="no", may2="no")
    assert "no se le pregunta" in text_of(page)
    assert code not in page.text
    assert everything() == before, "nothing was written at all"
    page = opens(field, "ines", "coupons_redeem", code=code, **MAY)
    assert code in text_of(page)
    assert row(field, code).state == "redeemed"
    changed = {table for table, rows in everything().items() if rows != before[table]}
    assert changed == {"fieldwork_coupon", "audit_act", "audit_head"}


def everything() -> dict[str, list[Any]]:
    """Every row of the house, but for who is signed in."""
    found = {}
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names(cursor):
            if table not in {"django_session", "vault_unlock"}:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_each_question_is_asked_and_what_was_typed_stays(field: Field) -> None:
    code = a_coupon(field)
    page = opens(field, "ines", "coupons_redeem", code=code.lower(), may1="yes")
    assert f'value="{code.lower()}"' in page.text
    assert re.search(r'name="may1" value="yes"[^>]* checked', page.text)
    assert "Pregúntale esto también" in text_of(page)
    assert row(field, code).state == "issued"


@pytest.mark.parametrize(("typed", "told"), [
    ("", ""), ("AAAA", "doce letras"), ("K7QF-2M9X-3TOO", "no lleva 0, O, 1, I ni Z"), ("wrong", "no está bien"),
    ("other", "Este estudio no dio"),
])  # fmt: skip
def test_a_code_that_is_none_is_told_why_beside_its_field(field: Field, typed: str, told: str) -> None:
    code = a_coupon(field)
    plain = code.replace("-", "")
    typed = {"wrong": plain[1] + plain[0] + plain[2:], "other": "K7QF2M9XQF7S"}.get(typed, typed)
    if typed == plain:
        pytest.skip("the first two are the same symbol")
    page = opens(field, "ines", "coupons_redeem", code=typed, **MAY)
    assert told in text_of(page)
    assert 'aria-invalid="true"' in page.text
    assert f'value="{typed}"' in page.text or not typed


def test_one_that_nobody_gave_yet_is_redeemed_where_a_phone_gave_it(field: Field) -> None:
    (code,) = printed(field, 1)
    page = opens(field, "ines", "coupons_redeem", code=code, **MAY)
    assert 'name="was_given"' in page.text
    assert f'value="{code}"' in page.text
    opens(field, "ines", "coupons_redeem", code=code, refused="printed", was_given="on", **MAY)
    assert row(field, code).state == "redeemed"
    assert "Con 1 vino alguien" in text_of(opens(field, "ines", "coupons"))


def test_late_is_written_down_by_who_leads(field: Field) -> None:
    code = a_coupon(field)
    Coupon.objects.update(expires_on="2026-11-22")
    page = opens(field, "ines", "coupons_redeem", code=code, **MAY)
    assert "venció" in text_of(page)
    assert 'name="is_late"' not in page.text
    opens(field, "ines", "coupons_redeem", code=code, refused="expired", is_late="on", **MAY)
    assert row(field, code).state == "issued", "the page does not offer it, and a forged one is refused"
    assert 'name="is_late"' in opens(field, "leda", "coupons_redeem", code=code, **MAY).text
    opens(field, "leda", "coupons_redeem", code=code, refused="expired", is_late="on", **MAY)
    assert row(field, code).state == "redeemed"


# --- who, and what is left behind ---


@pytest.mark.parametrize(("page", "leads", "asks", "reads"), [
    ("coupons", 200, 200, 200), ("coupons_print", 200, 403, 403), ("coupons_void", 200, 403, 403),
    ("coupons_redeem", 200, 200, 403), ("coupons_give", 200, 200, 403), ("coupons_replace", 200, 200, 403),
    ("coupons_thank", 200, 200, 403),
])  # fmt: skip
def test_who_leads_does_all_of_it_and_who_asks_what_is_done_with_a_coupon_in_the_hand(
    field: Field, page: str, leads: int, asks: int, reads: int
) -> None:
    assert [opens(field, who, page).status_code for who in ("leda", "ines", "iris")] == [leads, asks, reads]
    assert opens(field, "ana", page).status_code == (200 if page == "coupons" else 403), "she coordinates"
    assert field.client("leda").get(reverse(page, args=["0" * 16])).status_code == 404


def test_another_who_leads_studies_does_in_this_one_what_whoever_asks_does(field: Field) -> None:
    code = a_coupon(field)
    assert [opens(field, "otra", page).status_code for page in ("coupons_print", "coupons_void")] == [403, 403]
    assert "Otra compañera" in text_of(opens(field, "otra", "coupons"))
    Coupon.objects.update(expires_on="2026-11-22")
    opens(field, "otra", "coupons_redeem", code=code, refused="expired", is_late="on", **MAY)
    assert row(field, code).state == "issued", "late is written down by who leads this one"


def test_a_study_that_is_not_in_the_field_gives_and_asks_nothing_and_thanks_go_on(field: Field) -> None:
    hers, (code,) = came(field), printed(field, 1)
    field.again(state="closed")
    assert "no está en la calle" in text_of(opens(field, "ines", "coupons_give", giver=hers, code1=code))
    assert opens(field, "leda", "coupons_print").status_code == 403
    opens(field, "ines", "coupons_thank", code=hers, give="1")
    assert Thanks.objects.count() == 1


def test_no_code_is_in_a_row_a_session_a_line_of_the_trail_or_a_log(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seed, codes = came(field), printed(field, 3)
    opens(field, "ines", "coupons_give", giver=seed, code1=codes[0], code2=codes[1])
    opens(field, "ines", "coupons_redeem", code=codes[0], **MAY)
    opens(field, "ines", "coupons_redeem", code=codes[0], **MAY)
    opens(field, "ines", "coupons_replace", number=row(field, codes[1]).number, giver=seed, code=codes[2])
    opens(field, "ines", "coupons_thank", code=seed, give="1")
    rows = "\n".join(each for some in everything().values() for each in some)
    sessions = "\n".join(repr(each.get_decoded()) for each in Session.objects.all())
    for code in (seed, *codes):
        for written in (code, code.replace("-", "")):
            assert written not in rows + sessions + caplog.text
            assert written.lower() not in (rows + sessions + caplog.text).lower()
    assert str(row(field, seed).number) in rows, "the look finds what is there"


def test_the_trail_names_the_study_and_each_hour_once(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines stand in their order: the coupon with which she came would stand above those that she was given."""
    monkeypatch.setattr("amparo.commons.audit.actions.hour_of", lambda _now: NOW)  # no hour ends meanwhile
    before = Act.objects.count()
    seed, codes = came(field), printed(field, 3)
    opens(field, "ines", "coupons_give", giver=seed, code1=codes[0], code2=codes[1])
    opens(field, "ines", "coupons_redeem", code=codes[0], **MAY)
    opens(field, "ines", "coupons_thank", code=seed, give="1")
    lines = list(Act.objects.filter(number__gt=before).order_by("number").values_list("verb", "target"))
    assert {target for _verb, target in lines} == {f"study:{field.study.reference}"}
    verbs = [verb for verb, _target in lines]
    assert verbs.count("coupon.redeemed") == 1
    assert verbs.count("coupon.given") == 2, "one by who leads, one by who asks, within the hour"
    assert Study.objects.count() == 1
