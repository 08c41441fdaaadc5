"""The commands at the terminal: what there is, what each is for, and what a wrong word leads to."""

import json

import pytest

from amparo.config import methods
from amparo.config.methods import reading, showing
from amparo.methods.estimate import Refused, remark

GOOD = "id,city,hours\n1,Tulcán,3\n\n2, Ipiales ,\n"


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


def test_what_a_method_refuses_is_said_with_the_lines_of_the_file():
    table = reading.parse(GOOD, "a.csv")
    with pytest.raises(reading.Unreadable, match=r"Too few\. \(lines 4\)"), showing.speaking_of(table.lines):
        raise Refused(remark("few", "Too few.", rows=[1]))


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
