"""The walls bite: for each contract somebody breaks in, and ``./amparo check --only walls`` names the wall.

The imports of the house are read once. Each break-in is added to a copy of them in memory, and the wall that must
fall is checked there, by the same code. Two runs of the command are the control: one on the house as it stands, one on
a copy of the tree with all break-ins in it as files, where what was added in memory must be what is read.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import grimp
import pytest

from amparo.config import walls

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "amparo"
type Files = Mapping[str, str]  # by path below amparo, the text
type Graph = grimp.ImportGraph

# The wall that must fall, and the files of whoever breaks in. A name is the beginning of a contract's name.
BREAK_INS = {
    "a folder with no storey": ("1. ", {"attic/__init__.py": ""}),
    "commons looks up": ("1. ", {"commons/places/retention.py": "from amparo.access.pathways import queries\n"}),
    "a strand calls a door": (
        "1. ",
        {
            "access/pathways/retention.py": "import amparo.doors.release\n",
        },
    ),
    "a strand calls its sister": (
        "1. ",
        {
            "legal/peeking.py": "import amparo.access.pathways\n",
        },
    ),
    "a library knows the web": ("2. ", {"formats/peeking.py": "from django.http import HttpRequest\n"}),
    "a library opens a database": ("2. ", {"methods/peeking.py": "import sqlite3\n"}),
    "who counts reads a case": (
        "3. ",
        {"information/peeking.py": "import amparo.casework\n"},
    ),
    "who counts opens an envelope": (
        "3. ",
        {
            "evidence/peeking.py": "import amparo.sealing\n",
        },
    ),
    "who counts reaches an envelope by a detour": (
        "3. ",
        {
            "commons/places/retention.py": "import amparo.sealing\n",
            "evidence/peeking.py": "import amparo.commons.places.retention\n",
        },
    ),
    "who speaks reaches an envelope by a detour": (
        "4. ",
        {
            "commons/places/retention.py": "import amparo.sealing\n",
            "advocacy/visibility/policies.py": "import amparo.commons.places.retention\n",
        },
    ),
    "who speaks counts": ("4. ", {"advocacy/visibility/policies.py": "import amparo.evidence\n"}),
    "who cares counts": (
        "5. ",
        {"access/pathways/retention.py": "import amparo.evidence\n"},
    ),
    "who cares estimates": (
        "5. ",
        {"casework/peeking.py": "import amparo.methods.hidden\n"},
    ),
    "a page holds a key": (
        "6. ",
        {
            "access/pathways/retention.py": "import amparo.sealing\n",
        },
    ),
    "the vault's tables are read": (
        "7. ",
        {"casework/peeking.py": "import amparo.vault.models\n"},
    ),
    "a page publishes": (
        "8. ",
        {
            "advocacy/visibility/policies.py": "import amparo.publications.actions\n",
        },
    ),
    "the wrong door writes": (
        "9. ",
        {
            "doors/release/peeking.py": "import amparo.evidence.actions\n",
        },
    ),
    "who finds places needs arrays": ("13. ", {"commons/places/retention.py": "import numpy\n"}),
    "a page counts past the door": ("9. ", {"config/peeking.py": "import amparo.evidence.actions\n"}),
    "who counts goes back through the door": (
        "3. ",
        {"evidence/peeking.py": "import amparo.doors.deidentify.actions\n"},
    ),
    "the vault counts": ("5. ", {"vault/peeking.py": "import amparo.evidence.queries\n"}),
    "a page reads a table": ("10. ", {"commons/ui/jobs.py": "import amparo.commons.places.models\n"}),
    "an app reads another's table": (
        "10b. ",
        {
            "access/pathways/retention.py": "import amparo.commons.directory.models\n",
        },
    ),
    "two lean on each other": (
        "11. ",
        {
            "commons/places/retention.py": "import amparo.commons.directory.queries.freshness\n",
        },
    ),
    "a table knows a page": ("12. ", {"commons/ui/models.py": "import amparo.commons.ui.views\n"}),
    "a table acts": ("12. ", {"commons/ui/models.py": "import amparo.commons.places.actions\n"}),
}


# The imports, read once and added to in memory.


@pytest.fixture(scope="module")
def imports() -> Graph:
    """Who imports whom in the house, as import-linter reads it for the contracts."""
    return grimp.build_graph(
        "amparo", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def module_of(path: str) -> str:
    """The name of a module by its path below ``amparo``."""
    return ".".join(("amparo", *Path(path).with_suffix("").parts)).removesuffix(".__init__")


def planted(imports: Graph, files: Files) -> Graph:
    """The imports of a house that has these files too."""
    graph = deepcopy(imports)
    for path in files:
        assert not (SOURCE / path).exists(), f"{path} is there already: let the break-in use another file"
        graph.add_module(module_of(path))
    for path, text in files.items():
        for line in ast.parse(text).body:
            names = [each.name for each in line.names] if isinstance(line, ast.Import | ast.ImportFrom) else []
            if isinstance(line, ast.ImportFrom):
                inner = [f"{line.module}.{name}" for name in names]
                names = [name if name in graph.modules else str(line.module) for name in inner]
            for name in names:
                known = name if name.startswith("amparo.") else name.partition(".")[0]
                if known not in graph.modules:
                    assert not name.startswith("amparo."), f"{name} is no module of the house"
                    graph.add_module(known, is_squashed=True)
                graph.add_import(
                    importer=module_of(path), imported=known, line_number=line.lineno, line_contents=ast.unparse(line)
                )
    return graph


def fallen(graph: Graph, wall: str, monkeypatch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]) -> list[str]:
    """Of the walls whose names begin so, those that fell, as the command finds them in these imports."""
    monkeypatch.setattr(grimp, "build_graph", lambda *_, **__: deepcopy(graph))
    if wall.startswith(walls.SAME_APP[:4]):
        return walls.strangers_at_tables()
    options = tomllib.loads(walls.PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    chosen = [each for each in options.pop("contracts") if each["name"].startswith(wall)]
    awake = [left for left, _sleeping in map(walls.fit, chosen) if left is not None]
    assert len(chosen) == len(awake) == 1 if wall else len(awake) > 10
    said.readouterr()
    kept = walls.kept(options, awake, verbose=False)
    lines = broken(said.readouterr().out)
    assert kept is (not lines)
    return lines + ([] if wall else walls.strangers_at_tables())


def broken(text: str) -> list[str]:
    """The walls that fell: import-linter says BROKEN at the end of a line, the rule of our own says who and what."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if " BROKEN" in line or line.startswith("10b. ")]


