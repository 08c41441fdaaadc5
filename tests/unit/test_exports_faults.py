"""Files as they come: what is wrong with them, row by row and column by column, each list written by hand."""

import csv
import io
from uuid import UUID

import pytest

from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.giving_back import given_back
from amparo.formats.exports.numbers import numbered
from amparo.formats.exports.reading import Export, read_export
from amparo.formats.exports.records import Row
from tests.unit.gathered_form import gathered_form, number
from tests.unit.test_exports_reading import flat, kobo_book, saved, zipped

FORM = gathered_form()
SECRET = UUID(int=7)
DIRTY = """KEY;may;about/years;about/income;band;about/acts;about/acts/VIO;since;where;story;lo que sea;visit/place
a0000000-0000-4000-8000-000000000001;yes;27;120,5;1;VIO;1;25/11/2026;-2.17 -79.92;bien;x;
a0000000-0000-4000-8000-000000000002;Sí;veinte;1,234;Joven;VIO OTRA;;5/11/2026;aquí;bien;;
;;;;;;;;;;;
a0000000-0000-4000-8000-000000000003;yes;27.5;;9;EXT;1;2026-02-30;;mal;;
a0000000-0000-4000-8000-000000000002;yes;30;;2;;0;;;dos veces el mismo;;
hoja 17;no;;;;;;;;;;
hoja 17;yes;;;;;;;;;;
a0000000-0000-4000-8000-000000000006;;;;;;;;;;;
a0000000-0000-4000-8000-000000000007;yes;31;;;;;;;partida; en dos;;sobra
"""


def read(data: bytes | str) -> Export:
    return read_export(data.encode() if isinstance(data, str) else data, FORM)


def faults(export: Export, secret: UUID | None = SECRET) -> list[str]:
    found = []
    for row in numbered(export.rows(), secret):
        for each in row.faults:
            place = f"{each.table}:{each.row}" if each.table else str(each.row)
            found.append(f"{place} {each.column} {each.code}".replace("  ", " "))
            for language in ("es", "pt", "en"):
                assert "{" not in each.sentence(language)
    return found


def test_a_dirty_table_is_told_row_by_row_and_its_good_rows_stay() -> None:
    export = read(DIRTY)
    assert faults(export) == [
        "3 may words_not_names", "3 about/years not_whole", "3 about/income number_both_ways",
        "3 band words_not_names", "3 about/acts not_a_choice", "3 where not_a_place",
        "5 about/years not_whole", "5 band not_a_choice", "5 since not_a_day", "5 about/acts/VIO split_differs",
        "6 number_twice",
        "8 number_twice",
        "9 says_nothing",
        "10 too_many_cells",
    ]  # fmt: skip
    good = [row for row in numbered(export.rows(), SECRET) if not row.faults]
    assert [(row.number, flat(row.answers)) for row in good] == [
        (2, {"may": "yes", "about/years": "27", "about/income": "120.5", "about/band": "1", "about/acts": "VIO",
             "about/since": "2026-11-25", "about/where": "-2.17 -79.92", "story": "bien"}),
        (7, {"may": "no"}),
    ]  # fmt: skip
    assert [(each.name, each.use) for each in export.left_behind()] == [
        ("lo que sea", "unknown"), ("visit/place", "position"),
    ]  # fmt: skip


def test_in_the_column_of_days_one_that_has_one_reading_only_tells_of_the_others() -> None:
    """``5/11/2026`` in row 3 is the fifth of November, because row 2 says the 25th first."""
    row = next(row for row in read(DIRTY).rows() if row.number == 3)
    assert flat(row.answers)["about/since"] == "2026-11-05"


