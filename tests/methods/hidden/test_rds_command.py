"""The commands on files of recruits and on plans: tables, JSON, errors with their lines, in the terminal's language."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from amparo.config.methods import main
from tests.methods.hidden.bootstrap_made import forest


@pytest.fixture
def recruits(tmp_path: Path) -> Path:
    """A file of 200 recruits of two parts."""
    sample, kinds = forest(200)
    path = tmp_path / "recruits.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "recruiter", "network_size", "kind", "side"])
        for at, name in enumerate(sample.ids):
            by = sample.recruiter[at]
            side = "left" if sample.seed_of[at] % 2 else "right"
            writer.writerow([name, sample.ids[by] if by >= 0 else "", int(sample.degree[at]), kinds[at], side])
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_table_a_person_can_read(recruits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(
        capsys, "rds", recruits, "--outcome", "kind", "--n", "300,500,900", "--replicates", 60, "--beside", "kind"
    )  # fmt: skip
    assert code == 0
    for size in (300, 500, 900):
        assert f"Shares of a population of {size}" in out
    assert "Sample composition: who was asked, no estimate" in out
    assert "Successive sampling, bootstrap: Gile, 60 replicates, seed 1, intervals of 95 %" in out
    assert "It takes for granted:" in out


def test_json_is_the_same_every_time_and_holds_no_replicate(recruits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("rds", recruits, "--outcome", "kind", "--replicates", 60, "--json")
    code, out, _ = told(capsys, *words)
    assert code == 0
    found = json.loads(out)
    assert (found["n"], found["method"], found["bootstrap"], found["seed"]) == (200, "rds2", "tree", 1)
    groups = found["sizes"][0]["groups"]
    assert [each["name"] for each in groups] == ["k0", "k1", "k2"]
    assert sum(each["value"] for each in groups) == pytest.approx(1)
    assert "replicates" not in groups[0]
    assert told(capsys, *words)[1] == out


def test_parts_and_their_sum(recruits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("rds", recruits, "--outcome", "kind", "--strata", "side", "--replicates", 60)
    code, out, _ = told(capsys, *words, "--n", 600, "--parts", "left=0.4,right=0.6")
    assert code == 0
    assert "left · Shares of a population of 240" in out
    assert "All parts together" in out
    code, out, _ = told(capsys, *words)
    assert "The parts are not put together: nobody said how large each of them is." in out


def test_coupons_and_rdsat_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Eighty people, two by the coupons of each: those who know five say no, those who know four say yes."""
    rows = [
        (at + 1, 4 + at % 2, f"c{at}" if at else "", f"c{2 * at + 1}", f"c{2 * at + 2}", "no" if at % 2 else "yes")
        for at in range(80)
    ]
    share = (40 / 4) / (40 / 4 + 40 / 5)
    coupons = tmp_path / "coupons.csv"
    lines = ["id,degree,came,a,b,x", *(",".join(map(str, row)) for row in rows)]
    coupons.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ("--outcome", "x", "--replicates", 40, "--json")
    code, out, _ = told(capsys, "rds", coupons, "--coupon", "came", "--issued", "a,b", *words)
    assert code == 0
    assert json.loads(out)["sizes"][0]["groups"][1]["value"] == pytest.approx(share)
    rdsat = tmp_path / "three.rdsat"
    lines = ["RDS", "80 2 0 x", *(" ".join(str(each or 0) for each in row) for row in rows)]
    rdsat.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, _ = told(capsys, "rds", rdsat, *words)
    assert code == 0
    assert json.loads(out)["sizes"][0]["groups"][1]["value"] == pytest.approx(share)
    code, _, err = told(capsys, "rds", rdsat, "--outcome", "y")
    assert (code, "“y”" in err) == (1, True)


