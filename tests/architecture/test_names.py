"""Names that walk through a wall: a model by its name, an import by its name, the unnamed database, unescaped text."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
    "a model by its name": "from django.apps import apps\nModel = apps.get_model('vault', 'Key')\n",
    "an import by its name": "import importlib\nroom = importlib.import_module('amparo.vault')\n",
    "an import by a string": "from django.utils.module_loading import import_string\nroom = import_string('vault')\n",
    "the database without its name": "from django.db import connection\ncursor = connection.cursor\n",
    "text that is not escaped": "from django.utils.safestring import mark_safe\nname = mark_safe('<b>')\n",
    "an import from beside": "from . import models\n",
}


def banned(text: str) -> str:
    """What ruff says of this text, as if it were a file of the house."""
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID", "--output-format", "concise",
         "--stdin-filename", "src/amparo/access/pathways/jobs.py", "-"],
        input=text, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    return run.stdout


@pytest.mark.parametrize("name", FAULTS)
def test_a_banned_name_is_refused(name: str) -> None:
    assert "TID25" in banned(FAULTS[name])


def test_the_named_database_is_not() -> None:
    assert "TID25" not in banned("from django.db import connections\ncursor = connections['evidence'].cursor\n")


def test_the_house_uses_none() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "-q", "--select", "TID", "src"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_nobody_silences_the_wall() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert "noqa: TID" not in line, f"{path}:{number}"