def test_nobody_breaks_in(imports: Graph, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fallen(imports, "", monkeypatch, capsys) == []


@pytest.mark.parametrize("name", BREAK_INS)
def test_a_break_in_is_seen(
    name: str, imports: Graph, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wall, files = BREAK_INS[name]
    found = fallen(planted(imports, files), wall, monkeypatch, capsys)
    assert found
    assert [line for line in found if line.startswith(wall)] == found


def test_the_one_chain_that_is_allowed(
    imports: Graph, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Accounts seal a password, and who counts asks who somebody is."""
    files = {
        "commons/accounts/sealed.py": "import amparo.sealing\n",
        "evidence/asking.py": "import amparo.commons.accounts.sealed\n",
    }
    assert fallen(planted(imports, files), "", monkeypatch, capsys) == []


# The command itself, on files.


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    """Every Python file of the house and the contracts, somewhere else."""
    shutil.copytree(
        SOURCE,
        tmp_path / "src" / "amparo",
        ignore=lambda folder, names: (
            {name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()}
            | {"__pycache__", "content", "locale"}
        ),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python(root: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What a piece of Python says of that tree."""
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=root, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def check(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """``./amparo check --only walls``, in that tree."""
    code = "import sys; from amparo.config.check import main; sys.exit(main(sys.argv[1:]))"
    return python(root, code, "--only", "walls", *words)


def test_the_house_itself_stands() -> None:
    run = check(ROOT, "--verbose")
    assert run.returncode == 0, run.stdout + run.stderr
    # Nobody shall believe that a sleeping contract holds.
    if not (SOURCE / "vault").exists():
        assert "7. The vault's tables belong to the vault is not awake yet: amparo.vault.models" in run.stdout


def test_all_break_in_at_once(copy_of_the_house: Path, imports: Graph) -> None:
    """Every wall falls for the command too, and what was planted in memory is what is read in the files."""
    together: dict[str, str] = {}
    for _wall, files in BREAK_INS.values():
        for path, text in files.items():
            together[path] = together.get(path, "") + text
    for path, text in together.items():
        place = copy_of_the_house / "src" / "amparo" / path
        assert not place.exists(), f"{path} is there already: let the break-in use another file"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    run = check(copy_of_the_house)
    assert run.returncode == 1, run.stdout + run.stderr
    fell = broken(run.stdout)
    assert [wall for wall, _files in BREAK_INS.values() if not any(line.startswith(wall) for line in fell)] == []
    on_disk = python(copy_of_the_house, PAIRS)
    assert on_disk.returncode == 0, on_disk.stderr
    assert on_disk.stdout == "".join(f"{pair}\n" for pair in pairs(planted(imports, together)))


PAIRS = """
import grimp
graph = grimp.build_graph("amparo", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None)
for importer in sorted(graph.modules):
    for imported in sorted(graph.find_modules_directly_imported_by(importer)):
        print(importer, imported)
"""


def pairs(graph: Graph) -> list[str]:
    """Who imports whom."""
    return [
        f"{importer} {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
    ]
