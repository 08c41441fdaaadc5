"""``./amparo`` as a person runs it: on a folder, on a terminal or where nobody answers."""

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

from amparo.config.founding import PROFILES
from tests.browser.house import clean_environment
from tests.programs import run


def amparo(
    data: Path, *words: str, answers: str = "", limit: int = 0, started: bool = False, **environment: str
) -> SimpleNamespace:
    """Run a command on this folder: on a terminal where there are answers, else where nobody answers."""
    ours, its = os.openpty()
    try:
        os.write(ours, answers.encode())
        done = run(
            ["-m", "amparo", *words],
            env=clean_environment(data) | environment,
            stdin=its if answers else subprocess.DEVNULL,
            umask=0o22,
            file_limit=limit * 1024,
            foreseen=foreseen(words, answers),
            started=started,
        )
    finally:
        os.close(ours)
        os.close(its)
    assert "Traceback" not in done.stdout + done.stderr
    return SimpleNamespace(out=done.stdout, err=done.stderr, code=done.returncode)


def foreseen(words: tuple[str, ...], answers: str) -> dict[str, str]:
    """The settings that a command gives itself before it reads them."""
    if words[:1] == ("init",):
        for said in answers.splitlines():
            if PROFILES.get(said, said) in PROFILES.values():
                return {"AMPARO_PROFILE": PROFILES.get(said, said)}
            if not said:
                break
    return {}
