"""``./amparo`` as a person runs it: on a folder, on a terminal or where nobody answers."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.browser.house import clean_environment

ROOT = Path(__file__).resolve().parents[1]


def amparo(data: Path, *words: str, answers: str = "", limit: int = 0, **environment: str) -> SimpleNamespace:
    """Run a command on this folder: on a terminal where there are answers, else where nobody answers."""
    small = f"ulimit -f {limit * 2}; " if limit else ""
    command = ["sh", "-c", f'umask 022; {small}exec "$@"', "sh", sys.executable, "-m", "amparo", *words]
    ours, its = os.openpty()
    try:
        os.write(ours, answers.encode())
        run = subprocess.run(
            command,
            env=clean_environment(data) | environment,
            cwd=ROOT,
            stdin=its if answers else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(its)
    assert "Traceback" not in run.stdout + run.stderr
    return SimpleNamespace(out=run.stdout, err=run.stderr, code=run.returncode)
