"""Spreadsheets made for the tests, good ones and hostile ones; and a child behind the real walls that takes many."""

from __future__ import annotations

import base64
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from amparo.formats.media.running import run
from amparo.formats.xlsform.packing import packed

SOURCES = Path(__file__).resolve().parents[2] / "src"
SHEETS = {
    "survey": [
        ["type", "name", "label"],
        ["select_one yn", "q1", "¿Cómo estás, Ñandú? «así» – €"],
        ["note", "n", "Ya"],
    ],
    "choices": [["list_name", "name", "label"], ["yn", "y", "Sí"], ["yn", "n", "No"]],
}
_MANY = """
import base64, json, os, sys
sys.path.append({sources!r})
from amparo.formats.media.walls import confine, limit
from amparo.formats.xlsform import child
limit(60, child.MEMORY)
sys.stdout = sys.stderr
import warnings
warnings.simplefilter("ignore")
work = child._loaded()
from amparo.formats.xlsform.kinds import kind_of
confine()
came = b""
while chunk := os.read(0, 65536):
    came += chunk
answers = []
for data, name in json.loads(came):
    data = base64.b64decode(data)
    try:
        wanted = dict(kind=kind_of(data, name), form_id="ours", version="3", before=[], plain="es")
        answers.append(work(data, wanted))
    except child.BadSheet as bad:
        answers.append(dict(fault=bad.code, facts=bad.facts))
    except Exception as error:
        answers.append(dict(fault="broken", facts=dict(error=type(error).__name__)))
child._answer(answers)
"""


def behind_walls(files: Iterable[tuple[bytes, str]]) -> list[dict[str, Any]]:
    """What a child makes of each file, with the limits and the walls of the real one: one start for many files."""
    sent = json.dumps([[base64.b64encode(data).decode(), name] for data, name in files]).encode()
    program = _MANY.format(sources=str(SOURCES))
    answer = run([sys.executable, "-I", "-B", "-c", program], (sent,), seconds=60, most=50_000_000)
    return list(json.loads(bytes(answer)))


def repacked(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The same zip with other parts: put in, put in the place of one, or taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()} | dict(changed)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return into.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """One file of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def good() -> bytes:
    """A small workbook with nothing wrong."""
    return packed(SHEETS)
