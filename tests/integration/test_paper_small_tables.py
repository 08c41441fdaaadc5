"""Answers from paper, a few rows at a time: headings, coupons, the same said twice; what is no table, and for whom."""

from typing import Any

import pytest
from django.urls import reverse

from amparo.commons.policy.policies import Denied
from amparo.doors.intake.actions.door import read_forms
from amparo.fieldwork.actions import coupons, paper
from amparo.fieldwork.models import Coupon, Deployment, Submission
from amparo.fieldwork.queries.paper_tables import empty_table
from amparo.formats.codes import LANGUAGES
from amparo.formats.paper.faults import BadTable
from tests.field import NOW, TODAY, Field, a_coupon
from tests.paper_desk import HEAD, field, file_of, house, looked, sends, table, told

__all__ = ["field", "house"]

pytestmark = pytest.mark.django_db(databases=["default"])


def test_what_was_taken_is_read_as_if_a_phone_had_sent_it(field: Field) -> None:
    seed = a_coupon(field)
    (code,) = [code for _row, code in coupons.print_coupons(field.study, many=1, by=field.person("leda"))]
    found = looked(field, table(f"{seed},{code},46353,yes,27,VIO EXT,Aquí", f"{code},,27/11/2026,no,,,"))
    paper.take_paper(field.deployment, found.good, by=field.people["ines"], now=NOW)
    read = read_forms(field.study, by=field.person("leda"))
    assert list(read.stays.values()) == ["no_consent"]
    ((key, row),) = read.rows.items()
    assert b'"age":["25_34"]' in row
    assert b'"acts":["EXT","VIO"]' in row
    assert b'"week":["2026-W48"]' in row
    assert read.coupons[key] == (seed, (code,))


def test_rows_without_a_coupon_are_told_apart_by_what_they_say_and_how_often(field: Field) -> None:
    field.again(design="convenience")
    data = table("27/11/2026,yes,27,VIO,here", "27/11/2026,yes,27,VIO,here", "27/11/2026,yes,28,VIO,here",
                 head="date,may,age,acts,met")  # fmt: skip
    found = looked(field, data)
    assert len(found.good) == 3, "two people may have said the same"
    paper.take_paper(field.deployment, found.good, by=field.people["ines"], now=NOW)
    assert (len(looked(field, data).good), looked(field, data).here) == (0, 3)


@pytest.mark.parametrize("with_coupon", [True, False])
def test_the_number_hangs_on_the_key_of_the_house_also_for_whoever_has_the_coupon(
    field: Field, settings: Any, with_coupon: bool
) -> None:
    """Else whoever gave it, took it or found it tries out on a copy of the tables what was answered."""
    field.again(design="rds" if with_coupon else "convenience")
    data = table(f"{a_coupon(field) if with_coupon else ''},,27/11/2026,yes,27,,")
    before = looked(field, data).good
    assert looked(field, data).good.keys() == before.keys()
    settings.SECRET_KEY = "another house has another key"
    assert len(before) == len(looked(field, data).good) == 1
    assert before.keys().isdisjoint(looked(field, data).good)


def test_the_same_coupon_with_other_answers_is_told_and_the_first_stays(field: Field) -> None:
    seed = a_coupon(field)
    first = looked(field, table(f"{seed},,27/11/2026,yes,27,,"))
    paper.take_paper(field.deployment, first.good, by=field.people["ines"], now=NOW)
    found = looked(field, table(f"{seed},,27/11/2026,yes,28,,"))
    assert (told(found), found.good) == ({2: [("coupon", "otherwise")]}, {})


@pytest.mark.parametrize(("state", "code"), [("void", "void"), ("replaced", "replaced")])
def test_a_coupon_that_ended_is_told(field: Field, state: str, code: str) -> None:
    leda, seed = field.person("leda"), a_coupon(field)
    row, other = coupons.find(field.study, seed), coupons.print_coupons(field.study, many=1, by=leda, is_seed=True)
    if state == "void":
        coupons.void(field.study, numbers=[row.number], by=leda)
    else:
        coupons.replace(field.study, number=row.number, code=other[0][1], by=leda, on=TODAY)
    assert told(looked(field, table(f"{seed},,27/11/2026,yes,27,,"))) == {2: [("coupon", code)]}


def test_one_that_begins_a_chain_was_handed_on_by_nobody(field: Field) -> None:
    one, two = a_coupon(field), a_coupon(field)
    assert told(looked(field, table(f"{one},{two},27/11/2026,yes,27,,"))) == {2: [("given", "begins_a_chain")]}


