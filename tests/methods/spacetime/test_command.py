"""``./amparo methods scan``: what it prints, and what it says of lines that cannot be read."""

import datetime
import json
from pathlib import Path

import numpy as np
import pytest

from amparo.config.methods import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve places on a square, 150 quiet cases of half a year, and eight at two of them in the last days."""
    made = np.random.default_rng(5)
    lines = ["place,lon,lat,opened,population"]
    lines += [f"p{at:02d},{-70 + at % 4 + at / 100},{at // 4 - at / 70},2020-01-01,{50 + at}" for at in range(12)]
    (tmp_path / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    day = [str(datetime.date(2030, 6, 30) - datetime.timedelta(int(back))) for back in made.integers(0, 180, 150)]
    rows = [
        f"p{place:02d},{when},k{at},x,o{at % 3},1"
        for at, (place, when) in enumerate(zip(made.integers(0, 12, 150), day, strict=True))
    ]
    rows += [f"p{5 + at % 2:02d},2030-06-{30 - at % 4},n{at},x,o{at % 2},0" for at in range(8)]
    head = "place,day,person,type,organisation,case\n"
    (tmp_path / "cases.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


MANY = ("--replicates", "999")  # fewer know nothing of what comes once a year


def scan(folder: Path, *words: str) -> int:
    period = ["--since", "2030-01-02", "--until", "2030-06-30", "--replicates", "199"]
    return main(["scan", str(folder / "cases.csv"), *period, *words])


def test_a_table_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(folder, "--places", str(folder / "places.csv"), "--seen", "5", "--clusters", "1", *MANY) == 0
    told = capsys.readouterr().out
    assert "Cluster 1: p05" in told
    assert "it discloses" in told
    assert "smallest alert" in told


def test_what_cannot_be_said_of_power_does_not_hide_the_scan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(folder, "--places", str(folder / "places.csv"), "--seen", "5") == 0
    told = capsys.readouterr().out
    assert "Cluster 1" in told
    assert "With 199 replicates no cluster can be as rare" in told
    assert "smallest alert" not in told


def test_everything_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(folder, "--places", str(folder / "places.csv"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    first = told["clusters"][0]
    assert "p05" in first["places"]
    assert (first["until"], told["replicates"], first["organisations"] >= 2) == ("2030-06-30", 199, True)
    assert {"maxima", "plan"}.isdisjoint(told)


@pytest.mark.parametrize(
    "words",
    [
        ("--model", "poisson", "--windows", "whole"),
        ("--model", "poisson", "--windows", "retrospective", "--longest", "20"),
        ("--model", "bernoulli"),
        ("--same-weekday",),
    ],
)
def test_the_other_models(folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert scan(folder, "--places", str(folder / "places.csv"), "--json", *words) == 0
    assert json.loads(capsys.readouterr().out)["places"] == 12


def test_without_places_each_is_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(folder, "--json") == 0
    assert all(len(each["places"]) == 1 for each in json.loads(capsys.readouterr().out)["clusters"])


def test_lines_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = folder / "cases.csv"
    lines = cases.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("2030-", "30-")
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert scan(folder) == 1
    assert "line 3, day: “30-" in capsys.readouterr().err
    lines[2] = "nowhere,2030-01-05,k,x,o,1"
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert scan(folder, "--places", str(folder / "places.csv")) == 1
    told = capsys.readouterr().err
    assert "a place that is not in the list" in told
    assert "(lines 3)" in told


def test_a_poisson_scan_without_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(folder, "--model", "poisson") == 1
    assert "--census" in capsys.readouterr().err


def test_in_spanish(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_EC.UTF-8")
    assert scan(folder, "--since", "ayer") == 1
    assert "«ayer» no es un día como 2030-01-31." in capsys.readouterr().err


def test_the_first_day_may_be_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"p{at % 3},{3 + at}" for at in range(12)]
    (tmp_path / "cases.csv").write_text("place,day\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["--since", "0", "--until", "20", "--replicates", "19", "--json"]
    assert main(["scan", str(tmp_path / "cases.csv"), *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["since"], told["until"]) == (0, 20)


def test_a_stratum_of_a_place_that_is_not_listed_is_not_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["place,stratum,population,cases", *(f"p{at:02d},all,{50 + at},13" for at in range(12)), "p99,all,70,9"]
    strata = folder / "strata.csv"
    strata.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ["--model", "poisson", "--places", str(folder / "places.csv"), "--strata", str(strata)]
    assert scan(folder, *words) == 1
    assert "a place that is not in the list. (lines 14)" in capsys.readouterr().err
    strata.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert scan(folder, *words) == 0
