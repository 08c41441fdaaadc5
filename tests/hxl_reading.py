"""Reading a table as humanitarian tools do: with libhxl, in a program of its own, because it would fetch addresses."""

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

# It reads from standard input and says what it found. Nothing is fetched: the schema is the one that libhxl brings.
PROGRAM = """
import io, json, sys
import hxl
from hxl.input import make_input, InputOptions
source = hxl.data(make_input(io.BytesIO(sys.stdin.buffer.read()), InputOptions(allow_local=False)))
found = []
with source as read:
    rows = [[str(value) for value in row.values] for row in read.cache()]
    tags = read.display_tags
    schema = hxl.schema(callback=lambda error: found.append([error.rule.severity, error.message]))
    schema.validate(hxl.data([tags, *rows]))
print(json.dumps({"tags": tags, "rows": rows, "found": found}))
"""
REASON = "libhxl is not installed: ./amparo test installs it"


@dataclass(frozen=True, slots=True)
class Read:
    """What libhxl read of a file, and what it found wrong: how bad, and what."""

    tags: list[str]
    rows: list[list[str]]
    found: list[tuple[str, str]]


def read(text: str) -> Read:
    """The table as libhxl reads it; a test without libhxl is skipped by name."""
    if importlib.util.find_spec("hxl") is None:
        pytest.skip(REASON)
    run = subprocess.run([sys.executable, "-c", PROGRAM], input=text.encode(), capture_output=True, check=False)
    if run.returncode:
        raise ValueError(run.stderr.decode().strip().splitlines()[-1])
    told = json.loads(run.stdout)
    return Read(told["tags"], told["rows"], [tuple(each) for each in told["found"]])
