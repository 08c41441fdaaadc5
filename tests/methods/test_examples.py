"""Whoever reads the pages of the statistics can do what stands there, and gets what stands there."""

import json
import runpy
import tomllib

import pytest

from amparo.config import methods
from tests.methods.pages import ROOT, Shown, commands, differs, mended, printed, wrong_values

FOLDER = ROOT / "docs" / "methods" / "examples"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "methods").rglob("*.md"))]
MOST_BYTES = 30_000
PLANTED = """
```console
$ ./amparo methods audit docs/methods/examples/bulletin.csv --by place,kind \\
    --value persons
Hidden cells that can be told
…
Barrio Norte  papers           2        2                1
…
```
"""
SAID = ("audit", "docs/methods/examples/bulletin.csv", "--by", "place,kind", "--value", "persons")


@pytest.fixture(autouse=True)
def a_reader(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "en")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (("2        2 ", "3        3 "), "what is printed is"),
        (("Hidden cells", "Hidden sells"), "what is printed is"),
        (("…\n```", "```"), "what is printed is"),
        (("--value persons", "--value people"), "exit code 1"),
        (("--by place,kind", "--buy place,kind"), "exit code 2"),
    ],
)
def test_a_planted_fault_is_found(planted, said):
    (right,) = commands(PLANTED)
    assert right.words == SAID
    assert differs(right) == ""
    (wrong,) = commands(PLANTED.replace(*planted))
    assert said in differs(wrong)


def test_a_planted_exit_code_and_a_planted_value_are_found():
    (shown,) = commands("```console\n$ ./amparo methods median\n…\n$ echo $?\n1\n```\n")
    assert "exit code 2, not 1" in differs(shown)
    (quoted,) = commands("Call `./amparo methods audit nothing.csv --by a --value b`.")
    assert quoted.lines is None
    assert "exit code 1" in differs(quoted)
    assert wrong_values("```python\nx = 1 / 3\nx  # 0.333\n```\n") == []
    assert wrong_values("```python\nx = 1 / 3\nx  # 0.334\n```\n") == ["x  # 0.334: 0.3333333333333333"]


def test_a_page_that_lags_behind_is_mended():
    right = "\n".join(["```console", f"$ ./amparo methods {' '.join(SAID)}", *printed(SAID)[1], "```", ""])
    assert mended(right.replace("2        2 ", "3        3 ")) == right
    part = right.partition("Not safe")[0] + "…\n```\n"
    assert mended(part.replace("3        3 ", "4        4 ")) == part
    assert mended(PLANTED) == PLANTED
    value = "```python\nx = 1 / 3\nx  # 0.33\n```\n"
    assert mended(value.replace("0.33", "0.44")) == value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_happens(page):
    text = page.read_text(encoding="utf-8")
    assert [fault for each in commands(text) if is_run(each) and (fault := differs(each))] == []
    assert wrong_values(text) == []


def is_run(shown: Shown) -> bool:
    """Is it a command with its words, or one that is only named?"""
    if len(shown.words) == 1 and shown.lines is None:
        assert shown.words[0] in {*methods.NAMES, "NAME"}
        return False
    return "NAME" not in shown.words


def test_every_method_is_shown_on_a_page():
    shown = {each.words[0] for page in PAGES for each in commands(page.read_text(encoding="utf-8")) if each.lines}
    assert shown >= set(methods.NAMES)


@pytest.mark.parametrize("name", methods.NAMES)
def test_the_example_of_the_help_runs(name, capsys):
    assert methods.main([name, "--help"]) == 0
    told = capsys.readouterr().out
    example = told[told.rindex("./amparo") :]
    assert all(len(line) <= 80 for line in told.splitlines())
    (shown,) = commands(f"```sh\n{example.replace(chr(92) + chr(10), ' ')}```\n")
    assert shown.words[0] == name
    assert differs(shown) == ""


@pytest.mark.parametrize("name", methods.NAMES)
def test_the_example_answers_programs_too(name):
    code, lines = printed((*methods.command(name).EXAMPLE.split()[2:], "--json"))
    assert code == 0
    assert json.loads("\n".join(lines))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_what_the_demo_tells_of_the_statistics_runs(language):
    told = tomllib.loads((ROOT / "src/amparo/content/demo/tour.toml").read_text(encoding="utf-8"))
    _, sign, command = told["say"]["statistics"][language].partition("./amparo methods ")
    (shown,) = commands(f"`{sign}{command}`")
    assert shown.words[0] == "rds"
    assert differs(shown) == ""


def test_the_example_files_are_drawn_by_their_script():
    drawn = runpy.run_path(str(FOLDER / "draw.py"))["drawn"]()
    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in drawn} == drawn
    by_hand = {path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".toml"}} - drawn.keys()
    assert by_hand == {"plan.toml", "square.toml", "mistakes.csv"}
    assert all(len(text.encode()) <= MOST_BYTES for text in drawn.values())


def test_every_example_file_is_explained_and_used():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.parent != FOLDER)
    for path in FOLDER.iterdir():
        if path.suffix in {".csv", ".toml"}:
            assert f"`{path.name}`" in told, path.name
            assert path.name in pages, path.name
    for plan in FOLDER.glob("*.toml"):
        assert plan.read_text(encoding="utf-8").startswith("# Fictional.")
        tomllib.loads(plan.read_text(encoding="utf-8"))
