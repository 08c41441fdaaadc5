"""Expressions of forms: conditions, limits and calculations, in the part of XPath 1.0 that ODK uses. No ``eval``.

An expression is read once (:func:`parse`), and then worked out as often as one likes (:class:`Expression`). Reading
refuses whatever cannot be worked out, with a :class:`BadExpression`. What was read never fails, save that it would look
at more nodes than it may.

**What is empty.** A question without an answer has an empty text. It is not 0: ``${n} < 5`` and ``${n} = 0`` are
false, ``${n} + 1`` is NaN, which is written as nothing. ``${n} != 'x'`` is true. A question that is not asked now is as
empty, and functions that count, add up or join pass it by. ``sum`` of nothing is 0, ``max`` of nothing is NaN.

**Truth.** ``${a}`` alone is true wherever the question is asked, with an answer or without; ``${a} != ''`` asks for
one. Only for a *value* is empty false: ``boolean('')``, ``boolean(0)``.

**Days.** ``2026-03-05`` counts as a number like days since 1970-01-01, so days can be compared and taken from each
other. A moment with a zone is first seen from the zone of ``now``. ``today()`` is written as a day, ``now()`` as
``2026-03-05T10:30:00.000-05:00``; a day that cannot be read is empty.

Where the engines of ODK differ, ODK Collect is followed, because people there try out their forms: a path inside what
is told more than once means the one in which it stands; ``regex`` wants the whole text to fit; what is not asked is not
counted; a day is a whole number in every zone. ``tests/unit/expression_table.py`` lists every such place.
"""

from dataclasses import dataclass
from functools import lru_cache

from amparo.formats.openrosa.expressions.grammar import gives_nodes, tree_of
from amparo.formats.openrosa.expressions.nodes import Node
from amparo.formats.openrosa.expressions.places import At, Context, Work
from amparo.formats.openrosa.expressions.reading import Reads, reads_of
from amparo.formats.openrosa.expressions.tokens import BadExpression
from amparo.formats.openrosa.expressions.trees import Tree, without_conditions
from amparo.formats.openrosa.expressions.values import Value, number_of, text_of, truth_of
from amparo.formats.openrosa.expressions.working import worked_out

__all__ = ["BadExpression", "Context", "Expression", "Node", "Reads", "Work", "parse"]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read."""

    tree: Tree

    def value(self, context: Context) -> Value:
        """What it comes to."""
        return worked_out(self.tree, At(context, context.node))

    def text(self, context: Context) -> str:
        """What it comes to, as a text."""
        return text_of(self.value(context))

    def number(self, context: Context) -> float:
        """What it comes to, as a number; NaN where it is none."""
        return number_of(self.value(context), context.zone)

    def holds(self, context: Context) -> bool:
        """Whether it is true."""
        return truth_of(self.value(context))

    def nodes(self, context: Context) -> list[Node]:
        """The nodes that it finds."""
        value = self.value(context)
        return value if isinstance(value, list) else []

    def rows(self, context: Context) -> list[Node]:
        """The nodes that it finds, before any condition chooses among them."""
        return Expression(without_conditions(self.tree)).nodes(context)

    @property
    def finds_nodes(self) -> bool:
        """Is it a path, or something else that finds nodes?"""
        return gives_nodes(self.tree)

    def reads(self, at: str) -> Reads:
        """Which places and lists of the form it looks at where it stands at this path."""
        return reads_of(self.tree, at)


@lru_cache(maxsize=4096)
def parse(expression: str) -> Expression:
    """An expression, read; :class:`BadExpression` where it cannot be worked out."""
    return Expression(tree_of(expression))
