"""Answers from paper: a dirty file of three hundred rows, told row by row; taken once; given back with reasons."""

import csv
import io
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.fieldwork.actions import coupons, paper
from amparo.fieldwork.models import Submission
from amparo.formats.codes import LANGUAGES
from tests import dirty_paper
from tests.dirty_paper import EMPTY, ROWS, SPOILED, dirty_batch, expected
from tests.field import NOW, SAID, Field
from tests.paper_desk import field, file_of, house, looked, sends, told

__all__ = ["field", "house"]

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(scope="module")
def batch(house: Field, django_db_blocker: Any) -> dirty_paper.Batch:
    """Six hundred coupons: with one half somebody came, the other half was handed on."""
    with django_db_blocker.unblock():
        made = coupons.print_coupons(house.study, many=2 * ROWS, by=house.person("leda"))
    codes = [code for _row, code in made]
    return dirty_batch(codes[:ROWS], codes[ROWS:])


def carried(page: Any) -> str:
    return str(page.text.partition('name="carried" value="')[2].partition('"')[0])


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
