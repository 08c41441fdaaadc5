"""The commands at the terminal: what there is, what each is for, and what a wrong word leads to."""

import json
import re
from pathlib import Path

import pytest

from amparo.config import methods
from amparo.config.methods import reading, showing
from amparo.methods.estimate import Refused, remark

ROOT = Path(__file__).resolve().parents[2]
GOOD = "id,city,hours\n1,Tulcán,3\n\n2, Ipiales ,\n"


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "en")


def test_every_command_says_what_it_is_for(capsys):
    assert methods.main([]) == 0
    told = capsys.readouterr().out
    for name in methods.NAMES:
        assert f"  {name} " in told
        assert methods.main([name, "--help"]) == 0
        help_of_it = capsys.readouterr().out
        assert methods.command(name).EXAMPLE in help_of_it
        assert "--json" in help_of_it


def test_an_unknown_one_is_refused_with_the_known(capsys):
    with pytest.raises(SystemExit, match="2"):
        methods.main(["median"])
    assert "“median” is not known here. It can be: rds" in capsys.readouterr().err


def test_a_table_keeps_the_lines_of_its_rows():
    table = reading.parse(GOOD, "a.csv")
    assert table.texts("city") == ["Tulcán", "Ipiales"]
    assert table.lines == [2, 4]
    assert table.numbers("hours")[0] == 3
    assert table.groups("hours") == ["3", None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.csv is empty"),
        ("a,b\n", "a.csv has a line of names, and no row below it"),
        ("a,b\n\n , \n", "a.csv has a line of names, and no row below it"),
        ("a|b\n1|2\n", "a.csv, line 1: between columns stands a comma, a semicolon or a tab"),
        ("a,b\n1\n1,2\n", "line 2 has 1 values; the first line names 2 columns"),
        ("a,a\n1,2\n", "two of one name: a"),
        ('a,b\n"1,2\n', "line 2 cannot be read"),
    ],
)
def test_what_is_no_table_is_said_with_its_line(text, said):
    with pytest.raises(reading.Unreadable, match=said):
        reading.parse(text, "a.csv")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda table: table.numbers("city"), "line 2, city: “Tulcán” is not a number"),
        (lambda table: table.flags("hours"), "line 2, hours: “3” is not yes or no"),
        (
            lambda table: table.numbers("hours", missing=False),
            "line 4, hours: nothing stands there, and a number is needed",
        ),
        (lambda table: table.texts("country"), "no column “country”. It has: id, city, hours"),
    ],
)
def test_what_a_column_is_not_is_said_with_its_line(read, said):
    with pytest.raises(reading.Unreadable, match=said):
        read(reading.parse(GOOD, "a.csv"))


def test_a_table_may_be_empty_where_that_says_something():
    assert len(reading.parse("a,b\n", "a.csv", empty=True)) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3,5", "line 3, n: “3,5” has a comma. A number has a point before its decimals, as 3.5"),
        ("1.200,5", "line 3, n: “1.200,5” has a comma"),
        ("1_000", "line 3, n: “1_000” is not a number"),
        ("inf", "line 3, n: “inf” is not a number"),
        ("tres", "line 3, n: “tres” is not a number"),
    ],
)
def test_a_number_that_is_none_is_said_with_how_to_mend_it(text, said):
    table = reading.parse(f"id;n\n1;2\n2;{text}\n", "a.csv")
    with pytest.raises(reading.Unreadable) as error:
        table.numbers("n")
    assert said in str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        "id;city\n1;Tulcán\n".encode(),
        "id;city\n1;Tulcán\n".encode("utf-8-sig"),
        "id\tcity\r\n1\tTulcán\r\n".encode("utf-16"),
        "id,city\r1,Tulcán\r".encode(),
    ],
)
def test_a_file_is_read_as_a_spreadsheet_writes_it(tmp_path, data):
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    assert reading.read(str(file)).texts("city") == ["Tulcán"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "id,city\n1,Quito\n2,Tulcán\n".encode("latin-1"),
            "line 3: this is not UTF-8 text. Save the file again as “CSV",
        ),
        (b"PK\x03\x04", "is a workbook, not a CSV. Open it, and save the sheet as “CSV UTF-8”."),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_how_to_mend_it(tmp_path, data, said):
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    with pytest.raises(reading.Unreadable, match=re.escape(said)):
        reading.read(str(file))


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Es una carpeta"), ("pt", "É uma pasta"), ("en", "It is a folder")]
)
@pytest.mark.parametrize("words", [["population"], ["rds", "--outcome", "x"], ["protect", "--plan", "x"]])
def test_a_folder_is_no_file_in_three_languages(tmp_path, monkeypatch, capsys, language, said, words):
    monkeypatch.setenv("LC_ALL", language)
    words = [str(tmp_path) if each == "x" and words[0] == "protect" else each for each in words]
    assert methods.main([words[0], str(tmp_path), *words[1:]]) == 1
    assert said in capsys.readouterr().err


def test_of_what_is_written_wrongly_one_sentence_is_said(capsys):
    with pytest.raises(SystemExit, match="2"):
        methods.main(["plan-sample", "--share", "0,3", "--margin", "0.06"])
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "“0,3” is no number. Decimals have a point before them, as 0.5.",
        "How it is written, with an example: ./amparo methods plan-sample --help",
    ]