@pytest.mark.parametrize(("head", "faults"), [
    ("coupon,date,age,phone", [("phone", "column_unknown")]),
    ("coupon,date,age,age", [("age", "column_twice")]),
    ("coupon,date,story", [("story", "column_sealed")]),
    ("date,age", [("", "column_no_own")]),
    ("coupon,age", [("", "column_no_date")]),
    ("coupon,,date", [("2", "column_unknown")]),
    ("coupon,cupón,date", [("cupón", "column_twice")]),
    ("CUPOM , Data,Age", []),
    ("fila,coupon,given1,given 2,fecha,motivo", []),
])  # fmt: skip
def test_the_heading_is_read_as_people_write_it_or_told(field: Field, head: str, faults: list[Any]) -> None:
    found = looked(field, table("a,b,c,d,e,f"[: 2 * head.count(",") + 1], head=head))
    assert [(each.column, each.code) for each in found.heading] == faults
    assert bool(found.rows) is not bool(faults)


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"), (b"\n;;;\n", "empty"), (HEAD.encode(), "no_rows"), (HEAD.encode() + b"\n,,,\n", "no_rows"),
    (b"PK\x03\x04" + bytes(50), "not_csv"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "not_csv"), (b"%PDF-1.7", "not_csv"),
    (b"<html>", "not_csv"), (bytes(100), "not_csv"), (b"x" * 1_000_001, "too_large"),
    (table(*["a"] * 2_001), "too_many_rows"), (table("a", head=",".join(["abc"] * 121)), "too_many_columns"),
    (b"\xff\xfe\x00", "not_csv"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_words(field: Field, data: bytes, code: str) -> None:
    with pytest.raises(BadTable) as refusal:
        looked(field, data)
    assert refusal.value.code == code
    assert all(len(refusal.value.sentence(language)) > 15 for language in LANGUAGES)


def test_a_sensitive_questionnaire_is_not_typed_into_a_table(field: Field) -> None:
    Deployment.objects.update(public_key="a key of its own")
    page = field.client("ines").get(reverse("from_paper", args=[field.study.reference]))
    assert "solo cerrado con llave desde un teléfono" in page.text
    assert '<form method="post" enctype' not in page.text
    page = sends(field, file=file_of(table("a")))
    assert page.status_code == 200
    assert not Submission.objects.exists()
    empty = reverse("from_paper_empty", args=[field.study.reference, field.deployment.reference])
    assert field.client("ines").get(empty).status_code == 404


@pytest.mark.parametrize(("language", "heading"), [
    ("es", "cupon;entregados;fecha;may;age;acts;met"), ("pt", "cupom;entregues;data;may;age;acts;met"),
    ("en", "coupon;given;date;may;age;acts;met"),
])  # fmt: skip
def test_an_empty_table_has_the_names_that_are_read(field: Field, language: str, heading: str) -> None:
    data = empty_table(field.deployment, language)
    assert data.decode("utf-8-sig").strip() == heading
    assert looked(field, data.strip() + b"\nx;;;;;;").heading == []


def test_who_asks_types_in_and_who_reads_does_not(field: Field) -> None:
    address = reverse("from_paper", args=[field.study.reference])
    assert [field.client(who).get(address).status_code for who in ("leda", "ines", "iris")] == [200, 200, 403]
    assert field.client("otra").get(address).status_code == 403, "she leads another study, and asks nobody in this one"
    with pytest.raises(Denied):
        paper.look(field.deployment, table("a"), by=field.people["otra"], today=TODAY)
    with pytest.raises(Denied):
        paper.take_paper(field.deployment, {"uuid:0": b"<data/>"}, by=field.people["otra"], now=NOW)
    field.again(state="closed")
    assert field.client("ines").get(address).status_code == 200, "paper comes late"
    field.again(state="planned")
    assert field.client("ines").get(address).status_code == 403


def test_a_file_that_is_none_is_told_beside_it_and_a_forged_one_is_nothing(field: Field) -> None:
    page = sends(field, file=file_of(b"PK\x03\x04"))
    assert "guardar como CSV" in page.text
    assert "Elige el archivo" in sends(field).text
    assert sends(field, carried="%%%", take="1").status_code == 200
    assert sends(field, deployment="0" * 16, file=file_of(table("a"))).status_code == 200
    assert not Submission.objects.exists()
    assert not Coupon.objects.filter(state="redeemed").exists()
