"""Every method that stands in the index is explained: what it takes, where it comes from, when not to use it."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import amparo.methods as index
from amparo.methods import chance
from tests.methods import planted
from tests.methods.said import CODE, unsaid, unshaped

ROOT = Path(__file__).resolve().parents[2]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "methods").glob("*.md")}


def text_of_tests(part: str) -> str:
    """The text of all tests of a part."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/methods" / part).glob("*.py")))


TESTS = {part: text_of_tests(part) for part in index.PARTS}


def exported(kind: Callable[[Any], bool]) -> Iterator[tuple[str, str, Any]]:
    """Every thing of this kind that a part shows to others."""
    for part in index.PARTS:
        module = getattr(index, part)
        yield from ((part, name, thing) for name in module.__all__ if kind(thing := getattr(module, name)))


def unexplained(part: str, name: str, thing: Any, pages: str, tests: str) -> list[str]:
    """What is missing of one function."""
    faults = unsaid(thing)
    if not re.search(rf"\b{name}\b", pages):
        faults.append("stands on no page of docs/methods")
    if not re.search(rf"\b{name}\b", tests):
        faults.append("stands in no test")
    return [f"{part}.{name} {fault}" for fault in faults]


def test_what_is_not_explained_is_found():
    assert unexplained("hidden", "nothing", planted.nothing, "", "") == [
        "hidden.nothing has no summary",
        "hidden.nothing does not say what a is",
        "hidden.nothing does not say what b is",
        "hidden.nothing does not say what it answers",
        "hidden.nothing does not say that it refuses",
        "hidden.nothing has references that lead nowhere: none",
        "hidden.nothing stands on no page of docs/methods",
        "hidden.nothing stands in no test",
    ]
    assert unsaid(planted.told) == [
        "says of way to look where it is not",
        "says that it refuses, and does not",
        "refuses by a code that is not there: no_such_code",
        "has references that lead nowhere: 1899",
    ]
    assert unshaped(planted.Bare) == ["has no summary", "does not say the shape of values"]


def test_every_function_is_explained():
    pages, every = "\n".join(PAGES.values()), list(exported(inspect.isfunction))
    assert [fault for part, name, thing in every for fault in unexplained(part, name, thing, pages, TESTS[part])] == []
    assert len(every) > 120
    assert [*unsaid(chance.seeds), *unsaid(chance.replicate), *unsaid(index.shrink_proportions)] == []


def test_every_result_says_what_it_is_and_the_shape_of_its_arrays():
    results = list(exported(inspect.isclass))
    assert [f"{part}.{name} {fault}" for part, name, thing in results for fault in unshaped(thing)] == []
    assert len(results) > 70


OF_METHODS = sorted(PAGES.keys() - {"README"})


@pytest.mark.parametrize("page", OF_METHODS)
def test_a_page_says_when_not_to_and_shows_a_picture(page):
    text = PAGES[page]
    assert re.search(r"when not to use|when it breaks|do not use", text, re.IGNORECASE), page
    assert "References" in text, page
    assert "![" in text, page
    assert "tests/methods/" in text or "tests/unit/" in text, page


SECTIONS = (r"## The questions?$", r"## What is (estimated|answered|told)$", r"## What it takes for granted$",
            r"## When (not to use it|it breaks)$", r"## What is refused", r"## Where this is tested$")  # fmt: skip


def left_out(text: str) -> list[str]:
    """Sections that a page does not have, and codes of its table that no method answers with."""
    faults = [each for each in SECTIONS if not re.search(f"^{each}", text, re.MULTILINE)]
    _, _, refused = text.partition("## What is refused")
    rows = [line for line in refused.partition("\n## ")[0].splitlines() if line.startswith("|")]
    codes = re.findall(r"`([a-z]+_[a-z_]+)`", " ".join(line.rpartition("|")[0].rpartition("|")[2] for line in rows))
    return faults + [each for each in codes if f'"{each}"' not in CODE]


def test_what_a_page_leaves_out_is_found():
    text = PAGES["population-size"]
    assert left_out(text) == []
    assert left_out(text.replace("## What it takes for granted", "## Notes")) == [SECTIONS[2]]
    assert left_out(text.replace("`small_share`", "`small_shares`")) == ["small_shares"]


@pytest.mark.parametrize("page", OF_METHODS)
def test_a_page_has_every_section_and_its_codes_are_those_of_the_methods(page):
    assert left_out(PAGES[page]) == []


def test_a_name_that_is_not_there_is_no_method():
    with pytest.raises(AttributeError, match="'median'"):
        index.median  # noqa: B018
