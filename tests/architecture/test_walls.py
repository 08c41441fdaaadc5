"""The walls bite: for each contract somebody breaks in, and ``./amparo check --only walls`` names the wall.

The break-ins happen in a copy of the tree, so that a test that dies half way leaves nothing behind.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
type Run = Callable[[], subprocess.CompletedProcess[str]]

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


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    """Every Python file of the house and the contracts, somewhere else."""
    shutil.copytree(
        ROOT / "src" / "amparo",
        tmp_path / "src" / "amparo",
        ignore=lambda folder, names: (
            {name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()}
            | {"__pycache__", "content", "locale"}
        ),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """``./amparo check --only walls``, in that tree."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from amparo.config.check import main; sys.exit(main(sys.argv[1:]))",
            "--only",
            "walls",
        ],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def broken(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The walls that fell: import-linter says BROKEN at the end of a line, the rule of our own says who and what."""
    lines = [line.strip() for line in run.stdout.splitlines()]
    return [line for line in lines if " BROKEN" in line or line.startswith("10b. ")]


def test_nobody_breaks_in(copy_of_the_house: Path) -> None:
    run = check(copy_of_the_house)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_house_itself_stands() -> None:
    run = check(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", BREAK_INS)
def test_a_break_in_is_seen(name: str, copy_of_the_house: Path) -> None:
    wall, files = BREAK_INS[name]
    for path, text in files.items():
        place = copy_of_the_house / "src" / "amparo" / path
        assert not place.exists(), f"{path} is there already: let the break-in use another file"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    run = check(copy_of_the_house)
    assert run.returncode == 1, run.stdout + run.stderr
    assert [line for line in broken(run) if line.startswith(wall)], run.stdout + run.stderr


def test_the_one_chain_that_is_allowed(copy_of_the_house: Path) -> None:
    """Accounts seal a password, and who counts asks who somebody is."""
    tree = copy_of_the_house / "src" / "amparo"
    for folder in ("sealing", "evidence"):
        (tree / folder).mkdir(exist_ok=True)
    (tree / "sealing" / "__init__.py").write_text("", encoding="utf-8")
    (tree / "commons" / "accounts" / "sealed.py").write_text("import amparo.sealing\n", encoding="utf-8")
    (tree / "evidence" / "__init__.py").write_text("import amparo.commons.accounts.sealed\n", encoding="utf-8")
    run = check(copy_of_the_house)
    assert run.returncode == 0, run.stdout + run.stderr


def test_folders_that_do_not_exist_are_named(copy_of_the_house: Path) -> None:
    """Nobody shall believe that a sleeping contract holds."""
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from amparo.config.check import main; sys.exit(main(sys.argv[1:]))",
            "--only",
            "walls",
            "--verbose",
        ],
        cwd=copy_of_the_house,
        env=os.environ | {"PYTHONPATH": str(copy_of_the_house / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if not (copy_of_the_house / "src/amparo/vault").exists():
        assert "7. The vault's tables belong to the vault is not awake yet: amparo.vault.models" in run.stdout
