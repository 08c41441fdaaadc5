"""Small faults for planting in the product, one at a time: a sample of each kind, drawn by a seed.

A fault is a piece of one file and what takes its place. The kinds are those that hurt here: a guard that says the
contrary, a lock that is not taken, a filter that lets others see, a day too many, an act that the audit log misses,
text that is not escaped, a header that is not sent, a threshold that is lower.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.running import costs

PRODUCT = costs.TESTS.parent / "src" / "amparo"
SEED, COUNT = 24, 300
LOCK_DROPPED, SILENT, LOWER = "a lock dropped", "an act not written down", "a threshold lowered"
WHOSE = re.compile(r"^(team|user|reader|owner|by|holder|author|asker|person|staff|organisation)(_id)?(__\w+)?$")
DAYS = re.compile(r"day|date|until|due|_on$|^on$|today|ends|begins|expires")
HEADER = re.compile(r"[A-Z][A-Za-z]+(-[A-Z][A-Za-z]+)*")
LIMIT = re.compile(r"^[A-Z][A-Z0-9_]+$")
NOT_THE_PRODUCT = (
    "migrations/",
    "config/check",
    "config/brief",
    "config/doctor",
    "config/prepare",
    "config/management/",
)


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, by file and line of its function, and what changes."""

    kind: str
    file: str  # from the folder of the product
    line: int
    functions: tuple[int, ...]  # the first lines of the functions that it is in, or that read it
    begin: int
    end: int
    instead: str
    is_compiled: bool = False  # it is in a function that numba compiles

    def __str__(self) -> str:
        return f"{self.kind}: {self.file}:{self.line}"

    def planted(self, text: str) -> str:
        """The file with the fault."""
        raw = text.encode()
        return (raw[: self.begin] + self.instead.encode() + raw[self.end :]).decode()


class Source:
    """A file of the product, its tree, and where in its bytes a node stands."""

    def __init__(self, path: Path) -> None:
        self.file = str(path.relative_to(PRODUCT))
        self.raw = path.read_bytes()
        self.tree = ast.parse(self.raw)
        self.starts = [0, *accumulate(len(line) for line in self.raw.splitlines(keepends=True))]
        self.nodes = list(ast.walk(self.tree))
        self.functions = [each for each in self.nodes if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        self.lines = [(first_line(each), each.end_lineno or 0) for each in self.functions]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Its first byte, and the one after its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt) -> str:
        """What stands there."""
        begin, end = self.span(node)
        return self.raw[begin:end].decode()

    def around(self, node: ast.AST) -> tuple[int, ...]:
        """The first lines of the functions in which it stands, as a running program names them."""
        line = getattr(node, "lineno", 0)
        return tuple(begin for begin, end in self.lines if begin <= line <= end)

    def is_compiled(self, functions: tuple[int, ...]) -> bool:
        """Does numba compile one of these functions? It knows no switch."""
        some = (each for each in self.functions if first_line(each) in functions)
        return any("compiled" in self.of(each) for function in some for each in function.decorator_list)

    def mutant(self, kind: str, node: ast.expr | ast.stmt, instead: str, functions: tuple[int, ...] = ()) -> Mutant:
        """The fault that puts something else in the place of a node."""
        return self.between(kind, node, *self.span(node), instead, functions)

    def between(
        self, kind: str, node: ast.expr | ast.stmt, begin: int, end: int, instead: str, functions: tuple[int, ...] = ()
    ) -> Mutant:
        """The fault that puts something else in the place of these bytes of a node."""
        functions = functions or self.around(node)
        return Mutant(kind, self.file, node.lineno, functions, begin, end, instead, self.is_compiled(functions))


def first_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Where its code begins for Python: at its first decorator."""
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


# --- the kinds ---


def negated_guards(source: Source) -> Iterator[Mutant]:
    """``if x`` becomes ``if not (x)``."""
    for node in source.nodes:
        if isinstance(node, ast.If) and source.around(node):
            yield source.mutant("a guard negated", node.test, f"not ({source.of(node.test)})")


def dropped_locks(source: Source) -> Iterator[Mutant]:
    """``rows.select_for_update()`` becomes ``rows``."""
    for node in source.nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "select_for_update"
        ):
            yield source.mutant(LOCK_DROPPED, node, source.of(node.func.value))


def dropped_filters(source: Source) -> Iterator[Mutant]:
    """``.filter(team=…, day=…)`` becomes ``.filter(day=…)``."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "get"):
            kept = [each for each in node.keywords if not (each.arg and WHOSE.match(each.arg))]
            if len(kept) < len(node.keywords):
                words = [source.of(each) for each in node.args]
                words += [
                    f"{each.arg}={source.of(each.value)}" if each.arg else f"**{source.of(each.value)}" for each in kept
                ]
                yield source.mutant("a filter dropped", node, f"{source.of(node.func)}({', '.join(words)})")