def test_a_ledger_that_cannot_be_kept_is_said_before_the_work(tmp_path, capsys):
    folder = "docs/methods/examples"
    for ledger, said in ((tmp_path / "gone" / "l.json", "cannot be written"), (tmp_path, "It is a folder")):
        words = ["protect", f"{folder}/square.csv", "--plan", f"{folder}/square.toml", "--ledger", str(ledger)]
        assert methods.main(words) == 1
        assert said in capsys.readouterr().err


def test_a_bulletin_whose_totals_have_another_name_is_not_called_safe(tmp_path, capsys):
    file = tmp_path / "b.csv"
    file.write_text("lugar,tipo,n\na,x,\na,Todos,12\nTodos,x,12\nTodos,Todos,12\n", encoding="utf-8")
    words = ["audit", str(file), "--by", "lugar,tipo", "--value", "n"]
    assert methods.main(words) == 1
    assert "“Total” stands nowhere in lugar, tipo. Say with --total" in capsys.readouterr().err
    assert methods.main([*words, "--total", "Todos"]) == 0
    assert "Not safe" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said_with_its_folder(capsys):
    assert methods.main(["population", "nowhere.csv"]) == 1
    assert f"{ROOT / 'nowhere.csv'} cannot be opened: No such file or directory" in capsys.readouterr().err


def test_what_goes_wrong_does_not_stand_behind_how_far_it_is(monkeypatch, capsys):
    def refused(path):
        showing.progress(34, 100)
        raise reading.Unreadable("No.")

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr(reading, "read", refused)
    assert methods.main(["population", "a.csv"]) == 1
    assert capsys.readouterr().err == "\r 34 %\rNo.\n"


def test_whoever_stops_it_reads_no_traceback(monkeypatch, capsys):
    def stopped(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "read", stopped)
    assert methods.main(["population", "a.csv"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_what_a_method_refuses_is_said_with_the_lines_of_the_file():
    table = reading.parse(GOOD, "a.csv")
    with pytest.raises(reading.Unreadable, match=r"Too few\. \(lines 4\)"), showing.speaking_of(table.lines):
        raise Refused(remark("few", "Too few.", rows=[1]))


def lines_of(table, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    return showing.grid(table).splitlines()


WIDE = showing.Rows("", ("who", "n", "why"), (("a", 1, "it is so for this reason"), ("b", 2, None)))


def test_a_table_that_is_too_wide_has_its_last_words_in_lines(monkeypatch):
    assert lines_of(WIDE, monkeypatch, 80)[2] == "a    1  it is so for this reason"
    long = showing.Rows("", WIDE.names, (("a", 1, "one two three four five six seven eight nine ten"), ("b", 2, None)))
    assert lines_of(long, monkeypatch, 40) == [
        "who  n  why",
        "---  -  ---------------------------",
        "a    1  one two three four five six",
        "        seven eight nine ten",
        "b    2  –",
    ]


def test_a_table_that_is_far_too_wide_lies_on_its_side(monkeypatch):
    names = tuple(f"column{each}" for each in range(6))
    table = showing.Rows("", names, tuple(tuple(100 * row + each for each in range(6)) for row in range(12)))
    told = lines_of(table, monkeypatch, 40)
    assert told[0].split() == ["column0", "0", "100", "200", "300", "400", "500", "600"]
    assert told[6].split() == ["column5", "5", "105", "205", "305", "405", "505", "605"]
    assert told[8].split() == ["column0", "700", "800", "900", "1000", "1100"]
    assert sum(line.startswith("column3") for line in told) == 2
    assert all(len(line) <= 40 for line in told)
    assert {int(word) for line in told for word in line.split() if word.isdigit()} == {
        100 * row + each for row in range(12) for each in range(6)
    }


def test_sentences_fit_the_terminal_and_a_command_can_be_copied(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    told = showing.wrapped("one two three four five six seven eight nine", "  ! ").splitlines()
    assert told == ["  ! one two three four five six seven", "    eight nine"]
    shell = showing.in_shell("./amparo methods rds some/file.csv --outcome x --n 1,2,3")
    assert shell == "  ./amparo methods rds some/file.csv \\\n      --outcome x --n 1,2,3"
    assert showing.whole(float("inf")) == "∞"


def test_how_far_it_is_stands_on_the_terminal_and_never_in_json(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    folder = "docs/methods/examples"
    words = ["scan", f"{folder}/cases.csv", "--places", f"{folder}/places.csv", "--replicates", "99", "--json"]
    assert methods.main(words) == 0
    told = capsys.readouterr()
    assert "100 %" in told.err
    json.loads(told.out)


def test_a_table_for_people_and_one_for_programs(capsys):
    answer = showing.Answer(
        {"share": 0.25, "many": float("inf")},
        tables=(showing.Rows("Shares", ("group", "share", "n"), (("a", 0.25, 12), ("b", None, 20_000))),),
        assumptions=("Each is asked once.",),
        remarks=(remark("few", "Only %(n)s.", n=3),),
    )
    showing.show(answer, as_json=False)
    said = capsys.readouterr().out
    assert "a       0.25     12" in said
    assert "b          –  20000" in said
    assert "Each is asked once." in said
    assert "! Only 3." in said
    showing.show(answer, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"many": None, "share": 0.25}
