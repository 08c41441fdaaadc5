"""Calling what is in ``browser/`` from a test in Python, where Node is on the computer."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from amparo.config import bundle

type Call = Callable[..., list[Any]]
MOST_SECONDS = 120

NOT_HERE = "Node is not here, or the packages of the script are not (./amparo demo --no-serve fetches them)"


def is_here() -> bool:
    """Is the script built, and can its parts be called? A test fetches nothing."""
    return bundle.build(quiet=True, fetch=False) and not (bundle.node_is_missing() or bundle.install(fetch=False))


needs_node = pytest.mark.skipif(not is_here(), reason=NOT_HERE)


def put_together(folder: Path) -> Call:
    """A function that makes calls of ``browser/tests/run.mjs``, with the same parts left out as in what she gets."""
    made = folder / "run.mjs"
    left_out = [each for each in bundle.OPTIONS if each.startswith("--alias")]
    bundle.run(
        "node", "node_modules/esbuild/bin/esbuild", "browser/tests/run.mjs", "--bundle", "--format=esm",
        "--platform=node", "--target=es2022", "--log-level=warning", *left_out, f"--outfile={made}",
    )  # fmt: skip

    def call(*calls: dict[str, Any]) -> list[Any]:
        done = subprocess.run(
            ["node", str(made)], input=json.dumps(calls), capture_output=True, text=True, check=False,
            timeout=MOST_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        answers: list[Any] = json.loads(done.stdout)
        return answers

    return call
