"""Conditions of forms, where only some answers are known: yes, no, or it depends. Worked out by hand."""

from __future__ import annotations

import pytest

from amparo.formats.form_lint.conditions import holds, result
from amparo.formats.form_lint.xpath import UNCLEAR, paths, read

HERE = "/data/page/here"
KNOWN = {"/data/a": "yes", "/data/b": "", "/data/n": "7", "/data/page/m": "x y", HERE: "own"}


@pytest.mark.parametrize(
    ("expression", "comes_to"),
    [
        ("", True), ("  ", True), ("true()", True), ("false()", False), ("1", True), ("0", False), ("''", False),
        ("'x'", True),
        ("/data/a = 'yes'", True), ("/data/a='no'", False), ("/data/a != 'no'", True), ('"yes" = /data/a', True),
        ("/data/unknown = 'yes'", None), ("/data/unknown", None), ("not(/data/unknown)", None),
        ("/data/b = ''", True), ("/data/b != ''", False), ("string-length(/data/b) = 0", True), ("/data/b", False),
        ("/data/n > 6", True), ("/data/n >= 8", False), ("/data/n + 1 = 8", True), ("/data/n mod 2 = 1", True),
        ("/data/n div 0 > 1", None),
        ("-/data/n < 0", True), ("/data/n * 2 - 4 = 10", True), ("2 + 3 * 2 = 8", True), ("(2 + 3) * 2 = 10", True),
        ("6 div 2 - 1 = 2", True),
        ("/data/b > 3", None), ("/data/a > 3", None),
        ("/data/a = 'yes' and /data/unknown", None), ("/data/a = 'no' and /data/unknown", False),
        ("/data/unknown and /data/a = 'no'", False),
        ("/data/a = 'yes' or /data/unknown", True), ("/data/a = 'no' or /data/unknown", None),
        ("/data/a = 'no' or /data/b = 'x'", False),
        ("/data/a = 'no' and /data/b = 'x' or true()", True), ("true() or false() and false()", True),
        ("selected(/data/page/m, 'x')", True), ("selected(/data/page/m, 'z')", False),
        ("selected(/data/b, 'x')", False),
        ("count-selected(/data/page/m) = 2", True), ("count-selected(/data/b) = 0", True),
        ("selected(/data/unknown, 'x')", None),
        ("if(/data/a = 'yes', 'x', '') = 'x'", True), ("if(/data/unknown, 'x', 'x') = 'x'", True),
        ("if(/data/unknown, 'x', 'y') = 'x'", None),
        ("coalesce(/data/b, 'z') = 'z'", True), ("concat(/data/a, 1) = 'yes1'", True),
        ("contains(/data/a, 'e')", True), ("starts-with(/data/a, 'y')", True),
        ("ends-with(/data/a, 'x')", False), ("normalize-space(' a  b ') = 'a b'", True), ("number('3') = 3", True),
        ("boolean('')", False), ("once('a') = 'a'", True),
        (". = 'own'", True), ("./. = 'own'", True), ("../m = 'x y'", True), ("current()/../m = 'x y'", True),
        ("../../a = 'yes'", True), ("current()/. = 'own'", True),
        ("m = 'x y'", None), ("/data/page/here = .", True),
        ("regex('', 'a*')", True), ("regex('', 'a+')", False), ("regex('aaa', '(a+)+$')", None),
        ("regex('', '(')", None), ("regex(., 'own')", None),
        ("instance('rows')/root/item[name = /data/a]/label = 'x'", None), ("/data/rows[1]/a = 'x'", None),
        ("//a = 'x'", None), ("/data/* = 'x'", None),
        ("pulse()", None), ("selected('a')", None), ("not()", None), ("(((", None), ("'open", None),
        ("a = = b", None), ("=", None), ("1 2", None), ("§", None),
        ("true() = /data/a", True), ("'a' = true()", True), ("string(true()) = 'true'", True),
        ("/data/orx:a = 'yes'", True), (".5 < 1", True), ("1. = 1", True),
    ],
)  # fmt: skip
def test_what_a_condition_comes_to(expression: str, comes_to: bool | None) -> None:
    assert holds(expression, HERE, KNOWN) is comes_to


def test_what_a_calculation_writes() -> None:
    assert result("if(/data/a = 'yes', 1, 0)", HERE, KNOWN) == "1"
    assert result("/data/n div 2", HERE, KNOWN) == "3.5"
    assert result("concat(/data/a, '-', /data/n)", HERE, KNOWN) == "yes-7"
    assert result("/data/a = 'yes'", HERE, KNOWN) == "true"
    assert result("/data/unknown", HERE, KNOWN) is None


def test_every_path_of_a_condition_is_told() -> None:
    tree = read("if(selected(../m, 'x'), /data/a, concat(., -/data/n)) = 'x' and not(b)", HERE)
    assert paths(tree) == {"/data/page/m", "/data/a", HERE, "/data/n", f"{HERE}/b"}


def test_what_is_too_long_or_too_deep_is_unclear_and_takes_no_time() -> None:
    assert read("(" * 500 + "1" + ")" * 500, HERE) == UNCLEAR
    assert read("not(" * 500 + "1" + ")" * 500, HERE) == UNCLEAR
    assert read("1 + " * 3_000 + "1", HERE) == UNCLEAR
    assert read("-" * 3_000 + "1", HERE) == UNCLEAR
    assert holds("1 = 1 and " * 700 + "true()", HERE, KNOWN) is None
    assert holds("1 = 1 and " * 100 + "true()", HERE, KNOWN) is True
