"""Made-up answers of the library: as the form asks them, in the shares of their file, and nobody's."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from amparo.formats.codebook import read
from amparo.formats.coding import code_row, table_of
from amparo.formats.instruments import instrument
from amparo.formats.instruments.mapping import mapping_of
from amparo.formats.instruments.simulating import MADE_UP, made_up
from amparo.formats.openrosa.filling import blank_form
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.submissions import read_submission
from amparo.formats.xlsform import convert
from amparo.formats.xlsform.writing import workbook

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CODE = "K7QF-2M9X-3TA5"


@pytest.fixture(scope="module")
def xform() -> bytes:
    sheet = workbook(instrument("treatment"), modules=["border"])
    return convert(sheet, "a.xlsx", form_id="treatment", version="1").xform


def test_a_hundred_who_are_not_there_answer_as_the_form_asks_and_as_often_as_the_file_says(xform: bytes) -> None:
    asked, form, blank = instrument("treatment"), read_form(xform), blank_form(xform)
    mapping = mapping_of(asked, form)
    book = read(table_of(form, mapping, name="f_treatment", version=1))
    rng, rows = Random(7), []
    for number in range(100):
        xml = made_up(blank, asked, "border", rng, number=f"uuid:{number}", now=NOW, given={"coupon": CODE})
        filled = read_submission(xml, repeats=form.repeats)
        if "12_17" in {each.value for each in filled.answers}:
            continue  # whoever is so young is offered help, and asked nothing more
        row = code_row(form, mapping, filled, book, {})
        assert row.own == CODE
        rows.append(row.row["codes"])
        # Nobody is asked how it ended who did not ask for help, or did not say.
        assert ("ended" in row.row["codes"]) <= (row.row["codes"].get("asked") == ["yes"])
    worse = Counter(each["worse"][0] for each in rows if "worse" in each)
    share = worse["yes"] / sum(worse.values())
    assert 0.54 - 0.16 < share < 0.54 + 0.16  # the file says 0.54: three standard errors of a hundred are 0.15


def test_the_same_seed_makes_the_same_and_words_say_that_they_are_made_up(xform: bytes) -> None:
    asked, blank = instrument("treatment"), blank_form(xform)
    one, other = (made_up(blank, asked, "rural", Random(3), number="uuid:1", now=NOW, given={}) for _ in range(2))
    assert one == other
    words = {
        each.value
        for seed in range(12)
        for each in read_submission(
            made_up(blank, asked, "urban", Random(seed), number="uuid:1", now=NOW, given={})
        ).answers
        if each.path.endswith("/words")
    }
    assert words == {"", MADE_UP}
