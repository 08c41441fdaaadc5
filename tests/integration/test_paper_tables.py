"""Answers from paper: a dirty file of three hundred rows, told row by row; taken once; given back with reasons."""

import csv
import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.doors.intake.actions.door import read_forms
from amparo.fieldwork.actions import coupons, paper
from amparo.fieldwork.models import Coupon, Deployment, Submission
from amparo.fieldwork.queries.paper_tables import empty_table
from amparo.formats.codes import LANGUAGES
from amparo.formats.paper.faults import BadTable
from tests import dirty_paper
from tests.cast import make_cast
from tests.dirty_paper import EMPTY, ROWS, SPOILED, dirty_batch, expected
from tests.field import NOW, SAID, TODAY, Field, a_coupon, make_field

pytestmark = pytest.mark.django_db(databases=["default"])
marks_once = lru_cache(maxsize=None)(paper.marks_of_typed)  # the same six hundred codes, test after test
HEAD = "coupon,given,date,may,age,acts,met"


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """A study in which everybody comes with a coupon, for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_field(make_cast(), design="rds")
        transaction.set_rollback(True, using="default")


@pytest.fixture
def field(house: Field, monkeypatch: pytest.MonkeyPatch) -> Field:
    monkeypatch.setattr("amparo.fieldwork.views.paper.today_here", lambda: TODAY)
    monkeypatch.setattr(paper, "marks_of_typed", marks_once)
    house.study.refresh_from_db()
    return house


@pytest.fixture(scope="module")
def batch(house: Field, django_db_blocker: Any) -> dirty_paper.Batch:
    """Six hundred coupons: with one half somebody came, the other half was handed on."""
    with django_db_blocker.unblock():
        made = coupons.print_coupons(house.study, many=2 * ROWS, by=house.person("leda"))
    codes = [code for _row, code in made]
    return dirty_batch(codes[:ROWS], codes[ROWS:])


def looked(field: Field, data: bytes) -> paper.Looked:
    return paper.look(field.deployment, data, by=field.people["ines"], today=TODAY)


def told(found: paper.Looked) -> dict[int, list[tuple[str, str]]]:
    """What was told of each row."""
    said: dict[int, list[tuple[str, str]]] = {}
    for each in found.faults:
        said.setdefault(each.row, []).append((each.column, each.code))
    return said


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def test_of_three_hundred_dirty_rows_every_fault_is_told_and_nothing_else(field: Field, batch: Any) -> None:
    found = looked(field, batch.file())
    assert told(found) == expected()
    assert len(expected()) == len(SPOILED) + 2 == 36
    assert len(found.good) == ROWS - len(expected()) - len(EMPTY)
    assert (found.table.empty, found.here) == (len(EMPTY), 0)


@pytest.mark.parametrize(("delimiter", "encoding"), [
    (";", "utf-8"), ("\t", "utf-8-sig"), (";", "cp1252"), (";", "utf-16"), ("\t", "latin-1"),
])  # fmt: skip
def test_it_is_the_same_however_it_was_saved(field: Field, batch: Any, delimiter: str, encoding: str) -> None:
    found = looked(field, batch.file(delimiter=delimiter, encoding=encoding))
    assert {row: faults for row, faults in told(found).items() if row != 140} == {
        row: faults for row, faults in expected().items() if row != 140
    }  # fmt: skip


def test_each_sentence_says_how_to_mend_it_in_each_language_and_repeats_nothing(field: Field, batch: Any) -> None:
    found = looked(field, batch.file())
    for language in LANGUAGES:
        said = [each.sentence(language) for each in found.faults]
        assert all(len(each) > 20 and "{" not in each for each in said)
        assert not [each for each in said for secret in ("veinte", "quizás", "HYPERLINK", "K7QF") if secret in each]
    other = next(each for each in found.faults if each.row == 41)
    assert "fila 40" in other.sentence("es")
    assert "Ofrece: here, there" in next(each for each in found.faults if each.row == 120).sentence("es")


def test_what_is_good_is_taken_once_however_often_it_is_brought(
    field: Field, batch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.commons.audit.actions.hour_of", lambda _now: NOW)  # no hour ends meanwhile
    ines, data = field.people["ines"], batch.file()
    good = looked(field, data).good
    before = Act.objects.count()
    assert paper.take_paper(field.deployment, good, by=ines, now=NOW) == len(good) == Submission.objects.count()
    assert paper.take_paper(field.deployment, good, by=ines, now=NOW) == 0
    lines = list(Act.objects.filter(number__gt=before).values_list("verb", "target"))
    assert lines == [("paper.taken", f"deployment:{field.deployment.reference}")]
    again = looked(field, data)
    assert (len(again.good), again.here, told(again)) == (0, len(good), expected())
    assert SAID.encode() not in b"".join(bytes(each.box) for each in Submission.objects.all()[:5])


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


# --- the page ---


def sends(field: Field, who: str = "ines", **typed: Any) -> Any:
    said = {"deployment": field.deployment.reference, **typed}
    return field.client(who).post(reverse("from_paper", args=[field.study.reference]), said)


def file_of(data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = "hojas.csv"
    return file


def carried(page: Any) -> str:
    return str(page.text.partition('name="carried" value="')[2].partition('"')[0])


def test_first_looked_at_then_taken_and_the_rest_comes_back_and_goes_in_once_mended(field: Field, batch: Any) -> None:
    some = batch.some(*range(2, 30), 131)  # six of them are wrong: 5, 9, 14, 20, 27, and the last, a formula
    page = sends(field, file=file_of(some.file()))
    assert "Meter las 23 que están bien" in page.text
    assert not Submission.objects.exists()
    back = sends(field, carried=carried(page), back="1")
    assert back["Content-Type"].startswith("text/csv")
    assert "attachment" in back["Content-Disposition"]
    header, *rows = csv.reader(io.StringIO(back.content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header == ["fila", *dirty_paper.HEADER, "motivo"]
    assert [int(each[0]) for each in rows] == [5, 9, 14, 20, 27, 30]
    assert all(len(each) == len(header) and each[-1] for each in rows)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell], "nothing is worked out"
    taken = sends(field, carried=carried(page), take="1")
    assert Submission.objects.count() == 23
    assert "<dd>23</dd>" in taken.text
    mended, formula = rows[4], rows[5]
    assert mended[1] == ""
    mended[1] = batch.codes[25]
    again = io.StringIO(newline="")
    csv.writer(again, delimiter=";").writerows([header, mended, formula])
    page = sends(field, file=file_of(again.getvalue().encode()))
    assert "Meter la que está bien" in page.text
    assert "empieza como una fórmula" in page.text, "the stroke that guards it is taken off before it is read"
    sends(field, carried=carried(page), take="1")
    assert Submission.objects.count() == 24


def test_the_page_of_three_hundred_rows_is_light(field: Field, batch: Any) -> None:
    page = sends(field, file=file_of(batch.file()))
    assert f"Meter las {ROWS - len(expected()) - len(EMPTY)} que están bien" in page.text
    assert len(page.content) < 60_000


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
