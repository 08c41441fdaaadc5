"""Values that stand in sentences: ``${name}``, as a form's texts are read."""

import re
from collections.abc import Iterable, Mapping

from amparo.formats.openrosa.expressions import BadExpression, Expression, parse

PLACED = re.compile(r"\$\{([^{}]*)\}")


def placed_in(texts: Mapping[str, str]) -> set[str]:
    """What is put into a text, in any language."""
    return {found[1] for text in texts.values() for found in PLACED.finditer(text)}


def named(paths: Iterable[str], name: str, *, near: str) -> str:
    """The path of the place of this name; of several, the one that stands nearest; "" where there is none."""
    steps = near.split("/")

    def shared(path: str) -> int:
        return sum(1 for one, other in zip(path.split("/"), steps, strict=False) if one == other)

    return max((path for path in paths if path.endswith(f"/{name}")), key=shared, default="")


def expression_in(text: str) -> Expression | None:
    """An expression that stands in a sentence; None where it is none."""
    try:
        return parse(text)
    except BadExpression:
        return None
