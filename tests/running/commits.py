"""What git says of this tree."""

import subprocess

from tests.running import costs

ROOT = costs.TESTS.parent


def git(*words: str) -> str:
    """The answer of git; nothing where there is none, or no git."""
    try:
        said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


def changed(since: str) -> list[str]:
    """The files that differ from a commit, committed or not, new ones too."""
    return [
        *git("diff", "--name-only", since).splitlines(),
        *git("ls-files", "--others", "--exclude-standard").splitlines(),
    ]