@pytest.mark.parametrize(("heading", "code"), [
    ("¿Se puede contar?;Años;Edad;En tus palabras", "label_headers"),
    ("De ti/Años;De ti/Qué pasó;De ti/Qué pasó/Golpes;_uuid", "label_headers"),
    ("Años;sum;Edad", "label_headers"),
    ("uno;dos;tres", "no_question_found"),
    ("start;deviceid;_uuid;_id", ""),  # a day is an answer
    ("deviceid;_uuid;_id", "no_question_found"),
])  # fmt: skip
def test_the_words_of_the_questions_are_not_their_names(heading: str, code: str) -> None:
    line = ";".join("1" for _each in heading.split(";"))
    if not code:
        assert read(f"{heading}\n{line}\n").missing()
        return
    with pytest.raises(BadExport) as refused:
        read(f"{heading}\n{line}\n")
    assert refused.value.code == code


@pytest.mark.parametrize("data", [
    "may,story\nyes,«ñandú»\n".encode(),
    "may,story\nyes,«ñandú»\n".encode("utf-8-sig"),
    "may;story\r\nyes;«ñandú»\r\n".encode("cp1252"),
    "may\tstory\nyes\t«ñandú»\n".encode("utf-16"),
    "sep=|\r\nmay|story\r\nyes|«ñandú»\r\n".encode(),
    "MAY, Story \nyes,«ñandú»".encode(),
    "\"may\";\"story\"\n\"yes\";\"«ñandú»\"\n".encode(),
    "data/may,/data/story,,\nyes,«ñandú»,,\n".encode(),
])  # fmt: skip
def test_however_a_spreadsheet_wrote_it(data: bytes) -> None:
    (row,) = read(data).rows()
    assert (flat(row.answers), row.faults) == ({"may": "yes", "story": "«ñandú»"}, ())


def test_choices_in_columns_of_their_own_are_one_answer() -> None:
    (row, other) = read("about/acts/EXT,about/acts/VIO,about/acts/DIS,KEY\n1,TRUE,0,1\n0,0,,2\n").rows()
    assert flat(row.answers) == {"about/acts": "VIO EXT"}
    assert [each.code for each in other.faults] == ["says_nothing"]
    assert [each.code for row in read("about-acts/EXT,may\nsí,yes\n").rows() for each in row.faults] == [
        "neither_0_nor_1"
    ]


def test_two_columns_of_one_question_have_to_agree() -> None:
    assert faults(read("may,data/may,story\nyes,yes,a\nyes,no,b\nyes,,c\n")) == ["3 data/may said_twice"]


def test_what_belongs_to_nobody_is_told_and_not_lost() -> None:
    visits = saved("central-visit.csv") + b"court,,uuid:gone,uuid:gone/visit[1]\nclinic,,uuid:gone,strange\n"
    data = zipped({"a.csv": saved("central.csv"), "a-visit.csv": visits, "a-word.csv": saved("central-word.csv")})
    assert faults(read(data)) == ["a-visit:9 belongs_to_nobody", "a-visit:10 belongs_to_nobody"]
    assert [row.number for row in read(data).rows() if row.is_astray] == [9, 10]
    assert back(data).count(b"\r\n") == 1  # only the heading: there is nobody to whom they could be given back


def test_a_fault_in_a_sheet_beside_is_told_with_its_sheet_and_row() -> None:
    visits = saved("central-visit.csv").replace(b"court,pasaporte", b"tribunal,pasaporte")
    data = zipped({"a.csv": saved("central.csv"), "a-visit.csv": visits})
    assert faults(read(data)) == ["a-visit:3 place not_a_choice"]


def test_tables_that_nothing_ties_are_refused_and_further_sheets_are_named() -> None:
    with pytest.raises(BadExport) as refused:
        read(zipped({"a.csv": b"may\nyes\n", "b.csv": b"may\nno\n"}))
    assert (refused.value.code, refused.value.facts) == ("two_tables", {"names": "a, b"})
    with pytest.raises(BadExport, match="main table"):
        read(zipped({"a-visit.csv": saved("central-visit.csv")}))


