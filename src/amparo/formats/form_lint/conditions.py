"""What a condition comes to where only some answers are known: yes, no, or it depends (``UNKNOWN``).

It is for asking "can this be true after a no?" and "does this forbid an empty answer?". What is not surely a no is not
called one, and what is not surely a yes is not called one.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

from amparo.formats.form_lint.xpath import Tree, read
from amparo.formats.openrosa.expressions import BadExpression
from amparo.formats.openrosa.expressions.patterns import matches


class _Unknown:
    """An answer that nobody knows yet."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
Value = str | float | bool | _Unknown
Known = Mapping[str, str]  # answers by path; a path that is not there is not known


def holds(expression: str, here: str, known: Known) -> bool | None:
    """Does the condition hold? None where it depends on what is not known. An empty one always holds."""
    if not expression.strip():
        return True
    return _truth(value(read(expression, here), known))


def result(expression: str, here: str, known: Known) -> str | None:
    """What the phone writes for a calculation; None where it depends on what is not known."""
    worked_out = value(read(expression, here), known)
    return None if isinstance(worked_out, _Unknown) else _text(worked_out)


def value(tree: Tree, known: Known) -> Value:
    """What a tree comes to."""
    kind = tree[0]
    if kind in ("text", "number"):
        return tree[1]  # type: ignore[no-any-return]
    if kind == "path":
        return known.get(tree[1], UNKNOWN)
    if kind == "call":
        return _call(tree[1], tree[2], known)
    if kind in ("and", "or"):
        return _joined(kind, tree[1], tree[2], known)
    if kind == "unclear":
        return UNKNOWN
    if kind == "minus":
        number = _number(value(tree[1], known))
        return number if isinstance(number, _Unknown) else -number
    left, right = value(tree[1], known), value(tree[2], known)
    if isinstance(left, _Unknown) or isinstance(right, _Unknown):
        return UNKNOWN
    return _equal(kind, left, right) if kind in ("=", "!=") else _reckoned(kind, left, right)


def _truth(found: Value) -> bool | None:
    if isinstance(found, _Unknown):
        return None
    if isinstance(found, float):
        return bool(found) and not math.isnan(found)
    return bool(found)


def _joined(kind: str, left: Tree, right: Tree, known: Known) -> Value:
    """``and`` is a no where one is a no, ``or`` a yes where one is a yes, whatever the other is."""
    both = [_truth(value(each, known)) for each in (left, right)]
    if (kind == "or") in both:
        return kind == "or"
    return UNKNOWN if None in both else kind == "and"


def _number(found: Value) -> float | _Unknown:
    if isinstance(found, _Unknown):
        return UNKNOWN
    if isinstance(found, bool):
        return float(found)
    try:
        return float(found)
    except ValueError:
        return math.nan


def _equal(kind: str, left: str | float | bool, right: str | float | bool) -> Value:
    if isinstance(left, bool) or isinstance(right, bool):
        same = bool(_truth(left)) == bool(_truth(right))
    elif isinstance(left, float) or isinstance(right, float):
        same = _number(left) == _number(right)
    else:
        same = left == right
    return same if kind == "=" else not same


def _reckoned(kind: str, left: Value, right: Value) -> Value:
    """Less, more, and arithmetic. An empty answer is no number: no phone looks whether it is small enough."""
    one, other = _number(left), _number(right)
    if isinstance(one, _Unknown) or isinstance(other, _Unknown) or math.isnan(one) or math.isnan(other):
        return UNKNOWN
    if kind in ("div", "mod") and not other:
        return UNKNOWN
    return RECKONED[kind](one, other)


RECKONED: Mapping[str, Callable[[float, float], Value]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": lambda one, other: one / other,
    "mod": math.fmod,
}


def _call(name: str, arguments: tuple[Tree, ...], known: Known) -> Value:
    """What a function comes to; one that is not known here depends."""
    if name == "if" and len(arguments) == 3:
        condition = _truth(value(arguments[0], known))
        either = [value(each, known) for each in arguments[1:]]
        if condition is None:
            return either[0] if either[0] == either[1] else UNKNOWN
        return either[0] if condition else either[1]
    given = [value(each, known) for each in arguments]
    sure = [each for each in given if not isinstance(each, _Unknown)]
    if len(sure) < len(given):
        return UNKNOWN
    if name not in FUNCTIONS or (name, len(given)) not in COUNTS:
        return UNKNOWN
    return FUNCTIONS[name](*sure)


def _text(found: str | float | bool) -> str:
    if isinstance(found, bool):
        return str(found).lower()
    return f"{found:g}" if isinstance(found, float) else found


def _fits(text: str | float | bool, pattern: str | float | bool) -> Value:
    """Does the empty text fit? Of another it is not asked; of a pattern that our machine does not read nobody knows."""
    try:
        return UNKNOWN if _text(text) else matches(_text(pattern), "")
    except BadExpression:
        return UNKNOWN


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "true": lambda: True,
    "false": lambda: False,
    "not": lambda each: not _truth(each),
    "boolean": lambda each: bool(_truth(each)),
    "string": _text,
    "once": _text,
    "number": _number,
    "normalize-space": lambda each: " ".join(_text(each).split()),
    "string-length": lambda each: float(len(_text(each))),
    "selected": lambda each, name: _text(name) in _text(each).split(),
    "count-selected": lambda each: float(len(_text(each).split())),
    "contains": lambda each, part: _text(part) in _text(each),
    "starts-with": lambda each, part: _text(each).startswith(_text(part)),
    "ends-with": lambda each, part: _text(each).endswith(_text(part)),
    "coalesce": lambda one, other: one if _text(one) else other,
    "concat": lambda *each: "".join(_text(one) for one in each),
    "regex": _fits,
}
COUNTS = {
    *((name, 0) for name in ("true", "false")),
    *((name, 1) for name in ("not", "boolean", "string", "once", "number", "normalize-space", "string-length")),
    ("count-selected", 1),
    *((name, 2) for name in ("selected", "contains", "starts-with", "ends-with", "coalesce", "regex")),
    *(("concat", count) for count in range(1, 30)),
}
