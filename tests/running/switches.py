"""A copy of the product in which each fault of ``mutants.py`` can be switched on and off while it runs.

Where a fault changes an expression, both stand there: ``((x < 3) if planted_faults.on(7) else (x <= 3))``. What is on
stands in a file that all programs of a run share in memory, those that tests start too. A second half of it says which
faults were come by.
"""

import ast
import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.running.mutants import LOWER, PRODUCT, SILENT, Mutant, Source

TESTS = Path(__file__).resolve().parents[1]
SRC = TESTS.parent / "src"
NAME = "planted_faults"
MOST = 1024
MODULE = f'''"""Which faults are on. Written by the tests; this is a copy."""
import functools, mmap, pathlib
with pathlib.Path(__file__).with_suffix(".bin").open("r+b") as file:
    shared = mmap.mmap(file.fileno(), {2 * MOST})
def on(number):
    shared[{MOST} + number] = 1
    return shared[number] == 1
def unless(number, decorate):
    def both(function):
        decorated = decorate(function)
        @functools.wraps(decorated)
        def either(*args, **kwargs):
            return (function if on(number) else decorated)(*args, **kwargs)
        return either
    return both
'''


# --- making the copy ---


class Place(NamedTuple):
    """Where a fault is switched: its number, and the bytes of the file that it changes."""

    number: int
    begin: int
    end: int


def build(tree: Path, mutants: Mapping[int, Mutant]) -> None:
    """Rewrite the product of a copy of the tree so that these faults can be switched, by their numbers."""
    (tree / "src" / f"{NAME}.py").write_text(MODULE, encoding="utf-8")
    (tree / "src" / f"{NAME}.bin").write_bytes(bytes(2 * MOST))
    (tree / "src" / f"{NAME}.txt").write_text("\n".join(map(str, mutants)), encoding="utf-8")
    files: dict[str, dict[int, Mutant]] = {}
    for number, each in mutants.items():
        files.setdefault(each.file, {})[number] = each
    for file, some in files.items():
        (tree / "src/amparo" / file).write_text(switched(Source(PRODUCT / file), some), encoding="utf-8")
    laid = tree / "tests/laid_once.py"
    text = laid.read_text(encoding="utf-8")
    kept = "result = function(*args, **kwargs)\n        _known"
    if kept not in text:
        raise ValueError("tests/laid_once.py keeps what it laid in another way; see tests/running/switches.py")
    quiet = "from tests.running.switches import quiet\n        with quiet():\n            "
    laid.write_text(text.replace(kept, quiet + kept), encoding="utf-8")


def switched(source: Source, mutants: Mapping[int, Mutant]) -> str:
    """The text of a file with a switch for each of its faults."""
    places = sorted(
        (Place(number, *span) for number, each in mutants.items() for span in _spans(source, each)),
        key=lambda each: (each.begin, -each.end),
    )
    text = _written(source, 0, len(source.raw), places, mutants)
    body = ast.parse(text).body
    first = next(each for each in body if not _comes_first(each))
    at = min([first.lineno, *(each.lineno for each in getattr(first, "decorator_list", []))]) - 1
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:at], f"import {NAME}\n", *lines[at:]])


def _comes_first(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _spans(source: Source, mutant: Mutant) -> list[tuple[int, int]]:
    """The bytes of the smallest expression, statement or decorator that it changes; of a limit, where it is read."""
    if mutant.kind == LOWER:
        name = source.raw[: mutant.begin].decode().rpartition("\n")[2].partition("=")[0].strip()
        reads = [each for each in source.nodes if isinstance(each, ast.Name) and each.id == name]
        return [source.span(each) for each in reads if source.around(each) and isinstance(each.ctx, ast.Load)]
    begin = mutant.begin + (mutant.kind == SILENT)  # after the @
    spans = (source.span(each) for each in source.nodes if isinstance(each, ast.expr | ast.Assign))
    holding = [each for each in spans if each[0] <= begin and each[1] >= mutant.end]
    return [min(holding, key=lambda each: each[1] - each[0])]


def _written(source: Source, begin: int, end: int, places: Sequence[Place], mutants: Mapping[int, Mutant]) -> str:
    """This part of the file; a fault within another stands in what the other leaves as it was."""
    pieces, at = [], begin
    while places:
        here = places[0]
        within = [each for each in places[1:] if each.end <= here.end]
        places = [each for each in places[1:] if each.end > here.end]
        before = _written(source, here.begin, here.end, within, mutants)
        pieces += [source.raw[at : here.begin].decode(), _either(source, mutants[here.number], here, before)]
        at = here.end
    return "".join([*pieces, source.raw[at:end].decode()])


def _either(source: Source, mutant: Mutant, here: Place, before: str) -> str:
    if mutant.kind == SILENT:
        return f"{NAME}.unless({here.number}, {before})"
    if mutant.kind == "a header not sent":
        return f"if not {NAME}.on({here.number}): {before}"
    after = mutant.instead
    if mutant.kind != LOWER:
        after = (source.raw[here.begin : mutant.begin] + after.encode() + source.raw[mutant.end : here.end]).decode()
    return f"(({after}) if {NAME}.on({here.number}) else ({before}))"


# --- while it runs ---


@cache
def _shared() -> mmap.mmap:
    with (SRC / f"{NAME}.bin").open("r+b") as file:
        return mmap.mmap(file.fileno(), 2 * MOST)


def numbers() -> set[int]:
    """Those of all faults of this copy."""
    file = SRC / f"{NAME}.txt"
    return {int(line) for line in file.read_text(encoding="utf-8").split()}


def on(faults: Iterable[int]) -> None:
    """Switch these on and all others off, and forget what was come by."""
    state = bytearray(2 * MOST)
    for each in faults:
        state[each] = 1
    shared = _shared()
    if any(state[:MOST]):
        shared[:] = bytes(state)
    else:
        shared[:MOST] = bytes(MOST)


def met() -> set[int]:
    """The faults that were come by since some were switched on."""
    shared = _shared()
    return {number for number in range(MOST) if shared[MOST + number]}


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing: all faults are off while the block runs."""
    shared = _shared()
    before = shared[:MOST]
    shared[:MOST] = bytes(MOST)
    try:
        yield
    finally:
        shared[:MOST] = before
