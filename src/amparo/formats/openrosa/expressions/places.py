"""Where an expression is worked out: the form around it, the time, chance, and the node it starts from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from random import Random

from amparo.formats.openrosa.expressions.nodes import Node
from amparo.formats.openrosa.expressions.tokens import BadExpression

MOST_WORK = 300_000  # nodes that may be looked at while one form is worked out


@dataclass(slots=True)
class Work:
    """How many nodes were looked at. A condition inside a condition over a long list would otherwise never end."""

    done: int = 0

    def add(self, nodes: int) -> None:
        self.done += nodes
        if self.done > MOST_WORK:
            raise BadExpression("too_much_work")


def _no_label(_node: Node, _name: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression may know.

    Parameters
    ----------
    root : the node above the form's own root, where ``/data`` starts
    node : what ``.`` and ``current()`` mean
    now : the moment, with its zone; in that zone days begin
    rng : chance
    language : of names of months and of labels
    instances : the lists inside the form, by id
    choice_label : the label of an answer of a question: ``jr:choice-name``
    words : the text of the form with an id: ``jr:itext``
    """

    root: Node
    node: Node
    now: datetime
    rng: Random
    language: str = ""
    instances: Mapping[str, Node] = field(default_factory=dict)
    choice_label: Callable[[Node, str], str] = _no_label
    words: Callable[[str], str] = str
    work: Work = field(default_factory=Work)

    @property
    def zone(self) -> tzinfo:
        """The zone in which days begin."""
        if self.now.tzinfo is None:
            raise ValueError("now has no zone")
        return self.now.tzinfo


@dataclass(frozen=True, slots=True)
class At:
    """The node at which a part of an expression stands: inside a condition it is one of those that are tried."""

    context: Context
    node: Node
    position: int = 1
    size: int = 1

    @property
    def zone(self) -> tzinfo:
        """The zone in which days begin."""
        return self.context.zone
