"""Tests that the gate runs by turns: those marked ``by_turns`` open every page for everybody.

The gate runs an eighth of their rows, chosen by the name of the commit; all of them where a rule of access changed
since everything ran last. ``.ci/run --all`` and ``./amparo test --all`` always run every row.
"""

import hashlib
import re
from functools import cache

from tests.running import costs

TURNS = 8
MARKED = re.compile(r"^@pytest\.mark\.by_turns\n(?:async )?def (test_\w+)", re.MULTILINE)
RULES = (
    "/policies", "/access.toml", "/config/login.py", "/config/middleware.py", "/config/urls.py", "/tests/access",
    "/tests/running/turns.py",
)  # fmt: skip


def is_on(test: str, turn: int) -> bool:
    """Is it the turn of this row? Tests of one file without rows have the same: planted faults run with their scan."""
    row = f"{costs.file_of(test)} {test.partition('[')[2]}"
    return int(hashlib.sha256(row.encode()).hexdigest(), 16) % TURNS == turn % TURNS


@cache
def functions() -> frozenset[str]:
    """The names of the functions that are marked so: ``tests/integration/test_access_matrix.py::test_x``."""
    found = ((file, MARKED.findall(file.read_text(encoding="utf-8"))) for file in costs.TESTS.rglob("test_*.py"))
    return frozenset(f"tests/{file.relative_to(costs.TESTS)}::{name}" for file, names in found for name in names)


def is_enough(changed: list[str] | None) -> bool:
    """Is one turn enough: does none of these files say who may see what, nor is it a test that is marked so?

    ``changed`` is what changed since everything ran last; it is not enough where nobody knows (None).
    """
    marked = {each.partition("::")[0] for each in functions()}
    return changed is not None and not any(
        name in marked or any(rule in f"/{name}" for rule in RULES) for name in changed
    )
