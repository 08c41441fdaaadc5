"""The functions that an expression may call, and what each must be given.

Refused in words are functions that reach outside the form (``pulldata``), that make something to recognise a person by
(``digest``), and those of maps, which our page cannot ask for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from amparo.formats.openrosa.expressions import node_functions as nodes
from amparo.formats.openrosa.expressions import number_functions as numbers
from amparo.formats.openrosa.expressions import text_functions as texts
from amparo.formats.openrosa.expressions import time_functions as times
from amparo.formats.openrosa.expressions.values import Value


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many values it takes, and the places at which it needs nodes and not just a value."""

    call: Callable[..., Value]
    least: int
    most: float
    nodes: tuple[int, ...] = ()
    gives_nodes: bool = False
    in_pairs_from: int | None = None  # from this place on, values come two by two


FUNCTIONS: dict[str, Function] = {
    # texts
    "string": Function(texts.string, 0, 1),
    "concat": Function(texts.concat, 0, inf),
    "join": Function(texts.join, 1, inf),
    "contains": Function(texts.contains, 2, 2),
    "starts-with": Function(texts.starts_with, 2, 2),
    "ends-with": Function(texts.ends_with, 2, 2),
    "substring-before": Function(texts.substring_before, 2, 2),
    "substring-after": Function(texts.substring_after, 2, 2),
    "substring": Function(texts.substring, 2, 3),
    "substr": Function(texts.substr, 2, 3),
    "string-length": Function(texts.string_length, 0, 1),
    "normalize-space": Function(texts.normalize_space, 0, 1),
    "translate": Function(texts.translate, 3, 3),
    "regex": Function(texts.regex, 2, 2),
    "uuid": Function(texts.uuid, 0, 1),
    "coalesce": Function(texts.coalesce, 1, inf),
    "once": Function(texts.once, 1, 1),
    "jr:itext": Function(texts.itext, 1, 1),
    # truths
    "boolean": Function(texts.boolean, 1, 1),
    "not": Function(texts.negation, 1, 1),
    "true": Function(texts.true, 0, 0),
    "false": Function(texts.false, 0, 0),
    "boolean-from-string": Function(texts.boolean_from_string, 1, 1),
    "if": Function(texts.choice, 3, 3),
    "checklist": Function(texts.checklist, 2, inf),
    "weighted-checklist": Function(texts.weighted_checklist, 2, inf, in_pairs_from=2),
    # answers of a question with several
    "selected": Function(texts.selected, 2, 2),
    "selected-at": Function(texts.selected_at, 2, 2),
    "count-selected": Function(texts.count_selected, 1, 1),
    "jr:choice-name": Function(nodes.choice_name, 2, 2, (1,)),
    # numbers
    "number": Function(numbers.number, 0, 1),
    "sum": Function(numbers.added, 1, 1),
    "min": Function(numbers.least, 0, inf),
    "max": Function(numbers.most, 0, inf),
    "round": Function(numbers.rounded, 1, 2),
    "pow": Function(numbers.raised, 2, 2),
    "atan2": Function(numbers.arc, 2, 2),
    "pi": Function(numbers.circle, 0, 0),
    "random": Function(numbers.chance, 0, 0),
    **{name: Function(call, 1, 1) for name, call in numbers.OF_ONE.items()},
    # days and times
    "today": Function(times.today, 0, 0),
    "now": Function(times.now, 0, 0),
    "date": Function(times.date, 1, 1),
    "date-time": Function(times.date, 1, 1),
    "decimal-date-time": Function(times.decimal_date_time, 1, 1),
    "decimal-time": Function(times.decimal_time, 1, 1),
    "format-date": Function(times.format_date, 2, 2),
    "format-date-time": Function(times.format_date, 2, 2),
    # nodes
    "count": Function(nodes.count, 1, 1, (0,)),
    "count-non-empty": Function(nodes.count_non_empty, 1, 1, (0,)),
    "current": Function(nodes.current, 0, 0, gives_nodes=True),
    "instance": Function(nodes.instance, 1, 1, gives_nodes=True),
    "last": Function(nodes.last, 0, 0),
    "position": Function(nodes.position, 0, 1, (0,)),
    "indexed-repeat": Function(nodes.indexed_repeat, 3, 7, (0, 1, 3, 5), gives_nodes=True, in_pairs_from=1),
    "randomize": Function(nodes.randomize, 1, 2, (0,), gives_nodes=True),
}

REFUSED = frozenset(
    {
        "pulldata", "digest", "base64-decode", "extract-signed", "area", "distance", "geofence", "intersects", "search",
        "property", "lookup",
    }
)  # fmt: skip
"""Functions that phones know and our page does not."""

OF_SOME_PHONES = frozenset(
    {
        "comment", "depend", "enclosed-area", "id", "is-selected", "lang", "local-name", "name", "namespace-uri",
        "node", "processing-instruction", "text", "version",
    }
)  # fmt: skip
"""Functions and tests of nodes that one of the programs of ODK knows, and our page does not."""
