"""``./amparo methods network`` with more files: where to open, who turns people away, who of those sent arrived."""

import json
from pathlib import Path
from typing import Any

import pytest

from amparo.config.methods import main

SERVICES = "id,organisation,place,accepts\npost,Red,v1,\nhospital,Health,city,doctor\n"
TIES = "source,target,sent,accepted,hours\npost,hospital,4,1,9\nhospital,post,1,1,9\n"
DEMAND = "place,need,weight\n" + "".join(f"v{each},doctor,{1 if each < 6 else 5}\n" for each in range(1, 7))
SITES = "site,place,need\n" + "".join(
    f"{site},v{each},doctor\n" for site, near in (("west", "123"), ("middle", "2345"), ("east", "456")) for each in near
)
STAGES = "offered,consented,sent,acknowledged,received,given,known,withdrawn,declined\n"
# The five of the page: sent; one withdrew after a day, one was declined, two were acknowledged after two days, one was
# sent two days before the end.
REFERRALS = (
    STAGES
    + "2030-01-01,2030-01-01,2030-01-01,,,,,2030-01-02,\n"
    + "2030-01-01,2030-01-01,2030-01-01,,,,,,2030-01-02\n"
    + "2030-01-01,2030-01-01,2030-01-01,2030-01-03,,,,,\n" * 2
    + "2030-01-29,2030-01-29,2030-01-29,,,,,,\n"
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en")


@pytest.fixture
def town(tmp_path: Path) -> list[str]:
    texts = {"services": SERVICES, "ties": TIES, "demand": DEMAND, "sites": SITES, "referrals": REFERRALS}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(tmp_path / "services.csv"), str(tmp_path / "ties.csv"), "--demand", str(tmp_path / "demand.csv")]


def beside(town: list[str], name: str) -> str:
    return str(Path(town[0]).with_name(f"{name}.csv"))


def test_services_that_send_nobody_anywhere_are_a_network(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(town[1]).write_text("source,target\n", encoding="utf-8")
    assert main(["network", *town[:2]]) == 0
    assert "Services that stand alone: 2." in capsys.readouterr().out


def test_where_to_open(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is within reach in three hours. West and east cover all ten; the middle one four."""
    assert main(["network", *town, "--hours", "3", "--sites", beside(town, "sites"), "--open", "2"]) == 0
    told = capsys.readouterr().out
    assert "west                                3\neast                                7" in told
    assert "With them 100.0 % of the demand is within reach, today 0.0 %. Proven best: yes." in told
    assert "If one is gone" not in told
    assert "a site takes all who come" in told


def test_what_is_within_reach_today_is_not_opened_again(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With nine hours v1 has a way: of ten, one is within reach; east adds seven, west two more than today."""
    assert main(["network", *town, "--sites", beside(town, "sites"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["open"]
    assert found["sites"] == ["east"]
    assert found["cover"]["before"] == pytest.approx(0.1)
    assert found["cover"]["share"] == pytest.approx(0.8)


def test_who_turns_people_away(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(beside(town, "attempts"))
    file.write_text("service,refused,tried,organisations\na,9,20,3\nb,1,2,3\nc,0,12,2\n", encoding="utf-8")
    assert main(["network", *town, "--attempts", str(file), "--json"]) == 0
    rates = json.loads(capsys.readouterr().out)["discrimination"]["rates"]
    assert [(each["name"], each["rank"], each["may_be_named"]) for each in rates] == [
        ("a", 1, True), ("c", 2, False), ("b", None, False),
    ]  # fmt: skip
    file.write_text("service,refused,tried,organisations\na,9,20,3\nb,1,2,3\na,0,12,2\n", encoding="utf-8")
    assert main(["network", *town, "--attempts", str(file)]) == 1
    assert "a service stands there twice, lines 2, 4" in capsys.readouterr().err
    file.write_text("service,refused,tried,organisations\na,9,20,3\nb,3,2,3\n", encoding="utf-8")
    assert main(["network", *town, "--attempts", str(file)]) == 1
    said = capsys.readouterr().err
    assert f"There is no honest answer to {file}:\n  – More were refused than tried. (lines 3)" in said


def test_of_those_who_were_sent_how_many_arrived(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = ["network", *town, "--referrals", beside(town, "referrals"), "--as-of", "2030-01-31"]
    assert main([*words, "--json"]) == 0
    sent = json.loads(capsys.readouterr().out)["funnel"]["steps"][2]
    assert [sent[each] for each in ("entered", "went_on", "withdrew", "declined", "open")] == [5, 2, 1, 1, 1]
    assert main(words) == 0
    assert "sent → acknowledged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--open", "2"], "--open needs --sites"),
        (["--referrals", "x.csv"], "--referrals needs --as-of"),
        (["--referrals", "REFERRALS", "--as-of", "31/01/2030"], "“31/01/2030” is no day such as 2030-01-31."),
        (["--referrals", "REFERRALS", "--as-of", "2030-01-02"], "referrals.csv:"),
        (["--sites", "REFERRALS"], "has no column “site”"),
        (["--sites", "MOON"], "line 2: nobody asked for doctor in moon"),
        (["--sites", "SITES", "--open", "9"], "--open is 9. There are 3 sites, and 1 is the least."),
    ],
)
def test_what_is_refused(town: list[str], words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(beside(town, "moon")).write_text("site,place,need\nx,moon,doctor\n", encoding="utf-8")
    asked = [beside(town, each.lower()) if each.isupper() else each for each in words]
    assert main(["network", *town, *asked]) == 1
    assert said in capsys.readouterr().err


def test_nobody_turned_away(town: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "attempts.csv"
    file.write_text("service,refused,tried,organisations\nschool,0,30,4\nclinic,0,9,3\n", encoding="utf-8")
    assert main(["network", *town, "--attempts", str(file)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Nobody was turned away: the services by their names" in out
    assert "the surest first" not in out
    assert "no service has a rank" in out
