"""``./amparo methods protect`` and ``audit``: what a person at a terminal gets."""

import json
import re

import pytest

from amparo.config.language import catalogue
from amparo.config.methods import main

PLAN = """
subject = "other"
least_organisations = 0
colluding = 0
[columns]
persons = "n"
[[dimension]]
name = "place"
leaves = ["a", "b", "c"]
[[dimension]]
name = "kind"
leaves = ["x", "y", "z"]
[[table]]
name = "t"
levels = { place = ["each", "total"], kind = ["each", "total"] }
"""
CELLS = {"a": (2, 9, 9), "b": (9, 9, 9), "c": (9, 9, 3)}


@pytest.fixture
def files(tmp_path):
    plan, cases = tmp_path / "plan.toml", tmp_path / "cases.csv"
    plan.write_text(PLAN, encoding="utf-8")
    lines = [f"{place},{kind},{n}" for place, row in CELLS.items() for kind, n in zip("xyz", row, strict=True)]
    cases.write_text("\n".join(["place,kind,n", *lines]), encoding="utf-8")
    return plan, cases


def test_a_table_is_protected_and_its_ledger_kept(files, tmp_path, capsys) -> None:
    plan, cases = files
    ledger = tmp_path / "ledger.json"
    words = ["protect", str(cases), "--plan", str(plan), "--ledger", str(ledger)]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    cells = {tuple(cell["label"][1:]): cell["value"] for cell in told["cells"]}
    assert cells["a", "x"] is cells["c", "z"] is None
    assert cells["Total", "Total"] == 68
    assert told["audit"]["safe"] is True
    assert "ledger" not in told
    assert "edition" not in told
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert main([*words, "--edition", "2"]) == 0, "the same again, with the ledger of the first"
    said = capsys.readouterr().out
    assert "fewer persons than the threshold" in said
    assert len(json.loads(ledger.read_text())) == 2
    assert main([*words, "--edition", "2"]) == 1
    assert "already" in capsys.readouterr().err


def test_a_line_that_the_plan_does_not_know_is_named(files, capsys) -> None:
    plan, cases = files
    cases.write_text(cases.read_text() + "\nq,x,4", encoding="utf-8")
    assert main(["protect", str(cases), "--plan", str(plan)]) == 1
    assert "lines 11" in capsys.readouterr().err


