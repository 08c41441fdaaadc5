"""The shape of an app, the names of files, and how long a file may be. Each look first finds a planted fault."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "amparo"
PURE = {"methods", "sealing", "formats"}  # libraries, not apps: their files are named by their subject
NOT_APPS = {*PURE, "config", "content", "locale"}
FILES = {
    "apps", "models", "policies", "queries", "actions", "forms", "views", "urls", "jobs", "retention", "hashers",
    "backends", "uploads",
}  # fmt: skip
FOLDERS = {"migrations", "templates", "templatetags", "static", "management"}
FORBIDDEN = {"utils", "helpers", "services", "managers", "mixins", "signals", "constants", "common", "misc", "tools"}
NOUNS = {"commons/directory": "services"}  # a service is a clinic or a shelter there: the noun of HSDS
LONGEST = {"file": 300, "function": 40, "view": 25, "template": 120, "style": 600}
# A breach says why. Nothing else may be longer.
MAY_BE_LONGER: dict[str, str] = {
    "tests/integration/test_paper.py": "one form on our pages, from its first question to its last",
    "tests/integration/demo/test_demo_town.py": "one town, from all sides; parted, its figures would stand twice",
    "tests/integration/test_import.py": "what a file may do to a house: one table of files and sentences",
    "tests/integration/legal/test_matter_races.py": "what changes between a page and an act of a matter",
    "tests/integration/test_places.py": "one long table of what people type and what they mean",
}


def apps_in(package: Path) -> Iterator[Path]:
    """Every folder with an ``apps.py``, and every room of one storey that will have one."""
    yield from sorted(
        path.parent for path in package.rglob("apps.py") if path.relative_to(package).parts[0] not in NOT_APPS
    )


def misshapen(package: Path) -> list[str]:
    """Files and folders of apps that the shape does not know."""
    faults = []
    for app in apps_in(package):
        for path in sorted(app.iterdir()):
            name = path.name.removesuffix(".py")
            if path.name in {"__init__.py", "__pycache__"}:
                continue
            if path.is_dir() and name in FOLDERS:
                if name == "templates" and {each.name for each in path.iterdir()} != {app.name}:
                    faults.append(f"{path.relative_to(package)}: its one folder must be called {app.name}")
            elif name not in FILES or (path.is_file() and path.suffix != ".py"):
                faults.append(f"{path.relative_to(package)}: an app has no such file")
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        for part in (*relative.parts[:-1], relative.stem):
            noun = NOUNS.get("/".join(relative.parts[:2]))
            if part in FORBIDDEN and part != noun:
                faults.append(f"{relative}: {part} says nothing of what is in it")
        if relative.parts[0] == "content":
            faults.append(f"{relative}: content is data, it holds no code")
    return faults


def said(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the docstring: shapes, units, errors and sources are for reading, and make no code longer."""
    if ast.get_docstring(node) is None:
        return 0
    return (node.body[0].end_lineno or 0) - node.body[0].lineno + 1


def too_long(root: Path, *, allowed: dict[str, str]) -> list[str]:
    """Files, functions, views and templates that are longer than a person reads at once."""
    faults = []
    for path in sorted([*root.glob("src/**/*.py"), *root.glob("tests/**/*.py"), *root.glob("bench/*.py")]):
        name = path.relative_to(root).as_posix()
        if "/migrations/" in name:
            continue
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST["file"] and name not in allowed:
            faults.append(f"{name}: {text.count(chr(10))} lines")
        if name.startswith("tests/"):
            continue  # a table of cases is as long as it has to be
        kind = "view" if name.endswith("/views.py") or "/views/" in name else "function"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1 - said(node)
                if lines > LONGEST[kind] and f"{name}::{node.name}" not in allowed:
                    faults.append(f"{name}::{node.name}: {lines} lines")
    for suffix, kind in (("html", "template"), ("css", "style")):
        for path in sorted(root.glob(f"src/**/*.{suffix}")):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LONGEST[kind] and path.relative_to(root).as_posix() not in allowed:
                faults.append(f"{path.relative_to(root)}: {lines} lines")
    return faults


def plant(root: Path, files: dict[str, str]) -> Path:
    """A little house with these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_apps_have_their_shape() -> None:
    assert len(list(apps_in(PACKAGE))) >= 7
    assert misshapen(PACKAGE) == []


def test_a_misshapen_app_is_seen(tmp_path: Path) -> None:
    plant(tmp_path, {
        "legal/custody/apps.py": "", "legal/custody/models/child.py": "", "legal/custody/helpers.py": "",
        "legal/custody/notes.txt": "", "legal/custody/templates/other/x.html": "", "formats/utils.py": "",
        "content/codes/make.py": "", "legal/custody/services/x.py": "",
    })  # fmt: skip
    assert misshapen(tmp_path) == [
        "legal/custody/helpers.py: an app has no such file",
        "legal/custody/notes.txt: an app has no such file",
        "legal/custody/services: an app has no such file",
        "legal/custody/templates: its one folder must be called custody",
        "content/codes/make.py: content is data, it holds no code",
        "formats/utils.py: utils says nothing of what is in it",
        "legal/custody/helpers.py: helpers says nothing of what is in it",
        "legal/custody/services/x.py: services says nothing of what is in it",
    ]


def test_nothing_is_longer_than_a_person_reads() -> None:
    assert too_long(ROOT, allowed=MAY_BE_LONGER) == []


def test_whoever_may_be_longer_says_why_and_is_there() -> None:
    for name, why in MAY_BE_LONGER.items():
        assert len(why.split()) >= 5, name
        assert (ROOT / name.partition("::")[0]).is_file(), name


def test_what_is_too_long_is_seen(tmp_path: Path) -> None:
    body = "    x = 1\n"
    plant(tmp_path, {
        "src/amparo/a/long.py": "x = 1\n" * 301,
        "src/amparo/a/views.py": "def view():\n" + body * 25,  # 26 lines
        # 40 and 41 lines; what a docstring says does not count
        "src/amparo/a/actions.py": "def act():\n" + '    """One.\n\n    More.\n    """\n' + body * 39
        + "def more():\n" + body * 40,
        "src/amparo/a/templates/a/page.html": "<p>\n" * 121,
        "src/amparo/a/migrations/0001_first.py": "x = 1\n" * 400,
    })  # fmt: skip
    assert too_long(tmp_path, allowed={}) == [
        "src/amparo/a/actions.py::more: 41 lines",
        "src/amparo/a/long.py: 301 lines",
        "src/amparo/a/views.py::view: 26 lines",
        "src/amparo/a/templates/a/page.html: 121 lines",
    ]
    assert too_long(tmp_path, allowed={"src/amparo/a/long.py": "because"})[1] == "src/amparo/a/views.py::view: 26 lines"
