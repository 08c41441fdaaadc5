"""Advocacy cannot count: no page of what was released makes a number, and each one that it shows it was given as text.

The walk over the public surfaces (``tests/integration/test_data_ledger.py``) looks at what comes out; this looks at the
code, so that a number which is there only sometimes is found as well.
"""

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
SPEAKS = PACKAGE / "advocacy"
# What counts, adds up or writes a number. Where something lies in a picture is a float, and is never written.
COUNTS = {
    "len", "sum", "round", "int", "str", "format", "count", "aggregate", "annotate", "Count", "Sum", "number_format",
    "intcomma", "floatformat", "localize", "ngettext",
}  # fmt: skip
# Calls that may stand there though they count: how much goes on a page, which nobody reads.
MEASURES = {
    "reading.py: len(parts)": "how many parts an edition has",
    "reading.py: len(table.columns)": "how many figures a row has, so that a page is not too heavy",
    "reading.py: len(rows)": "how many rows go on a page",
    "reading.py: len(tables)": "whether there is such a table",
    "pictures.py: len(drawn)": "one unit alone is no map",
    "pictures.py: len(rows)": "too many rows are no chart",
    "pictures.py: len(found)": "whether a row is about one unit",
}
IN_TEMPLATES = re.compile(r"\{\{[^}]*(?:\|\s*(?:length|floatformat|intcomma|add|divisibleby|count)|\.count\b)[^}]*\}\}")
SPANS = re.compile(r'colspan="\{\{[^}]*\}\}"')  # over how many columns a cell reaches
PLURALS = re.compile(r"\{%\s*(?:widthratio|blocktrans[^%]*\bcount\b)")


def counting(name: str, text: str) -> list[str]:
    """Calls in a module that count or write a number."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            line = f"{name}: {ast.unparse(node)}"
            if called in COUNTS and line not in MEASURES:
                found.append(line)
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            found.append(f"{name}: {ast.unparse(node.value)} in a form of numbers")
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Call) for part in parts_of(node)):
            found.append(f"{name}: {ast.unparse(node)}")
    return found


def parts_of(node: ast.JoinedStr) -> list[ast.expr]:
    return [each.value for each in node.values if isinstance(each, ast.FormattedValue)]


def counting_in_template(text: str) -> list[str]:
    """Places in a template that count or write a number."""
    text = SPANS.sub("", text)
    return [each.group() for pattern in (IN_TEMPLATES, PLURALS) for each in pattern.finditer(text)]


def test_advocacy_makes_no_number() -> None:
    files = sorted(SPEAKS.rglob("*.py"))
    assert len(files) > 6
    found = {path.name: counting(path.name, path.read_text(encoding="utf-8")) for path in files}
    assert {name: faults for name, faults in found.items() if faults} == {}
    templates = sorted([*SPEAKS.rglob("*.html"), *SPEAKS.rglob("*.xml")])
    assert len(templates) > 4
    told = {path.name: counting_in_template(path.read_text(encoding="utf-8")) for path in templates}
    assert {name: faults for name, faults in told.items() if faults} == {}


def test_who_counts_is_seen() -> None:
    assert counting("x.py", 'said = f"{n:,}"') == ["x.py: n in a form of numbers"]
    assert counting("x.py", "said = str(1 + 2)") == ["x.py: str(1 + 2)"]
    assert counting("x.py", "said = Case.objects.filter(a=1).count()") == ["x.py: Case.objects.filter(a=1).count()"]
    assert counting("x.py", 'f"{min(rows)}"') == ["x.py: f'{min(rows)}'"]
    assert counting("reading.py", "n = len(parts)") == []
    assert counting_in_template("{{ pages|length }} ediciones") == ["{{ pages|length }}"]
    assert counting_in_template("{% blocktrans count n=x %}") == ["{% blocktrans count"]
    assert counting_in_template('<td colspan="{{ row|length }}">{% if a|length > 1 %}') == []


def test_what_is_measured_is_still_there() -> None:
    said = {
        f"{path.name}: {ast.unparse(node)}"
        for path in SPEAKS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert set(MEASURES) <= said


def test_only_the_room_its_door_and_its_readers_know_a_figure() -> None:
    """Whoever else shows a released figure would have to say it anew."""
    may = {"publications", "doors", "advocacy", "config"}
    knowing = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(?:from|import) amparo\.publications\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert knowing <= may