def test_a_table_of_others_is_audited(tmp_path, capsys) -> None:
    bulletin = tmp_path / "bulletin.csv"
    bulletin.write_text("kind,n\nx,\ny,12\nTotal,15\n", encoding="utf-8")
    assert main(["audit", str(bulletin), "--by", "kind", "--value", "n"]) == 0
    said = capsys.readouterr().out
    assert "Not safe" in said
    assert "1 of them exactly" in said
    bulletin.write_text("kind,n\nx,\ny,\nz,12\nTotal,20\n", encoding="utf-8")
    assert main(["audit", str(bulletin), "--by", "kind", "--value", "n", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["safe"] is True


def test_figures_that_contradict_each_other_are_refused_in_spanish(tmp_path, capsys, monkeypatch) -> None:
    bulletin = tmp_path / "bulletin.csv"
    bulletin.write_text("kind,n\nx,\ny,12\nTotal,10\n", encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "es_CO.UTF-8")
    assert main(["audit", str(bulletin), "--by", "kind", "--value", "n"]) == 1
    told = capsys.readouterr().err
    why = "No whole table agrees with these figures: they contradict each other."
    for sentence in ("There is no honest answer to this:", why):
        assert catalogue("es").gettext(sentence) in told


@pytest.mark.parametrize("name", ["protect", "audit"])
def test_help_shows_an_example(name, capsys) -> None:
    assert main([name, "--help"]) == 0
    assert f"./amparo methods {name}" in capsys.readouterr().out


def audited(tmp_path, lines: str, *words: str) -> int:
    bulletin = tmp_path / "bulletin.csv"
    bulletin.write_text("kind,n,hidden,own\n" + lines, encoding="utf-8")
    given = ["--by", "kind", "--value", "n", "--hidden", "hidden", "--sensitive", "own"]
    return main(["audit", str(bulletin), *given, *words])


def test_a_sensitive_cell_that_stands_open_is_no_safe_table(tmp_path, capsys) -> None:
    """It was passed over, and the verdict was: safe."""
    assert audited(tmp_path, "x,,yes,yes\ny,4,no,yes\nz,,yes,no\nTotal,35,no,no\n") == 1
    assert "lines 3" in capsys.readouterr().err


@pytest.mark.parametrize("total", ["TOTAL", "Sum", "total "])
def test_a_total_in_another_spelling_is_no_category(tmp_path, capsys, total) -> None:
    """As a category it adds up to nothing, and the verdict was: safe."""
    assert audited(tmp_path, f"x,,yes,yes\ny,12,no,no\n{total},15,no,no\n") == 1
    assert capsys.readouterr().err


def test_an_organisation_without_a_name_is_no_organisation(files, tmp_path, capsys) -> None:
    """Persons of whom it is not known who counted them were one hand more of the three."""
    plan, cases = files
    three = PLAN.replace("least_organisations = 0", "least_organisations = 3")
    plan.write_text(three.replace("[columns]", '[columns]\norganisation = "o"'), encoding="utf-8")
    for third in ("", "NA", "LUZ"):
        cases.write_text(f"place,kind,n,o\na,x,9,Luz\na,x,9,Casa\na,x,9,{third}\n", encoding="utf-8")
        assert main(["protect", str(cases), "--plan", str(plan)]) == 1
        assert capsys.readouterr().err


def test_a_ledger_that_is_not_there_is_said(files, tmp_path, capsys) -> None:
    plan, cases = files
    words = ["protect", str(cases), "--plan", str(plan), "--ledger", str(tmp_path / "new.json")]
    first = "No edition is known before this one"
    assert main(words) == 0
    assert first in capsys.readouterr().out
    assert main([*words, "--edition", "2"]) == 0
    assert first not in capsys.readouterr().out


def test_what_counting_the_late_ones_costs_is_said_before_it_is_done(tmp_path, capsys) -> None:
    """Forty in each of six cells, published; then one more in three of them. Changes of one stay hidden for good."""
    plan, cases, ledger = tmp_path / "plan.toml", tmp_path / "cases.csv", tmp_path / "ledger.json"
    plan.write_text(
        'subject = "other"\nthreshold = 10\nleast_organisations = 0\ncolluding = 0\n'
        '[columns]\npersons = "n"\narrival = "came"\n'
        '[[dimension]]\nname = "place"\nleaves = ["p", "q", "r"]\n[[dimension]]\nname = "kind"\nleaves = ["x", "y"]\n'
        '[[table]]\nname = "t"\nlevels = { place = ["each", "total"], kind = ["each", "total"] }\n',
        encoding="utf-8",
    )
    rows = [f"{place},{kind},40,1" for place in "pqr" for kind in "xy"]
    cases.write_text("place,kind,n,came\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["protect", str(cases), "--plan", str(plan), "--ledger", str(ledger)]
    assert main([*words, "--edition", "1"]) == 0
    cases.write_text(
        "place,kind,n,came\n" + "\n".join([*rows, "p,x,1,2", "q,x,1,2", "r,y,1,2"]) + "\n", encoding="utf-8"
    )
    before = ledger.read_bytes()
    capsys.readouterr()
    assert main([*words, "--edition", "2", "--revise", "--try"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ledger.read_bytes() == before
    found = re.search(r"With --revise (\d+) of 12 figures are shown, without it (\d+)\.", said)
    assert found is not None
    assert int(found[1]) <= int(found[2]) == 12
    assert main([*words, "--edition", "2", "--try", "--json"]) == 0
    assert ledger.read_bytes() == before
    told = json.loads(capsys.readouterr().out)
    assert sum(each["value"] is not None for each in told["cells"]) == 12
    assert main([*words, "--edition", "2", "--revise"]) == 0
    assert ledger.read_bytes() != before
    assert main(["protect", "--help"]) == 0
    assert "can cost most of the figures" in " ".join(capsys.readouterr().out.split())
