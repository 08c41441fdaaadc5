"""The command ``network``: two files become reach, losses and shape, or sentences with lines of what is wrong."""

import json
from pathlib import Path

import pytest

from amparo.config.methods import main

NODES = """id,organisation,place,accepts,institution,funder
point,red,border,,peer-led,A
clinic,health,border,doctor,state,A
police,pol,city,,police,
shelter,church,city,shelter food,church,B
"""
EDGES = "source,target,sent,accepted,hours\npoint,clinic,9,6,1\npoint,police,3,1,4\npolice,shelter,2,2,3\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en")


def written(tmp_path: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(tmp_path / f"{name}.csv") for name in texts]


def test_a_town(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", *written(tmp_path, nodes=NODES, edges=EDGES), "--without", "institution"]) == 0
    told = capsys.readouterr().out
    for part in ("point → police → shelter", "church           1  80.0 %", "83.3 % of the demand", "Parts: 1.",
                 "Without church and state together: 100.0 % less",
                 "! 80 % of the demand within reach hangs"):  # fmt: skip
        assert part in told


def test_demand_and_limits_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nodes, edges, demand = written(
        tmp_path, nodes=NODES, edges=EDGES, demand="place,need,weight\nborder,shelter,3\nborder,doctor,1\n"
    )
    assert main(["network", nodes, edges, "--demand", demand, "--hours", "6", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["reach"]["share"] == 0.25
    assert [each["reached"] for each in told["reach"]["ways"]] == [False, True]
    assert set(told) == {"reach", "losses", "structure"}


@pytest.mark.parametrize(
    ("nodes", "edges", "demand", "said"),
    [
        (NODES + "point,x,y,,,\n", EDGES, "", "Two services have the same id. (lines 6)"),
        (NODES, EDGES + "point,nobody,1,1,1\n", "", "a service that is not there. (lines 5)"),
        (NODES, EDGES + "clinic,point,1,2,1\n", "", "More referrals were taken up than sent. (lines 5)"),
        (NODES, EDGES + "clinic,point,1.5,1,1\n", "", "whole numbers, 0 to 1,000,000. (lines 5)"),
        (NODES, EDGES, "place,need\nborder,doctor\nborder,doctor\n", "stand there twice. (lines 3)"),
        (NODES.replace("accepts", "takes"), EDGES, "", "has no column “accepts”"),
        (NODES, EDGES, "place,need\nmoon,doctor\n", "nothing can be lost"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    nodes: str, edges: str, demand: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path, nodes=nodes, edges=edges, demand=demand)
    assert main(["network", *files[:2], *(["--demand", files[2]] if demand else [])]) == 1
    assert said in capsys.readouterr().err


def test_the_language_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert main(["network", *written(tmp_path, nodes="id,organisation,place\na,b,c\n", edges=EDGES)]) == 1
    assert "accepts" in capsys.readouterr().err
    assert main(["network", "--help"]) == 0
    assert "./amparo methods network docs/methods/examples/services.csv" in capsys.readouterr().out
