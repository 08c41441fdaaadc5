"""An archive in a test: opened with pyrage alone, and keys as ``age-keygen`` writes them."""

import json
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from tests.letters import Letters


def a_key(folder: Path, name: str = "mi.key") -> tuple[str, Path]:
    """A recipient, and the file of its identity."""
    identity = x25519.Identity.generate()
    file = folder / name
    file.write_text(f"# created: 2026-11-25\n# public key: {identity.to_public()}\n{identity}\n", encoding="utf-8")
    return str(identity.to_public()), file


def lines_in(archive: Path, key: Path) -> list[dict[str, Any]]:
    """Every line of an archive, opened without our own code."""
    secret = x25519.Identity.from_str(key.read_text(encoding="utf-8").split()[-1])
    return [json.loads(line) for line in pyrage.decrypt(archive.read_bytes(), [secret]).splitlines()]


def items(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Those of one kind."""
    return [line for line in lines if line.get("item") == kind]


class Typed:
    """What is typed at the terminal, one after the other."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return self.answers.pop(0)


def sheets_of(house: Letters) -> Typed:
    """Two of the three sheets."""
    return Typed(*house.sheets[:2])