def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("id,recruiter,degree,x\na,,3,1\nb,a,2,0\n\nb,zz,2,1\n", encoding="utf-8")
    code, out, err = told(capsys, "rds", path, "--outcome", "x")
    assert (code, out) == (1, "")
    assert "The same id stands in more than one row. (lines 3, 5)" in err
    assert "The recruiter is not in the file. (lines 5)" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outcome", "gone"], "has no column “gone”"),
        (["--outcome", "kind", "--n", "100"], "100"),
        (["--outcome", "kind", "--n", "many"], "“many” is no size of a population"),
        (["--outcome", "kind", "--n", "1,2"], "“1,2” is no size of a population"),
        (["--outcome", "kind", "--degree", "friends"], "has no column “friends”"),
        (["--outcome", "kind", "--coupon", "id"], "--coupon needs --issued"),
        (["--outcome", "kind", "--parts", "left=1"], "--parts needs --strata"),
        (["--outcome", "kind", "--strata", "side", "--parts", "left"], "names no parts"),
        (["--outcome", "kind", "--bootstrap", "salganik", "--n", "900"], "Salganik's with RDS-II"),
        ([], "--outcome"),
    ],
)
def test_what_cannot_be_asked(
    words: list[str], said: str, recruits: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    code, out, err = told(capsys, "rds", recruits, *words)
    assert code in (1, 2)
    assert out == ""
    assert said in err


def test_in_spanish(recruits: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_EC.UTF-8")
    code, _, err = told(capsys, "rds", recruits, "--outcome", "kind", "--bootstrap", "jackknife")
    assert code == 2
    assert "Puede ser: gile, tree, salganik." in err
    assert "Cómo se escribe, con un ejemplo" in err


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("rds", "plan-sample"):
        code, out, _ = told(capsys, name, "--help")
        assert code == 0
        assert f"./amparo methods {name}" in out


@pytest.mark.parametrize(
    ("words", "n", "more"),
    [
        (["--share", "0.3", "--margin", "0.06", "--population", "1000"], 310, {"margin": 0.06}),
        (["--share", "0.3", "--n", "449"], 449, {"margin": pytest.approx(0.06, abs=1e-4)}),
        (["--before", "0.3", "--after", "0.2"], 581, {"power": 0.8}),
        (["--before", "0.3", "--after", "0.2", "--n", "581"], 581, {"power": pytest.approx(0.8, abs=1e-3)}),
    ],
)
def test_plans(words: list[str], n: int, more: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "plan-sample", *words, "--json")
    assert code == 0
    found = json.loads(out)
    assert found["plan"]["n"] == n
    for key, value in more.items():
        assert found["plan"][key] == value
    assert found["recruitment"]["people"][1] == 12
    assert told(capsys, "plan-sample", *words)[0] == 0


def test_a_plan_rehearsed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("plan-sample", "--share", 0.3, "--n", 150, "--surveys", 4, "--rehearse")
    code, out, _ = told(capsys, *words, "--population", 600)
    assert code == 0
    assert "4 rehearsals, seed 1" in out
    code, _, err = told(capsys, *words)
    assert (code, "--rehearse needs --population" in err) == (2, True)
    code, _, err = told(capsys, "plan-sample")
    assert (code, "Say --share with --margin or --n" in err) == (2, True)
    code, _, err = told(capsys, "plan-sample", "--share", 2, "--margin", 0.1)
    assert (code, "share is 2.0" in err) == (1, True)


def written(path: Path, sample: Any, **columns: list[Any]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "recruiter", "degree", *columns])
        for at, name in enumerate(sample.ids):
            by = sample.recruiter[at]
            own = (column[at] for column in columns.values())
            writer.writerow([name, sample.ids[by] if by >= 0 else "", int(sample.degree[at]), *own])
    return path


def test_every_group_that_is_left_out_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of four, of nine, and the rest: the nine are left out with the four, who would follow from them."""
    sample, _ = forest(200)
    path = written(tmp_path / "few.csv", sample, kind=["few"] * 4 + ["some"] * 9 + ["many"] * 187)
    for more in ((), ("--n", "400,600,900")):
        code, out, _ = told(capsys, "rds", path, "--outcome", "kind", "--replicates", 60, *more)
        assert code == 0
        assert "few: fewer than 5 people said so. Not for publication." in out
        assert "some: not for publication either, because the group that is left out would follow" in out
        assert "many: not for publication" not in out
        found = json.loads(told(capsys, "rds", path, "--outcome", "kind", "--replicates", 60, *more, "--json")[1])
        for size in found["sizes"]:
            assert size["withheld"] == ["few", "some"]
            said = {group["name"]: [each["code"] for each in group["warnings"]] for group in size["groups"]}
            assert {"withheld", "withheld_too"} <= {each for name in size["withheld"] for each in said[name]}
            assert all(set(said[name]) & {"withheld", "withheld_too"} for name in size["withheld"])


def test_a_whole_from_which_a_part_would_follow_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four of the left are “few”, so “some” is left out there: with the whole and the right it could be had again."""
    sample, _ = forest(300)
    side = ["left" if seed % 2 else "right" for seed in sample.seed_of]
    kinds, count = [], {"left": 0, "right": 0}
    for where in side:
        count[where] += 1
        kinds.append("few" if where == "left" and count[where] <= 4 else "some" if count[where] % 5 == 0 else "many")
    path = written(tmp_path / "sides.csv", sample, kind=kinds, side=side)
    words = ("rds", path, "--outcome", "kind", "--strata", "side", "--parts", "left=0.5,right=0.5", "--replicates", 60)
    code, out, _ = told(capsys, *words)
    assert code == 0
    assert "left: some: not for publication either" in out
    whole = out[out.index("All parts together") :]
    assert next(line.split()[0] for line in whole.splitlines()[3:] if line) == "many"
    assert not [line for line in whole.splitlines() if line.startswith("some")]
    assert "Not put together, because a part whose share is left out would follow from the whole: some." in out
    found = json.loads(told(capsys, *words, "--json")[1])
    assert [[each["name"] for each in size] for size in found["together"]] == [["many"]]


def test_a_mean_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample, kinds = forest(200)
    hours = ["" if at % 9 == 0 else 30 + 5 * int(kind[1]) for at, kind in enumerate(kinds)]
    path = written(tmp_path / "hours.csv", sample, hours=hours, kind=kinds)
    words = ("rds", path, "--outcome", "hours", "--number", "--replicates", 60)
    code, out, _ = told(capsys, *words, "--n", 900)
    assert code == 0
    assert "A population of 900" in out
    assert "Successive sampling, bootstrap: the trees" in out
    found = json.loads(told(capsys, *words, "--json")[1])
    mean = found["sizes"][0]["groups"][0]
    used = [at for at, each in enumerate(hours) if each != ""]
    weights = {at: 1 / float(sample.degree[at]) for at in used}
    assert mean["value"] == pytest.approx(sum(weights[at] * hours[at] for at in used) / sum(weights.values()))
    assert mean["interval"]["low"] < mean["value"] < mean["interval"]["high"]
    for more, said in (
        (("--bootstrap", "gile", "--n", 900), "Of a mean there is the tree bootstrap alone"),
        (("--strata", "kind"), "--number does not go with --strata"),
    ):
        code, _, err = told(capsys, *words, *more)
        assert code in (1, 2)
        assert said in err
    code, _, err = told(capsys, "rds", path, "--outcome", "kind", "--number")
    assert (code, "A number of the outcome cannot be read." in err) == (1, True)


def test_no_code_stands_among_the_words_of_another_language(
    recruits: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "es_EC.UTF-8")
    words = ("rds", recruits, "--outcome", "kind", "--replicates", 60, "--beside", "kind")
    for more, said in ((("--n", 900), "Muestreo sucesivo, bootstrap: Gile"), ((), "RDS-II, bootstrap: los árboles")):
        code, out, _ = told(capsys, *words, *more)
        assert code == 0
        assert said in out
        assert not [each for each in ("successive", "sampling", "rds2", "tree") if each in out]


def test_each_column_that_is_there_is_looked_at(recruits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody recruited from left to right: without being asked the command says so, and gives the interval of trees."""
    words = ("rds", recruits, "--outcome", "kind", "--n", 900, "--replicates", 60)
    code, out, _ = told(capsys, *words)
    assert code == 0
    assert "were looked for by what is asked, and by: side." in " ".join(out.split())
    assert "By side recruitment hardly crosses the border of these groups" in " ".join(out.split())
    assert "nothing of it is for publication" in " ".join(out.split())
    code, out, _ = told(capsys, *words, "--json")
    found = json.loads(out)
    assert (found["publishable"], found["bootstrap"]) == (False, "tree")
    code, out, _ = told(capsys, *words, "--strata", "side")
    assert "were looked for by what is asked alone." in " ".join(out.split())
    code, _, err = told(capsys, *words, "--beside", "gone")
    assert (code, "has no column “gone”" in err) == (1, True)
