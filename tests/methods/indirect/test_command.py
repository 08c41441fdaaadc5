"""``./amparo methods indirect``: a table in, a share out; what is wrong is said with its line, in two languages."""

import json

import numpy as np
import pytest

from amparo.config.methods import main
from amparo.methods.indirect import forced_response, list_prevalence, response_regression
from tests.methods.indirect import oracle


def written(tmp_path, columns):
    """A file of these columns."""
    file = tmp_path / "answers.csv"
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def asked(n=400, seed=5):
    chance = np.random.default_rng(seed)
    border = (chance.random(n) < 0.5).astype(int)
    trait = chance.random(n) < 0.2 + 0.3 * border
    treated = (chance.random(n) < 0.5).astype(int)
    return {
        "id": list(range(n)),
        "yes": ["yes" if each else "no" for each in chance.random(n) < np.where(trait, 5 / 6, 1 / 6)],
        "border": border.tolist(),
        "treated": treated.tolist(),
        "count": (chance.binomial(4, 0.4, n) + treated * trait).tolist(),
        "weight": chance.integers(1, 4, n).tolist(),
    }


DIE = ["--design", "forced", "--answer", "yes", "--honest", "0.6667", "--yes", "0.1667"]


def test_a_die_as_a_table_and_as_json(tmp_path, capsys) -> None:
    columns = asked()
    file = written(tmp_path, columns)
    assert main(["indirect", file, *DIE, "--on", "border", "--weights", "weight"]) == 0
    shown = capsys.readouterr().out
    assert "Share with the trait" in shown
    assert "border" in shown
    assert "It takes for granted:" in shown
    assert main(["indirect", file, *DIE, "--on", "border", "--weights", "weight", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["result"]
    answers = [each == "yes" for each in columns["yes"]]
    known = response_regression(
        answers, columns["border"], design=forced_response(honest=0.6667, yes=0.1667), weights=columns["weight"]
    )
    assert told["coefficients"][1]["value"] == pytest.approx(known.coefficients[1].value)
    assert told["method"] == "logistic regression, forced response"
    assert told["prevalence"]["raw"] == pytest.approx(known.prevalence.raw)
    assert "replicates" not in told["coefficients"][1], "replicates never leave"


def test_a_list(tmp_path, capsys) -> None:
    columns = asked()
    file = written(tmp_path, columns)
    words = ["indirect", file, "--design", "list", "--answer", "count", "--treated", "treated", "--items", "4"]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    known = list_prevalence(columns["count"], columns["treated"], items=4)
    assert told["result"]["raw"] == pytest.approx(known.raw)
    assert told["list"]["ceiling"] < 0.1
    assert main([*words, "--on", "border", "--method", "linear"]) == 0
    assert "The harmless items" in capsys.readouterr().out
    assert main([*words, "--strata", "border"]) == 0


@pytest.mark.parametrize(
    ("words", "idle"),
    [
        ("list --treated treated --items 4 --on border --strata border", "--strata"),
        ("list --treated treated --items 4 --on border --method nls --unconstrained", "--unconstrained"),
        ("list --treated treated --items 4 --unconstrained", "--unconstrained"),
        ("list --treated treated --items 4 --method linear", "--method"),
        ("warner --p 0.2 --anchor border --anchor-p 0.2", "--anchor"),
        ("warner --p 0.2 --items 3", "--items"),
    ],
)
def test_a_word_that_would_change_nothing_is_refused(tmp_path, capsys, words: str, idle: str) -> None:
    file = written(tmp_path, asked())
    answer = "count" if words.startswith("list") else "yes"
    assert main(["indirect", file, "--answer", answer, "--design", *words.split()]) == 1
    out = capsys.readouterr()
    assert (out.out, out.err.split(" ")[0]) == ("", idle)


def test_every_design_has_its_words(tmp_path, capsys) -> None:
    columns = asked()
    columns["anchor"] = [1] * 330 + [0] * 70
    file = written(tmp_path, columns)
    for words in (
        "warner --p 0.2", "mirrored --p 0.8", "unrelated --p 0.7 --share 0.3", "triangular --p 0.2",
        "crosswise --p 0.2",
        "disguised --with-trait 0.8 --without 0.2", "crosswise --p 0.2 --anchor anchor --anchor-p 0.2 --replicates 50",
        "crosswise --p 0.8 --anchor anchor --anchor-p 0.2 --replicates 50 --on border --interval percentile",
    ):  # fmt: skip
        assert main(["indirect", file, "--answer", "yes", "--design", *words.split()]) == 0, words
    assert "may be published" in capsys.readouterr().out


def test_who_recruited_whom_becomes_weights_and_replicates(tmp_path, capsys) -> None:
    chance = np.random.default_rng(6)
    knows, degree, trait = oracle.town(chance, people=600)
    people, recruiter = oracle.recruited(chance, knows, degree, n=200, seeds=8)
    columns = {
        "id": list(range(200)),
        "by": ["" if each < 0 else int(each) for each in recruiter],
        "knows": degree[people].tolist(),
        "yes": trait[people].astype(int).tolist(),
    }
    words = ["--design", "warner", "--p", "0.999", "--answer", "yes", "--recruiter", "by", "--degree", "knows"]
    file = written(tmp_path, columns)
    assert main(["indirect", file, *words, "--replicates", "200", "--seed", "9", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    by_hand = np.average(trait[people], weights=1 / degree[people])
    assert told["result"]["raw"] == pytest.approx((by_hand - 0.001) / 0.998)
    assert (told["trees"]["replicates"], told["trees"]["seed"]) == (200, 9)
    drawn = oracle.tree_draws(np.random.default_rng(1), recruiter, replicates=400) / degree[people]
    assert told["result"]["share"]["se"] == pytest.approx((drawn @ trait[people] / drawn.sum(axis=1)).std(), rel=0.25)
    assert main(["indirect", file, *words, "--replicates", "200"]) == 0
    assert "200 replicates of the trees of recruitment, seed 1" in capsys.readouterr().out


def test_what_is_wrong_is_said_with_its_line(tmp_path, capsys) -> None:
    columns = asked(n=120)
    columns["count"][3] = 9
    file = written(tmp_path, columns)
    words = ["indirect", file, "--design", "list", "--answer", "count", "--treated", "treated", "--items", "4"]
    assert main(words) == 1
    assert "above 4 (with the sensitive item above 5). (lines 5)" in capsys.readouterr().err
    assert main(["indirect", file, "--design", "forced", "--answer", "yes", "--honest", "0.5"]) == 1
    assert "--design forced also needs --yes" in capsys.readouterr().err
    assert main(["indirect", file, *DIE, "--recruiter", "id", "--weights", "weight"]) == 1
    assert "Either --weights or --recruiter" in capsys.readouterr().err


def test_the_help_has_one_real_example(capsys) -> None:
    assert main(["indirect", "--help"]) == 0
    assert "./amparo methods indirect docs/methods/examples/die.csv --design forced" in capsys.readouterr().out


def test_a_fault_is_said_in_the_language_of_the_terminal(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_EC.UTF-8")
    file = written(tmp_path, asked(n=20))
    assert main(["indirect", file, "--design", "warner", "--p", "0.7", "--answer", "said"]) == 1
    assert "no tiene una columna «said»" in capsys.readouterr().err


def test_answers_of_a_sample_that_is_no_sample_are_not_for_publication(tmp_path, capsys) -> None:
    """Two seeds, and one long chain: whatever the question, the gates of such a sample are said."""
    file = tmp_path / "chain.csv"
    rows = [f"{at},{at - 1 if at not in (0, 1) else ''},{2 + at % 3},{int(at % 3 == 0)}" for at in range(300)]
    file.write_text("id,recruiter,degree,yes\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["indirect", str(file), "--design", "warner", "--p", "0.9", "--answer", "yes", "--recruiter", "recruiter"]
    assert main(words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "One tree holds 100 % of the sample" in out
    assert "Exploratory, not for publication: 300 people, 298 waves, 1 trees that grew." in out
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["result"]["publishable"] is False
    assert {"exploratory", "one_tree"} <= {each["code"] for each in told["trees"]["warnings"]}
