"""Where forms of strangers are read, Python's engine of regular expressions runs patterns of our own and no others.

It tries one way after the other, and over a pattern or a path that came in a form that may take years. What a form
brings goes to ``openrosa.expressions.patterns`` and ``openrosa.filling.ways``. The scan first finds planted faults.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
READ_FORMS = (
    "formats/form_lint", "formats/openrosa", "formats/xlsform", "formats/answers", "formats/exports", "formats/paper",
    "formats/instruments", "fieldwork", "doors/intake",
)  # fmt: skip
MAY = {
    "formats/form_lint/forbidden.py": "the patterns of content/form_words, which are files of this project",
    "formats/xlsform/messages.py": "the patterns of a table of constants in the same file",
}
ENGINES = {"re", "regex", "re2", "sre_compile"}
OF_NO_PATTERN = {
    "Pattern",
    "Match",
    "error",
    "PatternError",
    "escape",
    "IGNORECASE",
    "ASCII",
    "DOTALL",
    "MULTILINE",
    "VERBOSE",
}


def is_constant(node: ast.expr) -> bool:
    """Is this text written in the code: literally, put together of such, or with names in capitals in it?"""
    match node:
        case ast.Constant():
            return True
        case ast.BinOp(left, ast.Add(), right):
            return is_constant(left) and is_constant(right)
        case ast.JoinedStr(values):
            return all(is_constant(each) for each in values)
        case ast.FormattedValue(ast.Name(name)) | ast.Name(name):
            return name.isupper()
    return False


def faults(text: str) -> Iterator[str]:
    """Everything by which a pattern that is no constant could reach an engine."""
    tree = ast.parse(text)
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module) if module in ENGINES:
                yield f"{node.lineno}: from {module} import"
            case ast.Import(names) if any(
                each.name in ENGINES and (each.asname or each.name != "re") for each in names
            ):
                yield f"{node.lineno}: an engine under another name"
            case ast.Attribute(ast.Name("re"), attribute) if attribute not in OF_NO_PATTERN:
                call = called.get(id(node))
                if call is None or not call.args or not is_constant(call.args[0]):
                    yield f"{node.lineno}: re.{attribute}"


PLANTED = (
    "import re\nre.fullmatch(pattern, '')",
    "import re\nre.compile(re.escape(path) + 'a')",
    "import re\nre.compile(''.join(steps))",
    "import re\nre.search(f'{name}/', text)",
    "import re\nre.search(pattern=given, string='')",
    "import re\nwith_any = re.compile",
    "from re import fullmatch\nfullmatch(pattern, '')",
    "import re as patterns\npatterns.fullmatch(pattern, '')",
    "import regex\nregex.match(pattern, '')",
    "def f():\n    import re\n    return [re.match(one, '') for one in every]",
)
OUR_OWN = (
    "import re\nA = re.compile(r'a+', re.ASCII)\nA.search(text)",
    "import re\nA = re.compile('a' 'b')\nB = re.compile(rf'{_PART}x{PART}')",
    "import re\ndef f(a: re.Pattern[str]) -> None:\n    re.sub(r'a', lambda each: each[0], text)",
)


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_fault_is_found(text: str) -> None:
    assert len(list(faults(text))) == 1


@pytest.mark.parametrize("text", OUR_OWN)
def test_what_is_our_own_is_let_through(text: str) -> None:
    assert list(faults(text)) == []


def test_no_pattern_of_a_form_reaches_the_engine_of_python() -> None:
    files = [path for folder in READ_FORMS for path in sorted((PACKAGE / folder).rglob("*.py"))]
    assert len(files) > 150
    found = {str(path.relative_to(PACKAGE)): list(faults(path.read_text("utf-8"))) for path in files}
    assert {name for name, each in found.items() if each} == set(MAY), {k: v for k, v in found.items() if v}