def moved_days(source: Source) -> Iterator[Mutant]:
    """``<`` of two days becomes ``<=``, and ``timedelta(days=30)`` a day more."""
    other = {ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">")}
    for node in source.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in other:
            right = node.comparators[0]
            if DAYS.search(source.of(node.left)) or DAYS.search(source.of(right)):
                begin, end = source.span(node.left)[1], source.span(right)[0]
                between = source.raw[begin:end].decode().replace(*other[type(node.ops[0])], 1)
                yield source.between("a day moved", node, begin, end, between)
        elif isinstance(node, ast.keyword) and node.arg == "days" and isinstance(node.value, ast.Constant):
            days = node.value.value
            yield from [source.mutant("a day moved", node.value, str(days + 1))] if isinstance(days, int) else []


def silent_acts(source: Source) -> Iterator[Mutant]:
    """``@audited(…)`` goes."""
    for function in source.functions:
        for each in function.decorator_list:
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "audited":
                begin, end = source.span(each)
                functions = (first_line(function),)
                yield Mutant(SILENT, source.file, each.lineno, functions, begin - 1, end, "")


def plain_text(source: Source) -> Iterator[Mutant]:
    """``escape(x)`` becomes ``x``, and ``format_html(x, …)`` does not escape."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and node.args:
            called = source.of(node.func)
            if called in ("escape", "conditional_escape", "html.escape", "quote", "quoteattr"):
                yield source.mutant("text not escaped", node, source.of(node.args[0]))
            elif called == "format_html":
                others = ", ".join(map(source.of, node.args[1:]))
                mark = "__import__('django.utils.safestring', fromlist=['x']).mark_safe"
                yield source.mutant("text not escaped", node, f"{mark}(({source.of(node.args[0])}).format({others}))")


def missing_headers(source: Source) -> Iterator[Mutant]:
    """``answer["Cache-Control"] = …`` goes."""
    for node in source.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            name = node.targets[0].slice
            is_header = isinstance(name, ast.Constant) and HEADER.fullmatch(str(name.value))
            if is_header and source.of(node.targets[0].value) in ("response", "answer", "fields", "headers", "message"):
                yield source.mutant("a header not sent", node, "pass")


def lower_thresholds(source: Source) -> Iterator[Mutant]:
    """``LEAST = 10`` becomes ``LEAST = 9``; the functions are those of the file that read the name."""
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
            if LIMIT.match(name) and isinstance(value, ast.Constant) and type(value.value) is int and value.value > 1:
                reads = [each for each in source.nodes if isinstance(each, ast.Name) and each.id == name]
                functions = tuple(sorted({line for each in reads for line in source.around(each)}))
                if functions:
                    yield source.mutant(LOWER, value, str(value.value - 1), functions)


KINDS: tuple[Callable[[Source], Iterator[Mutant]], ...] = (
    negated_guards, dropped_locks, dropped_filters, moved_days, silent_acts, plain_text, missing_headers,
    lower_thresholds,
)  # fmt: skip


def all_of(kind: Callable[[Source], Iterator[Mutant]]) -> list[Mutant]:
    """Every fault of a kind that can be planted."""
    return [each for source in sources() for each in kind(source) if each.functions]


@cache
def sources() -> list[Source]:
    """The files of the product in which faults are planted."""
    files = sorted(PRODUCT.rglob("*.py"))
    return [Source(path) for path in files if not any(part in str(path) for part in NOT_THE_PRODUCT)]


def sample(count: int = COUNT, seed: int = SEED) -> list[Mutant]:
    """So many faults: of each kind as many as of the others, as far as there are; more of the guards to fill up."""
    random, found = Random(seed), list[Mutant]()
    for kind in reversed(KINDS):
        every = all_of(kind)
        share = count - len(found) if kind is negated_guards else count // len(KINDS)
        found += random.sample(every, min(share, len(every)))
    random.shuffle(found)
    return found
