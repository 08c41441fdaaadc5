"""The conditions of a form as a tree: as much of XPath 1.0 as forms write. What is not understood is ``UNCLEAR``.

A tree is a tuple: ("text", t), ("number", n), ("path", p), ("call", name, arguments), (operator, left, right),
("minus", tree), or UNCLEAR. Paths are absolute when they come out: ``.`` and ``../x`` are told from where they stand.
"""

import re
from functools import lru_cache
from typing import Any

Tree = tuple[Any, ...]

UNCLEAR: Tree = ("unclear",)
LONGEST, DEEPEST, MOST_LEVELS = 8_000, 60, 150
TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<sign>!=|<=|>=|[=<>+*|(),\[\]-])"""
    r"""|(?P<path>(?:current\(\)|instance\(\s*(?:'[^']*'|"[^"]*")\s*\)|\.\.|\.|/{1,2}|@?[^\W\d][\w.:-]*)"""
    r"""(?:/{1,2}(?:\.\.|\.|@?[^\W\d][\w.:-]*|\*)?|(?<=/)(?:@?[^\W\d][\w.:-]*|\*))*)|\Z)"""
)
LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
WORDS = frozenset({"or", "and", "div", "mod"})


class _Unclear(Exception):
    """This is no condition that is read here."""


@lru_cache(maxsize=4096)
def read(expression: str, here: str) -> Tree:
    """The tree of a condition that stands at the path ``here``; UNCLEAR where it cannot be read."""
    if len(expression) > LONGEST:
        return UNCLEAR
    try:
        tree = _Reader(_tokens(expression), here).whole()
    except (_Unclear, RecursionError):
        return UNCLEAR
    return tree if depth(tree) <= MOST_LEVELS else UNCLEAR


def depth(tree: Tree) -> int:
    """How many levels a tree has: whoever walks down it goes no deeper."""
    level, levels = [tree], 0
    while level:
        levels += 1
        level = [each for one in level for each in _inside(one)]
    return levels


def _inside(tree: Tree) -> tuple[Tree, ...]:
    if tree[0] == "call":
        return tuple(tree[2])
    return tuple(each for each in tree[1:] if isinstance(each, tuple))


def paths(tree: Tree) -> frozenset[str]:
    """Every path that a tree looks at."""
    if tree[0] == "path":
        return frozenset({tree[1]})
    return frozenset().union(*(paths(each) for each in _inside(tree)))


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(expression):
        match = TOKEN.match(expression, at)
        if not match or match.end() == at:
            raise _Unclear
        if match.lastgroup:
            tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens from left to right, the loosest operator first."""

    def __init__(self, tokens: list[tuple[str, str]], here: str) -> None:
        self.tokens = tokens
        self.here = here
        self.at = 0
        self.depth = 0

    def whole(self) -> Tree:
        tree = self.level(0)
        if self.at < len(self.tokens):
            raise _Unclear
        return tree

    def next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def take(self, sign: str = "") -> tuple[str, str]:
        kind, text = self.next()
        if not kind or (sign and text != sign):
            raise _Unclear
        self.at += 1
        return kind, text

    def level(self, number: int) -> Tree:
        if number == len(LEVELS):
            return self.one()
        tree = self.level(number + 1)
        while self.next()[1] in LEVELS[number] and self.next()[0] in ("sign", "path"):
            operator = self.take()[1]
            tree = (operator, tree, self.level(number + 1))
        return tree

    def one(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Unclear
        try:
            return self._one()
        finally:
            self.depth -= 1

    def _one(self) -> Tree:
        kind, text = self.take()
        if kind == "text":
            return ("text", text[1:-1])
        if kind == "number":
            return ("number", float(text))
        if text == "-":
            return ("minus", self.one())
        if text == "(":
            tree = self.level(0)
            self.take(")")
            return tree
        if kind != "path" or text in WORDS:
            raise _Unclear
        if self.next()[1] == "(" and "/" not in text:
            return self.call(text)
        return self.path(text)

    def call(self, name: str) -> Tree:
        self.take("(")
        arguments: list[Tree] = []
        while self.next()[1] != ")":
            arguments.append(self.level(0))
            if self.next()[1] != ")":
                self.take(",")
        self.take(")")
        return ("call", name, tuple(arguments))

    def path(self, text: str) -> Tree:
        """A path, told from the root. One with a choice among rows, or into another instance, is not told here."""
        if self.next()[1] == "[":
            self.skip()
            return UNCLEAR
        if text.startswith(("instance(", "//")) or "*" in text or "@" in text:
            return UNCLEAR
        steps = [] if text.startswith("/") else self.here.strip("/").split("/")
        for step in text.removeprefix("current()").strip("/").split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in ("", "."):
                steps.append(step.rpartition(":")[2])
        return ("path", "/" + "/".join(steps))

    def skip(self) -> None:
        """Over a choice among rows and what follows it."""
        while self.next()[1] == "[":
            depth = 0
            while True:
                depth += {"[": 1, "]": -1}.get(self.take()[1], 0)
                if not depth:
                    break
            if self.next()[0] == "path" and self.next()[1].startswith("/"):
                self.take()