def test_the_same_file_twice_has_the_same_numbers_in_whatever_order() -> None:
    table = "may,about/years,story\nyes,27,a\nyes,27,b\nyes,27,a\nno,,\n"
    turned = "story,may,about/years\n,no,\na,yes,27\na,yes,27.0\nb,yes,27\n"

    def numbers(text: str, secret: UUID | None = SECRET) -> list[str]:
        return [row.instance_id for row in numbered(read(text).rows(), secret)]

    first = numbers(table)
    assert len(set(first)) == 4  # who says the same is another person
    assert set(numbers(turned)) == set(first)
    assert not set(numbers(table, UUID(int=8))) & set(first)
    more = numbers(table + "yes,27,a\n")
    assert more[:4] == first
    assert len(set(more)) == 5
    assert all(UUID(each.removeprefix("uuid:")).version == 5 for each in first)


def test_without_the_key_of_the_study_what_bears_no_number_stays_out() -> None:
    assert faults(read("may\nyes\n"), None) == ["2 no_number"]
    assert faults(read(f"may,KEY\nyes,{number(1)}\n"), None) == []
    assert faults(read("may,KEY\nyes,17\n"), None) == ["2 no_number"]


def test_the_number_of_central_that_corrections_keep_counts_before_the_one_that_they_change() -> None:
    old, new = number(1), number(2)
    (row,) = read(f"may,meta-instanceID,KEY\nyes,{new},{old}\n").rows()
    assert row.instance_id == old
    (row,) = read(f'[{{"may": "yes", "_uuid": "{new[5:]}", "meta/rootUuid": "{old}", "_id": 5}}]').rows()
    assert row.instance_id == old
    (row,) = read("may,_id\nyes,5\n").rows()
    assert (row.instance_id, row.given) == ("", "5")


def back(data: bytes | str) -> bytes:
    export = read(data)
    return given_back(export.columns, numbered(export.rows(), SECRET), "es")


def test_rows_with_faults_go_back_as_a_table_with_the_reason_before_them() -> None:
    data = back(DIRTY)
    assert data.startswith(b"\xef\xbb\xbfamparo_row,amparo_why,KEY,may,about/years,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["amparo_row"] for row in rows] == ["3", "5", "6", "8", "9", "10"]
    assert rows[0]["about/years"] == "veinte"
    assert rows[0]["about/since"] == "2026-11-05"
    assert rows[0]["amparo_why"].startswith("may: Están las palabras de la opción y no su nombre.")
    assert "about/years: Aquí va un número entero" in rows[0]["amparo_why"]
    assert [row["KEY"] for row in rows[2:4]] == [number(2), "hoja 17"]


def test_what_was_mended_in_that_table_comes_in_also_what_was_told_again_and_what_looks_like_a_formula() -> None:
    broken = saved("kobo.json").replace(b'"about/years": "27"', b'"about/years": "27 o 28"')
    table = back(broken)
    mended = table.replace(b"27 o 28", b"27")
    rows = {row.instance_id: row for row in read(mended).rows()}
    whole = {row.instance_id: row for row in read(saved("kobo.json")).rows()}
    assert set(rows) == {number(1), number(8), number(9)}
    assert {key: row.answers for key, row in rows.items()} == {key: whole[key].answers for key in rows}
    assert b"'-2.17 -79.92" in table  # no cell is a formula for who opens it
    formula = back(f"KEY,about/years,story\n{number(2)},x,=1+1\n")
    assert b"'=1+1" in formula
    (row,) = read(formula.replace(b",x,", b",5,")).rows()
    assert flat(row.answers) == {"about/years": "5", "story": "=1+1"}


def test_a_cell_that_began_with_a_mark_of_its_own_keeps_it() -> None:
    (row,) = read("KEY,story\n1,'hola'\n").rows()
    assert flat(row.answers) == {"story": "'hola'"}


def test_a_book_of_kobo_with_words_in_it_says_how_to_export_it() -> None:
    broken: list[Row] = [row for row in read(kobo_book(typed=False)).rows() if row.faults]
    assert broken == []
    export = read(saved("kobo.csv").replace(b'"yes"', '"Sí"'.encode()))
    assert {each.split(" ", 1)[1] for each in faults(export)} == {"may words_not_names"}
    assert len(faults(export)) == 11
