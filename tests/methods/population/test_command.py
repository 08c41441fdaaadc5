"""The command ``population``: a file becomes a table of all sources, or sentences with lines of what is wrong."""

import json
from pathlib import Path

import pytest

from amparo.config.methods import main

HISTORIES = "clinic,shelter,lawyer,people\n1,1,1,7\n1,1,0,12\n1,0,1,9\n0,1,1,11\n1,0,0,40\n0,1,0,33\n0,0,1,52\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en")


def written(tmp_path: Path, text: str) -> str:
    file = tmp_path / "histories.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_all_sources_and_a_range(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--count", "people", "--multiplier", "300", "0.25", "0.031", "400", "--found"]
    assert main(["population", written(tmp_path, HISTORIES), *words]) == 0
    told = capsys.readouterr().out
    for part in (
        "[12,13,23]   568.4",
        "Mh Chao",
        "multiplier",
        "1200",
        "at least",
        "164 are known",
        "! This is a lower bound",
    ):
        assert part in told


def test_two_lists_and_a_stated_range(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "a;b;count\n1;1;167\n1;0;781\n0;1;254\n")
    assert main(["population", file, "--stated", "2000", "2800", "--reason", "agreed in May"]) == 0
    told = capsys.readouterr().out
    for part in ("Chapman", "2383", "0.5 times as likely", "Stated range: 2000 to 2800 people (agreed in May)"):
        assert part in told


def test_json_holds_everything_and_no_single_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["population", written(tmp_path, HISTORIES), "--count", "people", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"models", "at_least", "side_by_side"}
    assert len(told["models"]["models"]) == 8
    assert set(told["side_by_side"]) == {"sources", "low", "high", "reason", "seen", "assumptions", "warnings"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,count\n1,1,5\n0,0,4\n1,0,9\n", "nobody saw those people. (lines 3)"),
        ("a,b,count\n1,1,5\n1,1,4\n", "line 3: the history 11 stands there twice"),
        ("a,b,count\n1,1,5\n1,x,4\n", "line 3, b: “x” is not yes or no, 1 or 0"),
        ("a,b,count\n1,1,5.5\n", "A count is a whole number, 0 or more. (lines 2)"),
        ("a,b\n1,1\n", "has no column “count”"),
        ("a,b,count\n1,0,5\n0,1,4\n", "every number from 9 upwards is possible"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["population", written(tmp_path, text)]) == 1
    assert said in capsys.readouterr().err


def test_the_language_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert main(["population", written(tmp_path, "a,b\n1,1\n")]) == 1
    assert "count" in capsys.readouterr().err
    assert main(["population", "--help"]) == 0
    assert "./amparo methods population docs/methods/examples/histories.csv" in capsys.readouterr().out


def surveyed(tmp_path: Path, many: int) -> Path:
    """Eight trees of people who know as many each; one in four says that she was seen."""
    rows = [f"{at},{'' if at < 8 else (at - 8) // 2},4,{'yes' if at % 4 == 0 else 'no'}" for at in range(many)]
    survey = tmp_path / "survey.csv"
    survey.write_text("id,recruiter,degree,seen\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return survey


def test_a_multiplier_over_a_survey_of_recruits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those who were counted know as many as the others: the share is the plain one, and N is M over it."""
    survey = surveyed(tmp_path, 200)
    words = ["population", written(tmp_path, HISTORIES), "--count", "people", "--counted", "300"]
    more = ["--survey", str(survey), "--outcome", "seen", "--group", "yes", "--seed", "3"]
    assert main([*words, *more, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["surveyed"]
    assert told["value"] == pytest.approx(300 / 0.25)
    assert told["interval"]["low"] < 1200 < told["interval"]["high"]
    assert (told["n"], told["seed"], told["interval"]["method"]) == (200, 3, "percentile")
    assert main([*words, *more]) == 0
    assert "multiplier, survey of recruits" in capsys.readouterr().out
    assert main([*words, "--survey", str(survey)]) == 1
    assert "also needs --outcome, --group" in capsys.readouterr().err
    assert main([*words, *more[:-3], "maybe"]) == 1
    assert "nobody says “maybe”. It has: no, yes." in capsys.readouterr().err


def test_a_survey_too_small_to_publish_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = surveyed(tmp_path, 60)
    words = ["population", written(tmp_path, HISTORIES), "--count", "people", "--counted", "300"]
    assert main([*words, "--survey", str(survey), "--outcome", "seen", "--group", "yes"]) == 0
    assert "Exploratory, not for publication: 60 people" in " ".join(capsys.readouterr().out.split())
