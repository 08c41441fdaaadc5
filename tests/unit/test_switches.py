"""A fault that is switched on is the fault that would be planted, and one that is off changes nothing."""

import ast
import mmap
from pathlib import Path
from typing import Any

import pytest

from tests.running import mutants, switches
from tests.running.mutants import Source
from tests.unit.test_mutants import ACT


class Decided(ast.NodeTransformer):
    """The tree of a file with switches, as it runs where one of them is on and the others are off."""

    def __init__(self, number: int) -> None:
        self.number = number

    def is_on(self, call: ast.expr) -> bool:
        """Is it the switch of this fault?"""
        assert isinstance(call, ast.Call)
        assert isinstance(call.args[0], ast.Constant)
        return call.args[0].value == self.number

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        return self.visit(node.body if self.is_on(node.test) else node.orelse)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.AST]:
        if not ast.unparse(node.test).startswith(f"not {switches.NAME}.on("):
            return self.generic_visit(node)
        assert isinstance(node.test, ast.UnaryOp)
        return ast.Pass() if self.is_on(node.test.operand) else self.visit(node.body[0])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        kept = []
        for each in node.decorator_list:
            if not ast.unparse(each).startswith(f"{switches.NAME}.unless"):
                kept.append(each)
            elif not self.is_on(each):
                assert isinstance(each, ast.Call)
                kept.append(each.args[1])
        node.decorator_list = kept
        return self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> ast.AST | None:
        return None if node.names[0].name == switches.NAME else node


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(mutants, "PRODUCT", tmp_path)
    (tmp_path / "acts.py").write_text(ACT, encoding="utf-8")
    return Source(tmp_path / "acts.py")


def decided(text: str, number: int) -> str:
    return ast.unparse(ast.fix_missing_locations(Decided(number).visit(ast.parse(text))))


def test_what_is_on_is_what_would_be_planted(source: Source) -> None:
    faults = dict(enumerate(each for kind in mutants.KINDS for each in kind(source)))
    text = switches.switched(source, faults)
    assert decided(text, -1) == ast.unparse(ast.parse(ACT))
    for number, each in faults.items():
        planted = each.planted(ACT)
        if each.kind == mutants.LOWER:  # where it is read, not where it is written
            planted = ACT.replace("LEAST < 3", "9 < 3")
        assert decided(text, number) == ast.unparse(ast.parse(planted)), str(each)


def test_what_is_on_and_what_was_come_by_stand_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = mmap.mmap(-1, 2 * switches.MOST)
    monkeypatch.setattr(switches, "_shared", lambda: shared)
    switches.on({3, 7})
    shared[switches.MOST + 7] = shared[switches.MOST + 9] = 1  # as the product does
    with switches.quiet():
        assert sum(shared[: switches.MOST]) == 0
    assert [number for number in range(20) if shared[number]] == [3, 7]
    switches.on(set())
    assert switches.met() == {7, 9}, "it stays until something is switched on"
    switches.on({1})
    assert switches.met() == set()
