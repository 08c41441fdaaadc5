"""Files of RDSAT and tables: read as they were written, refused where they cannot be, and back again."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.hidden import Sample, from_recruiters, read_csv, read_rdsat, write_csv, write_rdsat
from tests.examples import examples
from tests.methods.hidden.made import samples

FILE = """RDS
5 3 0 city night
1\t10\t0\t101\t102\t103\tTijuana\t1
2\t4\t101\t104\t105\t0\tTijuana\t2
3\t0\t102\t0\t0\t0\tTecate\t2
4\t7\t104\t0\t0\t0\t0\t1

5\t3\t900\t0\t0\t0\tTecate\t1
"""


def codes(error: Any) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in error.value.remarks}


@pytest.mark.parametrize("delimiter", ["\t", ",", "  "])
def test_a_file_by_hand(delimiter: str) -> None:
    text = FILE.replace(" ", "\t").replace("\t", delimiter)
    told = read_rdsat(text)
    assert told.ids == ("1", "2", "3", "4", "5")
    assert told.degrees == ("10", "4", None, "7", "3")
    assert told.own_coupon == (None, "101", "102", "104", "900")
    assert told.issued[:3] == (("101", "102", "103"), ("104", "105"), ())
    assert told.columns["city"] == ("Tijuana", "Tijuana", "Tecate", None, "Tecate")
    assert told.columns["night"] == ("1", "2", "2", "1", "1")
    assert told.lines == (3, 4, 5, 6, 8)
    assert told.warnings == ()


def test_who_came_with_a_coupon_of_nobody_is_asked_about() -> None:
    told = read_rdsat(FILE)
    with pytest.raises(Refused) as error:
        told.sample()
    assert codes(error) == {"coupon_never_issued": (4,)}
    assert told.unmatched() == ("1", "5")
    for sample in (told.sample(unmatched_are_seeds=True), told.sample(seeds=["1", "5"])):
        assert sample.recruiter.tolist() == [-1, 0, 0, 1, -1]
    assert told.sample(seeds=["1", "5"], days=[1, 2, 3, 4, 5]).days is not None


def test_a_coupon_that_stands_twice_in_a_row_is_found() -> None:
    told = read_rdsat(FILE.replace("104\t105", "104\t104"))
    with pytest.raises(Refused) as error:
        told.sample(unmatched_are_seeds=True)
    assert codes(error) == {"coupon_issued_twice": (1,)}


@pytest.mark.parametrize(
    ("text", "code", "rows"),
    [
        ("", "not_rdsat", ()),
        ("RDS\n", "not_rdsat", ()),
        ("id,degree\n1,2\n", "not_rdsat", ()),
        ("RDS\nfive 3 0 city\n", "not_rdsat_head", ()),
        ("RDS\n5 3\n", "not_rdsat_head", ()),
        (FILE.replace("Tecate\t2", "Tecate"), "rdsat_line", (2,)),
        (FILE.replace("Tecate\t2", "Tecate\t2\t9"), "rdsat_line", (2,)),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, code: str, rows: tuple[int, ...]) -> None:
    with pytest.raises(Refused) as error:
        read_rdsat(text)
    assert codes(error) == {code: rows}


def test_a_wrong_count_and_the_marks_of_old_programs() -> None:
    told = read_rdsat("\ufeff" + FILE.replace("RDS\n5", "rds\t\t\r\n6").replace("Tijuana\t1", "Tijuana\t1\t\t"))
    assert [str(each) for each in told.warnings] == ["Line 2 speaks of 6 people, 5 are in the file."]
    assert told.columns["night"][0] == "1"


def same(one: Sample, other: Sample) -> bool:
    return (
        one.ids == other.ids
        and one.recruiter.tolist() == other.recruiter.tolist()
        and one.degree_used.tolist() == pytest.approx(other.degree_used.tolist(), rel=1e-15)
    )


@settings(max_examples=examples(60), derandomize=True, deadline=None)
@given(samples(), st.booleans())
def test_there_and_back_again(columns: dict[str, list[Any]], holes: bool) -> None:
    degrees = [None if holes and row % 3 == 1 else each for row, each in enumerate(columns["degrees"])]
    sample = from_recruiters(columns["ids"], columns["recruiters"], degrees)
    more = {"kind": columns["kinds"], "yes": [row % 2 for row in range(len(sample))], "gap": [None] * len(sample)}
    told = read_rdsat(write_rdsat(sample, more))
    assert same(told.sample(), sample)
    assert told.columns["kind"] == tuple(columns["kinds"])
    assert told.columns["yes"] == tuple(str(row % 2) for row in range(len(sample)))  # a 0 that means no is still a 0
    assert told.columns["gap"] == (None,) * len(sample)
    back, table = read_csv(write_csv(sample, more))
    assert same(back, sample)
    assert table["kind"] == columns["kinds"]
    assert table["gap"] == [""] * len(sample)
    assert table["wave"] == [str(wave) for wave in sample.wave]
    assert table["seed"] == [sample.ids[seed] for seed in sample.seed_of]


def test_what_cannot_stand_in_a_file_is_refused() -> None:
    sample = from_recruiters(["a", "b"], [None, "a"], [2, 2.5])
    with pytest.raises(Refused) as error:
        write_rdsat(sample, {"said": ["one\ttwo", "three"]})
    assert codes(error) == {"not_for_rdsat": (0,)}
    with pytest.raises(Refused):
        write_rdsat(sample, {"codes": ["0", "-1"], "more": ["-9", "-99"], "still": ["NA", "x"]})
    for write in (write_rdsat, write_csv):
        with pytest.raises(Refused) as error:
            write(sample, {"n": [1]})
        assert codes(error) == {"lengths": ()}
    assert read_rdsat(write_rdsat(sample)).degrees == ("2", "2.5")


def test_a_table_with_other_names_and_its_faults() -> None:
    sample, table = read_csv("quién,de,grado,y\na,,3,1\nb,a,4,\n", ids="quién", recruiters="de", degrees="grado")
    assert sample.recruiter.tolist() == [-1, 0]
    assert table["y"] == ["1", ""]
    for text, found in (
        ("", {"no_column": ()}),
        ("id,degree\n", {"no_column": ()}),
        ("id,recruiter.id,degree\na,,3\nb,a\n", {"table_line": (1,)}),
        ("id,recruiter.id,degree\n", {"empty": ()}),
        ("id,recruiter.id,degree\na,b,3\n", {"recruiter_unknown": (0,)}),
    ):
        with pytest.raises(Refused) as error:
            read_csv(text)
        assert codes(error) == found
