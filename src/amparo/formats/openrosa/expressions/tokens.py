"""Cutting an expression into its words and signs, by the rules of XPath 1.0 section 3.7.

A name may hold ``-`` and ``.``, so ``a-b`` is one name and ``a - b`` a difference. ``*``, ``and``, ``or``, ``div`` and
``mod`` are operators only where something stands before them that they can join; elsewhere they are names.
"""

import re
from dataclasses import dataclass

from amparo.formats.openrosa.faults import Fault

LONGEST = 32_767  # characters: what a cell of a sheet can hold
OPERATOR_NAMES = frozenset({"and", "or", "div", "mod"})
OPERATORS = frozenset({*OPERATOR_NAMES, "*", "+", "-", "=", "!=", "<", "<=", ">", ">=", "|"})
_OPENS = frozenset({"/", "//", "(", "[", ",", "::", "@"})  # after these stands no operator but a name
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"|(?P<quoted>\"[^\"]*\"|'[^']*')"
    r"|(?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)"
    r"|(?P<sign>//|::|\.\.|!=|<=|>=|[/()\[\],.@|+\-=<>*])"
)


class BadExpression(Fault):
    """An expression of a form that cannot be worked out here; ``facts`` hold at most forty letters of it."""

    sentences = "expression_fault"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign. ``kind`` is number, quoted, name, operator or sign; ``at`` counts characters from 1."""

    kind: str
    text: str
    at: int


def tokens(expression: str) -> list[Token]:
    """The words and signs of an expression, in order."""
    if len(expression) > LONGEST:
        raise BadExpression("too_long", most=str(LONGEST))
    found: list[Token] = []
    place = 0
    while place < len(expression):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise BadExpression("bad_syntax", at=str(place + 1), near=expression[place : place + 40])
        kind, text = str(match.lastgroup), match[0]
        if kind != "space":
            found.append(Token(_kind(kind, text, found), text, place + 1))
        place = match.end()
    return found


def _kind(kind: str, text: str, before: list[Token]) -> str:
    last = before[-1] if before else None
    joins = last is not None and last.kind != "operator" and not (last.kind == "sign" and last.text in _OPENS)
    if kind == "name":
        return "operator" if joins and text in OPERATOR_NAMES else "name"
    if kind == "sign" and text in OPERATORS:
        return "name" if text == "*" and not joins else "operator"
    return kind
