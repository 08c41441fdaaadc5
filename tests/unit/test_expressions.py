"""Expressions of forms: what they come to, and what is refused."""

import re
from datetime import UTC, datetime
from random import Random

import pytest

from amparo.formats.openrosa.documents import Element, Limits, read_xml
from amparo.formats.openrosa.expressions import BadExpression, Context, Node, parse
from amparo.formats.openrosa.faults import BadForm
from tests.unit.expression_table import INSTANCE, LISTS, OURS, ROWS

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)


def node(xml: str, above: Node | None = None) -> Node:
    """A tree of nodes out of XML."""

    def grown(element: Element, into: Node) -> Node:
        made = into.add(element.name, element.text.strip())
        for each in element.children:
            grown(each, made)
        return made

    return grown(read_xml(xml.encode(), limits=Limits(99_999, 999), fault=BadForm), above or Node(""))


ROOT = Node("")
DATA = node(INSTANCE.format(places="<here/>"), ROOT)
HIDDEN = next(each for each in DATA.descendants() if each.name == "hidden")
HIDDEN.value, HIDDEN.is_relevant = "", False
PLACES = node(LISTS)
HERE = next(each for each in DATA.children if each.name == "here")
NAMES = {"b": "Bee", "c": "Cee", "d": "Dee"}


def context(at: Node = HERE, language: str = "en") -> Context:
    return Context(
        ROOT, at, NOW, Random(1), language=language, instances={"places": PLACES},
        choice_label=lambda asked, name: NAMES.get(name, "") if asked.name == "s" else "",
        words=lambda name: {"hello": "Hola"}.get(name, ""),
    )  # fmt: skip


@pytest.mark.parametrize("row", [*ROWS, *OURS], ids=[row[0] for row in [*ROWS, *OURS]])
def test_what_an_expression_comes_to(row: tuple[str, ...]) -> None:
    assert parse(row[0]).text(context()) == row[1]
